"""The closed months of the client who looks, and nobody else's."""

import json
from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import AdministratorFactory, ClientFactory
from tests.tickets.closed_months.test_pages import link
from tests.tickets.portal.conftest import BACKEND, words
from tests.tickets.reports.closing.conftest import CLOSED, decided, march
from tickets import lifecycle, records
from tickets.models import ClosedClient, Closing, Ticket
from tickets.sla.bundle.verifying import verify

__all__ = ["decided", "march"]
pytestmark = pytest.mark.django_db
PAGE, BUNDLE = "/months/", "/months/1/bundle.zip"
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def after_the_closing(at_ten):
    with time_machine.travel(CLOSED + DAY, tick=False):
        yield


@pytest.fixture
def left(march, meadow, niamh):
    """Clara's client has ended, two days ago."""
    for ticket in Ticket.objects.filter(client=meadow):
        lifecycle.close(ticket.pk, reason="resolved", by=niamh, at=CLOSED + 2 * DAY, seen=None)
    records.end_client(client_id=meadow.pk, by=niamh, at=CLOSED + 3 * DAY)
    with time_machine.travel(CLOSED + 5 * DAY, tick=False):
        yield


def files_in(answer):
    with ZipFile(BytesIO(answer.content)) as bundle:
        return {name: bundle.read(name) for name in bundle.namelist()}


def test_a_month_stands_with_what_was_kept_and_its_head(clara_in, march):
    text = words(clara_in.get(PAGE))
    assert "March 2026" in text
    assert march.head in text
    assert "<strong>1 of 1</strong> met, 100.00&nbsp;%" in text
    assert text.count("Kept") == 1
    assert text.count("No cases") == 2


def test_the_bundle_is_what_the_verifier_calls_the_same(clara_in, march):
    answer = clara_in.get(BUNDLE)
    assert answer["Content-Type"] == "application/zip"
    assert 'filename="iStockist-2026-03-meadow.zip"' in answer["Content-Disposition"]
    files = files_in(answer)
    assert verify(files, head=march.head) == []
    assert files["verify.py"].decode() == march.closing.verifier.source


def test_two_downloads_are_equal(clara_in, march):
    assert clara_in.get(BUNDLE).content == clara_in.get(BUNDLE).content


def test_each_client_gets_its_own(charlie_in, march):
    assert json.loads(files_in(charlie_in.get(BUNDLE))["client.json"])["client"] == "northgate"


def test_a_client_that_was_not_there_finds_nothing(client, march):
    other = AdministratorFactory(client=ClientFactory(name="Late Ltd", code="late"))
    client.force_login(other.user, BACKEND)
    assert "No month has been closed yet." in client.get(PAGE).text
    assert client.get(BUNDLE).status_code == 404


def test_an_amendment_has_a_bundle_of_its_own_name(clara_in, march, niamh):
    """One that does not touch the client keeps its file of the closing."""
    link(2, by=niamh)
    assert "iStockist-2026-03-meadow-amendment-1.zip" in clara_in.get(PAGE).text


def test_a_file_of_an_unfinished_amendment_is_not_shown(clara_in, march, meadow, niamh):
    under_way = Closing.objects.create(
        month="2026-03",
        number=2,
        recorded_before=CLOSED + DAY,
        last_event=0,
        closer=niamh,
        verifier=march.closing.verifier,
    )
    ClosedClient.objects.create(closing=under_way, client=meadow, document="{}", card="{}")
    assert verify(files_in(clara_in.get(BUNDLE)), head=march.head) == []


def test_a_bundle_that_the_browser_has_is_not_sent_again(clara_in, march):
    first = clara_in.get(BUNDLE)
    assert clara_in.get(BUNDLE, headers={"if-none-match": first["ETag"]}).status_code == 304
    assert "private" in first["Cache-Control"]
    assert "no-store" not in first["Cache-Control"]


def test_more_months_ask_no_more_of_the_database(clara_in, march, niamh):
    clara_in.get(PAGE)
    with CaptureQueriesContext(connection) as few:
        clara_in.get(PAGE)
    for number in range(2, 8):
        link(number, number=number, by=niamh)
    with CaptureQueriesContext(connection) as many:
        clara_in.get(PAGE)
    assert len(many) == len(few)


def test_a_longer_chain_asks_no_more_of_the_database(clara_in, march, niamh):
    asked = []
    for number in (2, 6):
        for each in range(number, number + 2):
            like_march = {"document": march.document, "whole": march.whole}
            link(each, number=each, by=niamh, **like_march)
        with CaptureQueriesContext(connection) as queries:
            answer = clara_in.get(f"/months/{number + 1}/bundle.zip")
        assert answer.status_code == 200
        asked.append(len(queries))
    assert asked[0] == asked[1]


@pytest.mark.parametrize("address", [PAGE, BUNDLE])
def test_it_can_only_be_read(clara_in, march, address):
    assert clara_in.post(address).status_code == 405


@pytest.mark.parametrize("address", [PAGE, BUNDLE, "/months/1/report.csv"])
def test_a_client_that_has_ended_keeps_its_closed_months(clara_in, left, address):
    assert clara_in.get(address).status_code == 200


def test_nothing_else_is_left_to_it_but_the_way_there(clara_in, left):
    for address in ("/tickets/", "/report/", "/articles/"):
        assert clara_in.get(address).status_code == 404
    start = clara_in.get("/")
    assert start.status_code == 404
    assert f'href="{PAGE}"' in start.text


def test_a_page_of_an_ended_client_leads_nowhere_else_in_the_portal(clara_in, left):
    text = clara_in.get(PAGE).text
    assert 'href="/tickets/"' not in text
    assert "has left" in text


def test_who_had_gone_before_the_client_ended_keeps_nothing(clara_in, clara, left):
    clara.until = (CLOSED + DAY).date()
    clara.save()
    assert clara_in.get(PAGE).status_code == 404
    assert clara_in.get(BUNDLE).status_code == 404


def test_who_no_longer_administers_a_client_that_goes_on_finds_nothing(clara_in, clara, march):
    clara.until = CLOSED.date()
    clara.save()
    assert clara_in.get(PAGE).status_code == 404


def test_the_service_level_leads_to_it(clara_in, march):
    assert f'href="{PAGE}"' in clara_in.get("/service-level/").text
