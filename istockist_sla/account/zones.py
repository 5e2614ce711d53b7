"""The time zones that a person can choose, by continent."""

from datetime import datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from istockist_sla.core.lib import text

AREAS = ("Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")


@cache
def choices() -> list[tuple[str, str | list[tuple[str, str]]]]:
    """GMT and Irish time first, then every other place."""
    groups: dict[str, list[tuple[str, str]]] = {area: [] for area in AREAS}
    for name in sorted(available_timezones()):
        area, _, place = name.partition("/")
        if place and area in groups:
            groups[area].append((name, name.replace("_", " ")))
    first = [(text.GMT, "GMT alone"), (text.IRELAND.key, "Europe/Dublin, Irish time")]
    europe = groups["Europe"]
    europe.remove((text.IRELAND.key, text.IRELAND.key))
    return [*first, *groups.items()]


def now_there(zone: ZoneInfo, at: datetime) -> str:
    """`now 15:46, one hour ahead of GMT`."""
    local = at.astimezone(zone)
    offset = local.utcoffset() or timedelta()
    clock = f"now {local:%H:%M}"
    if not offset:
        return f"{clock}, the same as GMT"
    length = text.duration(abs(offset).total_seconds())
    return f"{clock}, {length} {'ahead of' if offset > timedelta() else 'behind'} GMT"
