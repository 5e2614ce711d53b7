"""An agent opens a ticket for a client (P2)."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from istockist_sla.core.models import Event
from tests.tickets.admin.conftest import NOW
from tickets.models import Ticket

ADD = "/desk/tickets/ticket/add/"


@pytest.fixture
def enter(agent, clara):
    def post(**data):
        return agent.post(
            ADD,
            {
                "administrator": clara.email,
                "subject": "No orders",
                "text": "She rang us.",
                **data,
            },
        )

    return post


def test_it_counts_as_opened_now_and_is_not_handled(enter, clara, aoife):
    enter()
    ticket = Ticket.objects.get()
    event = Event.objects.about("ticket", ticket.pk).get()
    assert (ticket.administrator, ticket.channel, ticket.opened_at) == (clara, "desk", NOW)
    assert (event.actor, event.side, ticket.handled_at) == (aoife, "support", None)


def test_it_leads_to_the_ticket(enter):
    assert enter().url == f"/desk/tickets/ticket/{Ticket.objects.get().pk}/change/"


def test_it_is_never_of_low_priority(enter):
    enter(low_priority="on")
    assert not Ticket.objects.get().low_priority


def test_with_a_reason_it_counts_from_the_earlier_contact(enter):
    enter(earlier="2026-03-10T08:15:30", reason="She left a message")
    ticket = Ticket.objects.get()
    assert ticket.opened_at == datetime(2026, 3, 10, 8, 15, 30, tzinfo=UTC)
    assert ticket.created_at == NOW
    assert "She left a message" in ticket.messages.get(kind="note").text


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"earlier": "2026-03-10T08:15:30"}, "reason"),
        ({"earlier": "2026-03-10T11:00:00", "reason": "Later"}, "earlier"),
        ({"earlier": "soon", "reason": "x"}, "earlier"),
        ({"administrator": "nobody@else.example"}, "administrator"),
        ({"administrator": ""}, "administrator"),
        ({"subject": ""}, "subject"),
        ({"text": " "}, "text"),
        ({"follows": "9999"}, "follows"),
    ],
)
def test_what_is_missing_is_told(enter, data, field):
    assert field in enter(**data).context["form"].errors
    assert not Ticket.objects.exists()


def test_it_cannot_be_opened_for_who_is_no_administrator_today(enter, clara):
    clara.until = (NOW - timedelta(days=1)).date()
    clara.save()
    assert "administrator" in enter().context["form"].errors


def test_it_may_be_passed_on_by_customer_success(enter):
    enter(passed_on="on")
    assert Event.objects.get(verb="open").data["passed_on"] is True


def test_it_may_continue_a_closed_ticket_of_the_client(enter, ticket):
    enter(follows=str(ticket.number))
    assert Ticket.objects.last() is not None
    assert Ticket.objects.exclude(pk=ticket.pk).get().follows == ticket


def test_it_does_not_continue_another_clients_ticket(enter, open_ticket, charlie):
    strange = open_ticket(administrator=charlie)
    assert "follows" in enter(follows=str(strange.number)).context["form"].errors


def test_files_are_kept(enter, agent):
    enter(uploads=[SimpleUploadedFile("a.txt", b"a"), SimpleUploadedFile("b.txt", b"b")])
    ticket = Ticket.objects.get()
    files = ticket.messages.first().attachments.all()
    assert [file.name for file in files] == ["a.txt", "b.txt"]
    got = agent.get(f"/desk/tickets/ticket/{ticket.pk}/files/{files[0].pk}/")
    assert got.headers["Content-Disposition"] == 'attachment; filename="a.txt"'
    assert b"".join(got.streaming_content) == b"a"


def test_a_file_is_found_in_its_own_ticket_only(enter, agent, ticket):
    enter(uploads=[SimpleUploadedFile("a.txt", b"a")])
    file = Ticket.objects.exclude(pk=ticket.pk).get().messages.first().attachments.get()
    assert agent.get(f"/desk/tickets/ticket/{ticket.pk}/files/{file.pk}/").status_code == 404


def test_too_large_a_file_is_told(enter, settings):
    settings.UPLOAD_MAX_BYTES = 3
    answer = enter(uploads=[SimpleUploadedFile("a.txt", b"abcd")])
    assert "larger than" in answer.context["form"].errors["uploads"][0]


@pytest.mark.parametrize("person", ["ruairi", "sys"])
def test_only_who_handles_tickets_opens_them(client, request, person):
    client.force_login(request.getfixturevalue(person))
    assert client.get(ADD).status_code == 403
    assert client.post(ADD).status_code == 403


def test_a_file_that_is_gone_from_the_disk_is_not_found(enter, agent):
    enter(uploads=[SimpleUploadedFile("a.txt", b"gone soon")])
    ticket = Ticket.objects.get()
    file = ticket.messages.first().attachments.get()
    file.file.storage.delete(file.file.name)
    assert agent.get(f"/desk/tickets/ticket/{ticket.pk}/files/{file.pk}/").status_code == 404
