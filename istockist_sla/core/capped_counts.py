"""How many rows there are of several kinds, each up to a cap, in one statement."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet


class Capped(NamedTuple):
    """Rows that are counted up to `most` and no further."""

    rows: QuerySet[Any, Any]
    most: int


def count(kinds: Mapping[str, Capped]) -> dict[str, int]:
    """By the names of the kinds."""
    counts = dict.fromkeys(kinds, 0)
    asked, parts, params = list[str](), list[str](), list[Any]()
    for name, kind in kinds.items():
        limited = kind.rows.order_by().values("pk")[: kind.most]
        try:
            sql, given = limited.query.sql_with_params()
        except EmptyResultSet:
            continue
        asked.append(name)
        parts.append(f"(SELECT COUNT(*) FROM ({sql}) AS counted)")
        params += given
    if parts:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {', '.join(parts)}", params)
            counts |= dict(zip(asked, cursor.fetchone() or (), strict=True))
    return counts
