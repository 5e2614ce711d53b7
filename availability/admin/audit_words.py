"""Events of the service as the audit log tells them."""

from collections.abc import Sequence

from availability.admin.event_text import EVENT_TEXTS, event_text
from istockist_sla.core.models import Event
from istockist_sla.desk.audit.words import EventWords
from istockist_sla.desk.site import site

Kind = Event.Kind


def _write(events: Sequence[Event]) -> list[str]:
    return [event_text(event) for event in events]


site.add_event_words(
    EventWords(frozenset({Kind.OUTAGE, Kind.MAINTENANCE, Kind.COMPONENT}), EVENT_TEXTS, _write)
)
