"""What Gatus answers under /api/v1/endpoints/statuses, or of one endpoint. PURE."""

from typing import Any, BinaryIO
from zoneinfo import ZoneInfo

from availability.imports.formats.items import (
    FoundCheck,
    Items,
    Wrong,
    instant,
    milliseconds,
    plain,
    quoted,
)
from availability.imports.formats.json_files import load, objects

NANOSECONDS = 1_000_000


def read(file: BinaryIO, zone: ZoneInfo | None) -> Items:
    data = load(file)
    endpoints = data if isinstance(data, list) else [data]
    if not any(isinstance(each, dict) and "results" in each for each in endpoints):
        raise ValueError("This file holds no results: take /api/v1/endpoints/statuses of Gatus.")
    for number, endpoint in objects(endpoints):
        if endpoint is None:
            yield Wrong(f"Endpoint {number}", "it has no results")
            continue
        name = plain(endpoint.get("name") or endpoint.get("key") or number)
        for place, result in objects(endpoint.get("results")):
            yield _item(f"Result {place} of {quoted(name)}", name, result, zone)


def _item(
    where: str, name: str, result: dict[str, Any] | None, zone: ZoneInfo | None
) -> FoundCheck | Wrong:
    if result is None or not isinstance(result.get("success"), bool):
        return Wrong(where, "it does not say whether it succeeded")
    try:
        at = instant(result.get("timestamp"), zone)
    except ValueError as error:
        return Wrong(where, str(error))
    took, ok = result.get("duration"), result["success"]
    whole = took / NANOSECONDS if isinstance(took, int) and not isinstance(took, bool) else None
    return FoundCheck(where, name, at, ok, milliseconds(whole) if ok else None)
