"""One search over all that the desk knows: what is found, in order, and a page of it told."""

from collections.abc import Sequence
from datetime import datetime
from math import exp
from typing import Any, NamedTuple

from django.db.models.functions import Left

from tickets.models import Article, Client, ClientAdministrator, Fault, Message, Ticket
from tickets.search import hits, snippets
from tickets.search.filters import Filters
from tickets.search.hits import Hit, SmallHit
from tickets.search.snippets import Piece
from tickets.search.sources import ARTICLE, CLIENT, FAULT, MESSAGE, PERSON, TICKET
from tickets.search.terms import Query
from tickets.search.viewers import Viewer

ON_A_PAGE = 20
# A text is read so far for the words around a hit.
READ = 50_000
# A hit in the subject or a name says more than one in a text, and a new one more than an old one.
NAMED, NEW, YEAR = 1.0, 0.4, 365 * 86400
# Who types a client's name, or a person's, mostly wants these.
NAMES = {CLIENT: 3.5, PERSON: 3.0}
BEST, NEWEST = "best", "newest"
KINDS = (TICKET, ARTICLE, FAULT, CLIENT, PERSON)
MODELS: dict[str, Any] = {
    ARTICLE.name: Article.objects.all(),
    FAULT.name: Fault.objects.all(),
    CLIENT.name: Client.objects.all(),
    PERSON.name: ClientAdministrator.objects.select_related("client"),
}


class Entry(NamedTuple):
    """Something found before it is read: a ticket with its hits, or a row of a small table."""

    kind: str
    id: int
    score: float
    at: datetime | None = None
    message_id: int | None = None
    hits: int = 1


class Row(NamedTuple):
    """One thing found, as a page shows it."""

    kind: str
    subject: Any
    title: list[Piece]
    text: list[Piece]
    at: datetime | None = None
    message: Message | None = None
    more: int = 0


class Found(NamedTuple):
    entries: dict[str, list[Entry]]
    query: Query
    is_capped: bool = False

    def counts(self) -> dict[str, int]:
        return {kind: len(entries) for kind, entries in self.entries.items()}

    @property
    def total(self) -> int:
        return sum(self.counts().values())

    def in_order(self, kind: str, order: str) -> list[Entry]:
        """Of a kind, or of all; what has no date stands behind what has one."""
        chosen = [e for name, each in self.entries.items() if kind in ("", name) for e in each]
        if order == NEWEST:
            return sorted(chosen, key=lambda e: (e.at is None, -(e.at.timestamp() if e.at else 0)))
        return sorted(chosen, key=lambda e: -e.score)


def search(query: Query, filters: Filters, viewer: Viewer, now: datetime) -> Found:
    """What has every word, of the kinds that the viewer may see; by filters tickets alone."""
    if not query.wanted:
        return Found({}, query)
    entries: dict[str, list[Entry]] = {}
    is_capped = False
    if viewer.tickets:
        found = hits.in_folders(query, filters, viewer)
        is_capped = len(found) >= hits.MOST
        entries[TICKET.name] = _tickets(found, now)
    if not any(filters) and not query.authors:
        small = hits.in_small_tables(hits.question(query), viewer.small)
        entries |= {
            source.name: _small([hit for hit in small if hit.source is source])
            for source in viewer.small
        }
    return Found(entries, query, is_capped)


def rows(entries: Sequence[Entry], query: Query) -> list[Row]:
    """What a page shows, read in a few statements however much was found."""
    tickets = Ticket.objects.select_related("client").in_bulk(_ids(entries, TICKET.name))
    messages = messages_of([e.message_id for e in entries if e.message_id])
    small = {
        name: model.in_bulk(ids) for name, model in MODELS.items() if (ids := _ids(entries, name))
    }
    told = []
    for entry in entries:
        subject = (small.get(entry.kind) or tickets).get(entry.id)
        if subject is not None:
            told.append(_row(entry, subject, messages.get(entry.message_id or 0), query))
    return told


def _ids(entries: Sequence[Entry], kind: str) -> list[int]:
    return [entry.id for entry in entries if entry.kind == kind]


def messages_of(ids: list[int]) -> dict[int, Any]:
    """With the beginning of their text alone, however long it is."""
    if not ids:
        return {}
    read = Message.objects.select_related("author").defer("text", "quoted")
    return read.annotate(beginning=Left("text", READ)).in_bulk(ids)


def _row(entry: Entry, subject: Any, message: Any, query: Query) -> Row:
    words = query.words
    text: list[Piece] = []
    if message is not None:
        text = snippets.around(message.beginning, words)
    elif entry.kind == ARTICLE.name:
        text = snippets.around(subject.body, words)
    title = {
        TICKET.name: "subject",
        ARTICLE.name: "title",
        FAULT.name: "title",
        CLIENT.name: "name",
        PERSON.name: "name",
    }[entry.kind]
    at = message.at if message else getattr(subject, "opened_at", None)
    return Row(
        entry.kind,
        subject,
        snippets.marked(getattr(subject, title), words),
        text,
        at,
        message,
        max(entry.hits - 1, 0),
    )


def _tickets(found: list[Hit], now: datetime) -> list[Entry]:
    """The hits of each ticket together: its best message is the one that is shown."""
    most = {
        source: max((hit.score for hit in found if hit.source is source), default=0) or 1
        for source in (TICKET, MESSAGE)
    }
    of_ticket: dict[int, list[Hit]] = {}
    for hit in found:
        of_ticket.setdefault(hit.ticket_id, []).append(hit)
    entries = []
    for ticket_id, theirs in of_ticket.items():
        messages = [hit for hit in theirs if hit.source is MESSAGE]
        best = max(messages, key=lambda hit: (hit.score, hit.id), default=None)
        newest = max(hit.said_at for hit in theirs)
        score = sum(
            max((hit.score / most[source] for hit in theirs if hit.source is source), default=0)
            for source in most
        )
        named = NAMED if len(messages) < len(theirs) else 0
        age = max((now - newest).total_seconds(), 0) / YEAR
        score += named + NEW * exp(-age)
        shown = best.id if best else None
        entries.append(Entry(TICKET.name, ticket_id, score, newest, shown, len(messages)))
    return entries


def _small(found: list[SmallHit]) -> list[Entry]:
    most = max((hit.score for hit in found), default=0) or 1
    return [
        Entry(hit.source.name, hit.id, NAMES.get(hit.source, NAMED) + hit.score / most, hits=0)
        for hit in found
    ]
