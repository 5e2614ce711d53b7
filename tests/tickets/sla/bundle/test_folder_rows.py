"""A ticket comes back from its document as it went in, and nothing that was left out or hidden
moves a verdict."""

from datetime import timedelta
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tickets.sla.cases import TERMS
from tests.tickets.sla.histories import acts, opening
from tests.tickets.sla.test_folder import FACTS, FINDING, event
from tickets.sla.bundle.canonical import canonical, parsed
from tickets.sla.bundle.fact_rows import facts_document, read_fact
from tickets.sla.bundle.folder_rows import (
    TICKET_PARTS,
    Coder,
    FindingEntry,
    TicketRows,
    read_ticket_rows,
    ticket_rows_document,
)
from tickets.sla.bundle.values import Malformed, Part
from tickets.sla.folder import EventRow, Folder, inputs_of
from tickets.sla.verdict import judge

DAY = timedelta(days=1)
ENTRY = FindingEntry(FINDING, proposer=31, decider=32)
ELSEWHERE = ["note", "assign", "hand_over", "hear_back", "propose", "move", "rate"]


def hash_of(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def row_of(act, number: int) -> EventRow:
    data = {
        "kind": act.kind,
        "class": act.fault_class,
        "test": act.class_test,
        "reason": act.reason,
        "message": 100 + number,
        **({"question": 1000 + number} if act.verb == "ask" else {}),
        **({"components": ["ordering"]} if act.verb == "qualify" else {}),
    }
    return EventRow(act.verb, act.at, act.at, act.side, data, act.person)


@st.composite
def tickets(draw):
    opened_at = draw(opening)
    data = {"channel": "portal", "low_priority": draw(st.booleans()), "message": 1}
    rows = [EventRow("open", opened_at, opened_at, "client", data, True)]
    for number, act in enumerate(draw(acts(opened_at))):
        rows.append(row_of(act, number))
        if draw(st.booleans()):
            verb = draw(st.sampled_from(ELSEWHERE))
            rows.append(rows[-1]._replace(verb=verb, data={"finding": 5}, side="support"))
    closed_at = opened_at + 90 * DAY
    return TicketRows(1227, 31, closed_at, closed_at, tuple(rows))


def read_back(rows: TicketRows) -> TicketRows:
    document = parsed(canonical(ticket_rows_document(rows)))
    return read_ticket_rows(Part(document, "ticket 1227").fields(*TICKET_PARTS))


def outcome(rows: TicketRows, facts, now):
    folder = Folder(events=rows.events, facts=facts, findings=[each.row for each in rows.findings])
    verdicts = judge(inputs_of(folder, terms=TERMS, in_force=True), now=now)
    return verdicts[:3], [each.outcome for each in verdicts.conditions], verdicts.about_orders


@given(tickets())
def test_a_ticket_is_read_as_it_was_written(ticket):
    coded = Coder(hash_of).ticket(ticket)
    assert read_back(coded) == coded


@given(tickets())
def test_its_verdicts_are_those_of_all_that_happened(ticket):
    coder, now = Coder(hash_of), last_of(ticket) + DAY
    facts = [coder.fact(fact) for fact in FACTS]
    assert outcome(read_back(coder.ticket(ticket)), facts, now) == outcome(ticket, FACTS, now)


def last_of(ticket: TicketRows):
    return max(row.at for row in ticket.events)


OPENING = event("open", channel="portal")


def coded(*events, findings=(ENTRY,)) -> TicketRows:
    closed_at = last_of_events(events) + DAY
    ticket = TicketRows(1227, 31, closed_at, closed_at, (OPENING, *events), findings)
    return Coder(hash_of).ticket(ticket)


def last_of_events(events):
    return max(row.at for row in (OPENING, *events))


APPROVED = event("approve", 2, finding=7)


def test_an_approved_finding_names_its_persons_by_number_and_its_evidence_by_hash():
    [entry] = coded(APPROVED).findings
    assert (entry.proposer, entry.decider, entry.row.evidence) == (
        2,
        1,
        hash_of("They typed it."),
    )
    assert read_back(coded(APPROVED)) == coded(APPROVED)


def test_a_declined_proposal_is_not_in_the_document():
    declined = coded(event("propose", 1, finding=7), event("decline", 2, finding=7))
    assert (declined.findings, [row.verb for row in declined.events]) == ((), ["open"])


def test_of_what_the_client_is_not_told_no_approval_is_in_the_document():
    spam = ENTRY._replace(row=FINDING._replace(kind="spam"))
    ticket = coded(APPROVED, event("close", 2, reason="spam"), findings=(spam,))
    assert [row.verb for row in ticket.events] == ["open", "close"]


def test_mail_that_may_be_automatic_is_no_act_of_a_person():
    written = event("write", 1, perhaps_automatic=True)._replace(side="client")
    assert [row.by_person for row in coded(written).events] == [True, False]


def test_questions_are_numbered_within_their_ticket():
    ticket = coded(event("ask", 1, question=512), event("ask", 2, question=513))
    assert [row.data.get("question") for row in ticket.events] == [None, 1, 2]


def test_facts_are_read_as_they_were_written():
    coder = Coder(hash_of)
    facts = [coder.fact(fact) for fact in FACTS]
    document = parsed(canonical(facts_document(facts)))
    assert [read_fact(Part(each, "fact")) for each in document] == facts


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("verb", 1),
        ("at", "2026-03-10 09:00:00"),
        ("recorded_at", None),
        ("side", "nobody"),
        ("person", 1),
        ("channel", "fax"),
        ("low_priority", 0),
    ],
)
def test_what_is_no_act_is_refused(key, value):
    document = ticket_rows_document(coded())
    document["events"][0][key] = value
    with pytest.raises(Malformed):
        read_ticket_rows(Part(document, "ticket").fields(*TICKET_PARTS))


def test_a_key_too_many_is_refused():
    document = ticket_rows_document(coded())
    document["events"][0]["subject"] = "x"
    with pytest.raises(Malformed, match="an object with the keys at, channel"):
        read_ticket_rows(Part(document, "ticket").fields(*TICKET_PARTS))
