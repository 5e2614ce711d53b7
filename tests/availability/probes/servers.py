"""Real servers on this machine: well-behaved ones, and each kind of one that is not."""

import contextlib
import socket
import ssl
import threading
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

HEAD = b"HTTP/1.1 200 OK\r\n"


class Answering(BaseHTTPRequestHandler):
    def do_GET(self):
        status = {"/broken": 503, "/moved": 302, "/circle": 302, "/away": 302}.get(self.path, 200)
        self.send_response(status)
        if status == 302:
            target = {"/moved": "/", "/circle": "/circle", "/away": "http://10.0.0.1/"}[self.path]
            self.send_header("Location", target)
        body = b"all is well" if self.path != "/long" else b"x" * 2_000_000
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        with contextlib.suppress(OSError):
            self.wfile.write(body)

    def log_message(self, *args):
        """Keep the test's output quiet."""


@contextmanager
def serving(port=0, tls=None):
    server = ThreadingHTTPServer(("127.0.0.1", port), Answering)
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Rude:
    """Does to each connection what `behaviour` says, until it is closed."""

    def __init__(self, behaviour, port=0):
        self.behaviour, self.closed = behaviour, threading.Event()
        self.listener = socket.create_server(("127.0.0.1", port))
        self.port = self.listener.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}/"
        # How many connections the other side still held open when it was last looked at.
        self.open = 0
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self.listener.accept()
                threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection):
        self.open += 1
        with connection, contextlib.suppress(OSError):
            self.behaviour(connection, self.closed)
        self.open -= 1

    def close(self):
        self.closed.set()
        with contextlib.suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()


def hangs(connection, closed):
    """Takes the request and says nothing."""
    while not closed.is_set() and connection.recv(1000):
        pass


def drips(connection, closed):
    """A byte of the head every now and then."""
    connection.recv(1000)
    for byte in HEAD + b"X-Slow: " + b"a" * 10_000:
        connection.sendall(bytes([byte]))
        if closed.wait(0.05):
            return


def sends_endless_headers(connection, closed):
    connection.recv(1000)
    connection.sendall(HEAD)
    while not closed.is_set():
        connection.sendall(b"X-More: and more\r\n" * 50)


def drips_endless_headers(connection, closed):
    connection.recv(1000)
    connection.sendall(HEAD)
    while not closed.wait(0.05):
        connection.sendall(b"X-More: and more\r\n")


def promises_for_ever(connection, closed):
    """An interim answer again and again, never the final one."""
    connection.recv(1000)
    while not closed.is_set():
        connection.sendall(b"HTTP/1.1 103 Early Hints\r\n\r\n" * 50)


def sends_an_endless_body(connection, closed):
    connection.recv(1000)
    connection.sendall(HEAD + b"Content-Type: text/plain\r\n\r\n")
    while not closed.is_set():
        connection.sendall(b"and more " * 1000)


def drips_a_body(connection, closed):
    connection.recv(1000)
    connection.sendall(HEAD + b"Content-Length: 1000000\r\n\r\n")
    while not closed.wait(0.05):
        connection.sendall(b"x")


def hangs_up(connection, closed):
    connection.recv(1000)


def speaks_no_http(connection, closed):
    connection.recv(1000)
    connection.sendall(b"\x00\xff nonsense\r\n\r\n")


@contextmanager
def rude(behaviour, port=0):
    server = Rude(behaviour, port)
    try:
        yield server
    finally:
        server.close()


def certificate(folder, *, ends_in, name="localhost"):
    """A TLS context of a server whose certificate ends so long from now, and the file of the
    authority that has signed it."""
    now = datetime.now(UTC)
    authority_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    authority = _signed(
        _name("Test authority"), _name("Test authority"), authority_key, authority_key,
        now + timedelta(days=100), is_authority=True,
    )  # fmt: skip
    leaf = _signed(_name(name), authority.subject, key, authority_key, now + ends_in, host=name)
    pem = serialization.Encoding.PEM
    (folder / "authority.pem").write_bytes(authority.public_bytes(pem))
    (folder / "leaf.pem").write_bytes(
        leaf.public_bytes(pem)
        + key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "leaf.pem")
    return context, folder / "authority.pem"


def _name(text):
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _signed(subject, issuer, key, signing_key, ends_at, *, host="", is_authority=False):
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(ends_at - timedelta(days=365))
        .not_valid_after(ends_at)
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(signing_key.public_key()),
            critical=False,
        )
    )
    if is_authority:
        usage = x509.KeyUsage(
            digital_signature=True, content_commitment=False, key_encipherment=False,
            data_encipherment=False, key_agreement=False, key_cert_sign=True, crl_sign=True,
            encipher_only=False, decipher_only=False,
        )  # fmt: skip
        builder = builder.add_extension(usage, critical=True)
    if host:
        names = x509.SubjectAlternativeName([x509.DNSName(host)])
        builder = builder.add_extension(names, critical=False)
    return builder.sign(signing_key, hashes.SHA256())
