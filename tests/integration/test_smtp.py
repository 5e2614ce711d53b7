"""Letters through a real SMTP server: delivery, refusals, silence, and a cluster that is killed."""

from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone

from istockist_sla.core import letters, tasks
from istockist_sla.core.models import Letter, Relay
from tests.conftest import OPENED
from tests.factories import AdministratorFactory
from tests.integration.cluster import cluster
from tests.smtp_server import smtp_server, wait_for
from tickets import lifecycle
from tickets.attachments import Upload

pytestmark = [pytest.mark.smtp, pytest.mark.django_db]
HOUR = timedelta(hours=1)
CLARA = "clara@meadow.example"


@pytest.fixture
def server(tmp_path, settings):
    with smtp_server(tmp_path) as started:
        settings.EMAIL_BACKEND = "istockist_sla.core.letters.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", started.port
        settings.EMAIL_TIMEOUT = 5
        yield started


def letter_of(ticket) -> Letter:
    return Letter.objects.get(subject_id=ticket.pk)


def send_later() -> int:
    """The next attempt of whatever waits, without waiting for it."""
    Letter.objects.update(next_try_at=OPENED)
    Relay.objects.update(next_try_at=None)
    return tasks.send_letters()


def test_a_letter_arrives_whole(server, ticket, clara):
    assert tasks.send_letters() == 1
    (message,) = server.accepted()
    letter = letter_of(ticket)
    assert (
        message["Subject"] == f"[iStockist {ticket.number}] We have your report: {ticket.subject}"
    )
    assert message["To"] == "Clara Whitcombe <clara@meadow.example>"
    assert message["Message-ID"] == letter.message_id
    assert message.get_body(("plain",)).get_content() == letter.text
    assert message.get_body(("html",)).get_content() == letter.html


def test_its_headers_lead_an_answer_home_and_call_off_machines(server, ticket):
    tasks.send_letters()
    (message,) = server.accepted()
    address = message["Reply-To"].addresses[0]
    assert address.username.startswith(f"support+t{ticket.number}-")
    assert message["References"].startswith(f"<t{ticket.number}-")
    assert message["In-Reply-To"] == message["References"]
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["X-Auto-Response-Suppress"] == "All"
    assert message["Date"]


def test_names_and_subjects_of_any_script_arrive(server, open_ticket, clara):
    clara.name = 'Зоя "Ζωή" Łukasik, Client'
    clara.save()
    ticket = open_ticket(subject="注文が届きません – Ünïcode")
    tasks.send_letters()
    (message,) = server.accepted()
    assert message["To"].addresses[0].display_name == clara.name
    assert ticket.subject in message["Subject"]


def test_long_lines_of_a_person_arrive(server, ticket, aoife):
    words = "x" * 5000
    lifecycle.reply(ticket.pk, text=words, by=aoife, at=OPENED + HOUR)
    tasks.send_letters()
    message = server.accepted()[-1]
    assert words in message.get_body(("plain",)).get_content()
    assert words in message.get_body(("html",)).get_content()


def test_a_refusal_for_now_is_followed_by_delivery(server, ticket):
    server.rule({"at": "rcpt", "to": CLARA, "answer": "450 4.2.1 Try again later"})
    assert tasks.send_letters() == 0
    assert "Try again later" in letter_of(ticket).last_error
    server.rule()
    assert send_later() == 1
    letter = letter_of(ticket)
    assert (letter.state, letter.attempts, letter.unknown_attempts) == (Letter.State.SENT, 2, 0)


def test_a_refusal_of_the_content_is_followed_by_delivery(server, ticket):
    server.rule({"at": "data", "answer": "554 5.6.0 Not like this"})
    assert tasks.send_letters() == 0
    server.rule()
    assert send_later() == 1
    assert len(server.accepted()) == 1


def test_an_unknown_mailbox_is_given_up_until_a_person_asks(server, ticket):
    server.rule({"at": "rcpt", "to": CLARA, "answer": "550 5.1.1 No such mailbox"})
    tasks.send_letters()
    assert letter_of(ticket).state == Letter.State.FAILED
    server.rule()
    assert tasks.send_letters() == 0
    letters.retry([letter_of(ticket).pk], by=None, at=timezone.now())
    assert tasks.send_letters() == 1


def test_one_refused_recipient_does_not_hold_up_the_others(server, clara, ticket, charlie):
    server.rule({"at": "rcpt", "to": CLARA, "answer": "451 Later"})
    lifecycle.open_ticket(
        administrator=charlie,
        channel="portal",
        subject="Another",
        text="Text",
        at=OPENED,
        recorded_at=OPENED,
        by=charlie.user,
    )
    assert tasks.send_letters() == 1
    assert [message["To"].addresses[0].addr_spec for message in server.accepted()] == [
        charlie.email
    ]


def test_letters_wait_while_the_server_is_down(server, ticket):
    server.stop()
    assert tasks.send_letters() == 0
    assert (letter_of(ticket).attempts, letter_of(ticket).state) == (0, Letter.State.QUEUED)
    assert "ConnectionRefusedError" in letter_of(ticket).last_error
    server.start()
    assert send_later() == 1


