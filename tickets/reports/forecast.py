"""What can still become of a running month: misses left, and the tickets that decide it (G7)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from istockist_sla.core.models import Event
from tickets import inputs
from tickets.models import Ticket, TicketKind, Verb
from tickets.reports.monthly import MonthFigures
from tickets.sla.index import Index
from tickets.sla.terms import CLASS_TESTS, CLASSES, ORDER_TESTS, Act, VerdictInputs
from tickets.sla.verdict import MET, MISSED, ClockVerdict, judge


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


@dataclass(frozen=True, slots=True)
class Outlook:
    """One class as it stands, and if all undecided tickets that can fall in it do so."""

    fault_class: str
    now: Index
    undecided: int
    late: int

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


@dataclass(frozen=True, slots=True)
class Forecast:
    classes: list[Outlook]
    undecided: list[Undecided]


def forecast(figures: MonthFigures) -> Forecast:
    """As of the figures' own instant; first what is not answered, by the least time left."""
    tickets = [row.ticket for row in figures.running]
    facts = inputs.load_inputs_for_many(tickets)
    undecided = [_undecided(ticket, facts[ticket.pk], figures.at) for ticket in tickets]
    undecided.sort(
        key=lambda row: (row.is_answered, row.left, row.ticket.opened_at, row.ticket.number)
    )
    return Forecast(
        [_outlook(figure.fault_class, figure.index, undecided) for figure in figures.classes],
        undecided,
    )


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


def _outlook(fault_class: str, index: Index, undecided: list[Undecided]) -> Outlook:
    prospects = list(_of_class(fault_class, undecided))
    return Outlook(
        fault_class=fault_class,
        now=index,
        undecided=len(prospects),
        late=sum(prospect.verdict == MISSED for prospect in prospects),
    )


def _of_class(fault_class: str, undecided: list[Undecided]) -> Iterator[Prospect]:
    for row in undecided:
        for prospect in row.prospects:
            if prospect.fault_class == fault_class and prospect.counts:
                yield prospect
