"""A table of offsets is the zone that it was made of, both ways, also where the clock changes."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickets.sla.bundle.canonical import canonical, parsed
from tickets.sla.bundle.values import Malformed, Part
from tickets.sla.bundle.zones import offsets_of, read_zone, zone_document

NAMES = [
    "UTC",
    "Europe/Dublin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Africa/Casablanca",
]
ZONES = {name: offsets_of(ZoneInfo(name), 2026) for name in NAMES}
BEGINNING, SPAN = datetime(2019, 1, 1, tzinfo=UTC), int(timedelta(days=9 * 365).total_seconds())
CHANGES = {name: [at for at, _ in zone.changes if at] for name, zone in ZONES.items()}
names = st.sampled_from(NAMES)


@st.composite
def moments(draw, name):
    """Any second of the years, or one near a change."""
    if CHANGES[name] and draw(st.booleans()):
        at = draw(st.sampled_from(CHANGES[name]))
        return at + timedelta(seconds=draw(st.integers(-90_000, 90_000)))
    return BEGINNING + timedelta(seconds=draw(st.integers(0, SPAN)))


@given(names, st.data())
def test_the_wall_clock_shows_the_same(name, data):
    at = data.draw(moments(name))
    ours, theirs = at.astimezone(ZONES[name]), at.astimezone(ZoneInfo(name))
    assert (ours.replace(tzinfo=None), ours.fold) == (theirs.replace(tzinfo=None), theirs.fold)


@given(names, st.integers(0, 1), st.data())
def test_what_the_wall_clock_shows_is_the_same_instant(name, fold, data):
    shown = data.draw(moments(name)).replace(fold=fold)
    ours, theirs = shown.replace(tzinfo=ZONES[name]), shown.replace(tzinfo=ZoneInfo(name))
    assert ours.astimezone(UTC) == theirs.astimezone(UTC)


@pytest.mark.parametrize("name", NAMES)
def test_a_table_is_read_as_it_was_written(name):
    document = parsed(canonical(zone_document(ZONES[name])))
    assert read_zone(Part(document, "zone")) == ZONES[name]


@pytest.mark.parametrize(
    "offsets",
    [
        [],
        [["2026-03-29T01:00:00Z", 0]],
        [[None, 0], [None, 3600]],
        [[None, 0], ["2026-10-25T01:00:00Z", 0], ["2026-03-29T01:00:00Z", 3600]],
        [[None, 86_400]],
        [[None, True]],
    ],
)
def test_what_is_no_table_is_refused(offsets):
    with pytest.raises(Malformed):
        read_zone(Part({"zone": "Europe/Dublin", "offsets": offsets}, "zone"))
