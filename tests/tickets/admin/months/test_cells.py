"""What stands in a cell of the months' pages, and in a line of a month's parts."""

import pytest

from tickets.admin.months.cells import index_cell, ledger, mark_cell, uptime_cell
from tickets.admin.months.entries import Entry, Group, Line
from tickets.admin.months.listing import CELL_WORDS
from tickets.sla.index import Index

NBSP = "\u00a0"


def test_an_index_is_told_with_its_cases():
    assert index_cell(Index(99, 100)) == (f'99.00{NBSP}%<span class="second">99 of 100</span>')


def test_few_cases_are_told():
    assert "1 of 1, few" in index_cell(Index(1, 1))


def test_without_cases_there_is_no_index():
    assert "no cases" in index_cell(Index(0, 0))


@pytest.mark.parametrize(("so_far", "told"), [(False, True), (True, False)])
def test_a_running_month_has_missed_nothing_yet(so_far, told):
    assert ("Not kept:" in index_cell(Index(50, 100), so_far=so_far)) is told


def test_what_is_not_measured_is_told():
    assert "not measured" in uptime_cell(None, so_far=False)


@pytest.mark.parametrize("code", CELL_WORDS)
def test_each_mark_has_its_words_for_a_reader(code):
    assert f'aria-label="{CELL_WORDS[code]}"' in mark_cell(code, CELL_WORDS[code])


def test_a_line_leads_to_its_rows_and_is_written_as_text():
    line = Line("A & B", "2", "/x/?a=1&b=2")
    shown = ledger([Group("<Parts>", [Entry("T", "<d>", "3", "/y/", [line])])])
    assert "<h2>&lt;Parts&gt;</h2>" in shown
    assert '<a href="/x/?a=1&amp;b=2">A &amp; B</a><span class="count">2</span>' in shown
    assert "&lt;d&gt;" in shown


def test_a_part_without_counts_is_a_link():
    shown = ledger([Group("G", [Entry("T", "d", "3", "/y/", [])])])
    assert "<details" not in shown
    assert 'href="/y/"' in shown
