"""What a second place reports, written there and read here: evidence, never a decision (A3, A5).

A report is heard once, and only within a few minutes of its own time, so that nothing is gained
by sending an old one again.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db import transaction

from availability.coverage import epoch, instant_of
from availability.models import Component, PlaceCheck, PlaceRound, Probe
from availability.probes.targets import Result, Target

HEARD_WITHIN = timedelta(minutes=5)
MOST_CHECKS, LONGEST_PLACE, LONGEST_ERROR = 200, 40, 40
LONGEST_LATENCY_MS = 3_600_000
LAST_SECOND = 2**40


class Replayed(Exception):
    """A report that was heard before."""


class PlaceResult(NamedTuple):
    code: str
    latency_ms: int | None
    error: str


@dataclass(frozen=True, slots=True)
class Report:
    """One round of a place, as of a second since 1970."""

    place: str
    second: int
    results: tuple[PlaceResult, ...]


def write(place: str, at: datetime, targets: Sequence[Target], results: Sequence[Result]) -> bytes:
    found = [
        {"code": target.code, "latency_ms": result.latency_ms, "error": result.error}
        for target, result in zip(targets, results, strict=True)
    ]
    return json.dumps({"place": place, "second": epoch(at), "results": found}).encode()


def read(body: bytes) -> Report:
    """Raises ValueError, in words, for what is no report."""
    try:
        told = json.loads(body)
        place, second, results = told["place"], told["second"], told["results"]
        found = tuple(_result(each) for each in results[:MOST_CHECKS])
    except (ValueError, RecursionError, KeyError, TypeError, AttributeError) as error:
        raise ValueError("This is no report of a round.") from error
    if not isinstance(place, str) or not place.isprintable() or not place.strip():
        raise ValueError("A report names its place.")
    if len(place) > LONGEST_PLACE:
        raise ValueError(f"A place has {LONGEST_PLACE} characters at most.")
    if type(second) is not int or not 0 <= second < LAST_SECOND:
        raise ValueError("A report has the second of its round, counted since 1970.")
    return Report(place.strip(), second, found)


def _result(told: Any) -> PlaceResult:
    code, error, latency = told["code"], told["error"], told["latency_ms"]
    if not isinstance(code, str) or not isinstance(error, str):
        raise TypeError("no result")
    if latency is not None and type(latency) is not int:
        raise TypeError("no latency")
    if latency is not None and not 0 <= latency <= LONGEST_LATENCY_MS:
        raise ValueError("no latency")
    plain = error.replace("\x00", "").encode("utf-8", "replace").decode()
    return PlaceResult(code, latency, plain[:LONGEST_ERROR])


@transaction.atomic
def receive(report: Report, *, at: datetime) -> PlaceRound:
    """Raises Replayed, and ValueError for one of another time. Components that are not known are
    left out."""
    if abs(at - instant_of(report.second)) > HEARD_WITHIN:
        raise ValueError("This round is not of now; set the clock of the place right.")
    found, is_new = PlaceRound.objects.get_or_create(
        place=report.place, second=report.second, defaults={"received_at": at}
    )
    if not is_new:
        raise Replayed("This round was reported before.")
    components = {each.code: each for each in Component.objects.all()}
    latest = {each.code: each for each in report.results if each.code in components}
    PlaceCheck.objects.bulk_create(
        PlaceCheck(
            round=found,
            component=components[code],
            ok=not each.error,
            latency_ms=each.latency_ms,
            error=each.error,
        )
        for code, each in latest.items()
    )
    return found


def as_json(target: Target) -> dict[str, Any]:
    return asdict(target)


def target_of(told: Any) -> Target:
    """Raises ValueError for what does not tell a target."""
    kinds = {"code": str, "address": str, "kind": str, "status": int, "text": str}
    names = {each.name for each in fields(Target)}
    is_one = isinstance(told, dict) and told.keys() == names
    if not is_one or not all(isinstance(told[name], kind) for name, kind in kinds.items()):
        raise ValueError("The portal answers with something else than targets.")
    if told["kind"] not in Probe.Kind.values or not isinstance(told["timeout"], int | float):
        raise ValueError("The portal answers with something else than targets.")
    return Target(**told)
