"""Events of tickets, faults and clients as the audit log tells them."""

from collections.abc import Sequence
from typing import Any

from istockist_sla.core.lib.text import stamp
from istockist_sla.core.models import Event
from istockist_sla.desk.actions.event_text import EVENT_TEXTS
from istockist_sla.desk.audit.words import EventWords
from istockist_sla.desk.site import site
from tickets.admin import event_text
from tickets.models import ClientFact, Verb
from tickets.wording.client_facts import fact_value

Kind = Event.Kind


def _of_tickets(events: Sequence[Event]) -> list[Any]:
    return [line.text for line in event_text.describe(events)]


def _of_clients(events: Sequence[Event]) -> list[str]:
    """A fact with its value and since when it holds; who it is about stands beside it."""
    facts = ClientFact.objects.in_bulk([e.data["fact"] for e in events if e.data.get("fact")])
    return [_sentence(event, facts.get(event.data.get("fact", 0))) for event in events]


def _sentence(event: Event, fact: ClientFact | None) -> str:
    text = EVENT_TEXTS.get(event.verb, event.verb.replace("_", " "))
    if fact is None:
        return text
    value = fact_value(fact.kind, fact.value)
    return f"{text}: {fact.get_kind_display()} is {value} from {stamp(fact.since)}"


site.add_event_words(
    EventWords(
        frozenset({Kind.TICKET, Kind.FAULT}),
        {verb.value: str(verb.label) for verb in Verb},
        _of_tickets,
    )
)
site.add_event_words(EventWords(frozenset({Kind.CLIENT}), {}, _of_clients))
