"""What a page about the service rests on, as one value: while it is the same, so is the page."""

from datetime import datetime

from availability.models import Component, Maintenance, Outage
from availability.overview.states import states_now
from istockist_sla.core.models import Event

SHOWN_KINDS = (Event.Kind.OUTAGE, Event.Kind.MAINTENANCE, Event.Kind.COMPONENT)


def stamp(at: datetime) -> str:
    """The newest event that pages show, and each component's state at `at`.

    A state also changes without an event: by falling silent, and where planned work leaves its
    window.
    """
    newest = Event.objects.filter(subject_kind__in=SHOWN_KINDS).newest_id()
    components = list(Component.objects.all())
    outages = list(Outage.objects.open().prefetch_related("interruptions"))
    maintenance = list(Maintenance.objects.to_come().with_windows())
    states = states_now(components, outages, maintenance, at)
    return ":".join([str(newest), *(f"{pk}{now.state[:2]}" for pk, now in states.items())])
