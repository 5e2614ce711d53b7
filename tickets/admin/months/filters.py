"""What a list of a month is narrowed to, as its address says it."""

from typing import NamedTuple

from django.http import QueryDict

from tickets.admin.months.guard import NoSuchFigures
from tickets.models import FaultClass, Finding, Rating
from tickets.reports.ticket_lists import VERDICTS, FixFilter, ResponseFilter
from tickets.wording.not_judged import LABELS

NO_SUCH_LIST = "There is no such list of this month."
INDICATIVE, CONTRACTUAL, REOPENED = "indicative", "contractual", "reopened"
START, END = "start", "end"
FIX_VERDICTS = {"", "met", "missed", "excluded", "not covered", "running", "none"}


class Filters(NamedTuple):
    """Empty where the address names none."""

    verdict: str = ""
    fault_class: str = ""
    reason: str = ""
    orders: bool = False
    limit: int | None = None
    fix: str = ""
    kind: str = ""
    state: str = ""
    when: str = END
    value: int | None = None

    @property
    def responses(self) -> ResponseFilter:
        if self.verdict not in VERDICTS:
            raise NoSuchFigures(NO_SUCH_LIST)
        return ResponseFilter(
            verdict=self.verdict,
            fault_class=self.fault_class,
            reason=self.reason,
            orders=self.orders,
            limit=self.limit,
        )

    @property
    def fixes(self) -> FixFilter:
        if self.verdict not in FIX_VERDICTS:
            raise NoSuchFigures(NO_SUCH_LIST)
        return FixFilter(
            verdict=self.verdict,
            fault_class=self.fault_class,
            contractual={INDICATIVE: False, CONTRACTUAL: True}.get(self.fix),
            reopened=self.fix == REOPENED,
        )


def filters_of(query: QueryDict) -> Filters:
    """Raises NoSuchFigures for a word that no list knows."""
    limit = query.get("limit", "")
    if limit and not (limit.isascii() and limit.isdigit() and len(limit) < 8):
        raise NoSuchFigures(NO_SUCH_LIST)
    value = _one_of(query, "value", [str(each) for each in Rating.Value.values])
    return Filters(
        verdict=query.get("verdict", ""),
        fault_class=_one_of(query, "class", FaultClass.values),
        reason=_one_of(query, "reason", list(LABELS)),
        orders=bool(_one_of(query, "orders", ["1"])),
        limit=int(limit) if limit else None,
        fix=_one_of(query, "fix", [INDICATIVE, CONTRACTUAL, REOPENED]),
        kind=_one_of(query, "kind", Finding.Kind.values),
        state=_one_of(query, "state", Finding.State.values),
        when=_one_of(query, "when", [START, END]) or END,
        value=int(value) if value else None,
    )


def _one_of(query: QueryDict, name: str, known: list[str]) -> str:
    value = query.get(name, "")
    if value and value not in known:
        raise NoSuchFigures(NO_SUCH_LIST)
    return value
