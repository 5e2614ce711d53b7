"""A ticket's explanation, for the desk or for its client."""

from datetime import datetime

from istockist_sla.core.lib import text
from istockist_sla.core.models import Event
from tickets import inputs
from tickets.explain.acts import Viewer
from tickets.explain.clocks import clocks
from tickets.explain.explanation import (
    CLIENT,
    DESK,
    ClockExplanation,
    ConditionExplanation,
    Explanation,
    Versions,
)
from tickets.models import Ticket
from tickets.sla.conditions import NONE, WORDS, Condition
from tickets.sla.terms import Facts, Terms
from tickets.sla.verdict import judge


def explain(ticket: Ticket, *, now: datetime, audience: str = DESK) -> Explanation:
    """Why both verdicts are what they are at `now`; for the client nothing internal is in it."""
    known = inputs.load_inputs(ticket)
    verdicts = judge(known, now=now)
    who = Viewer(audience, _names(ticket))
    return Explanation(
        number=ticket.number,
        subject=ticket.subject,
        client=str(ticket.client),
        opened_at=known.opened_at,
        as_of=now,
        audience=audience,
        class_test=verdicts.history.class_test,
        month=f"{known.opened_at.astimezone(known.terms.calendar.zone):%Y-%m}",
        versions=versions(known.terms, in_force=known.in_force),
        clocks=clocks(known, verdicts, who=who, channel=ticket.channel, now=now),
        conditions=tuple(_assessed(each, known, audience) for each in verdicts.conditions),
    )


def explain_inputs(known: Facts, *, now: datetime) -> tuple[ClockExplanation, ...]:
    """The clocks of a case that is no ticket, for who tries one out."""
    verdicts = judge(known, now=now)
    return clocks(known, verdicts, who=Viewer(DESK, {}), channel="", now=now)


def versions(terms: Terms, *, in_force: bool = True) -> Versions:
    return Versions(terms.agreement, terms.version, terms.calendar_version, in_force)


def _assessed(condition: Condition, known: Facts, audience: str) -> ConditionExplanation:
    """A client reads the condition and its outcome; what it rests on is for the desk."""
    bare = ConditionExplanation(
        condition.code, WORDS[condition.code], condition.outcome, condition.reading
    )
    if audience == CLIENT:
        return bare
    first = known.first_order.value if known.first_order else NONE
    evidence = condition.evidence
    if condition.code == "introductory" and first != NONE:
        evidence = f"first order {text.instant_long(datetime.fromisoformat(first))}"
    return bare._replace(evidence=evidence, author=condition.author, at=condition.at)


def _names(ticket: Ticket) -> dict[tuple[str, datetime], str]:
    """Who did what at which instant."""
    events = Event.objects.about(Event.Kind.TICKET, ticket.pk).filter(actor__isnull=False)
    return {(event.verb, event.at): str(event.actor) for event in events.select_related("actor")}
