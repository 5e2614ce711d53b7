"""What the register of readings is made of."""

from typing import NamedTuple


class Switch(NamedTuple):
    """A field of a version by which an agreement may set another reading."""

    model: str
    field: str


class Reading(NamedTuple):
    """One open point of the agreement and how it is read; code and pages cite its id."""

    id: str
    title: str
    text: str
    switches: tuple[Switch, ...] = ()


class ReadingGroup(NamedTuple):
    title: str
    readings: tuple[Reading, ...]
