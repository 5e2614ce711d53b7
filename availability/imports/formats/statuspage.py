"""Incidents of a Statuspage, as /api/v2/incidents.json tells them. PURE.

What each update says of the components gives each its own time; an incident that says nothing of
them lasts for all that it names from its beginning to its resolution.
"""

from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise
from typing import Any, BinaryIO, NamedTuple
from zoneinfo import ZoneInfo

from availability.imports.formats.items import (
    FoundOutage,
    Items,
    LeftOut,
    Wrong,
    instant,
    plain,
    quoted,
)
from availability.imports.formats.json_files import load, mapping, objects

DOWN, DEGRADED = "down", "degraded"
STATES = {"major_outage": DOWN, "partial_outage": DOWN, "degraded_performance": DEGRADED}
IMPACTS = {"critical": DOWN, "major": DOWN, "minor": DEGRADED}
MAINTENANCE = {"scheduled", "in_progress", "verifying", "completed"}


class Change(NamedTuple):
    at: datetime
    impact: str


class Part(NamedTuple):
    """One component's share: what, from when to when."""

    name: str
    impact: str
    starts_at: datetime
    ends_at: datetime


def read(file: BinaryIO, zone: ZoneInfo | None) -> Items:
    found = mapping(load(file)).get("incidents")
    if not isinstance(found, list):
        raise ValueError("This file holds no incidents: take /api/v2/incidents.json of the page.")
    for number, incident in objects(found):
        title = plain((incident or {}).get("name", ""))
        where = f"Incident {number}{f' {quoted(title)}' if title else ''}"
        if incident is None or not plain(incident.get("id", "")):
            yield Wrong(where, "it has no id")
            continue
        try:
            yield from _items(where, title, incident, zone)
        except ValueError as error:
            yield Wrong(where, str(error))


def _items(where: str, title: str, incident: dict[str, Any], zone: ZoneInfo | None) -> Items:
    if incident.get("impact") == "maintenance" or incident.get("status") in MAINTENANCE:
        yield LeftOut(where, "maintenance counts only if it is announced here before it starts")
        return
    if not incident.get("resolved_at"):
        yield LeftOut(where, "it is not resolved: declare it in the desk")
        return
    parts = list(_parts(incident, zone))
    if not parts:
        yield LeftOut(where, "it says of no component that it was down or slow")
    key = plain(incident["id"], 80)
    for name, impact, starts_at, ends_at in parts:
        source_id = f"{key}/{starts_at:%Y-%m-%dT%H:%M:%S}"
        yield FoundOutage(where, source_id, name, title, impact, starts_at, ends_at)


def _parts(incident: dict[str, Any], zone: ZoneInfo | None) -> Iterator[Part]:
    begun = instant(incident.get("started_at") or incident.get("created_at"), zone)
    resolved = instant(incident["resolved_at"], zone)
    told = _changes(incident, begun, zone)
    for name, changes in sorted(told.items()):
        ends = [*changes, Change(max(resolved, changes[-1].at), "")]
        for (at, impact), following in pairwise(ends):
            if impact and at < following.at:
                yield Part(name, impact, at, following.at)
    whole = IMPACTS.get(str(incident.get("impact")))
    if not told and whole and begun < resolved:
        components = [plain((each or {}).get("name", "")) for _, each in _named(incident)]
        for name in components or [""]:
            yield Part(name, whole, begun, resolved)


def _named(incident: dict[str, Any]) -> Iterator[tuple[int, dict[str, Any] | None]]:
    return objects(incident.get("components"))


def _changes(
    incident: dict[str, Any], begun: datetime, zone: ZoneInfo | None
) -> dict[str, list[Change]]:
    """By the component's name, in order; the first update tells of the beginning."""
    updates = [
        (instant(each.get("display_at") or each.get("created_at"), zone), each)
        for _, each in objects(incident.get("incident_updates"))
        if each is not None
    ]
    updates.sort(key=lambda pair: pair[0])
    found: dict[str, list[Change]] = {}
    for number, (at, update) in enumerate(updates):
        for _, each in objects(update.get("affected_components")):
            if each is not None and each.get("new_status"):
                since = at if number else min(at, begun)
                impact = STATES.get(str(each["new_status"]), "")
                name = plain(each.get("name", ""))
                if impact or name in found:
                    found.setdefault(name, []).append(Change(since, impact))
    return found
