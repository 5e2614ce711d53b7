"""Heartbeats of Uptime Kuma: those of a status page, and lists of them. PURE.

A status page answers with lists by the monitor's number; the names come from the page itself or
from a backup, where they stand in the same file.
"""

from collections.abc import Iterator
from typing import Any, BinaryIO
from zoneinfo import ZoneInfo

from availability.imports.formats.items import (
    FoundCheck,
    Items,
    LeftOut,
    Wrong,
    instant,
    milliseconds,
    plain,
    quoted,
)
from availability.imports.formats.json_files import load, mapping, objects

# A heartbeat that waits for its next attempt has failed this one.
FAILED, ANSWERED, RETRYING, MAINTENANCE = range(4)
NO_HEARTBEATS = (
    "This file holds monitors and settings but no heartbeats. Take those of a status page "
    "(/api/status-page/heartbeat/…) or a list of the rows of the table heartbeat."
)


def read(file: BinaryIO, zone: ZoneInfo | None) -> Items:
    data = load(file)
    names = dict(_names(data))
    found = data if isinstance(data, list) else mapping(data).get("heartbeatList")
    if not found:
        raise ValueError(NO_HEARTBEATS)
    lists = found.items() if isinstance(found, dict) else [("", found)]
    for key, beats in lists:
        for number, beat in objects(beats):
            monitor = plain(key or _monitor(beat))
            where = f"Heartbeat {number} of monitor {quoted(names.get(monitor, monitor))}"
            yield _item(where, names.get(monitor, monitor), beat, zone)


def _names(data: Any) -> Iterator[tuple[str, str]]:
    """The monitors' names by their numbers."""
    top = mapping(data)
    lists = [top.get("monitorList")]
    lists += [(group or {}).get("monitorList") for _, group in objects(top.get("publicGroupList"))]
    for monitors in lists:
        rows = list(monitors.values()) if isinstance(monitors, dict) else monitors
        for _, monitor in objects(rows):
            if monitor and "id" in monitor and "name" in monitor:
                yield plain(monitor["id"]), plain(monitor["name"])


def _monitor(beat: dict[str, Any] | None) -> object:
    row = beat or {}
    return row.get("monitorID", row.get("monitor_id", ""))


def _item(
    where: str, name: str, beat: dict[str, Any] | None, zone: ZoneInfo | None
) -> FoundCheck | LeftOut | Wrong:
    status = (beat or {}).get("status")
    if beat is None or isinstance(status, bool) or status not in range(4):
        return Wrong(where, "it has no status from 0 to 3")
    if status == MAINTENANCE:
        return LeftOut(where, "in maintenance nothing was measured")
    try:
        at = instant(beat.get("time"), zone)
    except ValueError as error:
        return Wrong(where, str(error))
    ok = status == ANSWERED
    return FoundCheck(where, name, at, ok, milliseconds(beat.get("ping")) if ok else None)
