"""Order counts from CSV: all of a file or nothing of it, and of each line why not (G5)."""

from datetime import UTC, date, datetime
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from istockist_sla.core.models import Event
from tickets.imports import order_counts
from tickets.imports.order_counts import import_order_counts
from tickets.models import OrderCount

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 11, 9, 0, tzinfo=UTC)
HEADER = "client,day,orders"


def read(*lines, by=None, header=HEADER):
    return import_order_counts("\n".join([header, *lines]).encode(), by=by, at=AT)


def errors(*lines, header=HEADER) -> list[str]:
    with pytest.raises(ValidationError) as refused:
        read(*lines, header=header)
    assert not OrderCount.objects.exists()
    return refused.value.messages


def errors_of_file(raw: bytes) -> list[str]:
    with pytest.raises(ValidationError) as refused:
        import_order_counts(raw, by=None, at=AT)
    return refused.value.messages


def stored() -> list[tuple]:
    return list(OrderCount.objects.order_by("day").values_list("client__code", "day", "orders"))


def test_each_line_is_a_day_of_a_client(meadow, charlie):
    read("meadow,2026-03-09,120", "northgate,2026-03-10,0")
    assert stored() == [("meadow", date(2026, 3, 9), 120), ("northgate", date(2026, 3, 10), 0)]


@pytest.mark.parametrize(
    ("header", "line"),
    [
        ("client;day;orders", "meadow;2026-03-09;120"),
        ("\ufeffclient,day,orders", "meadow,2026-03-09,120"),
        ("Orders, Day, Client", '"120", 2026-03-09 ,meadow'),
    ],
)
def test_what_a_spreadsheet_writes_is_read(meadow, header, line):
    read(line, header=header)
    assert stored() == [("meadow", date(2026, 3, 9), 120)]


def test_empty_lines_say_nothing(meadow):
    assert read("meadow,2026-03-09,120", "", ",,").new == 1


def test_a_known_day_takes_the_newer_count(meadow):
    read("meadow,2026-03-08,100", "meadow,2026-03-09,120")
    again = read("meadow,2026-03-08,100", "meadow,2026-03-09,121", "meadow,2026-03-10,90")
    assert (again.new, again.changed, again.same) == (1, 1, 1)
    assert [orders for _, _, orders in stored()] == [100, 121, 90]


ERRORS = [
    ("nobody,2026-03-09,1", "Line 2: there is no client “nobody”."),
    ("meadow,9 March,1", "Line 2: “9 March” is not a day; write it like 2026-03-09."),
    ("meadow,2026-02-30,1", "Line 2: “2026-02-30” is not a day; write it like 2026-03-09."),
    ("meadow,20260309,1", "Line 2: “20260309” is not a day; write it like 2026-03-09."),
    ("meadow,2026-03-11,1", "Line 2: 2026-03-11 has not ended yet."),
    ("meadow,2027-01-01,1", "Line 2: 2027-01-01 has not ended yet."),
    ("meadow,2026-03-09,-1", "Line 2: “-1” is not a number of orders."),
    ("meadow,2026-03-09,1.5", "Line 2: “1.5” is not a number of orders."),
    ("meadow,2026-03-09,", "Line 2: “” is not a number of orders."),
    ("meadow,2026-03-09,²", "Line 2: “²” is not a number of orders."),
    ("meadow,2026-03-09,2147483648", "Line 2: “2147483648” is not a number of orders."),
    ("meadow,2026-03-09,1,234", "Line 2: it does not have 3 columns."),
    ("meadow,2026-03-09", "Line 2: it does not have 3 columns."),
]


@pytest.mark.parametrize(("line", "error"), ERRORS)
def test_a_line_says_why_it_cannot_be_taken(meadow, line, error):
    assert errors(line) == [error]


def test_the_same_day_twice_is_an_error(meadow):
    said = errors("meadow,2026-03-09,1", "meadow,2026-03-08,1", "meadow,2026-03-09,2")
    assert said == ["Line 4: the same client and day stand in line 2."]


def test_one_wrong_line_and_nothing_is_imported(meadow):
    assert len(errors("meadow,2026-03-08,1", "meadow,2026-03-09,x", "meadow,2026-03-10,1")) == 1


