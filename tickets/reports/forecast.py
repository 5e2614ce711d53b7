"""What can still become of a running month: misses left, and the tickets that decide it (G7)."""

from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction

from django.db.models import Case, Count, F, Q, Value, When

from istockist_sla.core.models import Event
from tickets import inputs
from tickets.models import ClockResult, Ticket, TicketKind, Verb
from tickets.models.clock_results import ClockResultQuerySet
from tickets.reports.monthly import MonthFigures
from tickets.sla.index import Index
from tickets.sla.terms import CLASS_TESTS, CLASSES, ORDER_TESTS, Act, Terms, VerdictInputs
from tickets.sla.verdict import MET, MISSED, RUNNING, ClockVerdict, judge

SHOWN = 50


@dataclass(frozen=True, kw_only=True, slots=True)
class Prospect:
    """What the first answer comes to if the ticket is qualified now, and so answered (C2, K6)."""

    fault_class: str
    verdict: str
    reason: str
    limit: int | None
    left: int
    due_at: datetime | None

    @property
    def counts(self) -> bool:
        """Whether it would stand in the index of its class."""
        return self.verdict in (MET, MISSED)


@dataclass(frozen=True, kw_only=True, slots=True)
class Undecided:
    """A ticket of the month without a verdict: without a class, answered or not (C2).

    `left`: support seconds to the strictest limit, 0 once it is used up.
    """

    ticket: Ticket
    is_answered: bool
    due_at: datetime | None
    left: int
    prospects: list[Prospect]


@dataclass(frozen=True, kw_only=True, slots=True)
class Outlook:
    """One class as it stands, and what may become of it.

    `undecided` are all that can still fall in it: each in every class that its terms guarantee,
    as nobody knows yet. `passed` is the share of the month's support time that is over.
    """

    fault_class: str
    now: Index
    undecided: int
    passed: Fraction

    @property
    def if_all_met(self) -> Index:
        return Index(self.now.met + self.undecided, self.cases, self.now.target)

    @property
    def if_one_missed(self) -> Index:
        return Index(self.now.met, self.now.guaranteed + 1, self.now.target)

    @property
    def if_all_missed(self) -> Index:
        return Index(self.now.met, self.cases, self.now.target)

    @property
    def may_be_missed(self) -> int:
        """So many of the undecided tickets, the others met, and the index is kept."""
        return min(self.undecided, self.if_all_met.still_allowed)

    @property
    def cases(self) -> int:
        return self.now.guaranteed + self.undecided

    @property
    def if_pace_holds(self) -> Index | None:
        """A projection, no count: cases and misses go on as they came so far, in support time,
        each rounded; None before there is anything to go by."""
        if not self.passed or not self.now.guaranteed:
            return None
        cases = round(self.now.guaranteed / self.passed)
        misses = round(self.now.misses / self.passed)
        return Index(cases - misses, cases, self.now.target)


@dataclass(frozen=True, kw_only=True, slots=True)
class Forecast:
    """`undecided` are the first of `total`, by the least time left.

    Of these so many are `answered` and only lack their class, and of the others so many have
    `used_up` the strictest limit. `downtime_left` are the seconds for which the service may still
    be down, negative where it was down for too long; None where it is not measured.
    """

    classes: list[Outlook]
    undecided: list[Undecided]
    total: int
    answered: int
    used_up: int
    downtime_left: int | None

    @property
    def not_shown(self) -> int:
        return self.total - len(self.undecided)


def forecast(figures: MonthFigures) -> Forecast:
    """As of the figures' own instant: all is counted, and what is shown is judged."""
    running = _running(figures)
    counts = running.aggregate(
        total=Count("*"),
        answered=Count("id", filter=Q(stopped_at__isnull=False)),
        used_up=Count("id", filter=Q(stopped_at=None, due_at__lte=figures.at)),
    )
    return Forecast(
        classes=[
            Outlook(
                fault_class=figure.fault_class,
                now=figure.index,
                undecided=counts["total"] if _guarantees(figures.terms, figure.fault_class) else 0,
                passed=_passed(figures),
            )
            for figure in figures.classes
        ],
        undecided=_judged(running, figures.at) if counts["total"] else [],
        downtime_left=_downtime_left(figures),
        **counts,
    )


def _running(figures: MonthFigures) -> ClockResultQuerySet:
    responses = ClockResult.objects.responses().of_client(figures.client)
    return responses.opened_in(figures.start, figures.end).filter(verdict=RUNNING)


def _guarantees(terms: Terms, fault_class: str) -> bool:
    """Whether any ticket of the class is in the index: for orders alone, no Low one is (G1)."""
    return not terms.orders_only or _test(fault_class) in ORDER_TESTS


def _passed(figures: MonthFigures) -> Fraction:
    calendar = figures.terms.calendar
    until = min(max(figures.at, figures.start), figures.end)
    whole = calendar.between(figures.start, figures.end)
    return Fraction(calendar.between(figures.start, until), whole) if whole else Fraction(0)


def _downtime_left(figures: MonthFigures) -> int | None:
    uptime = figures.uptime
    return uptime.left if uptime is not None and uptime.judged.whole else None


def _judged(running: ClockResultQuerySet, at: datetime) -> list[Undecided]:
    """First what is not answered, by the instant at which its strictest limit is used up."""
    is_answered = Case(When(stopped_at=None, then=Value(0)), default=Value(1))
    rows = running.with_ticket().order_by(
        is_answered, F("due_at").asc(nulls_last=True), "opened_at", "ticket__number"
    )
    tickets = [row.ticket for row in rows[:SHOWN]]
    facts = inputs.load_inputs_for_many(tickets)
    return [_undecided(ticket, facts[ticket.pk], at) for ticket in tickets]


def _undecided(ticket: Ticket, facts: VerdictInputs, at: datetime) -> Undecided:
    response = judge(facts, now=at).response
    return Undecided(
        ticket=ticket,
        is_answered=response.stopped_at is not None,
        due_at=response.due_at,
        left=_left(response),
        prospects=[_prospect(facts, fault_class, at) for fault_class in CLASSES],
    )


def _prospect(facts: VerdictInputs, fault_class: str, at: datetime) -> Prospect:
    qualified = Act(
        verb=Verb.QUALIFY,
        at=at,
        side=Event.Side.SUPPORT,
        kind=TicketKind.FAULT,
        fault_class=fault_class,
        class_test=_test(fault_class),
    )
    response = judge(replace(facts, acts=(*facts.acts, qualified)), now=at).response
    return Prospect(
        fault_class=fault_class,
        verdict=response.verdict,
        reason=response.reason,
        limit=response.limit,
        left=_left(response),
        due_at=response.due_at,
    )


def _test(fault_class: str) -> str:
    """A test that gives the class, one of orders where there is one: it is never out of scope."""
    tests = [test for test, given in CLASS_TESTS.items() if given == fault_class]
    return min(tests, key=lambda test: test not in ORDER_TESTS)


def _left(response: ClockVerdict) -> int:
    return max(0, (response.limit or 0) - response.elapsed)
