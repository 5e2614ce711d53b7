"""What is on record -> the rows of a closed month that are one client's own."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from django.db.models import Q

from istockist_sla.core.lib.months import Month, MonthBounds, MonthCalendar
from tickets import inputs
from tickets.models import Client, ClientFact, Ticket, TicketQuerySet, Verb
from tickets.reports.bundles.recorded import DecidedRow, Recorded, recorded
from tickets.sla.bundle.begun import begun_versions
from tickets.sla.bundle.changes import Change
from tickets.sla.bundle.folder_rows import Coder, FindingEntry, TicketRows
from tickets.sla.bundle.month_rows import ClientRows, MonthStamp
from tickets.sla.folder import EventRow, FactRow, FindingRow

ANSWERS_TO_CONTESTS = frozenset({Verb.UPHOLD, Verb.WITHDRAW})
Closings = Mapping[Month, datetime]


class Instants(NamedTuple):
    """Before which the acts and the facts of a ticket were recorded, as a document says."""

    recorded_before: datetime
    facts_before: datetime


@dataclass(frozen=True, kw_only=True)
class Amended:
    """How an amendment changes the document with the hash `amends`: the tickets of `changes` are
    judged anew, those of `kept` stay as they were, and so do others as of `since`."""

    amends: str
    changes: Sequence[tuple[int | None, str]]
    because: str
    kept: Mapping[int, Instants]
    since: datetime


def client_rows(
    client: Client,
    found: Recorded,
    stamp: MonthStamp,
    *,
    hash_of: Callable[[str], str],
    closed: Closings,
    amended: Amended | None = None,
) -> ClientRows:
    """`found` is what is on record of the client's tickets of the month; `closed` are the closings
    of earlier months."""
    tickets = folders_of(found, stamp, closed=closed).get(client.pk, [])
    if amended is not None:
        tickets = [each for each in _as_amended(tickets, amended) if each.events]
    rows = coded(
        client,
        stamp,
        facts=facts_of_clients([client.pk], stamp.recorded_before)[client.pk],
        tickets=tickets,
        bounds=inputs.month_bounds(stamp.month),
        hash_of=hash_of,
    )
    if amended is None:
        return rows
    evidence = hash_of(amended.because)
    changes = [Change(number, reason, evidence) for number, reason in amended.changes]
    return replace(rows, amends=amended.amends, changes=tuple(changes))


def coded(
    client: Client,
    stamp: MonthStamp,
    *,
    facts: Sequence[FactRow],
    tickets: Sequence[TicketRows],
    bounds: MonthBounds,
    hash_of: Callable[[str], str],
) -> ClientRows:
    """Without a word of a person."""
    coder = Coder(hash_of)
    begun = begun_versions(
        inputs.published_versions().published,
        client_id=client.pk,
        until=bounds.end,
        year=stamp.month.year,
    )
    return ClientRows(
        stamp=stamp,
        code=client.code,
        published=begun.own,
        facts=tuple(coder.fact(row) for row in facts),
        tickets=tuple(coder.ticket(ticket) for ticket in tickets),
    )


def facts_of_clients(clients: Collection[int], before: datetime) -> dict[int, list[FactRow]]:
    """Newest first, of two that begin together the later row."""
    recorded = ClientFact.objects.filter(client__in=clients, recorded_at__lt=before)
    columns = ("kind", "value", "since", "evidence", "author_id", "recorded_at")
    found: dict[int, list[FactRow]] = {pk: [] for pk in clients}
    for client_id, *row in recorded.order_by("-since", "-id").values_list("client_id", *columns):
        found[client_id].append(FactRow(*row))
    return found


def of_month(bounds: MonthBounds, fixed: Collection[int]) -> TicketQuerySet:
    """Opened in the month (G8), or closed in it (K8)."""
    opened = Q(opened_at__gte=bounds.start, opened_at__lt=bounds.end)
    return Ticket.objects.filter(opened | Q(pk__in=fixed))


def recorded_of(client: Client, month: Month, *, fixed: Collection[int]) -> Recorded:
    """Of its tickets of the month; `fixed` are those that were closed in it."""
    tickets = of_month(inputs.month_bounds(month), fixed)
    return recorded(tickets.filter(client=client))


def folders_of(
    found: Recorded, stamp: MonthStamp, *, closed: Closings
) -> dict[int, list[TicketRows]]:
    """As they were recorded before the stamp, by the ids of their clients, in the order of their
    numbers."""
    folders: dict[int, list[TicketRows]] = {}
    months, before = inputs.months(), stamp.recorded_before
    for ticket in found.tickets:
        acts = found.acts.get(ticket.pk, ())
        events = tuple(act.row for act in acts if act.row.recorded_at < before)
        if events:
            findings = found.findings.get(ticket.pk, ())
            folder = TicketRows(
                number=ticket.number,
                place=ticket.place,
                recorded_before=before,
                facts_before=_facts_before(events, months, stamp, closed),
                events=events,
                findings=tuple(_entry(each, events) for each in findings),
            )
            folders.setdefault(ticket.client_id, []).append(folder)
    return folders


def _facts_before(
    events: Sequence[EventRow], months: MonthCalendar, stamp: MonthStamp, closed: Closings
) -> datetime:
    """A ticket keeps the facts that were recorded before the closing of the month of its opening,
    or before the amendment of that month that names it (P4)."""
    opened_in = months.month_of(events[0].at)
    if opened_in == stamp.month:
        return stamp.recorded_before
    closing = closed.get(opened_in, stamp.recorded_before)
    return inputs.amended_at(events, opened_in) or closing


def _as_amended(tickets: Sequence[TicketRows], amended: Amended) -> list[TicketRows]:
    named = {number for number, _ in amended.changes}
    unknown = Instants(amended.since, amended.since)
    return [
        each if each.number in named else as_of(each, amended.kept.get(each.number, unknown))
        for each in tickets
    ]


def as_of(ticket: TicketRows, instants: Instants) -> TicketRows:
    """The ticket as it was recorded then."""
    before, facts_before = instants
    events = tuple(each for each in ticket.events if each.recorded_at < before)
    findings = tuple(
        each if _is_answered(each.row, events) else each._replace(answerer=None)
        for each in ticket.findings
    )
    return ticket._replace(
        recorded_before=before, facts_before=facts_before, events=events, findings=findings
    )


def _entry(found: DecidedRow, events: Sequence[EventRow]) -> FindingEntry:
    """As of these events: a contest may have been answered after them."""
    row = FindingRow(found.id, found.kind, found.evidence, str(found.decider))
    answerer = found.answerer if _is_answered(row, events) else None
    return FindingEntry(row, found.proposer, found.decider, answerer)


def _is_answered(row: FindingRow, events: Sequence[EventRow]) -> bool:
    return any(
        each.verb in ANSWERS_TO_CONTESTS and each.data["finding"] == row.id for each in events
    )
