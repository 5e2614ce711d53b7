"""How many statements a mail takes, without those that bound a transaction."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from istockist_sla.core.lib import tokens
from istockist_sla.core.models import Letter, User
from tests.conftest import OPENED
from tests.factories import AdministratorFactory
from tickets import lifecycle
from tickets.mailroom import intake
from tickets.models import InboundMail

pytestmark = pytest.mark.django_db
BOUNDS = ("BEGIN", "SAVEPOINT", "RELEASE", "COMMIT")
MINUTE = timedelta(minutes=1)


def at_most(statements):
    """What is written together is one statement on PostgreSQL; SQLite, which is no way off, is
    given it row by row: a message, its mail, the event, the ticket, two results and a letter."""
    return statements if connection.vendor == "postgresql" else statements + 6


def mail(number, *more, sender="clara@meadow.example", subject="Orders"):
    head = [f"From: Clara <{sender}>", f"Message-ID: <{number}@meadow.example>", *more]
    return "\r\n".join([*head, f"Subject: {subject}", "", f"Nothing arrives, {number}."]).encode()


def statements_of(raw, at=OPENED):
    with CaptureQueriesContext(connection) as asked:
        received = intake.receive(raw, at=at)
    assert received.state == InboundMail.State.ACCEPTED
    return [query["sql"] for query in asked if not query["sql"].startswith(BOUNDS)]


@pytest.fixture
def answered(ticket, aoife):
    """A ticket in the hands of an agent, and the Message-ID of the letter with her reply."""
    lifecycle.take(ticket.pk, by=aoife, at=OPENED + MINUTE, seen=None)
    lifecycle.qualify(ticket.pk, class_test="degraded", by=aoife, at=OPENED + 2 * MINUTE, seen=None)
    lifecycle.reply(ticket.pk, text="We look.", by=aoife, at=OPENED + 3 * MINUTE)
    return ticket, Letter.objects.get(template="reply").message_id


@pytest.mark.parametrize("copies", [0, 4])
def test_a_new_ticket_takes_at_most_twelve_statements(clara, aoife, meadow, copies):
    for n in range(copies):
        AdministratorFactory(client=meadow, email=f"copy{n}@meadow.example", wants_copies=True)
    intake.receive(mail(1), at=OPENED)
    found = statements_of(mail(2))
    assert len(found) <= 12, found
    assert Letter.objects.filter(subject_id=InboundMail.objects.latest("id").ticket_id).count() == (
        copies + 1
    )


@pytest.mark.parametrize("named", ["In-Reply-To: {letter}", "To: Support <{address}>"])
def test_an_answer_takes_at_most_eight_statements(answered, settings, named):
    ticket, letter = answered
    token = tokens.make(ticket.number, settings.SECRET_KEY, OPENED.date())
    address = settings.SUPPORT_ADDRESS.replace("@", f"+{token}@")
    found = statements_of(mail(2, named.format(letter=letter, address=address)))
    assert InboundMail.objects.latest("id").ticket_id == ticket.pk
    assert len(found) <= at_most(8), found


def test_an_answer_that_ends_a_question_takes_at_most_eight_statements(answered, aoife):
    ticket, _ = answered
    lifecycle.ask(ticket.pk, text="Which shop?", by=aoife, at=OPENED + 4 * MINUTE)
    letter = Letter.objects.get(template="ask").message_id
    found = statements_of(mail(2, f"In-Reply-To: {letter}"), at=OPENED + 5 * MINUTE)
    assert ticket.questions.get().answered
    assert len(found) <= at_most(8), found


def test_what_perhaps_a_machine_answers_takes_at_most_nine(answered):
    ticket, letter = answered
    raw = mail(2, f"In-Reply-To: {letter}", "Precedence: bulk")
    found = statements_of(raw, at=OPENED + 5 * MINUTE)
    assert InboundMail.objects.latest("id").ticket_id == ticket.pk
    assert len(found) <= at_most(9), found


def test_the_bytes_are_written_once_and_never_read(clara):
    intake.receive(mail(1), at=OPENED)
    found = statements_of(mail(2))
    assert [sql.split(None, 1)[0] for sql in found if '"raw"' in sql] == ["INSERT"]


def test_mail_that_refers_to_what_is_not_ours_takes_two_more(clara):
    intake.receive(mail(1), at=OPENED)
    found = statements_of(mail(2, "References: <a@x> <b@x>", "In-Reply-To: <b@x>"))
    assert len(found) <= 14, found


def test_the_same_bytes_again_take_two_statements(clara):
    first = intake.receive(mail(1), at=OPENED)
    with CaptureQueriesContext(connection) as asked:
        again = intake.receive(mail(1), at=OPENED + MINUTE)
    assert again.pk == first.pk
    assert len([q for q in asked if not q["sql"].startswith(BOUNDS)]) == 2


def test_a_mail_that_another_process_settles_first_stays_as_it_is(clara):
    mine = intake.store(mail(1), at=OPENED)
    intake.process(mine.pk, at=OPENED)
    settled = InboundMail.objects.get()
    intake.process_stored(mine, at=OPENED + MINUTE)
    assert InboundMail.objects.get().ticket_id == settled.ticket_id == mine.ticket_id
    assert Letter.objects.filter(template="open").count() == 1


def test_an_administrator_who_works_in_support_is_known_by_the_same_statement(clara):
    administrator = AdministratorFactory(client=clara.client, email="clara.b@meadow.example")
    User.objects.filter(pk=administrator.user_id).update(is_staff=True)
    held = intake.receive(mail(1, sender="Clara.B@Meadow.example"), at=OPENED)
    assert held.held_for == InboundMail.Held.STAFF


def test_an_administrator_is_found_whatever_the_case_of_the_address(clara):
    assert intake.receive(mail(1, sender="CLARA@Meadow.Example"), at=OPENED).ticket is not None


def test_what_fails_over_a_mail_that_another_process_has_settled_parks_nothing(clara, monkeypatch):
    mine = intake.store(mail(1), at=OPENED)
    intake.process(mine.pk, at=OPENED)

    def fail(*given):
        raise ValueError("bad row")

    monkeypatch.setattr(intake.copies, "claim", fail)
    intake.process_stored(mine, at=OPENED + MINUTE)
    assert InboundMail.objects.get().state == mine.state == InboundMail.State.ACCEPTED
