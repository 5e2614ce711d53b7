"""What the letters say that bring the report of a closed month, and the file in them."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.urls import reverse

from istockist_sla.core.letters import Enclosure
from istockist_sla.core.models import Letter
from tickets.models import ClosedMonth, MonthReport
from tickets.notifications.rendering import choose_url

FOR_MANAGERS, FOR_CLIENTS = "month_report", "month_report_client"
# A mail server may refuse more; a bigger report is fetched by its address.
MOST_BYTES = 5 * 1024 * 1024


def enclosures(letter: Letter) -> tuple[Enclosure, ...]:
    """The report as it was kept, where it is not too big; none of another letter."""
    if letter.template not in CONTEXTS:
        return ()
    report = _report_of(letter)
    if report.size > MOST_BYTES:
        return ()
    return (Enclosure(report.name, report.content_type, lambda: _content(report)),)


def _content(report: MonthReport) -> bytes:
    with report.file.open("rb") as file:
        content: bytes = file.read()
    return content


def _report_of(letter: Letter) -> MonthReport:
    return MonthReport.objects.select_related("client").get(pk=letter.context["report"])


def _for_manager(letter: Letter, closed: ClosedMonth) -> dict[str, Any]:
    page = reverse("months:month", args=[closed.closing.of])
    return {"page_url": settings.PORTAL_URL + page, **_size(letter)}


def _for_client(letter: Letter, closed: ClosedMonth) -> dict[str, Any]:
    client = _report_of(letter).client
    return {
        "client": client,
        "page_url": settings.PORTAL_URL + reverse("portal:service_month", args=[closed.closing.of]),
        "choose_url": choose_url(),
        "bundle_url": settings.PORTAL_URL + reverse("portal:bundle", args=[closed.sequence]),
        "why_you": f"You get this e-mail as a client administrator of {client} who asked for it.",
        "reading": "M1",
        **_size(letter),
    }


def _size(letter: Letter) -> dict[str, bool]:
    return {"is_enclosed": _report_of(letter).size <= MOST_BYTES}


CONTEXTS: dict[str, Callable[[Letter, ClosedMonth], dict[str, Any]]] = {
    FOR_MANAGERS: _for_manager,
    FOR_CLIENTS: _for_client,
}
