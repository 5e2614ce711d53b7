"""The client says how well a closed ticket was handled."""

from datetime import datetime, timedelta

from django.db import transaction

from istockist_sla.core.lib.time import to_second
from istockist_sla.core.models import User
from istockist_sla.core.refusal import ActionRefused
from tickets.lifecycle.base import CLIENT, commit_step, lock
from tickets.models import RATEABLE, Rating, Ticket, Verb

# As long as this after its first answer a closing can be rated anew.
CHANGEABLE = timedelta(days=14)


@transaction.atomic
def rate(ticket_id: int, *, value: int, text: str, by: User, at: datetime) -> Rating:
    """The answer to the closing that stands, in the place of an earlier one. It is no message: it
    answers no question, undoes no closing and is not the last word."""
    ticket, at = lock(ticket_id), to_second(at)
    if ticket.closed_at is None or not may_be_rated(ticket):
        raise ActionRefused(why_unrateable(ticket))
    if value not in Rating.Value.values:
        raise ActionRefused("Choose a number from 1 to 5.")
    given = list(Rating.objects.of_closing(ticket))
    if given and not may_change(given[0], at):
        raise ActionRefused("Fourteen days have passed since it was rated: the rating stays.")
    before = given[-1] if given else None
    if before is not None and (before.value, before.text) == (value, text.strip()):
        return before
    if before is not None:
        before.replaced_at = at
        before.save()
    rating = Rating.objects.create(
        ticket=ticket,
        client_id=ticket.client_id,
        closed_at=ticket.closed_at,
        value=value,
        text=text.strip(),
        given_at=at,
    )
    data = {"rating": rating.pk, "value": rating.value}
    commit_step(ticket, verb=Verb.RATE, by=by, side=CLIENT, at=at, data=data)
    return rating


def may_be_rated(ticket: Ticket) -> bool:
    return not why_unrateable(ticket)


def why_unrateable(ticket: Ticket) -> str:
    """Only closings after which the client was served are rated; empty of those."""
    if not ticket.is_closed:
        return f"Ticket {ticket.number} is open: it can be rated once it is closed."
    return "" if ticket.close_reason in RATEABLE else "A duplicate or unwanted mail is not rated."


def may_change(first: Rating, at: datetime) -> bool:
    """Whether a closing with this first answer can be rated anew at `at`."""
    return at <= first.given_at + CHANGEABLE
