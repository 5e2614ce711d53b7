"""A ticket's explanation, for the desk or for its client."""

from datetime import datetime

from istockist_sla.core import clocks
from istockist_sla.core.models import Event
from tickets import inputs
from tickets.explain.act_rows import Reader
from tickets.explain.clocks import clock_explanations
from tickets.explain.explanation import (
    CLIENT,
    DESK,
    ClockExplanation,
    ConditionExplanation,
    Explanation,
    Versions,
)
from tickets.models import Ticket
from tickets.sla.conditions import NONE, Condition
from tickets.sla.terms import Terms, VerdictInputs
from tickets.sla.verdict import judge
from tickets.wording import not_judged


def explain(ticket: Ticket, *, now: datetime, audience: str = DESK) -> Explanation:
    """Why both verdicts are what they are at `now`; for the client nothing internal is in it."""
    published = inputs.published_versions()
    facts = inputs.load_inputs(ticket, versions=published)
    verdicts = judge(facts, now=now)
    reader = Reader(audience, _names_of_actors(ticket))
    return Explanation(
        number=ticket.number,
        subject=ticket.subject,
        client=str(ticket.client),
        opened_at=facts.opened_at,
        as_of=now,
        audience=audience,
        class_test=verdicts.history.class_test,
        month=str(published.months.month_of(facts.opened_at)),
        versions=versions(facts.terms, in_force=facts.in_force),
        clocks=clock_explanations(facts, verdicts, reader=reader, channel=ticket.channel, now=now),
        conditions=tuple(_condition(each, facts, audience) for each in verdicts.conditions),
    )


def explain_inputs(facts: VerdictInputs, *, now: datetime) -> tuple[ClockExplanation, ...]:
    """The clocks of a case that is not a ticket, for the calculator."""
    verdicts = judge(facts, now=now)
    return clock_explanations(facts, verdicts, reader=Reader(DESK, {}), channel="", now=now)


def versions(terms: Terms, *, in_force: bool = True) -> Versions:
    return Versions(terms.agreement, terms.version, terms.calendar_version, in_force)


def _condition(condition: Condition, facts: VerdictInputs, audience: str) -> ConditionExplanation:
    """A client reads the condition and its outcome; what it rests on is for the desk."""
    for_client = ConditionExplanation(
        condition.code, not_judged.LABELS[condition.code], condition.outcome, condition.reading
    )
    if audience == CLIENT:
        return for_client
    first = facts.first_order.value if facts.first_order else NONE
    evidence = condition.evidence
    if condition.code == "introductory" and first != NONE:
        evidence = f"first order {clocks.instant_long(datetime.fromisoformat(first))}"
    return for_client._replace(evidence=evidence, author=condition.author, at=condition.at)


def _names_of_actors(ticket: Ticket) -> dict[tuple[str, datetime], str]:
    """By the verb and the instant of each event."""
    events = Event.objects.about(Event.Kind.TICKET, ticket.pk).filter(actor__isnull=False)
    return {(event.verb, event.at): str(event.actor) for event in events.select_related("actor")}
