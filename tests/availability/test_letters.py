"""What subscribers read, and the headers by which they stop it."""

import pytest

from availability import incidents, subscriptions
from availability.models import Subscription
from istockist_sla.core.letters.rendering import render
from istockist_sla.core.models import Letter
from tests.availability.instants import gmt

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(db):
    subscriptions.ask("ops@shop.example", components=[], network="x", at=gmt("08:00"))
    found = Subscription.objects.get()
    subscriptions.confirm(found, at=gmt("08:01"))
    return found


def newest():
    return render(Letter.objects.latest("pk"))


def plain(text):
    return text.replace("\xa0", " ")


def test_the_first_letter_asks_to_confirm_and_offers_no_list(db):
    subscriptions.ask("ops@shop.example", components=[], network="x", at=gmt("08:00"))
    letter = newest()
    token = subscriptions.token_of(Subscription.objects.get().pk)
    assert letter.subject == "Confirm: updates of iStockist's status"
    assert f"Confirm: http://localhost:8000/status/updates/{token}/" in letter.text
    assert "all components" in letter.text


def test_who_has_subscribed_already_is_told_so(reader):
    subscriptions.ask("ops@shop.example", components=[], network="x", at=gmt("09:00"))
    assert newest().subject == "You get updates of iStockist's status already"


@pytest.fixture
def update(reader, declare, aoife):
    outage = declare(title="Orders <b> do not arrive")
    incidents.publish(outage, text="We are\nlooking.", by=aoife, at=gmt("13:10"))
    return newest()


def test_an_update_says_what_the_page_says(update):
    assert update.subject == "[iStockist status] Investigating: Orders <b> do not arrive"
    text = plain(update.text)
    assert "We are\nlooking." in text
    assert "Affects: Ordering" in text
    assert "Since: Tuesday 9 June 2026, 13:00 GMT · 14:00 Irish time" in text
    assert "&lt;b&gt;" in update.html


def test_it_is_ended_by_one_click(update, reader):
    url = f"http://localhost:8000/status/updates/{subscriptions.token_of(reader.pk)}/unsubscribe/"
    assert update.headers == {
        "List-Unsubscribe": f"<{url}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    assert url in update.text
    assert url in update.html


def test_it_names_nobody_of_the_desk(update):
    assert "Aoife" not in update.text + update.html


def test_maintenance_says_when_and_that_it_was_moved(reader, announce, ruairi):
    work = announce()
    first = Letter.objects.latest("pk")
    incidents.move(work, starts_at=gmt("23:00"), ends_at=gmt("23:30"), by=ruairi, at=gmt("10:00"))
    assert "From: Tuesday 9 June 2026, 22:00 GMT" in plain(render(first).text)
    moved = newest()
    assert moved.subject.startswith("[iStockist status] Moved maintenance: New disks")
    assert "From: Tuesday 9 June 2026, 23:00 GMT" in plain(moved.text)


def test_a_cancelled_window_says_so(reader, announce, ruairi):
    incidents.cancel(announce(), by=ruairi, at=gmt("10:00"))
    assert "The work is not done in this window." in newest().text
