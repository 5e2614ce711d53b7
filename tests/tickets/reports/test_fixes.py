"""Contractual fixes apart from indicative ones, by the version of each ticket's opening."""

from datetime import timedelta

import pytest

from tests.conftest import OPENED
from tests.factories import FactFactory
from tests.tickets.reports.asked import fixes_counted
from tickets import lifecycle
from tickets.models import Agreement, AgreementVersion, ClassLimit, ClientFact, ClockResult
from tickets.reports.fixes import with_marks

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def resolved(open_ticket, aoife):
    def closed(**given):
        ticket = open_ticket(**given)
        lifecycle.qualify(
            ticket.pk, class_test="other", by=aoife, at=ticket.opened_at + HOUR, seen=None
        )
        return lifecycle.close(
            ticket.pk, reason="resolved", by=aoife, at=ticket.opened_at + 2 * HOUR, seen=None
        )

    return closed


def publish(since, *, client=None, contractual=True):
    agreement = (
        Agreement.objects.get(client=None)
        if client is None
        else Agreement.objects.create(name=f"Premium, {client}", client=client)
    )
    calendar = AgreementVersion.objects.filter(agreement__client=None).first().calendar
    number = agreement.versions.count() + 1
    version = AgreementVersion.objects.create(
        agreement=agreement,
        number=number,
        calendar=calendar,
        effective_from=since,
        fix_is_contractual=contractual,
    )
    for code in ("critical", "medium", "low"):
        ClassLimit.objects.create(
            version=version, fault_class=code, response_seconds=14400, fix_seconds=14400
        )
    version.published_at = since - HOUR
    version.save()
    return version


def marks():
    rows = with_marks(ClockResult.objects.fixes()).order_by("pk")
    return [row.contractual for row in rows]


def test_fixes_are_indicative_unless_a_version_says_otherwise(resolved):
    resolved()
    assert marks() == [False]


def test_the_version_of_the_opening_decides(resolved):
    publish(OPENED)
    resolved(at=OPENED - HOUR)
    resolved(at=OPENED)
    assert marks() == [False, True]


def test_a_later_version_ends_it(resolved):
    publish(OPENED - 2 * HOUR)
    publish(OPENED, contractual=False)
    resolved(at=OPENED - HOUR)
    resolved(at=OPENED)
    assert marks() == [True, False]


def test_a_client_has_its_own_version_while_its_premium_fact_says_so(resolved, meadow, niamh):
    publish(OPENED - 2 * HOUR, client=meadow)
    for since, value in ((OPENED - HOUR, ClientFact.YES), (OPENED + HOUR, "no")):
        ClientFact.objects.create(
            client=meadow,
            kind="premium",
            value=value,
            since=since,
            evidence="Signed order",
            author=niamh,
            recorded_at=since,
        )
    for hours in (-2, 0, 2):
        resolved(at=OPENED + hours * HOUR)
    assert marks() == [False, True, False]


def test_the_own_version_goes_before_the_standard_one(resolved, meadow, charlie):
    publish(OPENED - 2 * HOUR)
    publish(OPENED - 2 * HOUR, client=meadow, contractual=False)
    FactFactory(client=meadow, kind="premium", value=ClientFact.YES)
    resolved()
    resolved(administrator=charlie)
    assert marks() == [False, True]


def test_a_reopened_fix_is_told_apart(resolved, aoife):
    ticket = resolved()
    lifecycle.reopen(ticket.pk, by=aoife, at=OPENED + 3 * HOUR, seen=None)
    lifecycle.close(ticket.pk, reason="resolved", by=aoife, at=OPENED + 4 * HOUR, seen=None)
    counts = fixes_counted(OPENED, OPENED + 5 * HOUR, None)
    assert sorted((each.is_reopened, each.fixes) for each in counts) == [(False, 1), (True, 1)]


def test_fixes_of_all_clients_are_those_of_the_only_one(resolved, aoife, meadow):
    ticket = resolved()
    lifecycle.reopen(ticket.pk, by=aoife, at=OPENED + 30 * HOUR, seen=None)
    lifecycle.close(ticket.pk, reason="resolved", by=aoife, at=OPENED + 31 * HOUR, seen=None)
    resolved(at=OPENED + 50 * HOUR)
    for hours in (-20, 0, 9, 24, 40):
        start = OPENED + hours * HOUR
        for end in (start + 24 * HOUR, start + 80 * HOUR):
            assert fixes_counted(start, end, None) == fixes_counted(start, end, meadow)
