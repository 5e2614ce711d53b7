"""What the register of readings is made of."""

from typing import NamedTuple


class Switch(NamedTuple):
    """A field of a version by which an agreement may be read otherwise."""

    model: str
    field: str


class Reading(NamedTuple):
    """One open point of the agreement and how we read it; its id is cited everywhere."""

    id: str
    title: str
    text: str
    switches: tuple[Switch, ...] = ()


class ReadingGroup(NamedTuple):
    title: str
    readings: tuple[Reading, ...]
