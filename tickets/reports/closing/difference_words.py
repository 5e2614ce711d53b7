"""What an amendment changes of a ticket or of a month, in words: before and after."""

from collections.abc import Iterator
from typing import Any

from istockist_sla.core.lib.text import duration_exact
from tickets.reports.closing.differences import Difference
from tickets.sla.clock_verdict import MET, MISSED

NOT_IN_IT = "Not in the month"
FIX = "Fix"
# What it is of, as it was, and as it is then.
Line = tuple[str, str, str]


def lines_of(found: Difference) -> Iterator[Line]:
    if found.ticket is None:
        yield from _of_month(found.before, found.after)
        return
    before, after = found.before or {}, found.after or {}
    for what, words in (("First answer", _response), (FIX, _fixes), ("Terms", _terms)):
        was, now = (words(claim) if claim else NOT_IN_IT for claim in (before, after))
        if was != now:
            yield what, was, now
    if before.get("conditions") != after.get("conditions") and before and after:
        yield "Exclusions", _conditions(before), _conditions(after)


def lines_for_client(found: Difference) -> list[Line]:
    """Without the fix where no limit of it is promised (K8)."""
    fixes = [
        fix
        for claim in (found.before, found.after)
        if found.ticket is not None and claim
        for fix in claim["fixes"]
    ]
    is_promised = any(fix["contractual"] for fix in fixes)
    return [line for line in lines_of(found) if line[0] != FIX or is_promised]


def _response(claim: dict[str, Any]) -> str:
    return _clock(claim["response"]) if claim["response"] else "In another month"


def _fixes(claim: dict[str, Any]) -> str:
    return "; ".join(_clock(fix) for fix in claim["fixes"]) or "None in the month"


def _clock(found: dict[str, Any]) -> str:
    """`Met, Critical, 1h of 4h`."""
    words = [found["verdict"].capitalize()]
    if found["verdict"] not in (MET, MISSED) and found["reason"]:
        words.append(found["reason"].replace("-", " ").replace("_", " "))
    if found["class"]:
        words.append(found["class"].capitalize())
    if found["stopped_at"] and found["limit"]:
        words.append(f"{duration_exact(found['elapsed'])} of {duration_exact(found['limit'])}")
    return ", ".join(words)


def _terms(claim: dict[str, Any]) -> str:
    terms = claim["terms"]
    if not terms["in_force"]:
        return "No agreement in force"
    return f"{terms['agreement'].capitalize()} agreement, version {terms['version']}"


def _conditions(claim: dict[str, Any]) -> str:
    count = claim["conditions"].count("applies")
    return f"{count} of {len(claim['conditions'])} apply"


def _of_month(before: Any, after: Any) -> Iterator[Line]:
    """The availability, or by which terms the month is judged."""
    if "limits" in (after or {}):
        yield "Terms of the month", _month_terms(before), _month_terms(after)
        return
    yield "Availability", _uptime(before), _uptime(after)


def _month_terms(found: dict[str, Any]) -> str:
    terms = found["terms"]
    return f"{terms['agreement'].capitalize()} agreement, version {terms['version']}"


def _uptime(found: Any) -> str:
    if found is None:
        return "Not measured"
    return f"{found['as_written'][2]} %, down for {duration_exact(found['down'])}"
