"""What a client's explanation may not hold."""

import json
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.conftest import gmt
from tests.factories import FactFactory, UserFactory
from tickets import lifecycle, records
from tickets.explain import CLIENT, DESK, as_data, as_text, explain
from tickets.models import Agreement, AgreementVersion, Finding, Ticket

NOW = gmt(6, 3, 12)

# Stands in everything that only the desk may read.
SECRET = "Quillfeather"


@pytest.fixture
def secretive(missed, meadow, aoife, niamh, ruairi):
    """A ticket with something internal of every kind."""
    at = gmt(6, 3, 10)
    author = UserFactory(name=f"Rita {SECRET}")
    FactFactory(
        client=meadow, kind="rate_limit", value="yes", evidence=f"{SECRET} log", author=author
    )
    ruairi.name = f"Ruairí {SECRET}"
    ruairi.save()
    niamh.name = f"Niamh {SECRET}"
    niamh.save()
    lifecycle.note(missed.pk, text=f"{SECRET} note", by=aoife, at=at)
    lifecycle.assign(missed.pk, to=niamh, by=aoife, at=at, seen=None)
    lifecycle.hand_over(missed.pk, team="operations", text=f"{SECRET} disks", by=aoife, at=at)
    lifecycle.hear_back(missed.pk, text=f"{SECRET} report", by=ruairi, at=at)
    finding = lifecycle.propose(
        missed.pk, kind="client-error", evidence=f"{SECRET} file", by=aoife, at=at
    )
    lifecycle.approve(finding.pk, by=niamh, at=at)
    error = lifecycle.propose(
        missed.pk,
        kind="rectification",
        evidence=f"{SECRET} reread",
        by=aoife,
        at=at,
        class_test="orders-partly",
    )
    lifecycle.approve(error.pk, by=niamh, at=at)
    assert Finding.objects.in_effect().count() == 2
    return Ticket.objects.get(pk=missed.pk)


def everything(ticket, audience):
    explanation = explain(ticket, now=NOW, audience=audience)
    return as_text(explanation) + json.dumps(as_data(explanation), ensure_ascii=False)


def test_the_desk_reads_evidence_and_authors(secretive):
    found = everything(secretive, DESK)
    assert f"{SECRET} log" in found
    assert f"{SECRET} file" in found
    assert f"Niamh {SECRET} rectified the class" in found


def test_the_client_reads_nothing_internal(secretive):
    assert SECRET not in everything(secretive, CLIENT)


def test_the_client_reads_the_outcome_of_every_condition(secretive):
    conditions = explain(secretive, now=NOW, audience=CLIENT).conditions
    assert {condition.outcome for condition in conditions} == {
        "applies",
        "does not",
        "not assessed",
    }
    assert {(each.evidence, each.author, each.at) for each in conditions} == {("", "", None)}


def test_the_client_does_not_read_of_a_fix_that_is_no_contract(missed):
    explanation = explain(missed, now=NOW, audience=CLIENT)
    assert [clock.code for clock in explanation.clocks] == ["response"]
    assert "fix" not in everything(missed, CLIENT).lower()


def test_where_the_fix_is_contractual_the_client_reads_it(open_ticket, sys):
    agreement = Agreement.objects.get()
    draft = records.draft_agreement(agreement_id=agreement.pk, by=sys, at=gmt(3, 1, 9))
    AgreementVersion.objects.filter(pk=draft.pk).update(fix_is_contractual=True)
    records.publish_agreement(
        version_id=draft.pk, effective_on=date(2026, 4, 1), by=sys, at=gmt(3, 1, 9)
    )
    explanation = explain(open_ticket(at=gmt(6, 3, 9)), now=NOW, audience=CLIENT)
    assert [clock.name for clock in explanation.clocks] == ["First answer", "Fix"]


def test_who_gave_the_class_is_not_the_clients_to_read(missed):
    words = [row.words for row in explain(missed, now=NOW, audience=CLIENT).clocks[0].rows]
    assert "Support qualified it as Medium" in words
    assert "Aoife" not in " ".join(words)


def test_the_data_are_the_same_for_both_but_for_what_is_internal(missed):
    desk, client = (as_data(explain(missed, now=NOW, audience=a)) for a in (DESK, CLIENT))
    assert desk.keys() == client.keys()
    assert desk["clocks"][0]["elapsed"] == client["clocks"][0]["elapsed"] == 30153
    assert desk["clocks"][0]["due_at"] == "2026-06-02T16:50:08Z"


def test_its_queries_do_not_grow_with_the_acts(missed, aoife):
    with CaptureQueriesContext(connection) as few:
        explain(missed, now=NOW)
    for _ in range(5):
        lifecycle.reply(missed.pk, text="More.", by=aoife, at=gmt(6, 3, 11))
    with CaptureQueriesContext(connection) as many:
        explain(missed, now=NOW)
    assert len(many) == len(few) <= 20
