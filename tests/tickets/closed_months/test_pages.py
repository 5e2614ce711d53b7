"""The public chain: hashes and instants for everybody, and nothing of a client."""

import json
from datetime import UTC, datetime
from hashlib import sha256
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.tickets.reports.closing.conftest import CLOSED
from tickets.models import ClosedMonth, Closing, Verifier

pytestmark = pytest.mark.django_db
PAGE, CHECK, FEED = "/closed-months/", "/closed-months/check/", "/closed-months/feed.atom"
PAGES = [PAGE, CHECK, FEED]


def link(sequence, *, month="2026-03", number=2, by, document="{}", whole="{}"):
    """A link that holds no more than what the list shows, unless told otherwise."""
    verifier, _ = Verifier.objects.get_or_create(
        digest="e" * 64, defaults={"source": "pass\n", "kept_at": CLOSED}
    )
    closing = Closing.objects.create(
        month=month,
        number=number,
        recorded_before=CLOSED,
        last_event=0,
        closer=by,
        verifier=verifier,
    )
    return ClosedMonth.objects.create(
        closing=closing,
        sequence=sequence,
        head=f"{sequence:064x}",
        document=document,
        whole=whole,
        closed_at=CLOSED,
    )


def test_each_link_stands_with_its_instant_head_and_files(client, march):
    text = client.get(PAGE).text
    engine = march.closing.verifier.digest
    assert "March 2026" in text
    assert f"{march.closed_at:%-d %B %Y, %H:%M:%S}" in text
    assert march.head in text
    assert 'href="/closed-months/1/month.json"' in text
    assert f'href="/closed-months/verifiers/{engine}/verify.py"' in text


def test_the_newest_link_comes_first_and_an_amendment_has_its_number(client, march, niamh):
    amended = link(2, by=niamh)
    text = client.get(PAGE).text
    assert text.index(amended.head) < text.index(march.head)
    assert "amendment 1" in text


@pytest.mark.parametrize("address", PAGES)
def test_no_client_no_figure_and_nobody_by_name_is_told(client, march, address, meadow, niamh):
    text = client.get(address).text
    for word in (meadow.code, meadow.name.split()[0], "northgate", "Northgate", niamh.name):
        assert word not in text


def test_the_document_is_the_file_that_was_hashed(client, march):
    answer = client.get("/closed-months/1/month.json")
    assert answer["Content-Type"] == "application/json"
    assert sha256(answer.content).hexdigest() == march.head


def test_the_verifier_is_the_file_that_the_document_names(client, march):
    engine = json.loads(march.document)["engine"]
    answer = client.get(f"/closed-months/verifiers/{engine}/verify.py")
    assert answer["Content-Type"].startswith("text/x-python")
    assert 'filename="verify.py"' in answer["Content-Disposition"]
    assert sha256(answer.content).hexdigest() == engine


@pytest.mark.parametrize(
    "address", ["2/month.json", f"verifiers/{'0' * 64}/verify.py", "verifiers/x/verify.py"]
)
def test_what_is_not_there_is_not_found(client, march, address):
    assert client.get(PAGE + address).status_code == 404


def test_the_feed_tells_each_head(client, march):
    answer = client.get(FEED)
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    [entry] = ElementTree.fromstring(answer.text).iter("{http://www.w3.org/2005/Atom}entry")
    assert march.head in "".join(entry.itertext())
    [at] = entry.iter("{http://www.w3.org/2005/Atom}updated")
    assert datetime.fromisoformat(at.text).astimezone(UTC) == march.closed_at


@pytest.mark.parametrize("address", [*PAGES, "/closed-months/1/month.json"])
def test_who_has_it_already_is_told_so(client, march, address):
    first = client.get(address)
    again = client.get(address, headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304
    since = client.get(address, headers={"if-modified-since": first["Last-Modified"]})
    assert since.status_code == 304


@pytest.mark.parametrize("address", PAGES)
def test_a_new_link_is_told_to_who_has_the_old_page(client, march, niamh, address):
    first = client.get(address)
    link(2, by=niamh)
    assert client.get(address, headers={"if-none-match": first["ETag"]}).status_code == 200


@pytest.mark.parametrize("address", PAGES)
def test_caches_keep_it_for_everybody(client, clara, march, address):
    client.force_login(clara.user, "django.contrib.auth.backends.ModelBackend")
    answer = client.get(address)
    assert "public" in answer["Cache-Control"]
    assert "Cookie" not in answer.get("Vary", "")


@pytest.mark.parametrize("address", PAGES)
def test_many_links_ask_no_more_of_the_database(client, march, niamh, address):
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(address)
    for number in range(2, 12):
        link(number, number=number, by=niamh)
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) == len(few) <= 3


def test_more_than_sixty_are_paged(client, march, niamh):
    for number in range(2, 63):
        link(number, number=number, by=niamh)
    first, second = client.get(PAGE).text, client.get(f"{PAGE}?page=2").text
    assert first.count('class="chain-link"') == 60
    assert second.count('class="chain-link"') == 2
    assert march.head in second
    assert 'rel="next" href="?page=2"' in first


def test_before_the_first_closing_the_page_says_so(client, db):
    assert "No month has been closed yet." in client.get(PAGE).text
    assert client.get(CHECK).status_code == 200
    assert client.get(FEED).status_code == 200


@pytest.mark.parametrize("address", [*PAGES, "/closed-months/1/month.json"])
def test_it_can_only_be_read(client, march, address):
    assert client.post(address).status_code == 405


def test_the_status_page_leads_to_it(client, db):
    assert f'href="{PAGE}"' in client.get("/status/").text


def test_how_to_check_a_month_names_the_newest_head_and_its_verifier(client, march):
    text = client.get(CHECK).text
    assert "python3 -I verify.py iStockist-2026-03-" in text
    assert march.head in text
    assert f"/verifiers/{march.closing.verifier.digest}/verify.py" in text
