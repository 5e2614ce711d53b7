"""What comes of a supposition, as the page shows it: each month and client as closed and as
supposed, and the verdicts that flip."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from istockist_sla.core.lib.text import NBSP, counted, duration
from istockist_sla.core.templatetags.ui import icon, verdict_chip
from tickets.admin.months.cells import index_cell
from tickets.models import Client
from tickets.reports.what_if.closed_months import Found, TicketFlip
from tickets.sla.what_if.outcome import Claim, FixPair, Pair, UptimePair
from tickets.sla.what_if.supposition import FIX

CLOSED, SUPPOSED = "as closed", "supposed"
FIXES = "Contractual fixes missed"
CLOCKS = {FIX: "Fix"}
SAME = mark_safe('<span class="quiet">the same</span>')
NOT_MEASURED = mark_safe('<span class="quiet">not measured</span>')


class Row(NamedTuple):
    """A line of a table of figures: what it is of, which of both it is, and its cells."""

    name: str
    second: str
    which: str
    cells: list[tuple[str, SafeString]]

    @property
    def is_supposed(self) -> bool:
        return self.which == SUPPOSED


class FlipRow(NamedTuple):
    """A clock of a ticket, with its verdict as closed and as supposed."""

    number: int
    url: str
    client: Client
    month: str
    clock: str
    before: SafeString
    after: SafeString


class Summary(NamedTuple):
    """The sentence above the tables."""

    flips: str
    indices: str


def summary(found: Found) -> Summary:
    verdicts = counted(found.flipped, "verdict") if found.flipped else "No verdict"
    kept = _newly(found, before=False, after=True)
    lost = _newly(found, before=True, after=False)
    parts = [f"{kept} more"] * bool(kept) + [f"{lost} fewer"] * bool(lost)
    return Summary(
        f"{verdicts} would be different.",
        f"Of the months’ figures {' and '.join(parts) or 'as many'} would be kept.",
    )


def _newly(found: Found, *, before: bool, after: bool) -> int:
    """Indices and availabilities of the months that are kept now and were not, or the reverse."""
    pairs = [
        (pair.before.kept, pair.after.kept) for row in found.months for pair in row.classes.values()
    ]
    pairs += [
        (row.uptime.before["kept"], row.uptime.after["kept"])
        for row in found.months
        if row.uptime.before and row.uptime.after
    ]
    return pairs.count((before, after))


def month_rows(found: Found) -> list[Row]:
    return [
        line
        for row in found.months
        for line in _lines(row.month.name, "", row.classes, row.uptime, row.fixes)
    ]


def client_rows(found: Found) -> list[Row]:
    return [
        line
        for row in found.clients
        for line in _lines(row.client.name, row.month.name, row.classes, row.uptime, None)
    ]


def flip_rows(flips: Iterable[TicketFlip]) -> list[FlipRow]:
    return [_flip_row(each) for each in flips]


def _lines(
    name: str,
    second: str,
    classes: Mapping[str, Pair],
    uptime: UptimePair,
    fixes: FixPair | None,
) -> list[Row]:
    closed = [("Availability", uptime_cell(uptime.before))]
    supposed = [("Availability", uptime_cell(uptime.after) if uptime.differs else SAME)]
    for code, pair in classes.items():
        closed.append((code.capitalize(), index_cell(pair.before)))
        supposed.append((code.capitalize(), index_cell(pair.after) if pair.differs else SAME))
    if fixes is not None:
        same = fixes.before == fixes.after
        closed.append((FIXES, _number(fixes.before)))
        supposed.append((FIXES, SAME if same else _number(fixes.after)))
    return [Row(name, second, CLOSED, closed), Row(name, second, SUPPOSED, supposed)]


def uptime_cell(claim: Claim | None) -> SafeString:
    if claim is None or claim[claim["judged_by"]][2] is None:
        return NOT_MEASURED
    shown = f"{claim[claim['judged_by']][2]}{NBSP}%"
    if claim["kept"]:
        return mark_safe(f'{shown}<span class="second">kept</span>')
    missed = f'<span class="text-critical">{icon("m-missed", 16, "Not kept:")} {shown}</span>'
    return mark_safe(f'{missed}<span class="second">not kept</span>')


def _number(count: int) -> SafeString:
    return mark_safe(str(count))


def _flip_row(each: TicketFlip) -> FlipRow:
    flip = each.flip
    is_known = each.ticket_id is not None
    code = str(flip.after["class"] or "").capitalize()
    clock = CLOCKS.get(flip.clock, "First answer")
    return FlipRow(
        number=flip.number,
        url=reverse("admin:tickets_ticket_change", args=[each.ticket_id]) if is_known else "",
        client=each.client,
        month=each.month.name,
        clock=f"{clock}, {code}" if code else clock,
        before=_verdict_cell(flip.before),
        after=_verdict_cell(flip.after),
    )


def _verdict_cell(claim: Claim) -> SafeString:
    chip = verdict_chip(claim["verdict"]) if claim["verdict"] else "no verdict"
    limit = "no limit" if claim["limit"] is None else f"of {duration(claim['limit'])}"
    words = f"{duration(claim['elapsed'])} {limit}"
    return mark_safe(f'<span>{chip}<span class="second">{words}</span></span>')
