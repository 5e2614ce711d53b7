"""Debian's dovecot as an IMAP server of a test's own, on a free loopback port."""

import imaplib
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

USER, PASSWORD = "support", "secret"
CONFIGURATION = """
base_dir = {run}
state_dir = {run}
log_path = {logs}/dovecot.log
listen = 127.0.0.1
protocols = imap
ssl = no
disable_plaintext_auth = no
mail_location = maildir:{root}/mail/%u
first_valid_uid = 1
default_internal_user = nobody
default_internal_group = nogroup
default_login_user = nobody
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={root}/home/%u
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    address = 127.0.0.1
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
"""


@dataclass
class Dovecot:
    port: int
    root: Path
    process: subprocess.Popen[bytes]

    @property
    def url(self) -> str:
        return f"imap://{USER}:{PASSWORD}@127.0.0.1:{self.port}/INBOX"

    def client(self) -> imaplib.IMAP4:
        client = imaplib.IMAP4("127.0.0.1", self.port, timeout=20)
        client.login(USER, PASSWORD)
        client.select("INBOX")
        return client

    def append(self, raw: bytes, received_at: datetime) -> None:
        client = self.client()
        status, answer = client.append("INBOX", "", received_at, raw)
        assert status == "OK", answer
        client.logout()

    def append_all(self, mails: list[bytes], received_at: datetime) -> None:
        """Over one connection."""
        client = self.client()
        for raw in mails:
            status, answer = client.append("INBOX", "", received_at, raw)
            assert status == "OK", answer
        client.logout()

    def empty(self, folder: str = "INBOX") -> None:
        client = self.client()
        client.select(folder)
        _, listed = client.search(None, "ALL")
        if listed[0]:
            client.store("1:*", "+FLAGS", "\\Deleted")
            client.expunge()
        client.logout()

    def count(self, folder: str = "INBOX") -> int:
        client = self.client()
        _, answer = client.select(folder, readonly=True)
        client.logout()
        return int(answer[0])

    def renumber(self) -> None:
        """A new UIDVALIDITY, as after a restored backup: every message has a new UID."""
        for name in ("dovecot-uidlist", "dovecot.index", "dovecot.index.log"):
            (self.root / "mail" / USER / name).unlink(missing_ok=True)
        time.sleep(1.1)  # UIDVALIDITY counts in seconds

    def seen(self) -> int:
        client = self.client()
        _, answer = client.search(None, "SEEN")
        client.logout()
        return len(answer[0].split())


@contextmanager
def dovecot(logs: Path) -> Iterator[Dovecot]:
    """Its mail lies in a folder that its own users may enter, which a test's folder is not."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    root = Path("/tmp") / f"dovecot-{port}"
    run = root / "run"
    run.mkdir(mode=0o755, parents=True)
    for name in ("mail", "home"):
        (root / name).mkdir()
        shutil.chown(root / name, "mail", "mail")
    uid = subprocess.run(["id", "-u", "mail"], capture_output=True, text=True, check=True)
    configuration = root / "dovecot.conf"
    configuration.write_text(
        CONFIGURATION.format(
            root=root,
            logs=logs,
            run=run,
            port=port,
            password=PASSWORD,
            uid=uid.stdout.strip(),
            gid="mail",
        )
    )
    process = subprocess.Popen(["dovecot", "-F", "-c", str(configuration)])
    try:
        _wait(port, process, logs)
        yield Dovecot(port, root, process)
    finally:
        process.terminate()
        process.wait(timeout=20)
        shutil.rmtree(root, ignore_errors=True)


def _wait(port: int, process: subprocess.Popen[bytes], logs: Path) -> None:
    for _ in range(100):
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1) as greeting:
                if greeting.recv(100).startswith(b"* OK"):
                    return
        except OSError:
            pass
        assert process.poll() is None, (logs / "dovecot.log").read_text()
        time.sleep(0.1)
    raise AssertionError("dovecot did not start: " + (logs / "dovecot.log").read_text())
