"""What becomes of a mail in its mailbox once it was received: marked as seen, and where a setting
says so moved, archived under a label, or deleted. Nothing depends on it: a server may refuse it."""

import imaplib
import logging
from contextlib import suppress
from typing import Any

from django.conf import settings
from imap_tools import BaseMailBox
from imap_tools.errors import ImapToolsError
from imap_tools.utils import encode_folder

from tickets.mailroom.mailbox.connecting import said
from tickets.models import InboundMail

log = logging.getLogger(__name__)
State = InboundMail.State
BATCH = 50


class Refused(Exception):
    """In the server's words."""


class PuttingAway:
    """Asks in batches, and no more of a kind once the server has refused it."""

    def __init__(self, server: BaseMailBox, source: str) -> None:
        self._server, self._source = server, source
        self._received: list[tuple[int, int]] = []
        self._is_refused: set[str] = set()
        self._known: frozenset[str] | None = None
        self.problem = ""

    def add(self, uid: int, mail_id: int) -> None:
        self._received.append((uid, mail_id))
        if len(self._received) >= BATCH:
            self.finish()

    def finish(self) -> None:
        received, self._received = self._received, []
        if not received:
            return
        self._try(
            "seen", self._store, _set(uid for uid, _ in received), "+FLAGS.SILENT", r"(\Seen)"
        )
        for target, uids in _targets(received).items():
            if target:
                self._try(target, self._move, uids, target)
            else:
                self._try("delete", self._delete, uids)

    def _try(self, what: str, act: Any, *arguments: Any) -> None:
        if what in self._is_refused:
            return
        try:
            act(*arguments)
        except imaplib.IMAP4.abort:
            raise
        except (Refused, imaplib.IMAP4.error) as error:
            self._is_refused.add(what)
            log.info("The mailbox refuses a step (%s): %s", what, said(error))
            if what != "seen":
                self.problem = f"Received mail cannot be put away ({what}): {said(error)}"[:500]

    def _move(self, uids: str, target: str) -> None:
        """A server that knows labels keeps one copy under all of them; one that cannot move keeps
        the mail until the copy is there."""
        if "X-GM-EXT-1" in self._capabilities:
            self._store(uids, "+X-GM-LABELS", b"(" + encode_folder(target) + b")")
            if self._source.upper() == "INBOX":
                self._store(uids, "-X-GM-LABELS", r"(\Inbox)")
        elif "MOVE" in self._capabilities:
            self._into(target, "MOVE", uids)
        else:
            self._into(target, "COPY", uids)
            self._delete(uids)

    def _into(self, target: str, command: str, uids: str) -> None:
        """A folder that is not there is made."""
        try:
            self._ask(command, uids, encode_folder(target))
        except Refused:
            with suppress(ImapToolsError):
                self._server.folder.create(target)
            self._ask(command, uids, encode_folder(target))

    def _delete(self, uids: str) -> None:
        """EXPUNGE without UIDs would also take what other people have marked."""
        self._store(uids, "+FLAGS.SILENT", r"(\Deleted)")
        if "UIDPLUS" in self._capabilities:
            self._ask("EXPUNGE", uids)

    def _store(self, uids: str, what: str, values: str | bytes) -> None:
        self._ask("STORE", uids, what, values)

    def _ask(self, command: str, *arguments: Any) -> None:
        status, answer = self._server.client.uid(command, *arguments)
        if status != "OK":
            words = b" ".join(part for part in answer if isinstance(part, bytes))
            raise Refused(f"{status} {words.decode('utf-8', 'replace')}")

    @property
    def _capabilities(self) -> frozenset[str]:
        """As told after signing in, when a server names more of them."""
        if self._known is None:
            _, lines = self._server.client.capability()
            text = b" ".join(line for line in lines if line)
            self._known = frozenset(text.decode("ascii", "replace").upper().split())
        return self._known


def _set(uids: Any) -> str:
    return ",".join(map(str, uids))


def _targets(received: list[tuple[int, int]]) -> dict[str, str]:
    """The UIDs for each folder; those that are deleted under an empty name. What could not be read
    or was not kept whole is never deleted."""
    done, parked = settings.IMAP_DONE_FOLDER, settings.IMAP_PARKED_FOLDER
    if not (done or parked or settings.IMAP_DELETE):
        return {}
    rows = InboundMail.objects.filter(pk__in=[pk for _, pk in received])
    facts = {
        pk: (state, size is None)
        for pk, state, size in rows.values_list("pk", "state", "full_size")
    }
    found: dict[str, list[int]] = {}
    for uid, pk in received:
        state, is_whole = facts[pk]
        if state == State.RECEIVED:
            continue
        target = parked if state == State.PARKED else done
        may_be_deleted = settings.IMAP_DELETE and state != State.PARKED and is_whole
        if target or may_be_deleted:
            found.setdefault(target, []).append(uid)
    return {target: _set(uids) for target, uids in found.items()}
