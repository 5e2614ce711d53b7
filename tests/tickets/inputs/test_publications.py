"""The book of what is published is read once, and anew as soon as anything in it changes."""

from datetime import date, timedelta

import pytest
from django.db import transaction

from availability import incidents
from tests.conftest import OPENED
from tickets import inputs
from tickets.models import Agreement, AgreementVersion, HolidayList, SupportCalendar
from tickets.records import versions

pytestmark = pytest.mark.django_db
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
STANDARD_HOURS = [(weekday, "08:00", "18:00") for weekday in range(5)]


def drafted(niamh):
    agreement = Agreement.objects.get(client=None)
    return versions.draft_agreement(agreement_id=agreement.pk, by=niamh, at=OPENED)


def published(draft, niamh, *, on=date(2027, 3, 1)):
    return versions.publish_agreement(
        version_id=draft.pk, effective_on=on, by=niamh, at=OPENED + HOUR
    )


def in_force(at=OPENED + 700 * DAY):
    return inputs.published_versions().standard(at).version


def test_what_was_read_is_asked_for_in_one_statement(django_assert_num_queries):
    before = inputs.book()
    with django_assert_num_queries(1):
        assert inputs.book() is before


def test_a_draft_changes_nothing(niamh):
    before = inputs.book()
    drafted(niamh)
    assert inputs.book() is before


def test_a_published_agreement_is_noticed(niamh):
    before = in_force()
    published(drafted(niamh), niamh)
    assert in_force() == before + 1


def test_a_published_calendar_is_noticed(niamh):
    inputs.book()
    calendar = SupportCalendar.objects.first()
    draft = versions.draft_calendar(calendar_id=calendar.pk, by=niamh, at=OPENED)
    versions.publish_calendar(
        version_id=draft.pk, effective_on=date(2027, 3, 1), by=niamh, at=OPENED + HOUR
    )
    name = inputs.published_versions().standard(OPENED + 700 * DAY).calendar_version
    assert name.endswith(f"version {draft.number}")


def test_a_published_list_of_holidays_is_noticed(niamh):
    year = max(inputs.published_versions().listed_years()) + 1
    calendar = SupportCalendar.objects.first()
    draft = HolidayList.objects.create(
        calendar=calendar, year=year, number=1, effective_from=OPENED
    )
    draft.days.create(day=date(year, 1, 1), name="New Year's Day")
    versions.publish_holidays(
        version_id=draft.pk, effective_on=date(2027, 3, 1), by=niamh, at=OPENED
    )
    assert year in inputs.published_versions().listed_years()


def test_each_act_on_maintenance_is_noticed(plan_work, orla):
    work = plan_work(starts_at=OPENED + DAY, ends_at=OPENED + 2 * DAY, at=OPENED)
    seen = [inputs.book().maintenance]
    incidents.move(
        work, starts_at=OPENED + 2 * DAY, ends_at=OPENED + 3 * DAY, by=orla, at=OPENED + HOUR
    )
    seen.append(inputs.book().maintenance)
    incidents.begin_work(work, by=orla, at=OPENED + 2 * DAY)
    seen.append(inputs.book().maintenance)
    incidents.end_work(work, by=orla, at=OPENED + 2 * DAY + HOUR)
    seen.append(inputs.book().maintenance)
    assert len({str(rows) for rows in seen}) == 4


def test_maintenance_is_found_by_the_windows_that_reach_past_an_instant(plan_work):
    work = plan_work(starts_at=OPENED, ends_at=OPENED + HOUR, at=OPENED - DAY)
    book = inputs.book()
    assert [row.id for row in book.maintenance_since(OPENED)] == [work.pk]
    assert book.maintenance_since(OPENED + HOUR) == []


def test_what_was_rolled_back_is_forgotten(niamh):
    """Both publications have the same row, count and instant."""
    draft, found = drafted(niamh), []
    for day in (date(2026, 6, 1), date(2026, 7, 1)):
        with transaction.atomic():
            published(draft, niamh, on=day)
            found.append(in_force(OPENED + 100 * DAY))
            transaction.set_rollback(True)
    assert found == [draft.number, draft.number - 1]


def test_work_that_was_rolled_back_is_forgotten(plan_work):
    found = []
    for hours in (1, 2):
        with transaction.atomic():
            plan_work(starts_at=OPENED, ends_at=OPENED + hours * HOUR, at=OPENED - DAY)
            (row,) = inputs.book().maintenance
            found.append(row.announcements[-1].end)
            transaction.set_rollback(True)
    assert found == [OPENED + HOUR, OPENED + 2 * HOUR]


def test_what_a_part_of_a_transaction_read_serves_the_rest(django_assert_num_queries):
    with transaction.atomic(), transaction.atomic():
        before = inputs.book()
    with django_assert_num_queries(1):
        assert inputs.book() is before


@pytest.mark.django_db(transaction=True)
def test_what_is_committed_serves_the_next_transaction(django_assert_num_queries):
    with transaction.atomic():
        before = inputs.book()
    with django_assert_num_queries(1):
        assert inputs.book() is before


@pytest.mark.django_db(transaction=True)
def test_a_version_that_somebody_else_published_is_noticed(niamh):
    before = in_force()
    draft = drafted(niamh)
    AgreementVersion.objects.filter(pk=draft.pk).update(
        published_at=OPENED, effective_from=OPENED + DAY
    )
    assert in_force() == before + 1
