"""What a closed ticket's page shows of its rating: what was given, and the form while it can be
given or changed."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.http import HttpRequest
from django.urls import reverse

from istockist_sla.core.drafts import keeping
from istockist_sla.core.models import Event
from tickets import access, lifecycle
from tickets.models import Rating, Ticket, Verb
from tickets.portal.forms import RatingForm


class RatingPanel(NamedTuple):
    """`given` is the answer that stands, by whom, and until when it can be changed; `is_open`: the
    form that changes it is shown at once. `place`: where its draft is kept."""

    form: RatingForm | None
    place: str
    given: Rating | None = None
    by: str = ""
    until: datetime | None = None
    is_open: bool = True


def rating_panel(
    request: HttpRequest,
    ticket: Ticket,
    events: Sequence[Event],
    now: datetime,
    refused: RatingForm | None,
) -> RatingPanel | None:
    """None where the ticket cannot be rated; `refused` keeps what was typed."""
    if not lifecycle.may_be_rated(ticket):
        return None
    answers = list(access.ratings_of(ticket))
    place = f"{reverse('portal:ticket', args=[ticket.number])}#rating"
    if not answers:
        return RatingPanel(refused or _form(request, place), place)
    given, until = answers[-1], answers[0].given_at + lifecycle.CHANGEABLE
    may_change = lifecycle.may_change(answers[0], now)
    return RatingPanel(
        form=refused or (_form(request, place, given) if may_change else None),
        place=place,
        given=given,
        by=_author(given, events),
        until=until if may_change else None,
        is_open=refused is not None or keeping.find(request, place) is not None,
    )


def _form(request: HttpRequest, place: str, given: Rating | None = None) -> RatingForm:
    """With what was given, or the draft of another answer."""
    form = RatingForm(initial={"value": given.value, "text": given.text} if given else {})
    keeping.fill(form, keeping.find(request, place))
    return form


def _author(given: Rating, events: Sequence[Event]) -> str:
    """Who gave it stands in its event."""
    for event in reversed(events):
        if event.verb == Verb.RATE and event.data["rating"] == given.pk and event.actor:
            return event.actor.get_full_name()
    return ""
