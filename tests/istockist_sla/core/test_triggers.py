import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from istockist_sla.core import triggers
from istockist_sla.core.models import Event
from tickets.models import AgreementVersion, ClassLimit, Holiday, HolidayList

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    return Event.objects.append(
        kind="ticket", subject_id=1, verb="open", by=None, side="system", at=timezone.now()
    )


def guarded_tables() -> set[str]:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT tbl_name FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute(
                "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE 'guard_%'"
            )
        return {row[0] for row in cursor.fetchall()}


@pytest.mark.parametrize("table", triggers.GUARDED)
def test_each_guarded_table_carries_its_triggers(table):
    assert table in guarded_tables()


def test_an_event_is_never_changed(event):
    with pytest.raises(DatabaseError, match="only added"), transaction.atomic():
        Event.objects.filter(pk=event.pk).update(verb="close")


def test_an_event_is_never_deleted(event):
    with pytest.raises(DatabaseError, match="only added"), transaction.atomic():
        Event.objects.filter(pk=event.pk).delete()


def test_events_cannot_be_truncated(event):
    verb = "TRUNCATE" if connection.vendor == "postgresql" else "DELETE FROM"
    cursor = connection.cursor()
    with pytest.raises(DatabaseError), transaction.atomic():
        cursor.execute(f"{verb} core_event")


def test_a_published_version_never_changes():
    with pytest.raises(DatabaseError, match="never change"), transaction.atomic():
        AgreementVersion.objects.update(scope="orders")


def test_a_published_version_takes_no_new_limit():
    version = AgreementVersion.objects.get()
    with pytest.raises(DatabaseError, match="never change"), transaction.atomic():
        ClassLimit.objects.create(version=version, fault_class="x", response_seconds=1)


def test_a_holiday_of_a_published_list_is_never_moved():
    with pytest.raises(DatabaseError, match="never change"), transaction.atomic():
        Holiday.objects.filter(name="Easter Monday").delete()


def test_a_draft_may_still_change():
    published = HolidayList.objects.filter(year=2026).get()
    draft = HolidayList.objects.create(
        calendar=published.calendar, year=2026, number=2, effective_from=timezone.now()
    )
    draft.days.create(day="2026-05-05", name="Company day")
    draft.days.all().delete()
    assert not draft.days.exists()
