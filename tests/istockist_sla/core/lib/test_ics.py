"""Calendars that every program reads."""

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from istockist_sla.core.lib.ics import CalendarEvent, calendar

DISKS = CalendarEvent(
    uid="maintenance-7@support.example",
    sequence=1,
    changed_at=datetime(2026, 6, 3, 9, 0, tzinfo=UTC),
    starts_at=datetime(2026, 6, 14, 5, 0, tzinfo=UTC),
    ends_at=datetime(2026, 6, 14, 7, 0, tzinfo=UTC),
    title="New disks",
    text="",
    url="https://support.example/status/",
    is_cancelled=False,
)


def lines(event):
    text = calendar([event], name="Maintenance").decode()
    return text.replace("\r\n ", "").split("\r\n")


def test_an_event_has_its_bounds_in_utc():
    assert "DTSTART:20260614T050000Z" in lines(DISKS)
    assert "DTEND:20260614T070000Z" in lines(DISKS)


def test_a_cancelled_event_says_so_under_its_own_name():
    cancelled = lines(replace(DISKS, is_cancelled=True, sequence=2))
    assert "STATUS:CANCELLED" in cancelled
    assert "UID:maintenance-7@support.example" in cancelled
    assert "SEQUENCE:2" in cancelled


def test_what_separates_is_escaped():
    assert r"SUMMARY:Disks\, fans\; C:\\\nand more" in lines(
        replace(DISKS, title="Disks, fans; C:\\\r\nand more")
    )


def test_a_line_end_begins_no_property():
    assert "ATTENDEE:x" not in lines(replace(DISKS, title="x\rATTENDEE:x\u2028ATTENDEE:x"))


def test_it_ends_as_it_begins():
    found = lines(DISKS)
    assert found[0] == "BEGIN:VCALENDAR"
    assert found[-2:] == ["END:VCALENDAR", ""]


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=300))
def test_no_line_is_longer_than_75_octets_and_none_breaks_a_character(text):
    for line in calendar([replace(DISKS, text=text)], name=text).split(b"\r\n"):
        assert len(line) <= 75
        line.decode()
