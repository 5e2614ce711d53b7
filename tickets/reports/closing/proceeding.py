"""A closing that was begun is carried on, one client after another, and ended. Whoever carries it
on, and however often it is interrupted, the same comes of it."""

import secrets
from collections.abc import Callable
from datetime import datetime
from functools import cached_property

from django.db import transaction

from istockist_sla.core.lib.time import to_second
from istockist_sla.core.models import Event
from tickets import inputs
from tickets.models import Client, ClosedClient, ClosedMonth, Closing, Nonce
from tickets.reports.bundles.folders import recorded_of
from tickets.reports.bundles.gathering import shared_rows
from tickets.reports.bundles.making import (
    MadeClient,
    MonthRows,
    made_client,
    made_link,
)
from tickets.reports.closing.chain import cards_of, chain_before
from tickets.reports.closing.extent import (
    amend_tickets,
    clients_of,
    how_amended,
    kept_shared,
)
from tickets.reports.closing.letters import tell
from tickets.reports.closing.records import digest_of_records, keep_record
from tickets.reports.closing.rows import month_rows, stamp_of
from tickets.sla.bundle.canonical import canonical, parsed
from tickets.sla.bundle.documents import SHARED, shared_document
from tickets.sla.bundle.month_rows import SharedRows
from tickets.sla.bundle.reading import read_document, read_shared
from tickets.sla.bundle.rules import broken_by_client, broken_by_shared

# So long a task or a request carries a closing on at most before others have their turn.
STEP_SECONDS = 20


class NotClosable(Exception):
    """What was recorded cannot be closed; the text says why."""


def proceed(closing: Closing, *, at: datetime, is_time: Callable[[], bool]) -> Closing:
    """Until it is done or the time is up; asked before each client. It is given up where what was
    recorded turns out not to be closable."""
    try:
        if _Work(closing).make_clients(is_time):
            _finish(closing.pk, at=at)
    except NotClosable as error:
        Closing.objects.under_way().filter(pk=closing.pk).update(
            given_up_at=to_second(at), given_up_because=str(error)[:500]
        )
    return Closing.objects.select_related("closed").get(pk=closing.pk)


class _Work:
    """What the files of all clients need is made once."""

    def __init__(self, closing: Closing) -> None:
        self.closing = closing

    def make_clients(self, is_time: Callable[[], bool]) -> bool:
        """Whether all of them are there."""
        with inputs.asked_once():
            made = set(self.closing.clients.values_list("client", flat=True))
            for client in clients_of(self.closing):
                if client.pk not in made:
                    if not is_time():
                        return False
                    self._make(client)
        return True

    @transaction.atomic
    def _make(self, client: Client) -> None:
        Closing.objects.select_for_update(of=("self",)).get(pk=self.closing.pk)
        if self.closing.clients.filter(client=client).exists():
            return
        stamp, fixed = stamp_of(self.closing), self.rows.fixed.get(client.pk, ())
        found = recorded_of(client, stamp.month, fixed=fixed)
        made = made_client(
            client,
            found,
            self.rows,
            stamp=stamp,
            random=secrets.token_bytes,
            amended=how_amended(self.closing, client),
        )
        _refuse(client, made)
        kept = ClosedClient.objects.create(
            closing=self.closing,
            client=client,
            document=made.data.decode("ascii"),
            card=canonical(made.card).decode("ascii"),
        )
        Nonce.objects.bulk_create(
            Nonce(closed=kept, digest=digest, value=nonce.hex())
            for digest, nonce in made.nonces.items()
        )
        numbers = {ticket.number for ticket in made.rows.tickets}
        keep_record(kept, found.only(numbers), stamp, random=secrets.token_bytes)

    @cached_property
    def rows(self) -> MonthRows:
        """What is shared is kept before the file of any client."""
        return month_rows(self.closing, self._shared())

    def _shared(self) -> SharedRows:
        known = kept_shared(self.closing)
        if known:
            Closing.objects.filter(pk=self.closing.pk, shared="").update(shared=known)
            return read_shared(read_document(SHARED, known.encode("ascii")))
        shared = shared_rows(stamp_of(self.closing))
        broken = next(broken_by_shared(shared), None)
        if broken:
            raise NotClosable(broken)
        document = canonical(shared_document(shared)).decode("ascii")
        Closing.objects.filter(pk=self.closing.pk, shared="").update(shared=document)
        return shared


def _refuse(client: Client, made: MadeClient) -> None:
    """What the checklist has asked of the stored verdicts is asked of those judged anew."""
    broken = next(broken_by_client(made.rows), None)
    if broken:
        raise NotClosable(f"{client}: {broken}.")
    if made.running:
        numbers = ", ".join(map(str, made.running))
        raise NotClosable(f"{client}: no verdict yet on the response of {numbers}.")


@transaction.atomic
def _finish(closing_id: int, *, at: datetime) -> None:
    """The link of the chain, what is told of it, and the letters, once."""
    closing = Closing.objects.select_for_update(of=("self",)).get(pk=closing_id)
    if closing.given_up_at or ClosedMonth.objects.filter(closing=closing).exists():
        return
    made = made_link(
        stamp_of(closing),
        cards=cards_of(closing),
        shared=closing.shared.encode("ascii"),
        engine=closing.verifier.digest,
        earlier=[parsed(each.document.encode("ascii")) for each in chain_before()],
        salt=secrets.token_bytes(32).hex(),
        record=digest_of_records(closing),
        amends=closing.previous.closed.head if closing.previous else None,
    )
    closed = ClosedMonth.objects.create(
        closing=closing,
        sequence=made.month["sequence"],
        head=made.head,
        document=canonical(made.month).decode("ascii"),
        whole=made.whole.decode("ascii"),
        closed_at=closing.recorded_before,
    )
    event = Event.objects.append(
        kind=Event.Kind.MONTH,
        subject_id=closing.pk,
        verb="amend" if closing.is_amendment else "close",
        by=closing.closer,
        side=Event.Side.SUPPORT,
        at=closing.recorded_before,
        recorded_at=max(to_second(at), closing.recorded_before),
        data={"month": closing.month, "number": closing.number, "head": closed.head},
    )
    amend_tickets(closing, at=event.recorded_at)
    tell(closed, event, at=at)
