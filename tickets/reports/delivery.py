"""The reports of closed months reach who is to have them: the managers that of all clients, and a
client's administrators, where they wish it, their own.

What is due are rows: an outage delays a report, and none is forgotten or sent twice.
"""

import logging
from collections.abc import Iterator
from datetime import datetime

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from istockist_sla.core import letters
from istockist_sla.core.letters import Address
from istockist_sla.core.lib.time import to_second
from istockist_sla.core.models import Event
from tickets import inputs
from tickets.models import ClientAdministrator, ClosedMonth, MonthReport
from tickets.models.clients import ClientAdministratorQuerySet
from tickets.reports.closing.kept_figures import is_as_closed
from tickets.reports.closing.letters import managers
from tickets.reports.closing.report_letters import FOR_CLIENTS, FOR_MANAGERS
from tickets.reports.documents.frame import Printed
from tickets.reports.documents.pdf import as_pdf
from tickets.reports.monthly import month_figures

log = logging.getLogger(__name__)


def deliver(*, at: datetime) -> int:
    """Every report that is due and missing; returns how many were made. One that fails delays no
    other."""
    made = 0
    for closed in ClosedMonth.objects.filter(reports=None).in_order():
        _ask(closed, at=at)
    for report in MonthReport.objects.due().select_related("closed__closing", "client"):
        try:
            made += _made(report, at=at)
        except Exception:
            log.exception("The report of %s cannot be made.", report)
    return made


@transaction.atomic
def _ask(closed: ClosedMonth, *, at: datetime) -> None:
    """Whose reports there will be is settled once: a wish holds for the closings after it."""
    ClosedMonth.objects.select_for_update(of=("self",)).get(pk=closed.pk)
    if MonthReport.objects.filter(closed=closed).exists():
        return
    wishes = _administrators(closed, at).order_by("client").values_list("client", flat=True)
    MonthReport.objects.bulk_create(
        MonthReport(closed=closed, client_id=client) for client in [None, *wishes.distinct()]
    )


def _administrators(closed: ClosedMonth, at: datetime) -> ClientAdministratorQuerySet:
    """Who is to have the report of their own client."""
    clients = closed.closing.all_clients.values_list("client", flat=True)
    wishing = ClientAdministrator.objects.filter(client__in=list(clients), wants_reports=True)
    return wishing.on(at.date())


def _made(report: MonthReport, *, at: datetime) -> bool:
    """Whether it could be: of its figures as they were closed alone."""
    closed = report.closed
    with inputs.asked_once():
        figures = month_figures(closed.closing.of, client=report.client, at=closed.closed_at)
        if is_as_closed(figures):
            return _keep(report, as_pdf(figures), at=at)
    _supersede(report, at=at)
    return False


def _keep(report: MonthReport, printed: Printed, *, at: datetime) -> bool:
    """The file and its letters, together; another process may have been faster."""
    place = default_storage.save(f"reports/{printed.name}", ContentFile(printed.content))
    with transaction.atomic():
        is_first = bool(
            MonthReport.objects.due()
            .filter(pk=report.pk)
            .update(
                file=place,
                name=printed.name,
                content_type=printed.content_type,
                size=len(printed.content),
                made_at=to_second(at),
            )
        )
        if is_first:
            _send(report, at=at)
    if not is_first:
        default_storage.delete(place)
    return is_first


def _send(report: MonthReport, *, at: datetime) -> None:
    template = FOR_CLIENTS if report.client_id else FOR_MANAGERS
    letters.queue_all(
        [
            letters.draft(
                key=f"report:{report.pk}",
                kind=Event.Kind.MONTH,
                subject_id=report.closed.closing_id,
                template=template,
                to=to,
                at=at,
                context={"report": report.pk},
            )
            for to in _readers(report, at)
        ]
    )


def _readers(report: MonthReport, at: datetime) -> Iterator[Address]:
    if report.client_id is None:
        for person in managers():
            yield Address(person.email, person.name)
        return
    own = _administrators(report.closed, at).filter(client=report.client_id)
    for each in own.order_by("pk"):
        yield Address(each.email, each.name)


def _supersede(report: MonthReport, *, at: datetime) -> None:
    """The figures moved before it was made: the amendment has a report of its own, and until there
    is one this waits."""
    later = ClosedMonth.objects.of_month(report.closed.closing.of).filter(
        sequence__gt=report.closed.sequence
    )
    if later.exists():
        MonthReport.objects.due().filter(pk=report.pk).update(superseded_at=to_second(at))
