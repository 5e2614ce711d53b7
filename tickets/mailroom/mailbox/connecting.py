"""A connection to an IMAP server, and in one line why there is none."""

import imaplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from imap_tools import BaseMailBox, MailBox, MailBoxUnencrypted
from imap_tools.errors import ImapToolsError, MailboxFolderSelectError, MailboxLoginError

from tickets.mailroom.mailbox.accounts import Account

TIMEOUT = 30  # seconds for each answer
LONGEST_REASON = 400
# imaplib's own errors are no OSError; an answer that makes no sense can raise the last ones.
Failures = (ImapToolsError, imaplib.IMAP4.error, OSError, ValueError, LookupError)


class MailboxUnreachable(Exception):
    """The IMAP server refused or could not be reached; the message is for the operator."""


@contextmanager
def connected(source: Account) -> Iterator[BaseMailBox]:
    """Signed in, with the folder open. Raises MailboxUnreachable where that fails; what fails
    later is for the caller. The end of a connection that has done its work cannot fail."""
    server = None
    try:
        server = _connect(source)
        _sign_in(server, source)
        _open_folder(server, source.folder)
    except Failures as error:
        if server is not None:
            _hang_up(server)
        raise MailboxUnreachable(reason(error, source)) from error
    try:
        yield server
    except BaseException:
        _hang_up(server)
        raise
    with suppress(*Failures):
        server.logout()
    _hang_up(server)


def _connect(source: Account) -> BaseMailBox:
    """The server has to prove who it is before the password is said, which imaplib leaves out."""
    if source.encrypted:
        proven = ssl.create_default_context()
        return MailBox(source.host, source.port, timeout=TIMEOUT, ssl_context=proven)
    return MailBoxUnencrypted(source.host, source.port, timeout=TIMEOUT)


def _sign_in(server: BaseMailBox, source: Account) -> None:
    say = server.login if _is_ascii(source) else server.login_utf8
    try:
        say(source.user, source.password, initial_folder=None)
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error as error:
        raise MailboxLoginError((str(error), []), "OK") from error


def _is_ascii(source: Account) -> bool:
    return source.user.isascii() and source.password.isascii()


def _open_folder(server: BaseMailBox, folder: str) -> None:
    """A folder that cannot be changed is read all the same."""
    try:
        server.folder.set(folder)
    except imaplib.IMAP4.readonly:
        server.folder.set(folder, readonly=True)


def _hang_up(server: BaseMailBox) -> None:
    """Without a word: a server that has fallen silent would not answer it."""
    with suppress(*Failures):
        server.client.shutdown()


def reason(error: BaseException, source: Account) -> str:
    """One line in the words of the person who runs the server, without the password."""
    text = f"{source.address}: {_words(error, source)}"
    if source.password:
        text = text.replace(source.password, "…")
    return " ".join(text.split())[:LONGEST_REASON]


def _words(error: BaseException, source: Account) -> str:
    """The narrow kinds of errors come first: many of them are a kind of OSError."""
    if isinstance(error, MailboxLoginError):
        return f"the server refuses the user {source.user} or the password ({said(error)})"
    if isinstance(error, MailboxFolderSelectError):
        return f"the folder {source.folder} cannot be opened ({said(error)})"
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"the certificate of the server proves nothing ({error.verify_message})"
    if isinstance(error, ssl.SSLError):
        return f"no encrypted connection can be made ({error.reason or error})"
    if isinstance(error, socket.gaierror):
        return "no machine of this name is known"
    if isinstance(error, ConnectionRefusedError):
        return "nothing takes connections at this port"
    if isinstance(error, TimeoutError):
        return f"no answer within {TIMEOUT} seconds"
    if isinstance(error, imaplib.IMAP4.abort | ConnectionError | EOFError):
        return f"the connection was cut ({said(error)})"
    return said(error)


def said(error: BaseException) -> str:
    """What a server or the system said, as one line."""
    data = getattr(error, "command_result", None)
    if data:
        return _answer(data)
    text = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return " ".join(str(text).split())[:LONGEST_REASON]


def _answer(result: tuple) -> str:
    """`NO [AUTHENTICATIONFAILED] …` of what imap-tools keeps of an answer."""
    status, data = result[0], result[1] if len(result) > 1 else []
    parts = data if isinstance(data, list | tuple) else [data]
    lines = [part.decode("utf-8", "replace") for part in parts if isinstance(part, bytes)]
    return " ".join([str(status), *lines])[:LONGEST_REASON]
