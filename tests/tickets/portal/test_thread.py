"""Who wrote what, and how much of it stands open."""

from datetime import timedelta

import pytest

from availability.models import Component, Impact, Interruption, Outage
from istockist_sla.core.models import Event
from tests.conftest import OPENED
from tests.tickets.portal.conftest import NOW, words
from tickets import access, inputs, lifecycle
from tickets.attachments import Upload
from tickets.models import CustomerSuccessContact, InboundMail, Ticket
from tickets.portal import thread as threads
from tickets.portal.thread import thread

PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)


def whole(ticket):
    ticket = Ticket.objects.select_related("administrator").get(pk=ticket.pk)
    messages = list(access.messages_of(ticket))
    question = access.open_question_of(ticket)
    return thread(ticket, access.events_of(ticket), messages, NOW, question)


def written(ticket, by, count):
    for n in range(count):
        lifecycle.write(ticket.pk, text=f"Message {n}.", by=by, at=OPENED)


@pytest.fixture
def folds(monkeypatch):
    """Threads of more than five entries: the first, and the last two, stand open."""
    monkeypatch.setattr(threads, "LONGEST_WHOLE", 5)
    monkeypatch.setattr(threads, "FIRST", 1)
    monkeypatch.setattr(threads, "LAST", 2)


@pytest.fixture
def mail(db):
    return InboundMail.objects.create(
        raw=b"",
        sha256="0" * 64,
        from_name="Eve Marsh",
        from_address="eve@meadow.example",
        received_at=OPENED,
        stored_at=OPENED,
    )


def test_a_mail_that_was_passed_on_is_of_its_true_sender(page_of, ticket, clara, aoife, mail):
    data = {"mail": mail.pk, "adopted": True}
    lifecycle.write(
        ticket.pk, text="Mine too.", by=aoife, author=clara.user, at=NOW, by_mail=True, data=data
    )
    assert (
        "<strong>Eve Marsh (eve@meadow.example)</strong>, passed on by Aoife Brennan, Support"
        in page_of(ticket)
    )


def test_what_support_wrote_down_for_a_client_says_so(clara, aoife):
    opened = lifecycle.open_ticket(
        administrator=clara,
        channel="desk",
        subject="By telephone",
        text="Nothing prints.",
        at=OPENED,
        recorded_at=OPENED,
        by=aoife,
        data={"passed_on": True},
    )
    event, message = whole(opened).last
    assert "opened it for you: Customer Success passed it on" in event.event.sentence
    assert (message.said.who, message.said.note) == (
        "Clara Whitcombe",
        "written down by Aoife Brennan, Support",
    )


def test_a_notice_through_customer_success_says_by_whom_and_when(page_of, ticket, aoife, meadow):
    orla = CustomerSuccessContact.objects.create(client=meadow, name="Orla", since=OPENED.date())
    given = {"class_test": "orders-stopped", "by": aoife, "at": NOW, "seen": None}
    lifecycle.qualify(ticket.pk, through=orla, **given)
    assert "Orla of Customer Success told you so, 10:00 GMT." in page_of(ticket)


def test_the_middle_of_a_long_thread_is_folded(folds, page_of, ticket, clara):
    written(ticket, clara.user, 5)
    found = whole(ticket)
    assert [len(part) for part in found] == [1, 3, 2]
    text = page_of(ticket)
    assert "Show the 3 messages between" in text
    assert f'href="#message-{found.newest.message.pk}">Go to the last of 6 messages' in text


def test_an_open_question_is_not_folded(folds, ticket, clara, aoife):
    written(ticket, clara.user, 1)
    lifecycle.ask(ticket.pk, text="Which order?", by=aoife, at=NOW)
    for _ in range(4):
        lifecycle.reply(ticket.pk, text="We look.", by=aoife, at=NOW)
    found = whole(ticket)
    assert found.last[0].said.is_question
    assert len(found.folded) == 1


def test_a_short_thread_is_whole(folds, ticket, clara):
    written(ticket, clara.user, 4)
    assert [len(part) for part in whole(ticket)] == [0, 0, 5]


def test_a_picture_is_shown_small_and_other_files_are_not(page_of, open_ticket):
    text = page_of(open_ticket(files=[Upload("screen.png", PNG), Upload("a.svg", b"<svg/>")]))
    assert text.count("<img") == 1
    assert 'alt="Preview of screen.png"' in text


@pytest.fixture
def outage(db):
    found = Outage.objects.create(
        title="Ordering is interrupted",
        started_at=OPENED - timedelta(minutes=5),
        detected_at=OPENED,
        published_at=OPENED,
        ended_at=NOW,
    )
    Interruption.objects.create(
        outage=found,
        component=Component.objects.get(code="ordering"),
        impact=Impact.DOWN,
        by_probe=True,
        started_at=found.started_at,
        detected_at=OPENED,
        ended_at=NOW,
    )
    inputs.forget()
    return found


def test_a_fault_names_the_outage_in_which_it_was_reported(page_of, outage, ticket):
    assert f'<a href="/status/incidents/{outage.pk}/">Ordering is interrupted</a>' in page_of(
        ticket
    )


def test_a_fault_of_another_component_does_not(page_of, outage, ticket):
    ticket.components.add(Component.objects.get(code="reports"))
    assert "Opened during" not in page_of(ticket)


def test_what_was_opened_later_does_not(page_of, outage, open_ticket):
    assert "Opened during" not in page_of(open_ticket(at=NOW))


def test_it_works_again_is_never_called_unsolved(clara_in, page_of, ticket, clara):
    lifecycle.close_by_client(ticket.pk, by=clara.user, at=NOW, works_again=True)
    text = page_of(ticket)
    assert "Closed, it works again, as you told us" in text
    assert "closed it: it works again" in text
    assert "without a solution" not in text
    assert "Closed, it works again" in words(clara_in.get("/tickets/?show=closed"))


def test_closed_without_a_solution_is_called_so(page_of, ticket, clara):
    lifecycle.close_by_client(ticket.pk, by=clara.user, at=NOW, works_again=False)
    assert "Closed without a solution, as you confirmed" in page_of(ticket)
    assert Event.objects.filter(verb="close", data__works_again=False).exists()
