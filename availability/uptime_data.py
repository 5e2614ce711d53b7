"""A component's figures of a month as plain data, the same wherever JSON tells of them. PURE."""

from typing import Any

from availability.uptime import Share, Uptime


def uptime_data(uptime: Uptime) -> dict[str, Any]:
    """With what the month's silence leaves open (A6), and what it may still lose."""
    return {
        "percent": uptime.judged.percent,
        "as_written": _share(uptime.as_written),
        "as_written_percent": uptime.as_written.percent,
        "scheduled": _share(uptime.scheduled),
        "scheduled_percent": uptime.scheduled.percent,
        "judged_by": uptime.terms.system_uptime,
        "target": str(uptime.terms.index),
        "kept": uptime.kept,
        "coverage_percent": uptime.coverage.percent,
        "marked": uptime.marked,
        "best_percent": uptime.best.percent,
        "worst_percent": uptime.worst.percent,
        "up_seconds": uptime.up,
        "down_seconds": uptime.down,
        "unknown_seconds": uptime.unknown,
        "excluded_seconds": uptime.excluded,
        "systems_down_seconds": uptime.systems_down,
        "allowed_seconds": uptime.allowed,
        "left_seconds": uptime.left,
    }


def _share(share: Share) -> str:
    return f"{share.part}/{share.whole}"