def test_every_error_is_named_at_once(meadow):
    assert len(errors("nobody,2026-03-09,1", "meadow,2026-03-09,x")) == 2


def test_of_very_many_errors_some_are_named(meadow):
    assert errors(*["nobody,2026-03-09,1"] * 50)[-1] == "And 30 more lines."


@pytest.mark.parametrize("header", ["client,day", "a,b,c", "", "client,day,orders,orders"])
def test_the_header_names_the_columns(meadow, header):
    assert "name the columns" in errors("meadow,2026-03-09,1", header=header)[0]


def test_a_file_without_counts_is_refused(meadow):
    assert errors() == ["The file has no line of counts."]


def test_an_empty_file_is_refused(meadow):
    assert "name the columns" in errors_of_file(b"")[0]


def test_a_line_names_all_that_is_wrong_with_it(meadow):
    [error] = errors("nobody,x,-1")
    assert error == (
        "Line 2: there is no client “nobody”; “x” is not a day; write it like 2026-03-09; "
        "“-1” is not a number of orders."
    )


def test_a_nul_byte_is_refused_with_its_line(meadow):
    assert errors("meadow,2026-03-09,1", "mea\0dow,2026-03-08,1") == [
        "Line 3: it holds a NUL byte."
    ]


def test_what_is_not_utf_8_is_refused(meadow):
    assert errors_of_file("client,day,orders\nmeadow,2026-03-09,é\n".encode("latin-1")) == [
        "The file is not UTF-8 text."
    ]


def test_semicolons_below_a_header_with_commas_are_refused(meadow):
    assert errors("meadow;2026-03-09;120") == ["Line 2: it does not have 3 columns."]


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_lines_may_end_as_any_system_ends_them(meadow, end):
    raw = end.join([HEADER, "meadow,2026-03-09,120", ""]).encode()
    assert import_order_counts(raw, by=None, at=AT).new == 1


def test_a_file_of_too_many_lines_is_refused(meadow, monkeypatch):
    monkeypatch.setattr(order_counts, "MAX_LINES", 2)
    assert errors("meadow,2026-03-08,1", "meadow,2026-03-09,1") == ["At most 2 lines at a time."]


def test_a_cell_that_never_ends_is_refused(meadow):
    [error] = errors('"' + "x" * 200_000)
    assert "field limit" in error


def test_a_client_that_has_ended_keeps_its_counts_right(meadow):
    type(meadow).objects.update(ended_at=AT)
    assert read("meadow,2026-03-09,120").new == 1


def test_an_event_tells_who_imported_which_days(meadow, niamh):
    read("meadow,2026-03-08,1", "meadow,2026-03-09,1", by=niamh)
    event = Event.objects.about("client", meadow.pk).get(verb="import_orders")
    assert (event.actor, event.side) == (niamh, "support")
    assert event.data == {"first": "2026-03-08", "last": "2026-03-09", "days": 2, "changed": 0}


def test_a_large_file_asks_few_queries(meadow, django_assert_max_num_queries):
    lines = [f"meadow,{date.fromordinal(738000 + n).isoformat()},{n}" for n in range(900)]
    with django_assert_max_num_queries(12):
        read(*lines)


# The command


@pytest.fixture
def file(tmp_path):
    def written(text: str | bytes):
        path = tmp_path / "orders.csv"
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    return written


def run(path) -> str:
    out = StringIO()
    call_command("import_orders", str(path), stdout=out)
    return out.getvalue()


def test_the_command_says_what_it_took(meadow, file):
    said = run(file(f"{HEADER}\nmeadow,2026-03-09,120\n"))
    assert said == "1 day of 1 client: 1 new, 0 changed, 0 as before.\n"
    assert Event.objects.get(verb="import_orders").side == "system"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (f"{HEADER}\nnobody,2026-03-09,1\n", "Nothing is imported.\nLine 2: there is no client"),
        (b"\xff\xfe\x00", "not UTF-8"),
    ],
)
def test_the_command_refuses_in_words(meadow, file, text, words):
    with pytest.raises(CommandError, match=words):
        run(file(text))


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        run(tmp_path / "none.csv")
