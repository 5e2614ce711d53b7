from datetime import UTC, datetime, time, timedelta

import pytest

from tests.conftest import OPENED
from tickets import lifecycle
from tickets.models import Agreement, AgreementVersion, CalendarVersion, HolidayList, Ticket
from tickets.reports.what_if.drafts import preview

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
NOW = datetime(2026, 4, 2, 12, 0, tzinfo=UTC)


@pytest.fixture
def answered_after_three_hours(ticket, aoife):
    lifecycle.qualify(
        ticket.pk, class_test="orders-stopped", by=aoife, at=OPENED + 3 * HOUR, seen=None
    )
    return ticket


def agreement(critical_hours=4, name="Standard agreement", client=None, **switches):
    standard = AgreementVersion.objects.get(agreement__client=None, number=1)
    own, _ = Agreement.objects.get_or_create(name=name, client=client)
    draft = AgreementVersion.objects.create(
        agreement=own, number=2, calendar=standard.calendar, effective_from=NOW, **switches
    )
    for fault_class, hours in (("critical", critical_hours), ("medium", 8), ("low", 10)):
        draft.limits.create(fault_class=fault_class, response_seconds=hours * 3600)
    return draft


def flipped(draft) -> list[tuple[str, str, str]]:
    return [
        (flip.clock, flip.before.verdict, flip.after.verdict)
        for flip in preview(draft, at=NOW).flips
    ]


def test_the_same_limits_change_nothing(answered_after_three_hours):
    assert flipped(agreement()) == []


def test_a_stricter_limit_would_have_missed(answered_after_three_hours):
    assert flipped(agreement(critical_hours=2)) == [("response", "met", "missed")]


def test_a_holiday_decreed_later_would_have_stood_still(answered_after_three_hours):
    standard = AgreementVersion.objects.get(agreement__client=None, number=1)
    draft = HolidayList.objects.create(
        calendar=standard.calendar, year=2026, number=2, effective_from=NOW
    )
    draft.days.create(day=OPENED.date(), name="Decreed")
    agreement(critical_hours=2)  # a draft beside it plays no part
    assert flipped(draft) == []
    assert preview(draft, at=NOW).judged == 1


def test_longer_hours_would_have_counted_more(open_ticket, aoife):
    ticket = open_ticket(at=OPENED + 7 * HOUR)
    lifecycle.qualify(
        ticket.pk, class_test="orders-stopped", by=aoife, at=OPENED + 27 * HOUR, seen=None
    )
    standard = AgreementVersion.objects.get(agreement__client=None, number=1)
    draft = CalendarVersion.objects.create(
        calendar=standard.calendar, number=2, zone="UTC", effective_from=NOW
    )
    for day in range(5):
        draft.windows.create(weekday=day, opens=time(8), closes=time(22))
    assert flipped(draft) == [("response", "met", "missed")]


def test_a_clients_own_agreement_judges_its_own_tickets_alone(answered_after_three_hours, charlie):
    draft = agreement(critical_hours=1, name="Northgate's", client=charlie.client)
    assert preview(draft, at=NOW).judged == 0


def test_running_tickets_keep_theirs(ticket):
    assert flipped(agreement(scope="orders")) == []


def test_a_preview_stores_nothing(answered_after_three_hours):
    draft = agreement(critical_hours=2)
    preview(draft, at=NOW)
    draft.refresh_from_db()
    stored = Ticket.objects.get(pk=answered_after_three_hours.pk)
    assert (draft.effective_from, stored.response.verdict) == (NOW, "met")
