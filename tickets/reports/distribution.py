"""How long first answers took in a month, by class, as a share of the limit that judged each."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import BigIntegerField, Case, Count, F, Value, When
from django.db.models.functions import Cast

from tickets.models import ClockResult
from tickets.reports.monthly import MonthFigures
from tickets.sla.terms import CLASSES
from tickets.sla.verdict import MET, MISSED

WHOLE = 100
MOST = 2 * WHOLE  # percent; longer answers are counted together
BEYOND = MOST + 1


@dataclass(frozen=True, kw_only=True)
class Distribution:
    """The guaranteed first answers of one class.

    `met` and `missed` count them by the begun percent of their limit that they took, `BEYOND`
    for more than twice the limit; `unanswered` are missed and have no answer yet.
    """

    fault_class: str
    limits: Sequence[int]
    met: Mapping[int, int]
    missed: Mapping[int, int]
    unanswered: int = 0

    @property
    def answered(self) -> int:
        return sum(self.met.values()) + sum(self.missed.values())

    @property
    def cases(self) -> int:
        return self.answered + self.unanswered

    def reached_by(self, share: int) -> int | None:
        """The percent of the limit within which `share` percent of the cases were answered;
        None where so many were not, or not within twice the limit."""
        wanted, found = share * self.cases, 0
        for percent in range(MOST + 1):
            found += self.met.get(percent, 0) + self.missed.get(percent, 0)
            if found and WHOLE * found >= wanted:
                return percent
        return None


class ShareCount(NamedTuple):
    """So many answers with the same limit that took the same share of it; None without answer."""

    fault_class: str
    verdict: str
    limit: int
    percent: int | None
    tickets: int


@dataclass
class Tally:
    """What is counted of one class."""

    limits: set[int] = field(default_factory=set)
    counts: dict[str, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))
    unanswered: int = 0


def distributions(figures: MonthFigures) -> list[Distribution]:
    """In the order of the classes; counted by the database in one statement."""
    tallies = {code: Tally() for code in CLASSES}
    for row in _rows(figures):
        tally = tallies[row.fault_class]
        tally.limits.add(row.limit)
        if row.percent is None:
            tally.unanswered += row.tickets
        else:
            tally.counts[row.verdict][row.percent] += row.tickets
    return [
        Distribution(
            fault_class=code,
            limits=sorted(tally.limits),
            met=tally.counts[MET],
            missed=tally.counts[MISSED],
            unanswered=tally.unanswered,
        )
        for code, tally in tallies.items()
    ]


def _rows(figures: MonthFigures) -> Iterator[ShareCount]:
    """What is met is counted without a look at the rows themselves: only of the few that are
    missed it must be known whether they have an answer."""
    responses = ClockResult.objects.responses().of_client(figures.client)
    judged = responses.opened_in(figures.start, figures.end).filter(fault_class__in=CLASSES)
    share = _begun_percent()
    met = judged.filter(verdict=MET).annotate(percent=share)
    missed = judged.filter(verdict=MISSED).annotate(
        percent=Case(
            When(stopped_at=None, then=Value(None, output_field=BigIntegerField())), default=share
        )
    )
    columns = ShareCount._fields[:-1]
    met_counts, missed_counts = (
        rows.order_by().values_list(*columns).annotate(tickets=Count("*")) for rows in (met, missed)
    )
    return (ShareCount(*row) for row in met_counts.union(missed_counts, all=True))


def _begun_percent() -> Case:
    """Rounded up, so that 100 percent is in time and the second after is not (K4)."""
    elapsed = Cast("elapsed", BigIntegerField())
    limit = Cast("limit", BigIntegerField())
    return Case(
        When(elapsed__gt=2 * Cast(F("limit"), BigIntegerField()), then=Value(BEYOND)),
        default=(elapsed * WHOLE + limit - 1) / limit,
        output_field=BigIntegerField(),
    )
