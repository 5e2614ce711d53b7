"""Tables in pieces."""

from tests.conftest import OPENED
from tickets.reports.documents.pdf import shared_out
from tickets.reports.documents.tables import Column, Table, when, words


def table(title, count):
    rows = [[words(str(n))] for n in range(count)]
    return Table(title=title, columns=[Column("N", 1)], rows=rows, total=count)


def shared(*counts, most):
    """The titles and the rows of each part."""
    tables = [table(f"T{n}", count) for n, count in enumerate(counts)]
    return [
        [(piece["title"], len(piece["rows"])) for piece in part]
        for part in shared_out(tables, most)
    ]


def test_what_has_room_is_one_part():
    assert shared(2, 0, 3, most=5) == [[("T0, 2", 2), ("T1, 0", 0), ("T2, 3", 3)]]


def test_a_long_table_goes_on_in_the_next_part():
    assert shared(7, 1, most=5) == [[("T0, 7", 5)], [("T0, 7, continued", 2), ("T1, 1", 1)]]


def test_no_row_is_lost_over_many_parts():
    parts = shared(12, 9, 4, most=5)
    assert sum(rows for part in parts for _, rows in part) == 25
    assert [sum(rows for _, rows in part) for part in parts] == [5, 5, 5, 5, 5]


def test_an_instant_stays_on_one_line():
    assert when(OPENED) == "Tue\u00a010\u00a0March,\u00a009:00"
