"""Versions are drafted, published once, and never change afterwards."""

from datetime import UTC, date, datetime, time

import pytest
from django.db import DatabaseError, transaction

from istockist_sla.core.models import Event
from tests.factories import FactFactory
from tickets import inputs, records
from tickets.models import (
    Agreement,
    AgreementVersion,
    CalendarVersion,
    HolidayList,
    SupportCalendar,
    SupportWindow,
)
from tickets.seed import IRISH_HOLIDAYS

AT = datetime(2026, 3, 2, 10, tzinfo=UTC)
LATER = date(2026, 4, 1)


@pytest.fixture
def standard(db):
    return Agreement.objects.get(client=None)


@pytest.fixture
def calendar(db):
    return SupportCalendar.objects.get()


@pytest.fixture
def draft(standard, sys):
    return records.draft_agreement(agreement_id=standard.pk, by=sys, at=AT)


def publish(draft, sys, on=LATER):
    return records.publish_agreement(version_id=draft.pk, effective_on=on, by=sys, at=AT)


def test_a_draft_copies_the_newest_version_with_its_limits(draft):
    first = AgreementVersion.objects.get(number=1)
    limits = [(row.fault_class, row.response_seconds) for row in draft.limits.all()]
    assert (draft.number, draft.is_published) == (2, False)
    assert limits == [(row.fault_class, row.response_seconds) for row in first.limits.all()]


def test_there_is_one_draft_at_a_time(draft, standard, sys):
    with pytest.raises(records.ActionRefused):
        records.draft_agreement(agreement_id=standard.pk, by=sys, at=AT)


def test_a_draft_is_not_in_force(draft):
    assert inputs.published_versions().standard(datetime(2030, 1, 1, tzinfo=UTC)).version == 1


def test_a_version_takes_effect_at_midnight_of_its_day(draft, sys):
    publish(draft, sys)
    book = inputs.published_versions()
    assert book.standard(datetime(2026, 3, 31, 23, 59, 59, tzinfo=UTC)).version == 1
    assert book.standard(datetime(2026, 4, 1, tzinfo=UTC)).version == 2


@pytest.mark.parametrize("on", [date(2026, 3, 2), date(2020, 1, 1)])
def test_a_version_takes_effect_later_than_its_publication(draft, sys, on):
    with pytest.raises(records.ActionRefused):
        publish(draft, sys, on)


def test_a_version_is_published_once(draft, sys):
    publish(draft, sys)
    with pytest.raises(records.ActionRefused):
        publish(draft, sys)


def test_a_later_version_takes_effect_later(draft, standard, sys):
    publish(draft, sys)
    third = records.draft_agreement(agreement_id=standard.pk, by=sys, at=AT)
    with pytest.raises(records.ActionRefused, match="later day"):
        publish(third, sys)


def test_the_database_refuses_to_change_what_is_published(draft, sys):
    publish(draft, sys)
    with pytest.raises(DatabaseError, match="never change"), transaction.atomic():
        AgreementVersion.objects.filter(pk=draft.pk).update(index_percent=90)


def test_an_agreement_needs_a_limit_for_each_class(draft, sys):
    draft.limits.get(fault_class="low").delete()
    with pytest.raises(records.ActionRefused, match="low"):
        publish(draft, sys)


def test_a_premium_client_gets_an_agreement_of_its_own(sys, meadow):
    FactFactory(client=meadow, kind="premium", value="yes")
    own = records.draft_own_agreement(client_id=meadow.pk, by=sys, at=AT)
    publish(own, sys)
    terms, _ = inputs.published_versions().terms(
        datetime(2026, 4, 2, tzinfo=UTC), client_id=meadow.pk
    )
    assert "Meadow" in terms.agreement


def test_midnight_is_that_of_the_calendars_zone(calendar, sys):
    draft = records.draft_calendar(calendar_id=calendar.pk, by=sys, at=AT)
    draft.zone = "Europe/Dublin"
    draft.save()
    row = records.publish_calendar(version_id=draft.pk, effective_on=LATER, by=sys, at=AT)
    assert row.effective_from == datetime(2026, 3, 31, 23, tzinfo=UTC)


def test_overlapping_hours_are_refused(calendar, sys):
    draft = records.draft_calendar(calendar_id=calendar.pk, by=sys, at=AT)
    SupportWindow.objects.create(version=draft, weekday=0, opens=time(16), closes=time(18))
    with pytest.raises(records.ActionRefused, match="overlap"):
        records.publish_calendar(version_id=draft.pk, effective_on=LATER, by=sys, at=AT)


