"""What the desk's first page says of the service, as the status page has it, and of the measuring:
that it has stopped, and certificates that end soon."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from availability.models import Component
from availability.overview.picture import read_picture
from availability.overview.states import ComponentState
from availability.probes import watching
from istockist_sla.core.lib.text import clock_gmt, counted
from istockist_sla.core.remembered import Remembered
from istockist_sla.desk.alerts import Alert
from istockist_sla.desk.site import site

KINDS = {
    ComponentState.DOWN: "critical",
    ComponentState.DEGRADED: "medium",
    ComponentState.MAINTENANCE: "info",
    ComponentState.UNKNOWN: "medium",
}


@site.add_dashboard
def dashboard(request: HttpRequest) -> dict[str, Any]:
    user: Any = request.user
    now = timezone.now()
    found = []
    if user.has_perm("availability.view_component"):
        found += SERVICE(now)
    if user.has_perm("availability.change_component"):
        found += [_certificate(each, now) for each in CERTIFICATES(now)]
    return {"alerts": found}


def _service(now: datetime) -> list[Alert]:
    """Nothing where all works, or where nothing was ever measured."""
    headline = read_picture().headline(now)
    if headline.state not in KINDS or headline.is_nothing_known:
        return []
    return [
        Alert(
            kind=KINDS[headline.state],
            title=headline.sentence,
            text=headline.detail,
            href=reverse("status:page"),
            link="Status page",
        )
    ]


def _silence(now: datetime) -> list[Alert]:
    since = watching.silent_since(now)
    if since is None:
        return []
    return [
        Alert(
            kind="critical",
            title=f"Nothing is measured since {clock_gmt(since, now)}.",
            text="Time without a measurement is neither up nor down, and the status page says so.",
            href=reverse("admin:availability_component_changelist"),
            link="See the components",
        )
    ]


def _certificate(component: Component, now: datetime) -> Alert:
    assert component.certificate_ends_at is not None
    days = (component.certificate_ends_at - now).days
    when = f"ends in {counted(days, 'day')}" if days >= 0 else "has ended"
    return Alert(
        kind="critical" if days < 0 else "medium",
        title=f"The certificate of {component.in_text} {when}.",
        text=f"It is valid until {clock_gmt(component.certificate_ends_at)}.",
        href=reverse("admin:availability_component_change", args=[component.pk]),
        link="See the component",
    )


# What is seen of the service, by each process.
SERVICE = Remembered(lambda now: _silence(now) or _service(now))
CERTIFICATES = Remembered(watching.ending_certificates)
