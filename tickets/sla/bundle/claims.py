"""What a document claims of a month: the verdicts, the figures and the availability that follow
from its rows. PURE."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from availability.coverage import Measured, checks_of, measured
from availability.month import component_uptime
from availability.ranges import TimeRange
from availability.uptime import Bucket, Interval, Share, Uptime
from istockist_sla.core.lib.months import MonthBounds
from tickets.sla.bundle.month_rows import ClientMonth, JudgedTicket, SharedRows
from tickets.sla.bundle.values import hundredths, written, written_or_null
from tickets.sla.clock_verdict import MET, MISSED, ClockVerdict
from tickets.sla.index import Index
from tickets.sla.terms import CLASSES, Terms, availability_of
from tickets.sla.verdict import Verdicts


def bounds_claim(bounds: MonthBounds) -> list[str]:
    return [written(at) for at in bounds]


def ticket_claim(judged: JudgedTicket, bounds: MonthBounds) -> dict[str, Any]:
    """The response in the month of the opening (G8), each fix in that of its closing (K8)."""
    verdicts, terms = judged.verdicts, judged.inputs.terms
    return {
        "response": (_clock_claim(verdicts.response) if opened_within(judged, bounds) else None),
        "fixes": [
            {**_clock_claim(fix), "contractual": terms.fix_is_contractual}
            for fix in fixes_within(verdicts, bounds)
        ],
        "conditions": [condition.outcome for condition in verdicts.conditions],
        "about_orders": verdicts.about_orders,
        "terms": {**_terms_claim(terms), "in_force": judged.inputs.in_force},
    }


def opened_within(judged: JudgedTicket, bounds: MonthBounds) -> bool:
    return bounds.start <= judged.inputs.opened_at < bounds.end


def fixes_within(verdicts: Verdicts, bounds: MonthBounds) -> list[ClockVerdict]:
    """Of closings as resolved, also of one that was undone by reopening (K13)."""
    closing = verdicts.history.closing
    now = [verdicts.fix] if closing is not None and closing.is_resolved else []
    return [
        fix
        for fix in (*verdicts.earlier_fixes, *now)
        if fix.fault_class and _lies_within(fix.stopped_at, bounds)
    ]


def _lies_within(at: datetime | None, bounds: MonthBounds) -> bool:
    return at is not None and bounds.start <= at < bounds.end


def _clock_claim(found: ClockVerdict) -> dict[str, Any]:
    return {
        "verdict": found.verdict,
        "reason": found.reason,
        "reading": found.reading,
        "class": found.fault_class,
        "limit": found.limit,
        "elapsed": found.elapsed,
        "wall_clock": found.wall_clock,
        "stopped_at": written_or_null(found.stopped_at),
        "due_at": written_or_null(found.due_at),
        "passed": list(found.passed),
        "reopened": found.reopened,
    }


def _terms_claim(terms: Terms) -> dict[str, Any]:
    return {
        "agreement": terms.agreement,
        "version": terms.version,
        "calendar": terms.calendar_version,
    }


def figures_claim(month: ClientMonth, judged: Iterable[JudgedTicket]) -> dict[str, Any]:
    """By the terms of the month's first instant (V1, G7)."""
    terms, bounds = month.terms, month.bounds
    found = [each.verdicts for each in judged if opened_within(each, bounds)]
    others = Counter(
        (each.response.verdict, each.response.reason)
        for each in found
        if each.response.verdict not in (MET, MISSED)
    )
    return {
        "terms": _terms_claim(terms),
        "opened": len(found),
        "classes": {code: _class_claim(code, found, terms) for code in CLASSES},
        "others": [[*key, others[key]] for key in sorted(others)],
    }


def _class_claim(code: str, found: list[Verdicts], terms: Terms) -> dict[str, Any]:
    of_class = [each for each in found if each.response.fault_class == code]
    index = _index_of(of_class, terms)
    orders = _index_of([each for each in of_class if each.about_orders], terms)
    return {
        "limit": terms.limits[code].response,
        "index": hundredths(terms.index),
        "met": index.met,
        "guaranteed": index.guaranteed,
        "percent": index.shown,
        "kept": index.kept,
        "still_allowed": index.still_allowed,
        "orders": [orders.met, orders.guaranteed],
    }


def _index_of(found: Iterable[Verdicts], terms: Terms) -> Index:
    verdicts = [each.response.verdict for each in found]
    met = verdicts.count(MET)
    return Index(met, met + verdicts.count(MISSED), terms.index)


def month_measured(shared: SharedRows, bounds: MonthBounds) -> Measured:
    """What the checks say of the month, as far as it had come (A6)."""
    until = min(bounds.end, max(bounds.start, shared.stamp.recorded_before))
    return measured(checks_of(shared.service.runs), bounds.start, until)


def gaps_claim(found: Measured) -> list[list[str]]:
    return [[written(gap.start), written(gap.end)] for gap in found.gaps]


def availability_claim(month: ClientMonth, found: Measured) -> dict[str, Any] | None:
    """By the terms of the month's first instant; None where no component decides it yet."""
    service, bounds = month.shared.service, month.bounds
    if not service.component:
        return None
    uptime = component_uptime(
        service.component,
        bounds.start,
        bounds.end,
        at=month.shared.stamp.recorded_before,
        measured=found,
        records=service.records.within(TimeRange(*bounds)),
        terms=availability_of(month.terms),
    )
    return uptime_claim(uptime, hundredths(month.terms.availability_index))


def uptime_claim(uptime: Uptime, target: int) -> dict[str, Any]:
    return {
        "target": target,
        "judged_by": uptime.terms.system_uptime,
        "as_written": _share_claim(uptime.as_written),
        "scheduled": _share_claim(uptime.scheduled),
        "coverage": _share_claim(uptime.coverage),
        "best": _share_claim(uptime.best),
        "worst": _share_claim(uptime.worst),
        "kept": uptime.kept,
        "marked": uptime.marked,
        "up": uptime.up,
        "down": uptime.down,
        "unknown": uptime.unknown,
        "excluded": uptime.excluded,
        "systems_down": uptime.systems_down,
        "seconds": [_piece_claim(piece) for piece in uptime.pieces if piece.bucket != Bucket.UP],
    }


def _share_claim(share: Share) -> list[Any]:
    return [share.part, share.whole, share.percent]


def _piece_claim(piece: Interval) -> list[str]:
    return [written(piece.start), written(piece.end), str(piece.bucket), piece.cause, piece.source]