def test_a_week_without_hours_is_refused(calendar, sys):
    draft = records.draft_calendar(calendar_id=calendar.pk, by=sys, at=AT)
    draft.windows.all().delete()
    with pytest.raises(records.ActionRefused):
        records.publish_calendar(version_id=draft.pk, effective_on=LATER, by=sys, at=AT)


@pytest.mark.parametrize("year", IRISH_HOLIDAYS)
def test_proposed_days_are_those_that_are_shipped(calendar, sys, year):
    row = records.propose_holidays(calendar_id=calendar.pk, year=year, by=sys, at=AT)
    proposed = [day.day.isoformat() for day in row.days.all()]
    assert proposed == [f"{year}-{day}" for day, _ in IRISH_HOLIDAYS[year]]


def test_a_proposed_list_closes_its_days_once_published(calendar, sys):
    row = records.propose_holidays(calendar_id=calendar.pk, year=2028, by=sys, at=AT)
    records.publish_holidays(version_id=row.pk, effective_on=LATER, by=sys, at=AT)
    terms = inputs.published_versions().standard(datetime(2027, 12, 1, tzinfo=UTC))
    assert not terms.calendar.is_open(datetime(2028, 4, 17, 12, tzinfo=UTC))


def test_hours_that_cannot_be_read_are_refused_with_their_day(calendar, sys):
    row = records.propose_holidays(calendar_id=calendar.pk, year=2028, by=sys, at=AT)
    row.days.create(day=date(2028, 12, 24), name="Christmas Eve", hours="in the morning")
    with pytest.raises(records.ActionRefused, match="24 December 2028: Christmas Eve: Write hours"):
        records.publish_holidays(version_id=row.pk, effective_on=LATER, by=sys, at=AT)


def test_days_of_another_year_are_refused(calendar, sys):
    row = records.propose_holidays(calendar_id=calendar.pk, year=2028, by=sys, at=AT)
    row.days.create(day=date(2029, 1, 1), name="New Year")
    with pytest.raises(records.ActionRefused, match="2028"):
        records.publish_holidays(version_id=row.pk, effective_on=LATER, by=sys, at=AT)


def test_an_empty_list_is_refused(calendar, sys):
    row = HolidayList.objects.create(calendar=calendar, year=2028, number=1, effective_from=AT)
    with pytest.raises(records.ActionRefused):
        records.publish_holidays(version_id=row.pk, effective_on=LATER, by=sys, at=AT)


def test_drafting_and_publishing_leave_events(draft, sys):
    publish(draft, sys)
    events = Event.objects.about("agreement", draft.pk)
    assert [event.verb for event in events] == ["draft", "publish"]


def test_version_one_of_each_is_published(db):
    for model in (AgreementVersion, CalendarVersion, HolidayList):
        assert model.objects.filter(number=1, published_at=None).count() == 0


def test_midnight_is_that_of_the_zone_in_force_on_the_day(draft, calendar, sys):
    """The calendar moves to Irish time in April, so an agreement of 1 May begins at 23:00 GMT."""
    irish = records.draft_calendar(calendar_id=calendar.pk, by=sys, at=AT)
    irish.zone = "Europe/Dublin"
    irish.save()
    records.publish_calendar(version_id=irish.pk, effective_on=LATER, by=sys, at=AT)
    row = publish(draft, sys, on=date(2026, 5, 1))
    assert row.effective_from == datetime(2026, 4, 30, 23, tzinfo=UTC)


def test_a_published_half_day_judges_tickets_opened_from_its_effect_on(calendar, sys):
    row = records.propose_holidays(calendar_id=calendar.pk, year=2026, by=sys, at=AT)
    row.days.create(day=date(2026, 12, 24), name="Christmas Eve", hours="09:00-13:00")
    records.publish_holidays(version_id=row.pk, effective_on=LATER, by=sys, at=AT)
    afternoon = datetime(2026, 12, 24, 15, tzinfo=UTC)
    before, after = (
        inputs.published_versions().standard(datetime(2026, month, 31, tzinfo=UTC)).calendar
        for month in (3, 5)
    )
    assert (before.is_open(afternoon), after.is_open(afternoon)) == (True, False)
