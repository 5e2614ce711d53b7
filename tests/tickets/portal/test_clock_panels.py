"""The panel of a contractual fix (K8)."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from tests.conftest import OPENED
from tests.tickets.portal.conftest import BACKEND, words
from tickets import lifecycle, records
from tickets.models import Agreement, AgreementVersion
from tickets.portal.clock_panels import fix
from tickets.sla.verdict import MET, MISSED, NO_VERDICT, RUNNING, ClockVerdict

HOUR = 3600
JUNE = datetime(2026, 6, 3, 10, tzinfo=UTC)


def verdict(code, elapsed, *, stopped=False, limit=40 * HOUR):
    return ClockVerdict(
        verdict=code,
        reason="",
        reading="K8",
        fault_class="medium",
        limit=limit,
        elapsed=elapsed,
        wall_clock=elapsed,
        stopped_at=OPENED if stopped else None,
        due_at=OPENED,
        warn_at=None,
        pass_at=None,
        ledger=(),
    )


@pytest.mark.parametrize(
    ("given", "waits", "said"),
    [
        (verdict(RUNNING, 10 * HOUR), False, "30 h left"),
        (verdict(RUNNING, 10 * HOUR), True, "Paused at 10 h, until you answer"),
        (verdict(MET, 10 * HOUR, stopped=True), False, "In time"),
        (verdict(MISSED, 41 * HOUR, stopped=True), False, "Late by 1 h"),
        (verdict(MISSED, 10 * HOUR, stopped=True), False, "Late in an earlier class"),
        (verdict(NO_VERDICT, 10 * HOUR, stopped=True), False, "Closed after 10 h"),
    ],
)
def test_a_fix_is_told_in_plain_words(given, waits, said):
    panel = fix(given, waits=waits, in_support_hours=True)
    assert panel.words.replace("\u00a0", " ") == said


def test_without_a_limit_there_is_no_panel():
    assert fix(verdict(RUNNING, 0, limit=None), waits=False, in_support_hours=True) is None


def test_where_the_fix_is_contractual_it_stands_beside_the_first_answer(
    client, clara, open_ticket, aoife, sys
):
    at = OPENED - timedelta(days=9)
    draft = records.draft_agreement(agreement_id=Agreement.objects.get().pk, by=sys, at=at)
    AgreementVersion.objects.filter(pk=draft.pk).update(fix_is_contractual=True)
    records.publish_agreement(version_id=draft.pk, effective_on=date(2026, 4, 1), by=sys, at=at)
    with time_machine.travel(JUNE, tick=False):
        ticket = open_ticket(at=JUNE)
        lifecycle.qualify(ticket.pk, class_test="orders-partly", by=aoife, at=JUNE, seen=None)
        client.force_login(clara.user, BACKEND)
        text = words(client.get(f"/tickets/{ticket.number}/"))
    assert '<h2 id="fix">Fix</h2>' in text
    assert "support hours for Medium" in text.partition('id="fix"')[2]
