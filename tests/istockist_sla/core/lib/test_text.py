"""How times, instants and percentages are written."""

from datetime import UTC, date, datetime

import pytest

from istockist_sla.core.lib import text

NOW = datetime(2026, 6, 9, 14, 46, tzinfo=UTC)


def plain(written: str) -> str:
    """The same with ordinary spaces, to be readable here."""
    return written.replace(text.NBSP, " ")


@pytest.mark.parametrize(
    ("seconds", "written"),
    [
        (0, "0 h 00 min"),
        (59, "0 h 00 min 59 s"),
        (60, "0 h 01 min"),
        (8 * 60 + 59, "0 h 08 min"),
        (2160, "0 h 36 min"),
        (8040, "2 h 14 min"),
        (8 * 3600, "8 h"),
        (113 * 3600 + 52 * 60, "113 h 52 min"),
    ],
)
def test_a_duration_is_hours_and_minutes_rounded_down(seconds, written):
    assert plain(text.duration(seconds)) == written


def test_a_duration_has_no_space_at_which_a_line_could_break():
    assert " " not in text.duration(8040)


def test_an_exact_duration_keeps_its_seconds():
    assert plain(text.duration_exact(1353)) == "0 h 22 min 33 s"


def test_an_exact_duration_of_whole_minutes_has_no_seconds():
    assert plain(text.duration_exact(5400)) == "1 h 30 min"


@pytest.mark.parametrize(
    ("seconds", "written"), [(5992, "1:39:52"), (0, "0:00:00"), (30153, "8:22:33")]
)
def test_a_ledger_writes_hours_minutes_and_seconds(seconds, written):
    assert text.stopwatch(seconds) == written


@pytest.mark.parametrize(
    ("met", "cases", "written"),
    [
        (48, 49, "97.95 %"),
        (49, 50, "98.00 %"),
        (97999, 100000, "97.99 %"),
        (11, 12, "91.66 %"),
        (41, 41, "100.00 %"),
        (0, 3, "0.00 %"),
        (0, 0, "–"),
    ],
)
def test_a_percentage_is_rounded_down_to_two_decimals(met, cases, written):
    assert plain(text.percent(met, cases)) == written


def test_a_share_stands_with_the_number_behind_it():
    assert plain(text.met_of(48, 49)) == "48 of 49"


def test_a_month_without_cases_says_so():
    assert plain(text.met_of(0, 0)) == "no cases"


def test_an_instant_of_today_is_told_in_gmt_and_then_in_irish_time():
    at = datetime(2026, 6, 9, 17, tzinfo=UTC)
    assert plain(text.instant(at, NOW)) == "17:00 GMT · 18:00 Irish time"


def test_an_instant_of_another_day_carries_its_day():
    at = datetime(2026, 6, 10, 9, 24, tzinfo=UTC)
    assert plain(text.instant(at, NOW)) == "Wed 10 June, 09:24 GMT · 10:24 Irish time"


def test_an_instant_of_another_year_carries_its_year():
    at = datetime(2025, 12, 1, 9, tzinfo=UTC)
    assert plain(text.instant(at, NOW)) == "Mon 1 December 2025, 09:00 GMT"


def test_irish_time_after_midnight_names_its_own_day():
    at = datetime(2026, 6, 9, 23, 30, tzinfo=UTC)
    assert plain(text.instant(at, NOW)) == "23:30 GMT · 00:30 Irish time, Wed 10 June"


def test_a_letter_writes_the_whole_date():
    at = datetime(2026, 6, 9, 14, 5, tzinfo=UTC)
    assert plain(text.instant_long(at)) == "Tuesday 9 June 2026, 14:05 GMT · 15:05 Irish time"


@pytest.mark.parametrize(
    ("at", "written"),
    [
        (datetime(2026, 6, 9, 15, 22, tzinfo=UTC), "15:22 GMT"),
        (datetime(2026, 6, 10, 9, 24, tzinfo=UTC), "Wed 09:24 GMT"),
        (datetime(2026, 5, 29, 15, 20, tzinfo=UTC), "Fri 29 May, 15:20 GMT"),
    ],
)
def test_a_table_writes_gmt_alone_and_the_day_as_short_as_it_is_clear(at, written):
    assert plain(text.clock_gmt(at, NOW)) == written


def test_a_stamp_is_read_on_any_day():
    assert plain(text.stamp(datetime(2026, 6, 9, 14, 5, tzinfo=UTC))) == "9 Jun 2026, 14:05 GMT"


@pytest.mark.parametrize(
    ("count", "written"), [(0, "0 minutes"), (1, "1 minute"), (2, "2 minutes")]
)
def test_a_count_has_its_noun(count, written):
    assert plain(text.counted(count, "minute")) == written


def test_a_month_has_its_name_and_year():
    assert plain(text.month_name(date(2026, 5, 1))) == "May 2026"


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Clara Whitcombe", "CW"),
        ("Tomasz de la Zieliński", "TZ"),
        ("aoife", "A"),
        ("clara@x.example", "C"),
        ("", "?"),
    ],
)
def test_an_avatar_shows_the_first_and_the_last_letter(name, letters):
    assert text.initials(name) == letters


@pytest.mark.parametrize(
    ("words", "written"),
    [
        (["Ordering"], "Ordering"),
        (["Ordering", "the API"], "Ordering and the API"),
        (["Ordering", "Reports", "the API"], "Ordering, Reports and the API"),
    ],
)
def test_words_are_joined_as_in_a_sentence(words, written):
    assert text.join_words(words) == written


def test_words_are_joined_by_another_last_word():
    assert text.join_words(["4", "8", "10"], last="or") == "4, 8 or 10"


def test_a_stamp_holds_its_year_and_zone():
    assert plain(text.stamp(NOW)) == "9 Jun 2026, 14:46 GMT"


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (1, "1st"),
        (2, "2nd"),
        (3, "3rd"),
        (4, "4th"),
        (11, "11th"),
        (12, "12th"),
        (13, "13th"),
        (20, "20th"),
        (31, "31st"),
        (102, "102nd"),
        (111, "111th"),
        (1013, "1013th"),
    ],
)
def test_an_ordinal_ends_as_it_is_said(number, written):
    assert text.ordinal(number) == written
