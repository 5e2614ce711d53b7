"""The jobs of django-q2, and the sync of the database with the tables in code: groups,
schedules, the shared cache."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.core.management import call_command
from django.db import transaction
from django_q.models import Schedule

from istockist_sla.core import roles


class Job(NamedTuple):
    """`offset` is in seconds: two jobs of one minute run half a minute apart."""

    name: str
    function: str
    minutes: int = 1
    offset: int = 0


JOBS = [
    Job("heartbeat", "istockist_sla.core.tasks.heartbeat"),
    Job("codes", "istockist_sla.account.tasks.send_codes"),
    Job("letters", "istockist_sla.core.tasks.send_letters"),
    Job("drafts", "istockist_sla.core.tasks.forget_drafts", minutes=24 * 60),
    Job("sweep", "tickets.tasks.sweep"),
    Job("tallies", "tickets.tasks.fold_tallies", minutes=10),
    Job("closings", "tickets.tasks.carry_on_closings"),
    Job("reports", "tickets.tasks.deliver_reports", minutes=60),
    Job("exports", "tickets.tasks.make_exports"),
    Job("old exports", "tickets.tasks.purge_exports", minutes=60),
    Job("mail", "tickets.tasks.fetch_mail"),
    Job("scan", "tickets.tasks.scan_files"),
    Job("probe", "availability.tasks.probe"),
    Job("watch", "availability.tasks.watch"),
    Job("measurement sums", "availability.tasks.roll_up", minutes=60),
    Job("old measurements", "tickets.tasks.thin_measurements", minutes=60),
    Job("subscriptions", "availability.tasks.forget_subscriptions", minutes=60),
    # The cluster looks for what is due each half minute, so one of the two runs each time, and
    # nothing is published more than a minute after its time (A7).
    Job("outages", "availability.tasks.publish_overdue"),
    Job("outages between", "availability.tasks.publish_overdue", offset=30),
]


def sync(*, at: datetime) -> None:
    """Idempotent, on a migrated database; a running cluster is not disturbed."""
    call_command("createcachetable", verbosity=0)
    with transaction.atomic():
        roles.sync()
        sync_schedules(at=at)


def sync_schedules(*, at: datetime) -> None:
    """Exactly one row for each job of the table and no other: one that cannot be read would
    stop all schedules."""
    existing: dict[str, int] = {}
    for pk, name in Schedule.objects.order_by("pk").values_list("pk", "name"):
        existing.setdefault(name, pk)
    wanted = {job.name: job for job in JOBS}
    current = [pk for name, pk in existing.items() if name in wanted]
    Schedule.objects.exclude(pk__in=current).delete()
    for name, job in wanted.items():
        if name in existing:
            _update(existing[name], job, at)
        else:
            first = at + timedelta(seconds=job.offset)
            Schedule.objects.create(name=name, next_run=first, **_columns(job))


def _update(pk: int, job: Job, at: datetime) -> None:
    """Runs that were missed are not made up for: the next one is now."""
    rows = Schedule.objects.filter(pk=pk)
    rows.update(**_columns(job))
    rows.exclude(next_run__gte=at).update(next_run=at + timedelta(seconds=job.offset))


def _columns(job: Job) -> dict[str, Any]:
    return {
        "func": job.function,
        "schedule_type": Schedule.MINUTES,
        "minutes": job.minutes,
        "repeats": -1,
        "args": None,
        "kwargs": None,
        "hook": None,
        "cron": None,
        "cluster": None,
        "intended_date_kwarg": None,
    }
