"""What has to hold of any closed month, whatever its figures: nothing is recorded too late, before
it happened or out of order, nobody approves what they proposed, nothing is undecided. PURE."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from availability.rows import InterruptionRow, Records
from tickets.sla.bundle.acts import ABOUT_FINDINGS, CONTEST, OPEN
from tickets.sla.bundle.folder_rows import FindingEntry, TicketRows
from tickets.sla.bundle.month_rows import ClientRows, SharedRows
from tickets.sla.folder import EventRow, FactRow
from tickets.sla.versions import Published


def broken_by_shared(rows: SharedRows) -> Iterator[str]:
    yield from _broken_by_versions("shared.json", rows.published)
    yield from _broken_by_service(rows.service.records, rows.stamp.recorded_before)


def broken_by_client(rows: ClientRows) -> Iterator[str]:
    before = rows.stamp.recorded_before
    yield from _broken_by_versions("client.json", rows.published)
    yield from _broken_by_facts(rows.facts, before)
    numbers = [ticket.number for ticket in rows.tickets]
    yield from _twice("ticket", numbers)
    if numbers != sorted(numbers):
        yield "tickets: not in the order of their numbers"
    yield from _broken_by_counts([ticket.place for ticket in rows.tickets])
    yield from _broken_by_changes(rows)
    for ticket in rows.tickets:
        if ticket.recorded_before > before:
            yield f"ticket {ticket.number}: from after the closing"
        for found in _broken_by_ticket(ticket):
            yield f"ticket {ticket.number}: {found}"


def _broken_by_counts(counts: Sequence[int]) -> Iterator[str]:
    """The places of the tickets among all of the client, in the order of their numbers."""
    yield from _twice("count", counts)
    if list(counts) != sorted(counts) or 0 in counts:
        yield "tickets: counts do not rise with the numbers, from 1 on"


def _broken_by_changes(rows: ClientRows) -> Iterator[str]:
    """A closing changes nothing; an amendment names each ticket that it judges anew, and leaves the
    others as they were (M1)."""
    named = [change.ticket for change in rows.changes if change.ticket is not None]
    if (rows.stamp.number == 1) != (rows.amends is None):
        yield "client.json: amends nothing, or a closing amends"
    if (rows.amends is None) != (not rows.changes):
        yield "changes: of nothing that it amends, or none"
    if named != sorted(named):
        yield "changes: not in the order of their numbers"
    yield from _twice("change of ticket", named)
    for ticket in rows.tickets:
        is_anew = ticket.recorded_before == rows.stamp.recorded_before
        if rows.amends is not None and is_anew != (ticket.number in named):
            yield f"ticket {ticket.number}: judged anew and not named, or named and not judged anew"
        elif rows.amends is None and not is_anew:
            yield f"ticket {ticket.number}: of another instant than the closing"


def _broken_by_versions(file: str, rows: Published) -> Iterator[str]:
    """In the order of precedence, each number once (V1)."""
    for name, found in (
        ("agreement", [("", each) for each in rows.agreements]),
        ("calendar", [(each.calendar, each) for each in rows.calendars]),
        ("holidays", [(f"{each.calendar} {each.year}", each) for each in rows.holiday_lists]),
    ):
        keys = [(row.effective_from, row.number) for _, row in found]
        if keys != sorted(keys, reverse=True):
            yield f"{file}: {name} versions not in the order of precedence"
        numbers = Counter((of, row.number) for of, row in found)
        if any(count > 1 for count in numbers.values()):
            yield f"{file}: {name} version twice"
    days = [(row.year, day.year) for row in rows.holiday_lists for day, _ in row.holidays]
    if any(year != of_day for year, of_day in days):
        yield f"{file}: holidays of another year"


def _broken_by_facts(facts: Sequence[FactRow], before: datetime) -> Iterator[str]:
    since = [fact.since for fact in facts]
    if since != sorted(since, reverse=True):
        yield "facts: not newest first"
    if any(fact.recorded_at >= before for fact in facts):
        yield "facts: recorded after the closing"


def _broken_by_ticket(ticket: TicketRows) -> Iterator[str]:
    events, before = ticket.events, ticket.recorded_before
    if [event.verb for event in events].count(OPEN) != 1 or events[0].verb != OPEN:
        yield "not opened once, at first"
    if any(event.recorded_at >= before for event in events):
        yield "recorded after the closing"
    if any(event.recorded_at < event.at for event in events):
        yield "recorded before it happened"
    recorded = [event.recorded_at for event in events]
    if recorded != sorted(recorded):
        yield "not in the order of recording"
    if ticket.facts_before > before:
        yield "facts from after the closing"
    yield from _twice("finding", (entry.row.id for entry in ticket.findings))
    asked = (event.data["question"] for event in events if event.verb == "ask")
    yield from _twice("question", asked)
    for entry in ticket.findings:
        yield from _broken_by_finding(entry, events)


def _broken_by_finding(entry: FindingEntry, events: Sequence[EventRow]) -> Iterator[str]:
    """Approved by another than its proposer, a contest decided by another than approved it (G3,
    G10)."""
    acts = [
        event.verb
        for event in events
        if event.verb in ABOUT_FINDINGS and event.data.get("finding") == entry.row.id
    ]
    name = f"finding {entry.row.id}"
    if not acts or acts[0] != "approve" or acts.count("approve") > 1:
        yield f"{name} not approved once, at first"
    if acts and acts[-1] == CONTEST:
        yield f"{name} contested and undecided"
    if (entry.answerer is None) != (not {"uphold", "withdraw"} & set(acts)):
        yield f"{name} answered by nobody, or without an answer"
    if entry.proposer == entry.decider or entry.answerer == entry.decider:
        yield f"{name} decided by one person alone"


def _broken_by_service(records: Records, before: datetime) -> Iterator[str]:
    every = (
        ("interruption", [(row.declared_by, row.decided_by) for row in _decided(records)]),
        ("exclusion", [(row.proposed_by, row.decided_by) for row in records.exclusions.values()]),
    )
    for name, persons in every:
        if any(proposer == decider for proposer, decider in persons if decider is not None):
            yield f"service: {name} decided by one person alone"
    if any(row.detected_at >= before for row in records.interruptions.values()):
        yield "service: detected after the closing"
    published = (
        window.published for row in records.maintenance.values() for window in row.announcements
    )
    if any(at >= before for at in published):
        yield "service: announced after the closing"
    if any(row.outage not in records.outages for row in records.interruptions.values()):
        yield "service: an interruption of no outage"


def _decided(records: Records) -> list[InterruptionRow]:
    return [row for row in records.interruptions.values() if row.declared_by is not None]


def _twice(noun: str, numbers: Iterable[int]) -> Iterator[str]:
    for number, count in sorted(Counter(numbers).items()):
        if count > 1:
            yield f"{noun} {number} twice"
