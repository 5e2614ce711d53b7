"""What each format says: the samples read piece by piece."""

import io
import json
from contextlib import suppress
from zoneinfo import ZoneInfo

import pytest

from availability.imports.formats import READERS
from availability.imports.formats.items import (
    FoundCheck,
    FoundOutage,
    LeftOut,
    Wrong,
    instant,
    milliseconds,
    plain,
)
from availability.models import ImportBatch
from tests.availability.imports.instants import gmt
from tests.availability.imports.reading_files import sample, text

DUBLIN, UTC = ZoneInfo("Europe/Dublin"), ZoneInfo("UTC")


def items(file, format, zone=None):
    return list(READERS[format](file, zone))


def of(kind, found):
    return [each for each in found if isinstance(each, kind)]


def as_json(value):
    return io.BytesIO(json.dumps(value).encode())


def test_each_format_has_a_reader():
    assert list(READERS) == ImportBatch.Format.values


def test_an_instant_with_an_offset_is_that_of_its_offset():
    assert instant("2026-03-09T10:15:00+01:00", None) == gmt("09:15")


def test_an_instant_is_cut_to_the_second():
    assert instant("2026-03-09T10:15:00.999999999Z", None) == gmt("10:15")


def test_an_instant_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="does not say its time zone"):
        instant("2026-03-09 10:15:00", None)


def test_an_instant_without_a_zone_is_of_the_chosen_one():
    assert instant("2026-07-09 10:15:00", DUBLIN).hour == 9


def test_an_instant_that_the_clocks_showed_twice_is_refused():
    with pytest.raises(ValueError, match="twice"):
        instant("2026-10-25 01:30:00", DUBLIN)


def test_an_instant_that_the_clocks_never_showed_is_refused():
    with pytest.raises(ValueError, match="never showed"):
        instant("2026-03-29 01:30:00", DUBLIN)


@pytest.mark.parametrize(
    "value",
    ["", "yesterday", "2026-03-09", None, 1773050000, "9999-01-01T00:00:00Z", "1999-01-01T00:00Z"],
)
def test_what_is_no_instant_is_refused_in_words(value):
    with pytest.raises(ValueError, match="write it like"):
        instant(value, UTC)


@pytest.mark.parametrize("value", [True, "12", None, float("nan"), -1, 10**12])
def test_what_is_no_length_of_time_says_nothing(value):
    assert milliseconds(value) is None


def test_a_text_of_others_becomes_one_line_that_every_database_keeps():
    assert plain("a\0b\ud800\n c", 40) == "a b? c"


def test_checks_of_a_csv_file():
    found = items(sample("checks.csv"), "csv-checks")
    assert len(found) == 30
    assert found[0] == FoundCheck("Line 2", "api", gmt("10:00"), True, 90)
    assert found[10] == FoundCheck("Line 12", "api", gmt("10:10"), False)


def test_outages_of_a_csv_file_with_semicolons():
    first = items(sample("outages.csv"), "csv-outages")[0]
    assert first == FoundOutage(
        "Line 2", "2026-7", "api", "Orders could not be sent", "down", gmt("10:00"), gmt("10:45")
    )


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("api,2026-03-09T10:00:00Z,maybe,", "is no result"),
        ("api,2026-03-09T10:00:00Z,up,fast", "are no milliseconds"),
        ("api,tomorrow,up,1", "is no instant"),
        ("api", "is no result"),
    ],
)
def test_a_line_that_cannot_be_taken_is_named(line, words):
    found = items(text("component,at,result,milliseconds", "", line), "csv-checks")
    [wrong] = of(Wrong, found)
    assert wrong.where == "Line 3"
    assert words in wrong.text


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (",api,2026-03-09T10:00Z,2026-03-09T11:00Z", "has no id"),
        ("1,api,2026-03-09T11:00Z,2026-03-09T10:00Z", "ends before it begins"),
    ],
)
def test_an_outage_that_cannot_be_taken_is_named(line, words):
    [wrong] = items(text("id,component,from,until", line), "csv-outages")
    assert words in wrong.text


@pytest.mark.parametrize(
    "lines", [[""], ["a,b"], ["at,at,result"], ["component,at,result,colour"], ["\ufeff"]]
)
def test_a_csv_file_with_other_columns_is_refused(lines):
    with pytest.raises(ValueError, match="name the columns"):
        items(text(*lines), "csv-checks")


def test_a_line_with_too_many_cells_is_refused():
    with pytest.raises(ValueError, match="Line 2: it has more than 2 columns"):
        items(text("at,result", "2026-03-09T10:00Z,up,1"), "csv-checks")


def test_a_csv_file_in_another_encoding_is_refused():
    with pytest.raises(ValueError, match="UTF-8"):
        items(io.BytesIO(b"at,result\n\xff\xfe"), "csv-checks")


def test_a_cell_of_a_megabyte_is_refused():
    with pytest.raises(ValueError, match="Line 2"):
        items(text("at,result", "x" * 1_000_000), "csv-checks")


def test_heartbeats_have_the_names_of_their_monitors():
    found = of(FoundCheck, items(sample("uptime_kuma.json"), "uptime-kuma", UTC))
    assert {each.name for each in found} == {"API", "Website"}
    assert found[0].at == gmt("10:00:07")
    assert found[0].latency_ms == 61


