"""Waits on IDLE for what comes into the mailboxes, and says so at once (RFC 2177).

Nothing is received here: the mailboxes are read each minute in any case, and what this hears only
brings that forward. A server without IDLE, or one that is away, costs nothing but the minute.
"""

import imaplib
import logging
import threading
import time
from collections.abc import Callable
from queue import Empty, SimpleQueue
from typing import Any, NoReturn

from imap_tools import BaseMailBox

from tickets.mailroom.mailbox.accounts import Account, accounts
from tickets.mailroom.mailbox.connecting import Failures, MailboxUnreachable, connected

log = logging.getLogger(__name__)

# All in seconds. A server may log off whom it has not heard for half an hour (RFC 3501), and a
# router forgets a silent connection long before that: then nobody would tell.
LONGEST_SILENCE = 9 * 60.0
LONGEST_SESSION = 25 * 60.0
FIRST_DELAY, LONGEST_DELAY = 1.0, 300.0
# A server that has no IDLE may learn it.
ASKED_AGAIN_AFTER = 3600.0
# Of many mails at once each is told, and one reading takes them all.
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 15.0

Told = Callable[[str], None]


class NoIdle(Exception):
    """The server does not offer it."""


def watch(urls: str, wake: Told) -> NoReturn:
    """Call `wake` with a mailbox's name whenever something has come there; until it is killed."""
    news: SimpleQueue[str] = SimpleQueue()
    for source in accounts(urls):
        threading.Thread(target=_follow, args=(source, news.put), daemon=True).start()
    pause = FIRST_PAUSE
    while True:
        names, pause = _collected(news, pause)
        for name in sorted(names):
            wake(name)


def _collected(news: "SimpleQueue[str]", pause: float) -> tuple[set[str], float]:
    """Those of whom something is told within a pause, which grows while there is no quiet."""
    try:
        names = {news.get(timeout=pause)}
        pause = min(pause * 2, LONGEST_PAUSE)
    except Empty:
        names, pause = {news.get()}, FIRST_PAUSE
    time.sleep(pause if pause > FIRST_PAUSE else 0)
    while not news.empty():
        names.add(news.get())
    return names, pause


def _follow(source: Account, tell: Told) -> NoReturn:
    """Over one connection after another; each failure in a row makes the next wait longer."""
    delay = FIRST_DELAY
    while True:
        try:
            listen(source, tell)
            delay = FIRST_DELAY
        except NoIdle:
            log.info("%s has no IDLE; it is read each minute.", source.address)
            time.sleep(ASKED_AGAIN_AFTER)
        except (MailboxUnreachable, *Failures) as error:
            log.info("Nothing is heard from %s: %s", source.address, error)
            time.sleep(delay)
            delay = min(delay * 2, LONGEST_DELAY)


def listen(source: Account, tell: Told) -> None:
    """One session, until it has lasted or been silent for long. What came before it is told too:
    nobody else would hear of it.

    Raises NoIdle, MailboxUnreachable, or what a connection raises that is lost.
    """
    with connected(source) as server:
        _, words = server.client.capability()
        if b"IDLE" not in b" ".join(words).upper().split():
            raise NoIdle
        _begin(server)
        tell(source.name)
        until = time.monotonic() + LONGEST_SESSION
        while _hears(server, until):
            tell(source.name)


def _begin(server: BaseMailBox) -> None:
    """Until the server says that it is waiting; what it says before concerns nobody here."""
    client: Any = server.client
    tag = client._command("IDLE")
    while client._get_response() is not None:
        if client.tagged_commands[tag]:
            raise imaplib.IMAP4.abort("the server refuses to tell now")


def _hears(server: BaseMailBox, until: float) -> bool:
    """Whether new mail is told of, rather than nothing at all for so long."""
    client = server.client
    while (left := until - time.monotonic()) > 0:
        client.sock.settimeout(min(left, LONGEST_SILENCE))
        try:
            line = client.readline()
        except TimeoutError:
            return False
        if not line or line.upper().startswith(b"* BYE"):
            raise imaplib.IMAP4.abort("the server ended the session")
        if line.upper().split()[-1:] in ([b"EXISTS"], [b"RECENT"]):
            return True
    return False
