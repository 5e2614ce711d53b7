"""Copies of the public pages: served fast, made anew with each event, and without a database."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import OperationalError, connection

from availability import incidents
from availability.status import middleware
from availability.status.copies import Copies, copy_of
from tests.availability.instants import gmt

pytestmark = pytest.mark.django_db
FRESH = "cannot be refreshed"


@pytest.fixture
def rarely_asked(monkeypatch):
    """The database is not asked again within the test."""
    monkeypatch.setattr(middleware, "CHECK_SECONDS", 60.0)


@contextmanager
def database_away():
    def refuse(*args):
        raise OperationalError("connection refused")

    with connection.execute_wrapper(refuse):
        yield


def test_a_copy_asks_only_whether_what_it_rests_on_is_still_so(
    read, measured, django_assert_max_num_queries
):
    read()
    with django_assert_max_num_queries(8):
        read()


def test_between_two_looks_it_asks_nothing(read, measured, rarely_asked, django_assert_num_queries):
    read()
    with django_assert_num_queries(0):
        read()


def test_it_is_never_older_than_a_minute(read, measured, rarely_asked, afternoon):
    read()
    afternoon.shift(timedelta(seconds=61))
    assert "As of 14:47 GMT" in read()


def test_a_component_that_falls_silent_shows_without_an_event(read, measured, afternoon):
    assert "Everything works" in read()
    afternoon.move_to(gmt("14:47:01"))
    assert "Nothing is measured now" in read()


def test_nothing_of_its_reader_is_in_it(client, measured, clara):
    client.force_login(clara.user, "django.contrib.auth.backends.ModelBackend")
    response = client.get("/status/")
    assert "Cookie" not in response["Vary"]
    assert not response.cookies


def test_a_reader_on_another_clock_gets_the_same_page(client, measured, clara, read):
    text = read()
    clara.user.time_zone = "America/New_York"
    clara.user.save()
    client.force_login(clara.user, "django.contrib.auth.backends.ModelBackend")
    middleware.COPIES.forget()
    assert read() == text


def test_it_may_be_kept_by_everybody_for_two_seconds(client, measured):
    response = client.get("/status/")
    assert response["Cache-Control"] == "public, max-age=2, stale-if-error=86400"


def test_who_has_it_already_gets_no_body(client, measured):
    etag = client.get("/status/")["ETag"]
    again = client.get("/status/", headers={"if-none-match": etag})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", etag)


def test_with_the_next_event_it_is_another(client, measured, declare):
    etag = client.get("/status/")["ETag"]
    declare()
    assert client.get("/status/", headers={"if-none-match": etag}).status_code == 200


def test_it_is_compressed_for_whoever_takes_that(client, measured):
    plain = client.get("/status/")
    packed = client.get("/status/", headers={"accept-encoding": "gzip"})
    assert packed["Content-Encoding"] == "gzip"
    assert packed["ETag"] != plain["ETag"]
    assert int(packed["Content-Length"]) == len(packed.content) < len(plain.content)


def test_a_query_string_makes_no_copy_of_its_own(client, measured, rarely_asked):
    client.get("/status/")
    client.get("/status/?a=1")
    assert len(middleware.COPIES._kept) == 1


@pytest.mark.parametrize("path", ["months/2030-01/", "incidents/999/", "nothing/"])
def test_what_is_not_found_is_not_kept(client, measured, path):
    assert client.get(f"/status/{path}").status_code == 404
    assert not middleware.COPIES._kept


def test_without_the_database_the_last_copy_is_served_and_says_so(read, measured, afternoon):
    read()
    afternoon.shift(timedelta(hours=3))
    with database_away():
        text = read()
    assert "Everything works" in text
    assert "As of Tuesday 9 June 2026, 14:46 GMT · 15:46 Irish time." in text
    assert FRESH in text


def test_the_last_copy_of_a_program_is_served_as_it_was(client, measured):
    said = client.get("/status/status.json").json()
    with database_away():
        assert client.get("/status/status.json").json() == said


def test_once_the_database_is_back_so_is_the_page(read, measured, monkeypatch):
    monkeypatch.setattr(middleware, "AWAY_SECONDS", 0.0)
    read()
    with database_away():
        read()
    assert FRESH not in read()


def test_a_database_that_goes_away_while_a_page_is_made_breaks_nothing(
    read, measured, afternoon, rarely_asked
):
    read()
    afternoon.shift(timedelta(minutes=5))
    with database_away():
        assert FRESH in read()


def test_without_database_and_copy_it_says_that_nothing_can_be_said(client, measured):
    with database_away():
        response = client.get("/status/")
    assert response.status_code == 503
    assert "We cannot say now what works" in response.content.decode()


def test_a_copy_outlives_its_process(read, measured, monkeypatch, tmp_path):
    monkeypatch.setattr(middleware.COPIES, "folder", tmp_path / "status")
    text = read()
    middleware.COPIES.forget()
    middleware.CHECKED.forget()
    with database_away():
        assert "Everything works" in read()
    assert FRESH not in text


def test_a_folder_that_cannot_be_written_breaks_nothing(read, measured, monkeypatch, tmp_path):
    (tmp_path / "file").write_text("")
    monkeypatch.setattr(middleware.COPIES, "folder", tmp_path / "file")
    assert "Everything works" in read()


@pytest.mark.parametrize("content", [b"", b"junk\nx", b"{}\nx", b"[1]\nx", b"\xff\n"])
def test_a_broken_file_is_none(tmp_path, content):
    copies = Copies(tmp_path)
    copies.keep("/status/", copy_of({}, b"x", at=gmt("13:00"), stamp="1"))
    [file] = tmp_path.iterdir()
    file.write_bytes(content)
    copies.forget()
    assert copies.find("/status/") is None


def test_only_so_many_are_remembered():
    copies = Copies()
    for number in range(250):
        copies.keep(f"/{number}/", copy_of({}, b"", at=gmt("13:00"), stamp=""))
    assert copies.find("/0/") is None
    assert copies.find("/249/") is not None


def test_updates_by_mail_are_not_kept(client, measured):
    client.get("/status/updates/")
    assert not middleware.COPIES._kept


def test_an_address_that_is_not_ours_is_refused(client, measured):
    client.get("/status/")
    assert client.get("/status/", headers={"host": "evil.example"}).status_code == 400


def test_an_announcement_shows_at_once(read, measured, announce, ruairi):
    assert "None is announced." in read()
    work = announce()
    assert "New disks" in read()
    incidents.cancel(work, by=ruairi, at=gmt("10:00"))
    assert "it does not take place." in read()


@pytest.mark.django_db(transaction=True)
def test_a_database_that_cannot_be_reached_at_all(read, measured, monkeypatch):
    read()
    nowhere = {"NAME": "/nowhere/at.all"} if connection.vendor == "sqlite" else {"PORT": "1"}
    connection.close()
    with monkeypatch.context() as broken:
        for name, value in nowhere.items():
            broken.setitem(connection.settings_dict, name, value)
        assert FRESH in read()
        connection.close()
