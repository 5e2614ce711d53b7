"""What stands as tables in code is brought into the database."""

from datetime import UTC, datetime, timedelta
from pydoc import locate

import pytest
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.core.management import call_command
from django_q.models import Schedule

from istockist_sla.core import roles
from istockist_sla.schedules import JOBS, sync

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def rows():
    return list(Schedule.objects.order_by("name").values("name", "func", "minutes", "next_run"))


def test_each_job_has_one_schedule_and_nothing_else_has():
    sync(at=NOW)
    found = set(Schedule.objects.values_list("name", "func", "minutes"))
    assert found == {(job.name, job.function, job.minutes) for job in JOBS}


def test_syncing_twice_changes_nothing():
    sync(at=NOW)
    before = rows()
    sync(at=NOW)
    assert rows() == before


def test_a_schedule_that_is_not_in_the_table_goes():
    Schedule.objects.create(name="odd", func="os.getcwd")
    sync(at=NOW)
    assert not Schedule.objects.filter(name="odd").exists()


def test_of_two_schedules_of_one_name_one_stays():
    sync(at=NOW)
    Schedule.objects.create(name=JOBS[0].name, func="os.getcwd")
    sync(at=NOW)
    assert Schedule.objects.get(name=JOBS[0].name).func == JOBS[0].function


def test_a_schedule_that_was_bent_is_put_right():
    sync(at=NOW)
    Schedule.objects.filter(name=JOBS[0].name).update(
        func="os.getcwd", args="[", repeats=0, schedule_type=Schedule.DAILY, cluster="other"
    )
    sync(at=NOW)
    row = Schedule.objects.get(name=JOBS[0].name)
    assert (row.func, row.args, row.repeats, row.schedule_type, row.cluster) == (
        JOBS[0].function,
        None,
        -1,
        Schedule.MINUTES,
        None,
    )


def test_runs_that_were_missed_are_not_made_up_for():
    sync(at=NOW - timedelta(days=90))
    sync(at=NOW)
    later = {job.name: NOW + timedelta(seconds=job.offset) for job in JOBS}
    assert {row["name"]: row["next_run"] for row in rows()} == later


def test_a_run_that_is_to_come_keeps_its_time():
    sync(at=NOW + timedelta(seconds=40))
    before = rows()
    sync(at=NOW)
    assert rows() == before


def test_publishing_has_two_schedules_half_a_minute_apart():
    sync(at=NOW)
    found = Schedule.objects.filter(func="availability.tasks.publish_overdue")
    first, second = found.order_by("next_run").values_list("next_run", flat=True)
    assert second - first == timedelta(seconds=30)


def test_every_group_of_the_table_is_there_with_its_permissions():
    Group.objects.all().delete()
    sync(at=NOW)
    support = Group.objects.get(name=roles.SUPPORT)
    assert support.permissions.count() == len(set(roles.ROLES[roles.SUPPORT]))


def test_the_shared_cache_works_after_syncing():
    sync(at=NOW)
    cache.set("a", 1)
    assert cache.get("a") == 1


def test_the_command_does_it():
    call_command("sync", verbosity=0)
    assert Schedule.objects.count() == len(JOBS)
    assert Group.objects.count() == len(roles.ROLES)


@pytest.mark.parametrize("job", JOBS, ids=lambda job: job.name)
def test_each_job_names_a_function_that_exists(job):
    assert callable(locate(job.function))
