"""What a letter says of the acts so far is true of every later document."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from tests.tickets.sla.bundle.test_folder_rows import hash_of, row_of
from tests.tickets.sla.histories import acts, opening
from tickets.sla.bundle.acts import coded_acts, digest_of_acts, witness_of
from tickets.sla.bundle.canonical import canonical
from tickets.sla.bundle.folder_rows import (
    Coder,
    FindingEntry,
    TicketRows,
    ticket_rows_document,
)
from tickets.sla.folder import EventRow, FindingRow

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
AT = datetime(2026, 10, 3, 22, 37, 39, tzinfo=UTC)
KINDS = {3: "spam", 5: "client-error", 7: "no-fault", 9: "rectification"}
ENTRIES = tuple(
    FindingEntry(FindingRow(pk, kind, "It is so.", "32"), proposer=31, decider=32)
    for pk, kind in KINDS.items()
)
OPENED = EventRow(
    "open", AT, AT, "client", {"channel": "mail", "low_priority": False, "message": 1}, True
)


@st.composite
def events(draw):
    """With findings approved, contested and answered, and questions asked, in any order of ids."""
    opened_at = draw(opening)
    rows = [OPENED._replace(at=opened_at, recorded_at=opened_at)]
    for number, act in enumerate(draw(acts(opened_at))):
        rows.append(row_of(act, 1000 - number))
        if draw(st.booleans()):
            verb = draw(st.sampled_from(["propose", "approve", "contest", "uphold", "note"]))
            finding = draw(st.sampled_from(sorted(KINDS)))
            rows.append(rows[-1]._replace(verb=verb, data={"finding": finding}, side="support"))
    return rows


def documented(rows) -> list[dict]:
    closed_at = rows[-1].at + 90 * DAY
    ticket = TicketRows(1227, 31, closed_at, closed_at, tuple(rows), ENTRIES)
    return ticket_rows_document(Coder(hash_of).ticket(ticket))["events"]


@given(events())
def test_the_digest_of_the_acts_so_far_is_that_of_the_first_acts_of_the_document(rows):
    document = documented(rows)
    for count in range(1, len(rows) + 1):
        told = witness_of(rows[:count], KINDS)
        first = document[: told.act]
        assert (told.at, told.digest) == (first[-1]["at"], digest_of_acts(first))


def test_the_digest_is_the_first_digits_of_sha256_of_the_canonical_acts():
    data = canonical(documented([OPENED]))
    assert witness_of([OPENED], {}) == (
        1,
        "2026-10-03T22:37:39Z",
        sha256(data).hexdigest()[:16],
    )


def act(verb: str, minutes: int, **data) -> EventRow:
    at = AT + minutes * MINUTE
    return EventRow(verb, at, at, "support", data, True)


def test_findings_are_numbered_in_the_order_of_their_approval():
    rows = [OPENED, act("approve", 1, finding=7), act("approve", 2, finding=5)]
    coded = coded_acts(rows, KINDS)
    assert coded.findings == {7: 1, 5: 2}
    assert [each.data.get("finding") for each in coded.events] == [None, 1, 2]


def test_questions_are_numbered_in_the_order_of_their_asking():
    rows = [OPENED, act("ask", 1, question=513), act("ask", 2, question=512)]
    numbers = [each.data.get("question") for each in coded_acts(rows, {}).events]
    assert numbers == [None, 1, 2]


def test_what_the_client_is_not_told_of_is_no_act():
    rows = [OPENED, act("note", 1), act("propose", 2, finding=3), act("approve", 3, finding=3)]
    assert witness_of(rows, KINDS) == witness_of([OPENED], {})
