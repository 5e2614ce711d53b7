"""What can be searched: the tables, their text, and what a search asks of them besides.

Each has a table of its own beside it, `search_<name>`: on SQLite of FTS5, on PostgreSQL with a
tsvector. Triggers keep it, so it changes with the row.
"""

from typing import NamedTuple

INTERNAL = "('note', 'hand-over', 'report')"


class Source(NamedTuple):
    """SQL over `r`, a row of the table, and over what `joined` adds to it."""

    name: str
    table: str
    text: str
    watched: tuple[str, ...]
    joined: str = ""
    # Of a ticket: its id, its client's, whether only Support reads it, and since when it stands.
    facts: tuple[str, ...] = ()
    # A column of another table that stands in the text, and the fact that leads there.
    follows: tuple[str, str, str] | None = None

    @property
    def kept_in(self) -> str:
        return f"search_{self.name}"

    @property
    def columns(self) -> list[str]:
        return [*FACTS, "words"] if self.facts else ["words"]


FACTS = {
    "ticket_id": "bigint",
    "client_id": "bigint",
    "internal": "smallint",
    "said_at": "timestamptz",
}
TICKET = Source(
    "ticket",
    "tickets_ticket",
    "r.number || ' ' || r.subject || ' ' || c.name",
    ("number", "subject", "client_id"),
    "JOIN tickets_client c ON c.id = r.client_id",
    ("r.id", "r.client_id", "0", "r.opened_at"),
    ("tickets_client", "name", "client_id"),
)
MESSAGE = Source(
    "message",
    "tickets_message",
    "r.text",
    ("text", "kind", "ticket_id"),
    "JOIN tickets_ticket t ON t.id = r.ticket_id",
    (
        "r.ticket_id",
        "t.client_id",
        f"CASE WHEN r.kind IN {INTERNAL} THEN 1 ELSE 0 END",
        "r.at",
    ),
)
ARTICLE = Source("article", "tickets_article", "r.title || ' ' || r.body", ("title", "body"))
FAULT = Source("fault", "tickets_fault", "'F-' || r.id || ' ' || r.title", ("title",))
CLIENT = Source("client", "tickets_client", "r.name || ' ' || r.code", ("name", "code"))
PERSON = Source(
    "person", "tickets_clientadministrator", "r.name || ' ' || r.email", ("name", "email")
)
FOLDERS = (TICKET, MESSAGE)
SMALL = (ARTICLE, FAULT, CLIENT, PERSON)
SOURCES = (*FOLDERS, *SMALL)


def rows(source: Source, text: str, where: str = "") -> str:
    """The SELECT of what a source's table holds; `text` is put around its text."""
    facts = "".join(f"{each}, " for each in source.facts)
    return (
        f"SELECT r.id, {facts}{text.format(source.text)} FROM {source.table} r {source.joined} "
        f"{where}"
    )
