"""Fixes by the month of their closing (K8), the contractual ones apart."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby, zip_longest
from typing import NamedTuple

from django.db.models import BooleanField, Case, Count, Q, Value, When

from tickets import inputs
from tickets.models import AgreementVersion, Client, ClientFact, ClockResult, Tally
from tickets.models.clock_results import ClockResultQuerySet
from tickets.reports.one_statement import Found, Given, Part, client_in, edges_in

KEYS = ("fault_class", "verdict", "came_back")
KEY_WORDS = ("fault_class", "verdict", "CASE WHEN came_back THEN '1' ELSE '' END")


class FixCount(NamedTuple):
    """So many fixes alike; without a verdict where the class has no limit."""

    fault_class: str
    verdict: str
    is_contractual: bool
    is_reopened: bool
    fixes: int


class Span(NamedTuple):
    """A stretch of time in which one version holds; without an end it still does."""

    start: datetime
    end: datetime | None
    is_contractual: bool

    @property
    def opened_within(self) -> Q:
        within = Q(opened_at__gte=self.start)
        return within if self.end is None else within & Q(opened_at__lt=self.end)


def fix_parts(given: Given) -> Iterator[Part]:
    """Of one client by its index, of all as sums over the days and of the rows around them."""
    client = client_in(given)
    if client is not None:
        rows = fixes_of(given["start"], given["end"], client)
        yield Part("fixes", _marked(rows, None).values(*KEYS), KEY_WORDS)
        return
    days = Tally.objects.of(Tally.Of.FIX).days(given["first"], given["beyond"])
    yield Part("fixes", days.values(*KEYS, "n"), KEY_WORDS, "sum(n)")
    for begins, ends in edges_in(given):
        yield Part("fixes", _marked(fixes_of(begins, ends, None), None).values(*KEYS), KEY_WORDS)


def fix_counts(
    found: Found, start: datetime, end: datetime, client: Client | None
) -> list[FixCount]:
    """In the order of class and verdict; where a version has contractual limits, row by row."""
    if inputs.published_versions().with_contractual_fix:
        return _counted(fixes_of(start, end, client), _contractual())
    sums: Counter[tuple[str, str, bool]] = Counter()
    for (code, verdict, came_back, *_), fixes, _ in found.get("fixes", []):
        sums[code, verdict, bool(came_back)] += fixes
    return [
        FixCount(code, verdict, False, came_back, fixes)
        for (code, verdict, came_back), fixes in sorted(sums.items())
        if fixes
    ]


def fixes_of(start: datetime, end: datetime, client: Client | None) -> ClockResultQuerySet:
    """By the instant of their closing (K8), those of closings that were undone too (K13)."""
    return ClockResult.objects.fixes().of_client(client).stopped_in(start, end)


def _counted(fixes: ClockResultQuerySet, contractual: Q | None) -> list[FixCount]:
    """Only columns of the index are read."""
    marked = _marked(fixes, contractual)
    columns = ("fault_class", "verdict", "contractual", "came_back")
    rows = marked.values_list(*columns).annotate(fixes=Count("*"))
    return [FixCount(*row) for row in rows.order_by(*columns)]


def with_marks(
    fixes: ClockResultQuerySet, only_contractual: bool | None = None
) -> ClockResultQuerySet:
    """`contractual`: the version of the ticket's opening marks its limits so (K8, V1), and only
    those are kept, or only the others, where that is asked; `came_back`: the ticket was reopened
    after this closing (K13)."""
    return _marked(fixes, _contractual(), only_contractual)


def _marked(
    fixes: ClockResultQuerySet, contractual: Q | None, only_contractual: bool | None = None
) -> ClockResultQuerySet:
    marked = fixes.annotate(
        contractual=Value(False, BooleanField()) if contractual is None else _flag(contractual),
        came_back=_flag(Q(closing__gt=0)),
    )
    return marked if only_contractual is None else marked.filter(contractual=only_contractual)


def _flag(condition: Q) -> Case:
    return Case(
        When(condition, then=Value(True)), default=Value(False), output_field=BooleanField()
    )


def _contractual() -> Q | None:
    """Which tickets have contractual fix limits; None where no published version has them."""
    versions = list(
        AgreementVersion.objects.published()
        .order_by("agreement__client_id", "effective_from", "id")
        .values_list("agreement__client_id", "effective_from", "fix_is_contractual")
    )
    if not any(marked for _, _, marked in versions):
        return None
    spans = {
        client: list(_spans([row[1:] for row in rows]))
        for client, rows in groupby(versions, key=lambda row: row[0])
    }
    standard, own, own_contractual = spans.pop(None, []), Q(pk__in=[]), Q(pk__in=[])
    for client, held in spans.items():
        for premium in _premium(client):
            for span in held:
                theirs = Q(client=client) & span.opened_within & premium.opened_within
                own |= theirs
                if span.is_contractual:
                    own_contractual |= theirs
    by_standard = Q(pk__in=[])
    for span in standard:
        if span.is_contractual:
            by_standard |= span.opened_within
    return own_contractual | (by_standard & ~own)


def _premium(client_id: int) -> Iterator[Span]:
    """When the client's own agreement is in force: while its Premium fact says so (P4)."""
    facts = ClientFact.objects.filter(client=client_id, kind=ClientFact.Kind.PREMIUM)
    latest = {fact.since: fact.value == ClientFact.YES for fact in facts.order_by("since", "id")}
    yield from (span for span in _spans(list(latest.items())) if span.is_contractual)


def _spans(changes: Sequence[tuple[datetime, bool]]) -> Iterator[Span]:
    """Each holds until the next."""
    ends = [start for start, _ in changes[1:]]
    for (start, marked), end in zip_longest(changes, ends):
        yield Span(start, end, marked)
