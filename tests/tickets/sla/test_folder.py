"""Plain rows -> what a verdict rests on, as of any instant."""

from datetime import timedelta

import pytest

from tests.tickets.sla.cases import LONG_AGO, TERMS, TUESDAY, switched
from tickets.sla.folder import (
    EventRow,
    FactRow,
    FindingRow,
    Folder,
    components_of,
    facts_at,
    inputs_of,
)
from tickets.sla.off_the_clock import work_done
from tickets.sla.verdict import judge

HOUR = timedelta(hours=1)


def event(verb, hours=0, recorded=None, **data) -> EventRow:
    at = TUESDAY + hours * HOUR
    recorded_at = at if recorded is None else TUESDAY + recorded * HOUR
    return EventRow(verb, at, recorded_at, "support", data, True)


def fact(kind, value, since=LONG_AGO, recorded_at=LONG_AGO) -> FactRow:
    return FactRow(kind, value, since, "seen", "Niamh", recorded_at)


OPENING = event("open", channel="portal")
FACTS = (fact("plan", "custom"), fact("first_order", LONG_AGO.isoformat()))
FINDING = FindingRow(7, "client-error", "They typed it.", "Niamh")


def folder(*events, **rows) -> Folder:
    return Folder(**{"events": [OPENING, *events], "facts": FACTS, **rows})


def inputs(rows, **given):
    return inputs_of(rows, **{"terms": TERMS, "in_force": True, **given})


def findings(*events) -> list[str]:
    return [found.kind for found in inputs(folder(*events, findings=[FINDING])).findings]


PROPOSED = event("propose", 1, finding=7)
APPROVED = event("approve", 2, finding=7)
CONTESTED = event("contest", 3, finding=7)


@pytest.mark.parametrize(
    ("events", "found"),
    [
        ([PROPOSED], []),
        ([PROPOSED, event("decline", 2, finding=7)], []),
        ([PROPOSED, APPROVED], ["client-error"]),
        ([PROPOSED, APPROVED, CONTESTED], ["client-error"]),
        ([PROPOSED, APPROVED, CONTESTED, event("uphold", 4, finding=7)], ["client-error"]),
        ([PROPOSED, APPROVED, CONTESTED, event("withdraw", 4, finding=7)], []),
    ],
)
def test_the_state_of_a_finding_is_read_from_its_events(events, found):
    assert findings(*events) == found


def test_the_fact_that_holds_is_the_latest_that_has_begun():
    later = fact("plan", "free", since=TUESDAY)
    assert facts_at([later, *FACTS], TUESDAY)["plan"].value == "free"
    assert facts_at([later, *FACTS], TUESDAY - HOUR)["plan"].value == "custom"


def qualified(*codes) -> EventRow:
    return event("qualify", 1, kind="fault", components=list(codes))


@pytest.mark.parametrize(
    ("events", "codes"),
    [
        ([], set()),
        ([qualified("api")], {"api"}),
        ([qualified("api"), event("qualify", 2, kind="request")], {"api"}),
        ([qualified("api"), event("rectify", 2, kind="request"), qualified()], set()),
        ([qualified("api"), event("rectify", 2, kind="fault", components=["x"])], {"api"}),
    ],
)
def test_the_components_of_the_last_qualification_count_also_none(events, codes):
    assert components_of(events) == codes


WORK = work_done(TUESDAY + HOUR, TUESDAY + 2 * HOUR)


def test_only_maintenance_of_its_components_concerns_a_ticket():
    from_admin = WORK.__class__(
        id=1,
        kind=WORK.kind,
        components=frozenset({"client-admin"}),
        announcements=WORK.announcements,
        work=WORK.work,
    )
    rows = folder(qualified("api"), maintenance=[from_admin])
    assert inputs(rows).maintenance == ()
    assert inputs(folder(maintenance=[from_admin])).maintenance == (from_admin,)


@pytest.mark.parametrize("counts", [True, False])
def test_a_release_concerns_a_ticket_where_the_version_says_so(counts):
    release = WORK.__class__(
        id=1,
        kind="release",
        components=frozenset(),
        announcements=WORK.announcements,
        work=WORK.work,
    )
    terms = switched(release_is_maintenance=counts)
    assert bool(inputs(folder(maintenance=[release]), terms=terms).maintenance) is counts


@pytest.mark.parametrize(
    ("channel", "facts", "in_force", "reason"),
    [
        ("import", FACTS, True, "imported"),
        ("import", FACTS, False, "no-agreement"),
        ("import", (fact("plan", "free"), *FACTS), True, "imported"),
        ("portal", (fact("plan", "free"), *FACTS), True, "free-plan"),
    ],
)
def test_an_imported_ticket_is_not_covered(channel, facts, in_force, reason):
    rows = Folder(events=[event("open", channel=channel)], facts=facts)
    response = judge(inputs(rows, in_force=in_force), now=TUESDAY).response
    assert (response.verdict, response.reason) == ("not covered", reason)
