"""Who a client is: each fact a sentence with its evidence, author and day."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.utils.html import format_html
from django.utils.safestring import SafeString

from istockist_sla.core.lib.text import stamp
from tickets.models import Client, ClientFact
from tickets.wording.client_facts import fact_value

Kind = ClientFact.Kind
INTRODUCTORY = timedelta(days=30)
ICONS = {
    Kind.PLAN: "building-2",
    Kind.PREMIUM: "badge-check",
    Kind.FIRST_ORDER: "flag",
    Kind.RATE_LIMIT: "activity",
    Kind.ORDER_VOLUME: "activity",
    Kind.INTERRUPTION: "server-off",
}
# By kind, what is said of yes and of no: around the words that matter.
SENTENCES = {
    Kind.PREMIUM: (("Has ", "SLA Premium", ""), ("Has ", "no SLA Premium", "")),
    Kind.RATE_LIMIT: (
        ("A ", "rate limit", " is on the account"),
        ("", "No rate limit", " on the account"),
    ),
    Kind.ORDER_VOLUME: (
        ("Order volume is ", "significantly altered", ""),
        ("Order volume is ", "not altered", ""),
    ),
    Kind.INTERRUPTION: (
        ("We have ", "interrupted", " its service"),
        ("We have ", "not interrupted", " its service"),
    ),
}


class ProfileLine(NamedTuple):
    icon: str
    text: SafeString
    second: str


def profile(client: Client, *, at: datetime) -> list[ProfileLine]:
    """What holds now, in the order of the kinds, then what begins later."""
    facts = list(client.facts.select_related("author").order_by("since", "id"))
    held = {fact.kind: fact for fact in facts if fact.since <= at}
    lines = [_line(kind, held.get(kind), at) for kind in Kind]
    later = [_coming(fact) for fact in facts if fact.since > at]
    return [*lines, *later, *_contacts(client, at)]


def _line(kind: Kind, fact: ClientFact | None, at: datetime) -> ProfileLine:
    text = _sentence(kind, fact)
    if fact is None:
        return ProfileLine(ICONS[kind], text, "None was ever recorded")
    return ProfileLine(ICONS[kind], text, _source(fact, _introductory(fact, at)))


def _sentence(kind: Kind, fact: ClientFact | None) -> SafeString:
    if kind == Kind.PLAN:
        plan = fact_value(kind, fact.value) if fact else "no plan"
        return _bold("On ", plan, "", fact)
    if kind == Kind.FIRST_ORDER:
        if fact is None or fact.value == ClientFact.NONE:
            return _bold("", "No order", " was processed yet", None)
        return _bold("First order processed on ", fact_value(kind, fact.value), "", None)
    yes, no = SENTENCES[kind]
    is_so = fact is not None and fact.value == ClientFact.YES
    return _bold(*(yes if is_so else no), fact)


def _bold(before: str, words: str, after: str, fact: ClientFact | None) -> SafeString:
    since = f" since {stamp(fact.since)}" if fact else ""
    return format_html("{}<strong>{}</strong>{}{}.", before, words, after, since)


def _introductory(fact: ClientFact, at: datetime) -> str:
    """Until when tickets are not guaranteed for it, or since when they are (G4)."""
    if fact.kind != Kind.FIRST_ORDER or fact.value == ClientFact.NONE:
        return ""
    end = datetime.fromisoformat(fact.value) + INTRODUCTORY
    until = "In" if end > at else "Out of"
    word = "until" if end > at else "since"
    return f"{until} the introductory period {word} {stamp(end)} · "


def _source(fact: ClientFact, before: str = "") -> str:
    return f"{before}{fact.evidence} · {fact.author}, {stamp(fact.recorded_at)}"


def _coming(fact: ClientFact) -> ProfileLine:
    value, name = fact_value(fact.kind, fact.value), fact.get_kind_display()
    text = format_html("From <strong>{}</strong>: {}, {}.", stamp(fact.since), name, value)
    return ProfileLine("calendar-clock", text, _source(fact))


def _contacts(client: Client, at: datetime) -> Iterator[ProfileLine]:
    """Who of Customer Success looks after them (P6)."""
    today, rows = at.date(), list(client.success_contacts.all())
    now = [row for row in rows if row.since <= today and (row.until is None or row.until >= today)]
    before = [str(row) for row in rows if row.until is not None and row.until < today]
    for row in now:
        text = format_html("<strong>{}</strong> of Customer Success looks after them.", row.name)
        since = f"Since {row.since:%-d %b %Y}"
        yield ProfileLine("users", text, _joined(since, row.email, _earlier(before)))
    if not now:
        text = _bold("", "Nobody", " of Customer Success is named", None)
        yield ProfileLine("users", text, _earlier(before))


def _earlier(names: list[str]) -> str:
    return f"before: {', '.join(names)}" if names else ""


def _joined(*parts: Any) -> str:
    return " · ".join(str(part) for part in parts if part)
