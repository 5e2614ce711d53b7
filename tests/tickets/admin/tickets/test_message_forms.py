"""Messages to the client, to colleagues and to the technical teams."""

from django.core.files.uploadedfile import SimpleUploadedFile

from istockist_sla.core.models import Letter
from tests.tickets.admin.conftest import NOW, again
from tickets import lifecycle
from tickets.admin.tickets.base_forms import with_open_ends
from tickets.admin.tickets.message_forms import ConfirmPersonForm
from tickets.models import HandOver, InformationRequest, Ticket


def test_reply_reaches_the_client(do, ticket):
    file = SimpleUploadedFile("log.txt", b"hello")
    do(ticket, "reply", text="We look into it.", uploads=[file])
    message = again(ticket).messages.last()
    assert (message.kind, message.attachments.get().name) == ("reply", "log.txt")
    assert Letter.objects.filter(template="reply").exists()


def test_ask_opens_a_question_and_pauses(do, ticket):
    do(ticket, "ask", text="Which order?")
    assert InformationRequest.objects.get(ticket=ticket).ended_at is None
    assert again(ticket).waiting_since == NOW


def test_answer_ends_the_question(do, ticket):
    do(ticket, "ask", text="Which order?")
    do(ticket, "answer", text="Number 88214, by telephone.")
    assert again(ticket).waiting_since is None


def test_note_stays_inside(do, ticket):
    do(ticket, "note", text="Odd.")
    assert again(ticket).messages.last().is_internal
    assert again(ticket).handled_at is None


def test_hand_over_and_hear_back(do, ticket, client, ruairi):
    do(ticket, "hand_over", team="operations", text="Please look.")
    client.force_login(ruairi)
    do(ticket, "hear_back", browser=client, text="Disk was full.")
    handed = HandOver.objects.get(ticket=ticket)
    assert (handed.report.text, again(ticket).team) == ("Disk was full.", "")


def test_mail_that_looks_automatic_answers_once_a_person_is_confirmed(do, ticket, clara):
    do(ticket, "ask", text="Which order?")
    kept = lifecycle.keep_unsure(ticket.pk, text="88214", by=clara.user, at=NOW, recorded_at=NOW)
    assert again(ticket).waiting_since == NOW
    do(ticket, "confirm_person", message=kept.pk)
    assert again(ticket).waiting_since is None


def test_what_is_confirmed_is_offered_no_more(do, ticket, clara, aoife):
    kept = lifecycle.keep_unsure(ticket.pk, text="88214", by=clara.user, at=NOW, recorded_at=NOW)
    (before,) = with_open_ends(Ticket.objects.all())
    assert ConfirmPersonForm.is_available(before, aoife, NOW)
    do(ticket, "confirm_person", message=kept.pk)
    (after,) = with_open_ends(Ticket.objects.all())
    assert not ConfirmPersonForm.is_available(after, aoife, NOW)