def test_a_server_that_hangs_up_between_letters_costs_no_attempt(server, open_ticket):
    first, second = open_ticket(), open_ticket()
    server.rule({"at": "mail", "after": 1, "close": True})
    assert tasks.send_letters() == 1
    assert letter_of(first).state == Letter.State.SENT
    waiting = letter_of(second)
    assert (waiting.state, waiting.attempts, waiting.unknown_attempts) == ("queued", 0, 0)


@pytest.mark.parametrize(
    ("rule", "copies"),
    [({"close": True}, 1), ({"hold": "keep"}, 1), ({"hold": "drop"}, 0)],
    ids=["hangs up", "accepts in silence", "drops in silence"],
)
def test_what_a_server_that_falls_silent_may_have_is_not_sent_again(
    server, ticket, settings, rule, copies
):
    settings.EMAIL_TIMEOUT = 1
    server.rule({"at": "data", **rule})
    assert tasks.send_letters() == 0
    server.rule()
    assert send_later() == 0
    assert (letter_of(ticket).state, letter_of(ticket).unknown_attempts) == ("unclear", 1)
    assert len(server.accepted()) == copies


@pytest.mark.parametrize("stage", ["mail", "rcpt"])
@pytest.mark.parametrize("answer", ["421 Closing", "451 4.3.0 Later", "close"])
def test_trouble_before_the_content_is_followed_by_one_delivery(server, ticket, stage, answer):
    rule = {"close": True} if answer == "close" else {"answer": answer}
    server.rule({"at": stage, **rule})
    assert tasks.send_letters() == 0
    assert (letter_of(ticket).state, letter_of(ticket).attempts) == (Letter.State.QUEUED, 0)
    server.rule()
    assert send_later() == 1
    assert len(server.accepted()) == 1


@pytest.mark.parametrize("answer", ["530 5.7.0 Authenticate", "550 5.1.0 Not from you", "451 No"])
def test_what_is_said_to_the_sender_costs_no_recipient_an_attempt(server, ticket, answer):
    server.rule({"at": "mail", "answer": answer})
    for _ in range(3):
        send_later()
    assert (letter_of(ticket).state, letter_of(ticket).attempts) == (Letter.State.QUEUED, 0)


def test_what_is_refused_for_forty_hours_is_delivered_afterwards_and_once(server, ticket):
    """The cluster's runs of two days, by a clock of their own."""
    server.rule({"at": "rcpt", "answer": "451 4.7.1 Later"})
    clock = Clock()
    while clock.now < OPENED + 40 * HOUR:
        assert letters.send_due(at=clock) == 0
        clock.now = max(letter_of(ticket).next_try_at, clock.now + HOUR / 60)
    server.rule()
    while letter_of(ticket).state == Letter.State.QUEUED and clock.now < OPENED + 48 * HOUR:
        letters.send_due(at=clock)
        clock.now += HOUR / 4
    assert letter_of(ticket).state == Letter.State.SENT
    assert len(server.accepted()) == 1


class Clock:
    now = OPENED

    def __call__(self):
        return self.now


def test_files_of_an_answer_arrive(server, ticket, aoife):
    content = bytes(range(256)) * 4000
    files = [Upload("Ünï.bin", content)]
    lifecycle.reply(ticket.pk, text="See", by=aoife, at=OPENED + HOUR, files=files)
    tasks.send_letters()
    (enclosed,) = server.accepted()[-1].iter_attachments()
    assert (enclosed.get_filename(), enclosed.get_content()) == ("Ünï.bin", content)


# Killed in the middle

MANY = 50


@pytest.fixture
def fifty(ticket, clara, aoife):
    """One reply that goes to the opener and to 49 who want copies."""
    Letter.objects.all().delete()
    for number in range(MANY - 1):
        AdministratorFactory(
            client=clara.client, email=f"copy{number}@meadow.example", wants_copies=True
        )
    lifecycle.reply(ticket.pk, text="We are on it.", by=aoife, at=OPENED + HOUR)
    assert Letter.objects.count() == MANY
    return Letter.objects.values_list("to_address", flat=True)


@pytest.mark.cluster
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("fate", ["keep", "drop"])
def test_killed_while_data_is_open_no_letter_arrives_twice_and_what_is_unknown_says_so(
    server, fifty, tmp_path, fate
):
    """`keep`: the server had accepted the letter before the kill; `drop`: it had not."""
    server.rule({"at": "data", "after": 20, "hold": fate})
    with cluster(tmp_path, EMAIL_URL=server.url) as running:
        running.ask("istockist_sla.core.tasks.send_letters")
        wait_for(server.held)
        running.kill()
        sending = Letter.objects.filter(state=Letter.State.SENDING)
        in_doubt = set(sending.values_list("to_address", flat=True))
        server.rule()
        sending.update(next_try_at=timezone.now())  # as if the lease had ended
        running.start()
        running.ask("istockist_sla.core.tasks.send_letters")
        wait_for(lambda: not Letter.objects.waiting().exists(), 60)

    copies = Counter(message["Message-ID"] for message in server.accepted())
    assert server.held() <= in_doubt
    for letter in Letter.objects.all():
        doubted = letter.to_address in in_doubt
        outcome = ("unclear", 1) if doubted else ("sent", 0)
        assert (letter.state, letter.unknown_attempts) == outcome, letter
        assert copies[letter.message_id] in ((0, 1) if doubted else (1,)), letter
        if letter.to_address in server.held():
            assert copies[letter.message_id] == (1 if fate == "keep" else 0)
