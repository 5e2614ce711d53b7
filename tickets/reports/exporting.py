"""Long files of a month are made in the background: asked for, made, told of, and purged.

The rows are the truth: a task only makes one sooner, and whatever died is taken up again.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from secrets import token_hex

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.db.models import F
from django_q.tasks import async_task

from istockist_sla.core import letters
from istockist_sla.core.letters import Address
from istockist_sla.core.lib.months import Month
from istockist_sla.core.lib.time import to_second
from istockist_sla.core.models import Event, User
from tickets import inputs
from tickets.models import Client, Export
from tickets.models.exports import ExportQuerySet
from tickets.reports.documents.files import MADE
from tickets.reports.documents.frame import Printed
from tickets.reports.monthly import MonthFigures, month_figures

# A file of more rows is not made while its reader waits.
MOST_ROWS_AT_ONCE = 1000
# Longer than the cluster lets any task live.
LEASE = timedelta(minutes=3)
MOST_ATTEMPTS = 3
KEPT_FOR = timedelta(days=7)
INTERRUPTED = "Its making was interrupted three times."

State = Export.State
Clock = Callable[[], datetime]
log = logging.getLogger(__name__)


def is_long(figures: MonthFigures) -> bool:
    return figures.opened + figures.fixes.count() > MOST_ROWS_AT_ONCE


def ask(*, person: User, month: Month, client: Client | None, ending: str, at: datetime) -> Export:
    """The one that is under way, or else a new one."""
    wanted = {"person": person, "month": str(month), "client": client, "format": ending}
    known = Export.objects.under_way().filter(**wanted)
    try:
        with transaction.atomic():
            found = known.first() or Export.objects.create(**wanted, asked_at=to_second(at))
    except IntegrityError:
        found = known.get()
    transaction.on_commit(partial(async_task, "tickets.tasks.make_export", found.pk), robust=True)
    return found


def make_due(*, at: Clock) -> int:
    """Whatever waits or whose maker has died; returns how many were made."""
    due = list(Export.objects.due(at()).values_list("pk", flat=True))
    return sum(make(pk, at=at) for pk in due)


def make(export_id: int, *, at: Clock) -> bool:
    """Whether it was made here: another may make it, or may have made it."""
    now = at()
    claimed = Export.objects.due(now).filter(pk=export_id).order_by()
    if not claimed.update(
        state=State.MAKING, attempts=F("attempts") + 1, lease_until=now + LEASE, made=0
    ):
        return False
    export = Export.objects.select_related("person", "client").get(pk=export_id)
    if export.attempts > MOST_ATTEMPTS:
        return _fail(export, INTERRUPTED, at=at)
    try:
        printed = _printed(export, at=at)
    except Exception as error:
        log.exception("The export %s cannot be made.", export.pk)
        return _fail(export, f"It cannot be made ({type(error).__name__}).", at=at)
    return _keep(export, printed, at=at)


def _printed(export: Export, *, at: Clock) -> Printed:
    """As of the instant at which it was asked for, whenever it is made."""

    def told(made: int, parts: int) -> None:
        _own(export).update(made=made, parts=parts, lease_until=at() + LEASE)

    with inputs.asked_once():
        figures = month_figures(export.of, client=export.client, at=export.asked_at)
        return MADE[export.format](figures, told)


def _own(export: Export) -> ExportQuerySet:
    """The row, unless another has taken it over."""
    return Export.objects.filter(pk=export.pk, state=State.MAKING, attempts=export.attempts)


def _fail(export: Export, error: str, *, at: Clock) -> bool:
    _own(export).update(state=State.FAILED, error=error, ended_at=to_second(at()))
    return False


def _keep(export: Export, printed: Printed, *, at: Clock) -> bool:
    """The file and the letter about it, together."""
    place = f"exports/{token_hex(8)}-{printed.name}"
    place = default_storage.save(place, ContentFile(printed.content))
    now = to_second(at())
    with transaction.atomic():
        is_kept = bool(
            _own(export).update(
                state=State.DONE,
                made=F("parts"),
                file=place,
                name=printed.name,
                content_type=printed.content_type,
                size=len(printed.content),
                ended_at=now,
            )
        )
        if is_kept:
            _tell(export, at=now)
    if not is_kept:
        default_storage.delete(place)
    return is_kept


def _tell(export: Export, *, at: datetime) -> None:
    client = export.client
    letters.queue(
        key=f"export:{export.pk}",
        kind=Event.Kind.USER,
        subject_id=export.person_id,
        template="export_ready",
        to=Address(export.person.email, export.person.name),
        at=at,
        context={
            "month": export.month,
            "client": client.code if client else "",
            "whose": client.name if client else "all clients",
            "format": export.format,
        },
        is_required=False,
    )


def purge(*, at: datetime) -> int:
    """Exports that ended a week ago, with their files; returns how many."""
    old = list(Export.objects.ended_before(at - KEPT_FOR))
    for export in old:
        export.delete()
        if place := export.file.name:
            default_storage.delete(place)
    return len(old)
