"""The searched tables on SQLite: FTS5, which folds letters and accents by itself."""

from typing import Any

from django.db import connection

from tickets.search.filters import Conditions
from tickets.search.sources import FACTS, Source, rows
from tickets.search.terms import Query, Term

LONGEST_TEXT = 100_000
TEXT = f"substr({{}}, 1, {LONGEST_TEXT})"
GROUND: list[str] = []


def tables(source: Source) -> list[str]:
    columns = ", ".join(f"{name} UNINDEXED" if name in FACTS else name for name in source.columns)
    return [
        f"CREATE VIRTUAL TABLE {source.kept_in} USING "
        f"fts5({columns}, tokenize='unicode61 remove_diacritics 2', prefix='3 4')"
    ]


def fill(source: Source, where: str = "") -> str:
    into = ", ".join(["rowid", *source.columns])
    return f"INSERT INTO {source.kept_in} ({into}) {rows(source, TEXT, where)}"


def triggers(source: Source) -> list[str]:
    index, table = source.kept_in, source.table
    gone = f"DELETE FROM {index} WHERE rowid = OLD.id;"
    added = f"{fill(source, 'WHERE r.id = NEW.id')};"
    changed = " OR ".join(f"OLD.{each} IS NOT NEW.{each}" for each in source.watched)
    made = {
        f"{index}_insert": f"AFTER INSERT ON {table} BEGIN {added} END",
        f"{index}_delete": f"AFTER DELETE ON {table} BEGIN {gone} END",
        f"{index}_update": f"AFTER UPDATE ON {table} WHEN {changed} BEGIN {gone} {added} END",
    }
    if source.follows:
        other, column, fact = source.follows
        these = f"(SELECT id FROM {table} WHERE {fact} = NEW.id)"
        made[f"{index}_follow"] = (
            f"AFTER UPDATE ON {other} WHEN OLD.{column} IS NOT NEW.{column} "
            f"BEGIN DELETE FROM {index} WHERE rowid IN {these}; "
            f"{fill(source, f'WHERE r.id IN {these}')}; END"
        )
    return [
        statement
        for name, body in made.items()
        for statement in (f"DROP TRIGGER IF EXISTS {name}", f"CREATE TRIGGER {name} {body}")
    ]


def differing(source: Source) -> str:
    """Any row of either side that the other has not."""
    told = rows(source, TEXT)
    kept = f"SELECT {', '.join(['rowid', *source.columns])} FROM {source.kept_in}"
    return (
        f"SELECT * FROM ({told} EXCEPT {kept}) UNION ALL SELECT * FROM ({kept} EXCEPT {told}) "
        "LIMIT 1"
    )


def question(query: Query) -> str:
    wanted = " AND ".join(_term(term) for term in query.wanted)
    return _without(wanted, query.unwanted)


def any_question(terms: tuple[Term, ...]) -> str:
    return " OR ".join(_term(term) for term in terms)


def _without(wanted: str, unwanted: tuple[Term, ...]) -> str:
    if not unwanted:
        return wanted
    return f"({wanted}) NOT ({' OR '.join(_term(term) for term in unwanted)})"


def _term(term: Term) -> str:
    """Letters and figures alone stand between the quotes."""
    words = " ".join(word.letters for word in term)
    return f'"{words}"' + ("" if term[-1].whole else " *")


def searching() -> Any:
    """A cursor without a transaction, which would wait for whoever writes."""
    return connection.cursor()


def newest(
    cursor: Any, source: Source, query: Query, asked: Conditions, most: int
) -> list[tuple[Any, ...]]:
    """FTS5 finds hits newest first; the rest is asked of each that it finds."""
    cursor.execute(
        f"SELECT s.rowid, s.ticket_id, s.said_at, -s.rank FROM {source.kept_in} s {asked.joined} "
        f"WHERE s.{source.kept_in} MATCH %(question)s AND {asked.own} AND {asked.others} "
        f"ORDER BY s.rowid DESC LIMIT {most}",
        {**asked.given, "question": question(query)},
    )
    rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def few(source: Source, limit: int) -> str:
    """Of a small table, those that fit best."""
    return (
        f"SELECT * FROM (SELECT '{source.name}', s.rowid, -s.rank FROM {source.kept_in} s "
        f"WHERE s.{source.kept_in} MATCH %(question)s ORDER BY s.rank, s.rowid DESC LIMIT {limit})"
    )
