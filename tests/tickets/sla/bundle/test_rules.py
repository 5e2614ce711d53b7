"""What may be in no closed month is named, whatever figures follow from it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from istockist_sla.core.lib.months import Month
from tests.tickets.sla.bundle.test_published import BEGUN
from tests.tickets.sla.bundle.test_service_rows import CODED, SERVICE
from tests.tickets.sla.cases import LONG_AGO, TUESDAY
from tests.tickets.sla.test_folder import event, fact
from tickets.sla.bundle.folder_rows import FindingEntry, TicketRows
from tickets.sla.bundle.month_rows import ClientRows, MonthStamp, SharedRows
from tickets.sla.bundle.rules import broken_by_client, broken_by_shared
from tickets.sla.folder import FindingRow

CLOSED = TUESDAY + timedelta(days=30)
AFTER = 31 * 24
STAMP = MonthStamp(Month(2026, 3), 1, CLOSED)
EVENTS = (
    event("open", channel="portal"),
    event("ask", 1, question=1),
    event("approve", 2, finding=1),
)
ENTRY = FindingEntry(FindingRow(1, "client-error", "", "2"), proposer=1, decider=2)
TICKET = TicketRows(1227, 31, CLOSED, CLOSED, EVENTS, (ENTRY,))
FACTS = (
    fact("plan", "custom", since=TUESDAY, recorded_at=TUESDAY),
    fact("plan", "free", since=LONG_AGO),
)
CLIENT = ClientRows(stamp=STAMP, code="meadow", published=BEGUN.own, facts=FACTS, tickets=(TICKET,))
SHARED_ROWS = SharedRows(stamp=STAMP, published=BEGUN.standard, service=SERVICE)


def broken(**rows) -> list[str]:
    return list(broken_by_client(replace(CLIENT, **rows)))


def broken_by_events(*events, findings=(ENTRY,)) -> list[str]:
    return broken(tickets=(TICKET._replace(events=events, findings=findings),))


def test_nothing_is_broken_by_a_month_that_keeps_them():
    assert broken() == []
    assert list(broken_by_shared(SHARED_ROWS)) == []


@pytest.mark.parametrize(
    ("events", "words"),
    [
        (EVENTS[1:], "not opened once, at first"),
        ((EVENTS[0], *EVENTS), "not opened once, at first"),
        ((*EVENTS, event("take", AFTER)), "recorded after the closing"),
        ((*EVENTS, event("take", 4, 3)), "recorded before it happened"),
        ((*EVENTS, event("take", 1)), "not in the order of recording"),
        ((*EVENTS, event("ask", 3, question=1)), "question 1 twice"),
        (EVENTS[:2], "finding 1 not approved once, at first"),
        ((*EVENTS, event("contest", 3, finding=1)), "finding 1 contested and undecided"),
        (
            (*EVENTS, event("contest", 3, finding=1), event("uphold", 4, finding=1)),
            "finding 1 answered by nobody, or without an answer",
        ),
    ],
)
def test_what_a_ticket_breaks_is_named(events, words):
    assert f"ticket 1227: {words}" in broken_by_events(*events)


@pytest.mark.parametrize("persons", [{"decider": 1}, {"answerer": 2}])
def test_nobody_decides_alone(persons):
    found = broken_by_events(*EVENTS, findings=(ENTRY._replace(**persons),))
    assert "ticket 1227: finding 1 decided by one person alone" in found


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ({"tickets": (TICKET, TICKET._replace(place=32))}, "ticket 1227 twice"),
        (
            {"tickets": (TICKET, TICKET._replace(number=1226, place=32))},
            "tickets: not in the order of their numbers",
        ),
        ({"tickets": (TICKET, TICKET._replace(number=1228))}, "count 31 twice"),
        (
            {"tickets": (TICKET, TICKET._replace(number=1228, place=30))},
            "tickets: counts do not rise with the numbers, from 1 on",
        ),
        (
            {"tickets": (TICKET._replace(place=0),)},
            "tickets: counts do not rise with the numbers, from 1 on",
        ),
        (
            {"tickets": (TICKET._replace(facts_before=CLOSED + timedelta(days=1)),)},
            "ticket 1227: facts from after the closing",
        ),
        ({"facts": FACTS[::-1]}, "facts: not newest first"),
        ({"facts": (FACTS[0]._replace(recorded_at=CLOSED),)}, "facts: recorded after the closing"),
    ],
)
def test_what_a_client_s_rows_break_is_named(rows, words):
    assert broken(**rows) == [words]


def test_versions_out_of_order_or_listed_twice_are_named():
    agreements = BEGUN.standard.agreements
    for rows, words in (
        (agreements[::-1], "shared.json: agreement versions not in the order of precedence"),
        ((agreements[0], *agreements), "shared.json: agreement version twice"),
    ):
        published = BEGUN.standard._replace(agreements=rows)
        assert list(broken_by_shared(replace(SHARED_ROWS, published=published))) == [words]


def records(**changes):
    return replace(SHARED_ROWS, service=replace(SERVICE, records=replace(CODED, **changes)))


def test_what_the_service_s_rows_break_is_named():
    declared = replace(CODED.interruptions[2], decided_by=CODED.interruptions[2].declared_by)
    excluded = replace(CODED.exclusions[1], decided_by=CODED.exclusions[1].proposed_by)
    for rows, words in (
        (records(interruptions={2: declared}), "interruption decided by one person alone"),
        (records(exclusions={1: excluded}), "exclusion decided by one person alone"),
        (records(outages={}), "an interruption of no outage"),
    ):
        assert list(broken_by_shared(rows)) == [f"service: {words}"]
