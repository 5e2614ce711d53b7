"""The benchmark of the verdict measures typical tickets; how fast it is is no test."""

from io import StringIO

import pytest
from django.core.management import call_command

from istockist_sla.bench import verdict
from tickets.sla.verdict import judge


@pytest.fixture(autouse=True)
def _quickly(monkeypatch):
    monkeypatch.setattr(verdict, "TICKETS", 60)
    monkeypatch.setattr(verdict, "ROUNDS", 1)


@pytest.fixture
def tickets():
    return verdict.typical(verdict.terms())


def printed():
    out = StringIO()
    call_command("bench", "verdict", stdout=out)
    return out.getvalue()


def test_each_switch_is_measured_against_the_goal():
    rows = [line for line in printed().splitlines() if line.startswith("  ")]
    assert [row.endswith(("reached", "MISSED")) for row in rows] == [True] * len(verdict.SWITCHES)


def test_tickets_have_six_acts_unless_they_are_open(tickets):
    assert {len(facts.acts) for facts in tickets} == {5, 6}


def test_tickets_are_opened_on_every_weekday(tickets):
    assert {facts.opened_at.weekday() for facts in tickets} == set(range(7))


def test_tickets_come_to_every_kind_of_verdict(tickets):
    judged = [judge(facts, now=facts.opened_at + verdict.SPAN) for facts in tickets]
    assert {j.response.verdict for j in judged} == {"met", "missed"}
    assert {j.fix.verdict for j in judged} == {"met", "missed", "running"}


def test_some_have_pauses_downgrades_and_maintenance(tickets):
    judged = [judge(facts, now=facts.opened_at + verdict.SPAN) for facts in tickets]
    reasons = {segment.reason for verdicts in judged for segment in verdicts.fix.ledger}
    assert {"paused", "maintenance", "weekend"} <= reasons
    assert any(verdicts.history.downgrades for verdicts in judged)
