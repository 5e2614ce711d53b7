"""Flips of one check of Healthchecks: each down until the next up is an outage. PURE."""

from datetime import datetime
from typing import Any, BinaryIO, NamedTuple
from zoneinfo import ZoneInfo

from availability.imports.formats.items import FoundOutage, Items, LeftOut, Wrong, instant
from availability.imports.formats.json_files import load, objects


class Flip(NamedTuple):
    at: datetime
    up: bool
    where: str


def read(file: BinaryIO, zone: ZoneInfo | None) -> Items:
    data = load(file)
    found = data.get("flips") if isinstance(data, dict) else data
    if not isinstance(found, list):
        raise ValueError("This file holds no flips: take /api/v3/checks/…/flips/ of Healthchecks.")
    flips: list[Flip] = []
    for number, row in objects(found):
        where = f"Flip {number}"
        try:
            flips.append(_flip(where, row, zone))
        except ValueError as error:
            yield Wrong(where, str(error))
    yield from _outages(sorted(flips))


def _flip(where: str, row: dict[str, Any] | None, zone: ZoneInfo | None) -> Flip:
    if row is None or row.get("up") not in (0, 1):
        raise ValueError("it does not say whether it went up")
    return Flip(instant(row.get("timestamp"), zone), bool(row["up"]), where)


def _outages(flips: list[Flip]) -> Items:
    down: Flip | None = None
    for number, flip in enumerate(flips):
        if not flip.up:
            down = down or flip
        elif down is not None:
            if flip.at > down.at:
                key = down.at.isoformat()
                yield FoundOutage(down.where, key, "", "", "down", down.at, flip.at)
            down = None
        elif number == 0:
            yield LeftOut(flip.where, "it ended before the file begins: declare it in the desk")
    if down is not None:
        yield LeftOut(down.where, "it does not end in the file: declare it in the desk")
