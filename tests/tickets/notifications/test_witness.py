"""The client's mailbox bears witness: what each letter says of the acts so far, the bundle says."""

import re

import pytest

from istockist_sla.core.models import Letter
from tests.conftest import OPENED
from tests.tickets.notifications.conftest import DAY, HOUR, newest, render
from tests.tickets.reports.bundles.conftest import closed
from tickets import lifecycle, notifications
from tickets.sla.bundle.letters import LETTER, of_letters

pytestmark = pytest.mark.django_db


def record_in(text: str) -> str:
    """The line at the foot, in the form that the verifier takes."""
    [found] = re.findall(r"^For your records, ticket \d+ up to act \d+: (\S+)$", text, re.MULTILINE)
    return found


def letters_to_the_client():
    return Letter.objects.filter(template__in=notifications.FOR_CLIENT).order_by("id")


def test_each_letter_to_the_client_says_what_the_bundle_says(story):
    files = closed(at=OPENED + 30 * DAY).files("meadow")
    told = [record_in(render(letter).text) for letter in letters_to_the_client()]
    assert len(told) > len(notifications.FOR_CLIENT)
    assert list(of_letters(files, told)) == []


def test_text_and_html_have_the_same_record(story):
    for letter in letters_to_the_client():
        rendered = render(letter)
        assert record_in(rendered.text) in rendered.html


def test_a_letter_tells_of_its_own_act(ticket, aoife):
    lifecycle.note(ticket.pk, text="A hunch.", by=aoife, at=OPENED + HOUR)
    lifecycle.take(ticket.pk, by=aoife, at=OPENED + 2 * HOUR, seen=None)
    told = [LETTER.fullmatch(record_in(render(newest(each)).text)) for each in ("open", "take")]
    assert [each.groups()[:3] for each in told] == [
        (str(ticket.number), "1", "2026-03-10T09:00:00Z"),
        (str(ticket.number), "2", "2026-03-10T11:00:00Z"),
    ]


def test_a_letter_about_no_act_of_the_bundle_tells_of_those_so_far(open_ticket, aoife):
    ticket = open_ticket(checks={"network": {"state": "not done"}})
    lifecycle.take(ticket.pk, by=aoife, at=OPENED + HOUR, seen=None)
    lifecycle.propose(
        ticket.pk, kind="invoicing", evidence="It.", minutes=30, by=aoife, at=OPENED + 2 * HOUR
    )
    records = {record_in(render(newest(each)).text) for each in ("take", "invoice")}
    assert len(records) == 1


def test_a_reminder_tells_of_the_acts_so_far(ticket, aoife):
    lifecycle.ask(ticket.pk, text="Which?", by=aoife, at=OPENED + HOUR)
    lifecycle.sweep(at=OPENED + 2 * DAY + 9 * HOUR)
    assert record_in(render(newest("remind")).text) == record_in(render(newest("ask")).text)


def test_letters_to_the_desk_have_none(story):
    for letter in Letter.objects.exclude(template__in=notifications.FOR_CLIENT):
        assert "For your records" not in render(letter).text


def test_a_letter_from_before_there_was_one_has_none(ticket):
    letter = newest("open")
    del letter.context["witness"]
    assert "For your records" not in render(letter).text


def test_the_acknowledgement_tells_the_client_s_own_count(open_ticket):
    for words in ("1st", "2nd", "3rd"):
        open_ticket()
        assert f"This is your {words} ticket with us." in render(newest("open")).text
