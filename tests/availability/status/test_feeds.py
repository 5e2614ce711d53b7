"""Feeds, calendars and the badge: what programs read."""

from xml.etree import ElementTree

import pytest

from availability import incidents
from tests.availability.instants import gmt

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def published(declare, aoife):
    return incidents.publish(declare(), text="We are looking.", by=aoife, at=gmt("13:10"))


@pytest.fixture
def entries(client):
    def found():
        root = ElementTree.fromstring(client.get("/status/feed.atom").content)
        return root.findall(f"{ATOM}entry")

    return found


def text_of(entry, name):
    return entry.find(f"{ATOM}{name}").text


def test_an_incident_is_one_entry_whatever_is_added_to_it(entries, published, aoife):
    [before] = entries()
    incidents.update(published, stage="identified", text="A disk.", by=aoife, at=gmt("13:20"))
    [after] = entries()
    assert text_of(after, "id") == text_of(before, "id")
    assert text_of(after, "updated") == "2026-06-09T13:20:00+00:00"
    assert "A disk." in text_of(after, "summary")


def test_an_unpublished_outage_is_in_no_feed(entries, declare):
    declare()
    assert entries() == []


def test_moved_maintenance_says_so(entries, announce, ruairi):
    work = announce()
    incidents.move(work, starts_at=gmt("23:00"), ends_at=gmt("23:30"), by=ruairi, at=gmt("10:00"))
    assert text_of(entries()[0], "title").startswith("Moved maintenance: New disks")


def test_words_are_words_and_what_xml_cannot_say_is_left_out(entries, declare, aoife):
    outage = declare(title="a <b> \x0b & c")
    incidents.publish(outage, text="\x1b <script>", by=aoife, at=gmt("13:10"))
    [entry] = entries()
    assert text_of(entry, "title") == "a <b>  & c"
    assert "<script>" not in text_of(entry, "summary")


def test_the_json_feed_says_the_same(client, published, announce):
    announce()
    told = client.get("/status/feed.json").json()
    assert told["version"] == "https://jsonfeed.org/version/1.1"
    assert [each["tags"] for each in told["items"]] == [["incident"], ["maintenance"]]


def test_feeds_take_a_fixed_number_of_queries(
    client, published, announce, declare, aoife, django_assert_max_num_queries
):
    for hour in ("09", "10", "11"):
        announce(starts_at=gmt(f"{hour}:30", day=12), ends_at=gmt(f"{hour}:40", day=12))
        outage = declare(started_at=gmt(f"{hour}:00"))
        incidents.publish(outage, text="x", by=aoife, at=gmt("13:30"))
    with django_assert_max_num_queries(20):
        client.get("/status/feed.atom")


@pytest.fixture
def calendar(client):
    def lines(path="/status/maintenance.ics"):
        response = client.get(path)
        assert response["Content-Type"] == "text/calendar; charset=utf-8"
        return response.content.decode().replace("\r\n ", "").split("\r\n")

    return lines


def test_a_moved_window_is_the_same_event_with_the_next_sequence(calendar, announce, ruairi):
    work = announce()
    assert "SEQUENCE:0" in calendar()
    incidents.move(work, starts_at=gmt("23:00"), ends_at=gmt("23:30"), by=ruairi, at=gmt("10:00"))
    assert f"UID:maintenance-{work.pk}@localhost" in calendar()
    assert "SEQUENCE:1" in calendar()
    assert "DTSTART:20260609T230000Z" in calendar()


def test_a_cancelled_window_stays_and_says_so(calendar, announce, ruairi):
    incidents.cancel(announce(), by=ruairi, at=gmt("10:00"))
    assert "STATUS:CANCELLED" in calendar()
    assert "SEQUENCE:1" in calendar()


def test_one_window_has_a_calendar_of_its_own(calendar, announce):
    announce()
    work = announce(title="Other disks")
    found = calendar(f"/status/maintenance/{work.pk}.ics")
    assert found.count("BEGIN:VEVENT") == 1
    assert "SUMMARY:iStockist: Other disks" in found


@pytest.mark.parametrize("key", ["0", "999", "99999999999999999999999"])
def test_a_window_that_is_not_there_is_not_found(client, key):
    assert client.get(f"/status/maintenance/{key}.ics").status_code == 404


def badge(client):
    response = client.get("/status/badge.svg")
    assert response["Content-Type"] == "image/svg+xml; charset=utf-8"
    return ElementTree.fromstring(response.content).get("aria-label").replace("\xa0", " ")


def test_the_badge_says_what_is_true_and_as_of_when(client, measured, declare):
    assert badge(client) == "iStockist: Everything works, 14:46 GMT"
    declare()
    assert badge(client) == "iStockist: Ordering is interrupted, 14:46 GMT"


def test_a_badge_without_measurements_says_that_there_are_none(client):
    assert badge(client) == "iStockist: N/A, 14:46 GMT"


def test_names_of_components_are_words_in_the_badge(client, measured, declare, ordering):
    ordering.name = '"><script>'
    ordering.save()
    declare()
    assert '"><script>' in badge(client)


def test_the_page_names_what_programs_read(read, measured):
    text = read()
    for name in ("feed.atom", "feed.json", "status.json", "maintenance.ics"):
        assert f'href="/status/{name}"' in text
