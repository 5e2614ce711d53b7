"""The one sentence at the top: what is true now, over all components."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from availability.models import Outage


class Named(Protocol):
    @property
    def in_text(self) -> str: ...

    @property
    def state(self) -> str: ...


@dataclass(frozen=True)
class Headline:
    """`state` is the gravest of all: down, degraded, maintenance, unknown or up."""

    state: str
    title: str
    detail: str

    @property
    def sentence(self) -> str:
        return f"{self.title}."


def headline(lines: Sequence[Named], open_outages: Sequence[Outage]) -> Headline:
    by = {
        state: [line.in_text for line in lines if line.state == state]
        for state in ("down", "degraded", "maintenance", "unknown", "up")
    }
    state = next((each for each in ("down", "degraded", "maintenance") if by[each]), "")
    if not state:
        return _quiet(by)
    everything = len(by[state]) == len(lines)
    names = "Everything" if everything else _upper(joined(by[state]))
    title = {
        "down": f"{names} {_is(by[state], everything)} interrupted",
        "degraded": f"{names} {_is(by[state], everything)} degraded",
        "maintenance": f"Planned maintenance of {joined(by[state])}",
    }[state]
    silent = state != "maintenance" and any(each.published_at is None for each in open_outages)
    follows = "Details follow shortly." if silent else ""
    return Headline(state, title, " ".join(part for part in (_rest(by, state), follows) if part))


def _quiet(by: dict[str, list[str]]) -> Headline:
    if not by["up"]:
        return Headline("unknown", "Nothing is measured now", "So we cannot say what works.")
    if by["unknown"]:
        return Headline(
            "up", "Everything that is measured works", f"No measurement of {joined(by['unknown'])}."
        )
    return Headline("up", "Everything works", "")


def _rest(by: dict[str, list[str]], state: str) -> str:
    """`Everything else works; the API is degraded.`"""
    words = {"degraded": "degraded", "maintenance": "in maintenance", "unknown": "not measured"}
    parts = ["Everything else works"] if by["up"] else []
    parts += [
        f"{joined(by[each])} {_is(by[each])} {word}"
        for each, word in words.items()
        if each != state and by[each]
    ]
    return f"{_upper('; '.join(parts))}." if parts else ""


def joined(names: Sequence[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else names[0]


def _is(names: Sequence[str], everything: bool = False) -> str:
    return "is" if everything or len(names) == 1 else "are"


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
