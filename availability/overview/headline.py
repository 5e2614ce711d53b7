"""The one sentence at the top: what is true now, over all components."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from availability.models import Component, Outage
from availability.overview.states import ComponentState, StateNow
from istockist_sla.core.lib.text import clock_gmt, join_words

DISTURBANCES = (ComponentState.DOWN, ComponentState.DEGRADED, ComponentState.MAINTENANCE)
# How the states of other components are added to the sentence about the gravest one.
ADDED = {
    ComponentState.DEGRADED: "degraded",
    ComponentState.MAINTENANCE: "in maintenance",
    ComponentState.UNKNOWN: "not measured",
}
NOTHING = "Nothing is measured now"
Names = dict[ComponentState, list[str]]


class NamedState(NamedTuple):
    """A component's state, with its name as it stands inside a sentence; `silent_since`: its last
    measurement, where it is not measured any more."""

    name: str
    state: ComponentState
    silent_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Headline:
    """`state` is the gravest of all components."""

    state: ComponentState
    title: str
    detail: str

    @property
    def is_nothing_known(self) -> bool:
        return self.title == NOTHING

    @property
    def sentence(self) -> str:
        return f"{self.title}."


def named_state(component: Component, now: StateNow) -> NamedState:
    return NamedState(component.in_text, now.state, now.silent_since)


def headline(
    components: Sequence[NamedState],
    open_outages: Sequence[Outage],
    *,
    at: datetime | None = None,
) -> Headline:
    """`at` is now; without it days are told with their dates."""
    names: Names = {state: [] for state in ComponentState}
    for component in components:
        names[component.state].append(component.name)
    state = next((each for each in DISTURBANCES if names[each]), None)
    if state is None:
        return _undisturbed(names, _silence(components, at))
    details = [_other_components(names, state)]
    if state != ComponentState.MAINTENANCE and any(
        outage.published_at is None for outage in open_outages
    ):
        details.append("Details follow shortly.")
    title = _title(state, names[state], len(names[state]) == len(components))
    return Headline(state, title, " ".join(detail for detail in details if detail))


def _title(state: ComponentState, names: Sequence[str], is_everything: bool) -> str:
    if state == ComponentState.MAINTENANCE:
        return f"Planned maintenance of {join_words(names)}"
    what = "interrupted" if state == ComponentState.DOWN else "degraded"
    if is_everything:
        return f"Everything is {what}"
    return f"{_capitalized(join_words(names))} {_is_or_are(names)} {what}"


def _silence(components: Sequence[NamedState], at: datetime | None) -> str:
    """` since 13:05 GMT`: the latest of what was measured once; empty if nothing was."""
    last = [each.silent_since for each in components if each.silent_since]
    return f" since {clock_gmt(max(last), at)}" if last else ""


def _undisturbed(names: Names, since: str) -> Headline:
    unknown = names[ComponentState.UNKNOWN]
    if not names[ComponentState.UP]:
        reason = f"Not measured{since}, so" if since else "So"
        return Headline(
            ComponentState.UNKNOWN,
            NOTHING,
            f"{reason} we cannot say what works.",
        )
    if unknown:
        detail = f"No measurement of {join_words(unknown)}{since}."
        return Headline(ComponentState.UNKNOWN, "Everything that is measured works", detail)
    return Headline(ComponentState.UP, "Everything works", "")


def _other_components(names: Names, gravest: ComponentState) -> str:
    """`Everything else works; the API is degraded.`"""
    parts = ["Everything else works"] if names[ComponentState.UP] else []
    parts += [
        f"{join_words(names[state])} {_is_or_are(names[state])} {words}"
        for state, words in ADDED.items()
        if state != gravest and names[state]
    ]
    return f"{_capitalized('; '.join(parts))}." if parts else ""


def _is_or_are(names: Sequence[str]) -> str:
    return "is" if len(names) == 1 else "are"


def _capitalized(text: str) -> str:
    return text[:1].upper() + text[1:]
