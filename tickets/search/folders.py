"""Tickets that have what was looked for in their folder, and the words around it."""

from collections.abc import Sequence
from typing import NamedTuple

from tickets.models.tickets import TicketQuerySet
from tickets.search import hits, snippets
from tickets.search.everything import messages_of
from tickets.search.filters import Filters
from tickets.search.snippets import Piece
from tickets.search.sources import MESSAGE
from tickets.search.terms import Query, parse
from tickets.search.viewers import Viewer


class Folders(NamedTuple):
    """By the ticket's id: the newest message with a hit, or none where the subject has it."""

    query: Query | None
    found: dict[int, int | None]

    @classmethod
    def with_words(cls, typed: str, viewer: Viewer) -> "Folders":
        """Without words all are found; with signs alone, none."""
        if not typed.strip():
            return cls(None, {})
        query = parse(typed)
        found: dict[int, int | None] = {}
        for hit in hits.in_folders(query, Filters(), viewer) if query.wanted else ():
            if found.get(hit.ticket_id) is None:
                found[hit.ticket_id] = hit.id if hit.source is MESSAGE else None
        return cls(query, found)

    def of(self, tickets: TicketQuerySet) -> TicketQuerySet:
        return tickets if self.query is None else tickets.filter(pk__in=list(self.found))

    def texts(self, ticket_ids: Sequence[int]) -> dict[int, list[Piece]]:
        """Around the hits of a page of tickets."""
        if self.query is None:
            return {}
        shown = {pk: found for pk in ticket_ids if (found := self.found.get(pk))}
        read = messages_of(list(shown.values()))
        words = self.query.words
        return {
            pk: snippets.around(read[message_id].beginning, words)
            for pk, message_id in shown.items()
            if message_id in read
        }
