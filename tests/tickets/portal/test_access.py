"""Who may come in, and what of whom they see (P1)."""

from datetime import date

import pytest
from django.http import Http404

from tests.factories import AdministratorFactory, UserFactory
from tests.tickets.portal.conftest import BACKEND, NOW, words
from tickets import access, lifecycle
from tickets.attachments import Upload
from tickets.models import Attachment

TODAY = NOW.date()


def test_todays_row_decides(clara):
    assert access.administrator_of(clara.user, TODAY) == clara


def test_a_row_counts_until_the_end_of_its_last_day(clara):
    clara.until = TODAY
    clara.save()
    assert access.administrator_of(clara.user, TODAY) == clara


def test_a_row_that_has_ended_gives_nothing(clara):
    clara.until = date(2026, 3, 9)
    clara.save()
    assert access.administrator_of(clara.user, TODAY) is None


def test_a_row_that_has_not_begun_gives_nothing(clara):
    clara.since = date(2026, 3, 11)
    clara.save()
    assert access.administrator_of(clara.user, TODAY) is None


def test_who_changed_clients_sees_the_new_one(clara, charlie):
    clara.until = date(2026, 3, 9)
    clara.save()
    moved = AdministratorFactory(
        client=charlie.client, user=clara.user, email=clara.email, since=date(2026, 3, 10)
    )
    assert access.administrator_of(clara.user, TODAY) == moved


def test_a_colleague_sees_the_clients_tickets(ticket, meadow):
    ben = AdministratorFactory(client=meadow)
    assert access.ticket_or_404(ben, ticket.number) == ticket


def test_a_stranger_sees_no_ticket(ticket, charlie):
    with pytest.raises(Http404):
        access.ticket_or_404(charlie, ticket.number)
    assert not access.tickets_of(charlie).exists()


def test_internal_words_are_not_handed_out(ticket, clara, aoife):
    lifecycle.note(ticket.pk, text="Their firewall again.", by=aoife, at=NOW)
    lifecycle.hand_over(ticket.pk, team="operations", text="Look at the disks.", by=aoife, at=NOW)
    lifecycle.hear_back(ticket.pk, text="A disk was full.", by=aoife, at=NOW)
    assert [message.kind for message in access.messages_of(ticket)] == ["client"]


def test_internal_acts_are_not_handed_out(ticket, clara, aoife):
    lifecycle.note(ticket.pk, text="Their firewall again.", by=aoife, at=NOW)
    lifecycle.assign(ticket.pk, to=aoife, by=aoife, at=NOW, seen=None)
    assert [event.verb for event in access.events_of(ticket)] == ["open"]


def test_a_file_of_a_note_is_not_handed_out(ticket, clara, aoife):
    lifecycle.note(ticket.pk, text="Log.", by=aoife, at=NOW, files=[Upload("log.txt", b"secret")])
    with pytest.raises(Http404):
        access.attachment_or_404(clara, Attachment.objects.get().pk)


def test_an_ended_administrator_reads_why_and_where_to_go_on(clara_in, clara):
    clara.until = date(2026, 3, 9)
    clara.save()
    response = clara_in.get("/")
    assert response.status_code == 404
    assert "You administer no client today" in words(response)
    assert "mailto:support@istockist.com" in words(response)


def test_support_goes_to_the_desk(client, aoife):
    client.force_login(aoife, BACKEND)
    assert client.get("/tickets/").url == "/desk/"


def test_a_member_of_staff_who_administers_a_client_sees_the_portal(client, clara):
    clara.user.is_staff = True
    clara.user.save()
    client.force_login(clara.user, BACKEND)
    assert client.get("/").status_code == 200


def test_a_person_without_any_row_gets_nothing(client, db):
    client.force_login(UserFactory(), BACKEND)
    assert client.get("/tickets/").status_code == 404


def test_after_signing_in_one_comes_back_to_the_page(client, ticket):
    response = client.get(f"/tickets/{ticket.number}/")
    assert response.url == f"/sign-in/?next=/tickets/{ticket.number}/"


def test_a_form_sent_signed_out_leads_back_to_the_ticket(client, ticket):
    response = client.post(f"/tickets/{ticket.number}/reply/", {"text": "Hello"})
    assert response.url == f"/sign-in/?next=/tickets/{ticket.number}/"


def test_a_report_sent_signed_out_leads_home(client, db):
    assert client.post("/report/", {"subject": "Labels"}).url == "/sign-in/?next=/"


def test_home_is_where_sign_in_leads(clara_in):
    assert clara_in.get("/").status_code == 200
