"""The searched tables on PostgreSQL: a tsvector of plain words, without accents and signs."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

from tickets.search.filters import Conditions
from tickets.search.sources import FACTS, Source, rows
from tickets.search.terms import Query, Term

LONGEST_TEXT = 100_000
# Signs go first: PostgreSQL would take an address, a path or 502-feed for one word.
FOLD = rf"""
CREATE OR REPLACE FUNCTION search_fold(given text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
SELECT regexp_replace(
    CASE WHEN octet_length(given) = char_length(given) THEN left(given, {LONGEST_TEXT})
    ELSE left(regexp_replace(normalize(left(given, {LONGEST_TEXT}), NFKD),
              '[\u0300-\u036f]', '', 'g'), {LONGEST_TEXT}) END,
    '[!-/:-@\[-`{{-~]+', ' ', 'g')
$$
"""
GROUND = [FOLD]
TEXT = "to_tsvector('simple', search_fold({}))"


def tables(source: Source) -> list[str]:
    facts = "".join(f"{name} {kind} NOT NULL, " for name, kind in FACTS.items())
    index = source.kept_in
    statements = [
        f"CREATE TABLE {index} (rowid bigint PRIMARY KEY, {facts if source.facts else ''}"
        "words tsvector NOT NULL)",
        f"CREATE INDEX {index}_words ON {index} USING gin (words)",
    ]
    if source.facts:
        statements.append(f"CREATE INDEX {index}_said ON {index} (said_at)")
        statements.append(f"CREATE INDEX {index}_client ON {index} (client_id, said_at)")
    return statements


def fill(source: Source, where: str = "") -> str:
    into = ", ".join(["rowid", *source.columns])
    return f"INSERT INTO {source.kept_in} ({into}) {rows(source, TEXT, where)}"


def triggers(source: Source) -> list[str]:
    """Statement by statement where rows come; row by row where one changes, which is rare."""
    index, table = source.kept_in, source.table
    gone = f"DELETE FROM {index} WHERE rowid = OLD.id;"
    added = f"{fill(source, 'WHERE r.id = NEW.id')};"
    changed = " OR ".join(f"OLD.{each} IS DISTINCT FROM NEW.{each}" for each in source.watched)
    many = f"{fill(source, 'WHERE r.id IN (SELECT id FROM added)')};"
    made = {
        "insert": (
            f"AFTER INSERT ON {table} REFERENCING NEW TABLE AS added FOR EACH STATEMENT",
            many,
        ),
        "delete": (f"AFTER DELETE ON {table} FOR EACH ROW", gone),
        "update": (f"AFTER UPDATE ON {table} FOR EACH ROW WHEN ({changed})", gone + added),
        "truncate": (f"AFTER TRUNCATE ON {table} FOR EACH STATEMENT", f"DELETE FROM {index};"),
    }
    statements = [
        statement
        for name, (when, body) in made.items()
        for statement in _trigger(f"{index}_{name}", table, when, body)
    ]
    if source.follows:
        statements += _follow(source)
    return statements


def _follow(source: Source) -> list[str]:
    assert source.follows
    other, column, fact = source.follows
    these = f"(SELECT id FROM {source.table} WHERE {fact} = NEW.id)"
    return _trigger(
        f"{source.kept_in}_follow",
        other,
        f"AFTER UPDATE ON {other} FOR EACH ROW WHEN (OLD.{column} IS DISTINCT FROM NEW.{column})",
        f"DELETE FROM {source.kept_in} WHERE rowid IN {these}; "
        f"{fill(source, f'WHERE r.id IN {these}')};",
    )


def _trigger(name: str, table: str, when: str, body: str) -> list[str]:
    return [
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger AS "
        f"$$ BEGIN {body} RETURN NULL; END $$ LANGUAGE plpgsql",
        f"DROP TRIGGER IF EXISTS {name} ON {table}",
        f"CREATE TRIGGER {name} {when} EXECUTE FUNCTION {name}()",
    ]


def differing(source: Source) -> str:
    """Any row of either side that the other has not."""
    told = rows(source, TEXT)
    kept = f"SELECT {', '.join(['rowid', *source.columns])} FROM {source.kept_in}"
    return f"(({told}) EXCEPT ({kept})) UNION ALL (({kept}) EXCEPT ({told})) LIMIT 1"


MATCH = "s.words @@ to_tsquery('simple', %(question)s)"
SCORE = "ts_rank(s.words, to_tsquery('simple', %(question)s))"
HIT = f"SELECT s.rowid, s.ticket_id, s.said_at, {SCORE}"
# How common the words are is seen in so many of the newest rows. If so many of these have them, the
# hits are looked for row by row; if so many have, nowhere else, since older ones are too many.
SAMPLE, COMMON, EVERYWHERE = 2_000, 10, 250
# So many rows are looked at one by one; so many hits are fetched by the index.
LATEST, MOST_HITS = 20_000, 50_000


def question(query: Query) -> str:
    wanted = [_term(term) for term in query.wanted]
    return " & ".join([*wanted, *(f"!({_term(term)})" for term in query.unwanted)])


def any_question(terms: tuple[Term, ...]) -> str:
    return " | ".join(_term(term) for term in terms)


def _term(term: Term) -> str:
    """Letters and figures alone stand between the quotes."""
    words = [f"'{word.letters}'" + ("" if word.whole else ":*") for word in term]
    return words[0] if len(words) == 1 else f"({' <-> '.join(words)})"


@contextmanager
def searching() -> Iterator[Any]:
    """A cursor to which no table is small enough to be read whole."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        yield cursor


def newest(
    cursor: Any, source: Source, query: Query, asked: Conditions, most: int
) -> list[tuple[Any, ...]]:
    """The newest hits. The database cannot know which way to them is the short one: from the newest
    row back, for words that are common, or by the index, for words that are rare."""
    given = {**asked.given, "question": question(query)}
    seen = _in_sample(cursor, source, query, asked)
    found: list[tuple[Any, ...]] = []
    if seen >= COMMON:
        cursor.execute(_row_by_row(source, asked, most), given)
        found = cursor.fetchall()
    if len(found) < most and seen < EVERYWHERE:
        cursor.execute(_by_index(source, asked, most), given)
        known = {row[0] for row in found}
        found += [row for row in cursor.fetchall() if row[0] not in known]
    return found


def _in_sample(cursor: Any, source: Source, query: Query, asked: Conditions) -> int:
    """Of the words that are wanted; what must not be there makes no word rarer."""
    given = {**asked.given, "question": question(query._replace(unwanted=()))}
    cursor.execute(
        f"SELECT count(*) FROM ({_latest(source, asked, SAMPLE)}) s WHERE {MATCH}", given
    )
    seen: int = cursor.fetchone()[0]
    return seen


def _latest(source: Source, asked: Conditions, most: int) -> str:
    return (
        f"SELECT * FROM {source.kept_in} s WHERE {asked.own} ORDER BY s.said_at DESC LIMIT {most}"
    )


def _row_by_row(source: Source, asked: Conditions, most: int) -> str:
    return (
        f"{HIT} FROM ({_latest(source, asked, LATEST)}) s {asked.joined} "
        f"WHERE {MATCH} AND {asked.others} ORDER BY s.said_at DESC LIMIT {most}"
    )


def _by_index(source: Source, asked: Conditions, most: int) -> str:
    return (
        f"WITH found AS MATERIALIZED (SELECT * FROM {source.kept_in} s "
        f"WHERE {MATCH} AND {asked.own} LIMIT {MOST_HITS}) "
        f"{HIT} FROM found s {asked.joined} WHERE {asked.others} "
        f"ORDER BY s.said_at DESC LIMIT {most}"
    )


def few(source: Source, limit: int) -> str:
    """Of a small table, those that fit best."""
    return (
        f"(SELECT '{source.name}', s.rowid, {SCORE} FROM {source.kept_in} s WHERE {MATCH} "
        f"ORDER BY 3 DESC, 2 DESC LIMIT {limit})"
    )