def test_a_heartbeat_that_waits_for_its_next_attempt_has_failed():
    found = of(FoundCheck, items(sample("uptime_kuma.json"), "uptime-kuma", UTC))
    assert [each.at for each in found if not each.ok] == [gmt("10:04:07"), gmt("10:05:07")]


def test_a_heartbeat_in_maintenance_measured_nothing():
    [left] = of(LeftOut, items(sample("uptime_kuma.json"), "uptime-kuma", UTC))
    assert "maintenance" in left.text


def test_heartbeats_without_a_zone_are_refused_one_by_one():
    found = items(sample("uptime_kuma.json"), "uptime-kuma")
    assert of(Wrong, found)[0].where == "Heartbeat 1 of monitor “API”"
    assert not of(FoundCheck, found)


def test_rows_of_the_heartbeats_name_their_monitor_by_its_number():
    found = items(sample("uptime_kuma_rows.json"), "uptime-kuma", UTC)
    assert [each.name for each in found] == ["1"] * 5


def test_a_backup_without_heartbeats_is_refused():
    with pytest.raises(ValueError, match="no heartbeats"):
        items(sample("uptime_kuma_backup.json"), "uptime-kuma", UTC)


def test_results_of_gatus():
    found = of(FoundCheck, items(sample("gatus.json"), "gatus"))
    assert len(found) == 11
    assert found[0] == FoundCheck("Result 1 of “api”", "api", gmt("10:00:03"), True, 61)
    assert next(each.at for each in found if not each.ok) == gmt("10:03:03")


def test_one_endpoint_of_gatus():
    endpoint = json.loads(sample("gatus.json").read())[1]
    [check] = items(as_json(endpoint), "gatus")
    assert check.name == "website"


def test_each_down_until_the_next_up_is_an_outage():
    found = of(FoundOutage, items(sample("healthchecks.json"), "healthchecks"))
    assert [(each.starts_at, each.ends_at) for each in found] == [
        (gmt("12:00"), gmt("12:20")),
        (gmt("05:58:18", 10), gmt("06:12:09", 10)),
    ]


def test_flips_without_their_other_half_are_left_out():
    words = [each.text for each in of(LeftOut, items(sample("healthchecks.json"), "healthchecks"))]
    assert words == [
        "it ended before the file begins: declare it in the desk",
        "it does not end in the file: declare it in the desk",
    ]


def test_flips_of_older_versions_are_a_bare_list():
    flips = json.loads(sample("healthchecks.json").read())["flips"]
    assert len(of(FoundOutage, items(as_json(flips), "healthchecks"))) == 2


def test_an_incident_gives_each_component_its_own_time():
    found = of(FoundOutage, items(sample("statuspage.json"), "statuspage"))
    told = [(each.name, each.impact, each.starts_at, each.ends_at) for each in found]
    assert told == [
        ("API", "down", gmt("09:00"), gmt("10:00")),
        ("Ordering", "down", gmt("09:00"), gmt("10:00")),
        ("Ordering", "degraded", gmt("10:00"), gmt("11:00")),
        ("Reports", "degraded", gmt("08:00", 10), gmt("09:00", 10)),
    ]


def test_maintenance_and_what_is_not_resolved_are_left_out():
    words = [each.text for each in of(LeftOut, items(sample("statuspage.json"), "statuspage"))]
    assert words == [
        "maintenance counts only if it is announced here before it starts",
        "it is not resolved: declare it in the desk",
    ]


JSON_FORMATS = ["uptime-kuma", "gatus", "healthchecks", "statuspage"]
ODD = [
    None,
    1,
    "x",
    [],
    {},
    [1, None, "x"],
    {"heartbeatList": {"1": [1, {}, {"status": True}, {"status": 1}]}, "monitorList": 3},
    {"heartbeatList": {"1": 3, "2": {"a": 1}}, "publicGroupList": [None, {"monitorList": None}]},
    [{"results": [1, {}, {"success": True, "timestamp": 3}]}, 4],
    {"flips": [1, {}, {"up": 2}, {"up": 1, "timestamp": None}]},
    {"incidents": [1, {}, {"id": 1, "resolved_at": 1}, {"id": [], "resolved_at": "x"}]},
    {
        "incidents": [
            {
                "id": "a",
                "started_at": "2026-03-09T10:00Z",
                "resolved_at": "2026-03-09T09:00Z",
                "components": "x",
                "incident_updates": [3, {"affected_components": [1, {"new_status": []}]}],
            }
        ]
    },
]


@pytest.mark.parametrize("format", JSON_FORMATS)
@pytest.mark.parametrize("value", ODD, ids=range(len(ODD)))
def test_json_of_any_shape_is_refused_in_words(format, value):
    with suppress(ValueError):
        found = items(as_json(value), format, UTC)
        assert not of(FoundCheck, found)
        assert not of(FoundOutage, found)


@pytest.mark.parametrize(
    "raw", [b"", b"{", b"\xff", b"[" * 100_000, b'{"incidents": ' + b"9" * 5000 + b"}"]
)
@pytest.mark.parametrize("format", JSON_FORMATS)
def test_what_is_no_json_is_refused_in_words(format, raw):
    with pytest.raises(ValueError, match=r"JSON|holds no"):
        items(io.BytesIO(raw), format, UTC)
