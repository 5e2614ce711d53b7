"""Events of any subject as sentences: each app says its own, the desk those of people, agreements
and months."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from istockist_sla.core.lib.text import join_words, long_day
from istockist_sla.core.models import Event
from istockist_sla.desk.actions.event_text import EVENT_TEXTS
from istockist_sla.desk.site import site

Kind = Event.Kind


@dataclass(frozen=True, slots=True)
class EventWords:
    """`names` are the verbs of these kinds of subjects as a filter names them; `write` makes one
    sentence of each event, to be read after who did it."""

    kinds: frozenset[str]
    names: Mapping[str, str]
    write: Callable[[Sequence[Event]], Sequence[Any]]


def sentences(events: Sequence[Event]) -> dict[int, Any]:
    """By the events' ids."""
    by_kind: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        by_kind[event.subject_kind].append(event)
    writers = {kind: words.write for words in site.event_words for kind in words.kinds}
    return {
        event.pk: sentence
        for kind, of_kind in by_kind.items()
        for event, sentence in zip(of_kind, writers.get(kind, _write)(of_kind), strict=True)
    }


def verb_names() -> dict[str, str]:
    """Every verb with its words, for a filter, in the order of the words."""
    found = {code: _name(text) for code, text in EVENT_TEXTS.items()}
    for words in site.event_words:
        found |= {code: _name(text) for code, text in words.names.items()}
    return dict(sorted(found.items(), key=lambda pair: pair[1]))


def _name(text: str) -> str:
    return text[:1].upper() + text[1:].rstrip(".")


def _write(events: Sequence[Event]) -> list[str]:
    return [_sentence(event) for event in events]


def _sentence(event: Event) -> str:
    text = EVENT_TEXTS.get(event.verb, event.verb.replace("_", " "))
    details = DETAILS.get(event.subject_kind, _nothing)(event.data)
    return f"{text}: {details}" if details else text


def _nothing(data: dict[str, Any]) -> str:
    return ""


def _roles(data: dict[str, Any]) -> str:
    """What was held, and what is from then on."""
    if "groups" not in data:
        return ""
    before, after = data.get("before") or [], data["groups"] or []
    if not before:
        return join_words(after) if after else ""
    return f"{join_words(before)}, then {join_words(after) if after else 'no role'}"


def _version(data: dict[str, Any]) -> str:
    if "number" not in data:
        return ""
    version = f"version {data['number']}"
    if "effective_from" not in data:
        return version
    start = datetime.fromisoformat(data["effective_from"])
    return f"{version}, in force from {long_day(start.astimezone(UTC).date())}"


def _month(data: dict[str, Any]) -> str:
    number = data.get("number", 1)
    return f"number {number}" if number > 1 else ""


DETAILS: dict[str, Callable[[dict[str, Any]], str]] = {
    Kind.USER: _roles,
    Kind.AGREEMENT: _version,
    Kind.CALENDAR: _version,
    Kind.HOLIDAYS: _version,
    Kind.MONTH: _month,
}
