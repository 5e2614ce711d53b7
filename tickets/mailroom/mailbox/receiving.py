"""One round through a mailbox: what is new, and what did not come before."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.db import transaction
from imap_tools import BaseMailBox

from tickets.mailroom import intake, turns
from tickets.mailroom.intake import Origin
from tickets.mailroom.mailbox import folder, unfetched
from tickets.mailroom.mailbox.accounts import Account, account, accounts
from tickets.mailroom.mailbox.connecting import (
    Failures,
    MailboxUnreachable,
    connected,
    reason,
    said,
)
from tickets.mailroom.mailbox.folder import Fetched, NotGiven
from tickets.mailroom.mailbox.putting_away import PuttingAway
from tickets.models import InboundMail, Mailbox

# A mail that a server breaks off over costs a connection; the others come in over the next one.
MOST_CONNECTIONS = 8
# In seconds, well within what a background job may take.
LONGEST_ROUND = 60.0
# From this attempt on the beginning of a mail is better than none.
TAKEN_IN_PART_AT = 3

Clock = Callable[[], datetime]


def fetch_all(urls: str, *, at: Clock) -> tuple[int, list[str]]:
    """How many mails were received from all mailboxes, and a line for each that cannot be read.

    One that failed the last time comes after the others: waiting for it keeps nobody's mail.
    """
    put_in_force(urls)
    failing = set(Mailbox.objects.exclude(last_error="").values_list("name", flat=True))
    count, lines = 0, []
    for source in sorted(accounts(urls), key=lambda each: each.name in failing):
        try:
            count += fetch_account(source, at=at)
        except MailboxUnreachable as error:
            lines.append(str(error))
    return count, lines


def put_in_force(urls: str) -> None:
    """A row for each mailbox that the settings name; the others' rows stay, and hold up nothing."""
    names = [source.name for source in accounts(urls)]
    for name in names:
        Mailbox.objects.get_or_create(name=name)
    Mailbox.objects.filter(name__in=names, in_force=False).update(in_force=True)
    Mailbox.objects.exclude(name__in=names).filter(in_force=True).update(in_force=False)


def fetch_named(urls: str, name: str, *, at: Clock) -> int:
    """Receive from the one of the mailboxes that has this name. Raises MailboxUnreachable."""
    return sum(fetch_account(source, at=at) for source in accounts(urls) if source.name == name)


def fetch(url: str, *, at: Clock, most: int = 1000) -> int:
    """Receive what is new in the mailbox; returns how many messages. Raises MailboxUnreachable."""
    return fetch_account(account(url), at=at, most=most)


def fetch_account(source: Account, *, at: Clock, most: int = 1000) -> int:
    box, _ = Mailbox.objects.get_or_create(name=source.name)
    reading = Round(source=source, box=box, at=at, most=most)
    try:
        reading.run()
    except MailboxUnreachable as error:
        Mailbox.objects.filter(pk=box.pk).update(last_error=str(error)[:500])
        raise
    reading.conclude()
    return reading.received


@dataclass(kw_only=True)
class Round:
    """What one call receives, over as many connections as it takes."""

    source: Account
    box: Mailbox
    at: Clock
    most: int
    received: int = 0
    handled: int = 0
    empty_at: datetime | None = None  # when the server was asked and had nothing more
    problem: str = ""
    _arrivals: turns.Arrivals = field(default_factory=turns.Arrivals)
    _until: float = field(default_factory=lambda: time.monotonic() + LONGEST_ROUND)

    def run(self) -> None:
        """Raises MailboxUnreachable; what came before is kept. A connection that is lost over a
        mail is made again, for the mails behind it."""
        for left in reversed(range(MOST_CONNECTIONS)):
            before = self.handled
            try:
                with connected(self.source) as server:
                    self._receive(server)
                return
            except Failures as error:
                if not left or self.handled == before:
                    raise MailboxUnreachable(reason(error, self.source)) from error

    def conclude(self) -> None:
        """What is known to lie there unread may be an answer, so the mailbox counts as read only
        without it (E2)."""
        rows = Mailbox.objects.filter(pk=self.box.pk)
        rows.update(last_error=unfetched.told(self.box) or self.problem)
        if self.empty_at is not None and not self.box.unfetched.exists():
            rows.update(fetched_at=self.empty_at)

    def _receive(self, server: BaseMailBox) -> None:
        validity = folder.validity(server, self.source.folder)
        self.box.refresh_from_db()
        unfetched.start_anew(self.box, validity)
        away = PuttingAway(server, self.source.folder)
        while uids := self._waiting(server, validity):
            for uid in uids:
                if self.handled >= self.most or time.monotonic() > self._until:
                    away.finish()
                    return
                self._receive_one(server, validity, uid, away)
        away.finish()
        self.problem = away.problem

    def _waiting(self, server: BaseMailBox, validity: int) -> list[int]:
        """UIDs of what is new, and of what is to be tried again by now, the oldest first."""
        at = self.at()
        self.box.refresh_from_db()
        last = self.box.last_uid if self.box.uid_validity == validity else 0
        uids = {*folder.new_uids(server, last), *unfetched.due(self.box, validity, at)}
        if not uids:
            self.empty_at = at
        return sorted(uids)

    def _receive_one(self, server: BaseMailBox, validity: int, uid: int, away: PuttingAway) -> None:
        try:
            fetched = folder.fetch(server, uid, settings.MAIL_KEEP_BYTES)
        except NotGiven as failure:
            self.handled += 1
            if folder.is_gone(server, uid):
                unfetched.forget(self.box, validity, uid)
                return
            attempts = self._remember(validity, uid, failure)
            if failure.beginning is None or attempts < TAKEN_IN_PART_AT:
                return
            fetched = failure.beginning
        except Failures as error:
            self.handled += 1
            self._remember(validity, uid, error)
            raise
        self._keep(validity, uid, fetched, away)

    def _remember(self, validity: int, uid: int, error: Exception) -> int:
        return unfetched.remember(self.box, validity, uid, said(error), at=self.at())

    def _keep(self, validity: int, uid: int, fetched: Fetched, away: PuttingAway) -> None:
        mail = _store(self.box, validity, uid, fetched, self.at())
        self.received += 1
        self.handled += 1
        if mail.state == InboundMail.State.RECEIVED and self._arrivals.may_go_first(mail):
            intake.process_stored(mail, at=self.at())
        away.add(uid, mail.pk)


@transaction.atomic
def _store(box: Mailbox, validity: int, uid: int, fetched: Fetched, at: datetime) -> InboundMail:
    """Store the bytes and move the cursor, together."""
    locked = Mailbox.objects.select_for_update().get(pk=box.pk)
    received_at = fetched.received_at or at
    origin = Origin(mailbox=locked, uid_validity=validity, uid=uid, received_at=received_at)
    mail = intake.store(fetched.raw, at=at, origin=origin, size=fetched.size)
    unfetched.settle(locked, validity, uid)
    return mail
