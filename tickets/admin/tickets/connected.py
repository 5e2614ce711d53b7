"""What a ticket is connected with: its fault's other tickets, what it repeats or continues, what
was split off it, and what else its client has open."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.db.models import Q

from istockist_sla.core.models import Event
from tickets.models import Ticket, Verb

MOST = 40


class Connected(NamedTuple):
    """Others by what they are to this one; each list the latest first."""

    of_fault: list[Ticket]
    related: list[tuple[str, Ticket]]


def connected(ticket: Ticket, events: Sequence[Event]) -> Connected:
    """In one query."""
    named = dict(_named(ticket, events))
    is_near = Q(pk__in=named) | Q(follows=ticket) | Q(duplicate_of=ticket)
    if ticket.fault_id is not None:
        is_near |= Q(fault=ticket.fault_id)
    rows = Ticket.objects.filter(is_near).exclude(pk=ticket.pk).order_by()
    found = sorted(rows.select_related("client")[:MOST], key=lambda each: -each.number)
    return Connected(
        of_fault=[each for each in found if ticket.fault_id and each.fault_id == ticket.fault_id],
        related=[(words, each) for each in found for words in _words(ticket, each, named)],
    )


def _named(ticket: Ticket, events: Iterable[Event]) -> Iterable[tuple[int, str]]:
    """By the ids that the ticket and its events name, what those are to it."""
    if ticket.duplicate_of_id:
        yield ticket.duplicate_of_id, "Repeats"
    if ticket.follows_id:
        yield ticket.follows_id, "Continues"
    for event in events:
        if event.verb == Verb.SPLIT:
            yield event.data["ticket"], "Message to" if event.data.get("moved") else "Split off"
        elif event.data.get("moved_from"):
            yield event.data["moved_from"], "Message from"
        elif event.verb == Verb.OPEN and event.data.get("split_from"):
            yield event.data["split_from"], "Split from"


def _words(ticket: Ticket, other: Ticket, named: dict[int, str]) -> Iterable[str]:
    if other.pk in named:
        yield named[other.pk]
    if other.follows_id == ticket.pk:
        yield "Continued in"
    if other.duplicate_of_id == ticket.pk:
        yield "Repeated by"
