"""The connection to the mail server; what is fetched is tried with a real one elsewhere."""

import datetime
import socket
import ssl
import threading

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tickets.mailroom import mailbox

NAME = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])


@pytest.fixture
def impostor(tmp_path):
    """The port of a server that calls itself localhost, by a certificate of its own making; and
    what it has heard."""
    key = ec.generate_private_key(ec.SECP256R1())
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(NAME)
        .issuer_name(NAME)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = certificate.public_bytes(serialization.Encoding.PEM) + key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    (tmp_path / "server.pem").write_bytes(pem)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "server.pem")
    heard = []
    with socket.create_server(("localhost", 0)) as listener:
        thread = threading.Thread(target=hear, args=(listener, context, heard), daemon=True)
        thread.start()
        yield listener.getsockname()[1], heard
        thread.join(5)


def hear(listener, context, heard):
    connection, _ = listener.accept()
    try:
        with context.wrap_socket(connection, server_side=True) as secure:
            secure.sendall(b"* OK [CAPABILITY IMAP4rev1] ready\r\n")
            heard.append(secure.recv(1000))
    except OSError:
        connection.close()


@pytest.mark.django_db
def test_a_server_that_cannot_prove_its_name_does_not_hear_the_password(impostor):
    port, heard = impostor
    url = f"imaps://support:secret@localhost:{port}/INBOX"
    with pytest.raises(mailbox.MailboxUnreachable, match="certificate"):
        mailbox.fetch(url, at=lambda: datetime.datetime.now(datetime.UTC))
    assert heard == []
