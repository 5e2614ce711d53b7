"""Order counts from CSV: all of a file or nothing of it, and of each line why not (G5)."""

from datetime import UTC, date, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from istockist_sla.core.models import Event
from tickets import records
from tickets.models import OrderCount
from tickets.records import NotImported

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 11, 9, 0, tzinfo=UTC)
HEADER = "client,day,orders"


def read(*lines, by=None, header=HEADER):
    return records.import_orders([header, *lines], by=by, at=AT)


def faults(*lines, header=HEADER) -> list[str]:
    with pytest.raises(NotImported) as refused:
        read(*lines, header=header)
    assert not OrderCount.objects.exists()
    return refused.value.faults


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


FAULTS = [
    ("nobody,2026-03-09,1", "Line 2: there is no client “nobody”."),
    ("meadow,9 March,1", "Line 2: “9 March” is no day; write it like 2026-03-09."),
    ("meadow,2026-02-30,1", "Line 2: “2026-02-30” is no day; write it like 2026-03-09."),
    ("meadow,20260309,1", "Line 2: “20260309” is no day; write it like 2026-03-09."),
    ("meadow,2026-03-11,1", "Line 2: 2026-03-11 has not ended yet."),
    ("meadow,2027-01-01,1", "Line 2: 2027-01-01 has not ended yet."),
    ("meadow,2026-03-09,-1", "Line 2: “-1” is no number of orders."),
    ("meadow,2026-03-09,1.5", "Line 2: “1.5” is no number of orders."),
    ("meadow,2026-03-09,", "Line 2: “” is no number of orders."),
    ("meadow,2026-03-09,²", "Line 2: “²” is no number of orders."),
    ("meadow,2026-03-09,2147483648", "Line 2: “2147483648” is no number of orders."),
    ("meadow,2026-03-09,1,234", "Line 2: it has not 3 columns."),
    ("meadow,2026-03-09", "Line 2: it has not 3 columns."),
]


@pytest.mark.parametrize(("line", "fault"), FAULTS)
def test_a_line_says_why_it_cannot_be_taken(meadow, line, fault):
    assert faults(line) == [fault]


def test_the_same_day_twice_is_a_fault(meadow):
    said = faults("meadow,2026-03-09,1", "meadow,2026-03-08,1", "meadow,2026-03-09,2")
    assert said == ["Line 4: the same client and day stand in line 2."]


def test_one_faulty_line_and_nothing_is_imported(meadow):
    assert len(faults("meadow,2026-03-08,1", "meadow,2026-03-09,x", "meadow,2026-03-10,1")) == 1


def test_every_fault_is_told_at_once(meadow):
    assert len(faults("nobody,2026-03-09,1", "meadow,2026-03-09,x")) == 2


def test_very_many_faults_are_told_in_part(meadow):
    with pytest.raises(NotImported, match="And 30 lines more"):
        read(*["nobody,2026-03-09,1"] * 50)


@pytest.mark.parametrize("header", ["client,day", "a,b,c", "", "client,day,orders,orders"])
def test_the_header_names_the_columns(meadow, header):
    assert "name the columns" in faults("meadow,2026-03-09,1", header=header)[0]


def test_a_file_without_counts_is_refused(meadow):
    assert faults() == ["The file has no line of counts."]


def test_an_empty_file_is_refused(meadow):
    with pytest.raises(NotImported):
        records.import_orders([], by=None, at=AT)


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
