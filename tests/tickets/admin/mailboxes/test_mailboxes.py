"""Mailboxes in the desk: how far each is read, looked at and not changed."""

from datetime import timedelta

import pytest

from tests.tickets.admin.conftest import NOW, page_url
from tickets.models import Mailbox, UnfetchedMail

LIST = "/desk/tickets/mailbox/"
MINUTE = timedelta(minutes=1)


def box(**given) -> Mailbox:
    return Mailbox.objects.create(**{"name": "support@mail.example:993/INBOX", **given})


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"fetched_at": NOW - MINUTE}, "Read"),
        ({"fetched_at": NOW - 16 * MINUTE}, "Not read"),
        ({}, "Not read yet"),
        ({"last_error": "the connection was cut"}, "Not read"),
        ({"fetched_at": NOW, "in_force": False}, "Not in the settings"),
    ],
)
def test_the_list_says_how_each_is(agent, given, words):
    box(**given)
    assert f'class="field-condition">{words}</td>' in agent.get(LIST).text


def test_the_list_says_what_is_wrong(agent):
    box(last_error="mail.example:993: nothing takes connections at this port")
    assert "nothing takes connections at this port" in agent.get(LIST).text


def test_the_page_names_the_mail_that_does_not_come(agent):
    mailbox = box(fetched_at=NOW)
    UnfetchedMail.objects.create(
        mailbox=mailbox,
        uid_validity=1,
        uid=4711,
        attempts=5,
        first_tried_at=NOW,
        next_try_at=NOW,
        last_error="NO [SERVERBUG] Internal error",
    )
    text = agent.get(page_url(mailbox, "mailbox")).text
    assert "4711" in text
    assert "Internal error" in text


def test_the_page_says_where_all_has_come(agent):
    assert "All that the server lists was received." in agent.get(page_url(box(), "mailbox")).text


def test_an_unknown_one_is_not_found(agent):
    assert agent.get("/desk/tickets/mailbox/999/change/").status_code == 404


def test_its_page_changes_nothing(agent):
    assert agent.post(page_url(box(), "mailbox")).status_code == 405


def test_a_technician_sees_none(client, ruairi):
    client.force_login(ruairi)
    assert client.get(LIST).status_code == 403


def test_the_strip_tells_of_the_one_that_is_furthest_behind(agent, settings):
    settings.IMAP_URL = "imaps://a:b@one.example/ imaps://a:b@two.example/"
    box(name="one", fetched_at=NOW)
    box(name="two", fetched_at=NOW - 16 * MINUTE)
    names = [tile.name for tile in agent.get("/desk/").context["counters"]]
    assert any("1 of 2 mailboxes not read" in name for name in names)
