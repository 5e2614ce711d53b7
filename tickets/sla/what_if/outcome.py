"""A client's closed month judged once more by supposed versions, beside what its file claims. PURE.

The months keep the bounds with which they were closed (G8), and each clock is judged at the
closing, as it was."""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any, NamedTuple

from availability.coverage import Measured
from availability.uptime import AvailabilityTerms
from tickets.sla.bundle.claims import availability_claim, figures_claim, ticket_claim
from tickets.sla.bundle.month_rows import ClientMonth, ClientRows, SharedRows
from tickets.sla.bundle.reading import Document, read_client
from tickets.sla.clock_verdict import MISSED
from tickets.sla.index import Index
from tickets.sla.terms import CLASSES, availability_of
from tickets.sla.versions import Published, Versions
from tickets.sla.what_if.supposition import FIX, RESPONSE, Supposition, supposed

Claim = Mapping[str, Any]


class Flip(NamedTuple):
    """A clock of a ticket whose verdict would be another one; both as they are claimed."""

    number: int
    clock: str
    before: Claim
    after: Claim


class Pair(NamedTuple):
    """A class's index as it was closed, and as it would be."""

    before: Index
    after: Index

    @property
    def differs(self) -> bool:
        """In what was met, or in whether it was kept."""
        return self.before[:2] != self.after[:2] or self.before.kept != self.after.kept


class FixPair(NamedTuple):
    """How many fixes missed a contractual limit, and how many would (K8)."""

    before: int
    after: int


class UptimePair(NamedTuple):
    """A claim on the availability as it was closed, and as it would be; None where nothing decides
    it."""

    before: Claim | None
    after: Claim | None

    @property
    def differs(self) -> bool:
        return _judged(self.before) != _judged(self.after)


class Outcome(NamedTuple):
    """What comes of a supposition for one client's month."""

    tickets: int
    flips: tuple[Flip, ...]
    classes: Mapping[str, Pair]
    fixes: FixPair
    uptime: UptimePair


class Uptimes:
    """A month's availability by supposed terms, found once for all clients that have the same."""

    def __init__(self, found: Measured) -> None:
        self._found = found
        self._claims: dict[AvailabilityTerms, Claim | None] = {}

    def claim(self, month: ClientMonth) -> Claim | None:
        terms = availability_of(month.terms)
        if terms not in self._claims:
            self._claims[terms] = availability_claim(month, self._found)
        return self._claims[terms]


def standard_month(shared: SharedRows) -> ClientMonth:
    """That of a client without anything of its own."""
    nothing = Published((), (), ())
    return ClientMonth(
        shared,
        ClientRows(stamp=shared.stamp, code="", published=nothing, facts=(), tickets=()),
    )


def supposed_month(
    closed: ClientMonth, supposition: Supposition, client_id: int | None
) -> ClientMonth:
    month = ClientMonth(closed.shared, closed.client)
    month.versions = Versions(*supposed(closed.versions.published, supposition, client_id))
    month.bounds = closed.bounds
    return month


def standard_uptime(shared: SharedRows, supposition: Supposition, uptimes: Uptimes) -> UptimePair:
    closed = standard_month(shared)
    return UptimePair(
        uptimes.claim(closed), uptimes.claim(supposed_month(closed, supposition, None))
    )


def standard_targets(shared: SharedRows, supposition: Supposition) -> tuple[Fraction, Fraction]:
    """The index of the standard agreement at the month's first instant, and the supposed one."""
    closed = standard_month(shared)
    return closed.terms.index, supposed_month(closed, supposition, None).terms.index


def outcome(
    shared: SharedRows,
    document: Document,
    supposition: Supposition,
    *,
    client_id: int,
    uptimes: Uptimes,
) -> Outcome:
    """Of one client's file, as it stands in the closing."""
    closed = ClientMonth(shared, read_client(document))
    month = supposed_month(closed, supposition, client_id)
    judged = list(month.judged())
    claimed = [ticket["claim"] for ticket in document.value["tickets"]]
    claims = [ticket_claim(each, month.bounds) for each in judged]
    flips = [
        flip
        for each, *pair in zip(judged, claimed, claims, strict=True)
        for flip in _flips(each.rows.number, *pair)
    ]
    before, after = document.value["figures"], figures_claim(month, judged)
    return Outcome(
        tickets=len(judged),
        flips=tuple(flips),
        classes={
            code: Pair(_index(before["classes"][code]), _index(after["classes"][code]))
            for code in CLASSES
        },
        fixes=FixPair(_missed_fixes(claimed), _missed_fixes(claims)),
        uptime=UptimePair(document.value["availability"], uptimes.claim(month)),
    )


def _flips(number: int, before: Claim, after: Claim) -> Iterator[Flip]:
    if before["response"] and before["response"]["verdict"] != after["response"]["verdict"]:
        yield Flip(number, RESPONSE, before["response"], after["response"])
    fixes = {fix["stopped_at"]: fix for fix in after["fixes"]}
    for fix in before["fixes"]:
        then = fixes.get(fix["stopped_at"], fix)
        if fix["verdict"] != then["verdict"]:
            yield Flip(number, FIX, fix, then)


def _missed_fixes(claims: Iterable[Claim]) -> int:
    fixes = [fix for claim in claims for fix in claim["fixes"]]
    return sum(fix["contractual"] and fix["verdict"] == MISSED for fix in fixes)


def _index(claim: Claim) -> Index:
    return Index(claim["met"], claim["guaranteed"], Fraction(claim["index"], 100))


def _judged(claim: Claim | None) -> list[Any]:
    """Whether the target was kept, and the share that decides it."""
    return [] if claim is None else [claim["kept"], claim[claim["judged_by"]]]
