"""Which mailboxes are read: the addresses of the setting IMAP_URL."""

import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

# A comma may stand in a password too; one before the next address cannot.
BETWEEN = re.compile(r"[\s,;]+(?=imaps?://)")


@dataclass(frozen=True, kw_only=True, slots=True)
class Account:
    host: str
    port: int
    user: str
    password: str
    folder: str
    encrypted: bool

    @property
    def name(self) -> str:
        """What its cursor is kept under: two servers on one machine differ by the port."""
        return f"{self.user}@{self.address}/{self.folder}"

    @property
    def address(self) -> str:
        return f"{self.host}:{self.port}"


def account(url: str) -> Account:
    """`imaps://user:password@host[:port]/FOLDER`; imap:// is for a server on the same machine."""
    parts = urlsplit(url)
    encrypted = parts.scheme == "imaps"
    return Account(
        host=parts.hostname or "localhost",
        port=parts.port or (993 if encrypted else 143),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        folder=unquote(parts.path.strip("/")) or "INBOX",
        encrypted=encrypted,
    )


def accounts(urls: str) -> list[Account]:
    """Those of several addresses with commas or line ends between; each mailbox once."""
    each = (account(url) for url in BETWEEN.split(urls.strip()) if url)
    return list({one.name: one for one in each}.values())
