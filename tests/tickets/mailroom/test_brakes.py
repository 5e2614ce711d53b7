"""How much mail of one sender opens tickets and is answered, and what becomes of the rest."""

from datetime import timedelta

import pytest
from django.conf import settings as project_settings

from istockist_sla.core.models import Event, Letter
from istockist_sla.core.refusal import ActionRefused
from tests.conftest import OPENED
from tests.tickets.mailroom.writing import eml
from tickets import lifecycle
from tickets.mailroom import brakes, intake
from tickets.models import Flood, InboundMail, Ticket

pytestmark = pytest.mark.django_db
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
CLARA, CHARLIE = "clara@meadow.example", "charlie@north.example"


def arrive(count, *, at=OPENED, sender=CLARA, start=0, **headers):
    return [
        intake.receive(
            eml(f"Nothing arrives, {start + n}.", sender=sender, subject=f"Order {start + n}"),
            at=at,
            **headers,
        )
        for n in range(count)
    ]


def acknowledgements():
    return Letter.objects.filter(template="open").count()


@pytest.fixture
def flooded(clara, aoife, declan):
    arrive(30)
    return Flood.objects.get()


def waiting():
    return InboundMail.objects.filter(state="waiting")


def test_twenty_an_hour_open_tickets_and_five_are_acknowledged(flooded):
    assert (Ticket.objects.count(), waiting().count(), acknowledgements()) == (20, 10, 5)


def test_the_settings_say_how_many(clara, settings):
    settings.MAIL_TICKETS_PER_HOUR, settings.MAIL_ACKNOWLEDGEMENTS_PER_HOUR = 3, 1
    arrive(5)
    assert (Ticket.objects.count(), acknowledgements()) == (3, 1)


def test_what_waits_is_opened_as_of_its_receipt_when_the_hour_allows(flooded):
    later = OPENED + HOUR
    assert intake.process_waiting(at=later - MINUTE) == 0
    intake.process_waiting(at=later)
    assert (Ticket.objects.count(), waiting().count()) == (30, 0)
    assert set(Ticket.objects.values_list("opened_at", flat=True)) == {OPENED}
    assert Ticket.objects.filter(created_at=later).count() == 10


def test_a_long_flood_is_opened_hour_by_hour(clara, settings):
    settings.MAIL_TICKETS_PER_HOUR = 4
    arrive(20)
    opened = []
    for hour in range(1, 6):
        intake.process_waiting(at=OPENED + hour * HOUR)
        opened.append(Ticket.objects.count())
    assert opened == [8, 12, 16, 20, 20]


def test_it_is_one_row(flooded):
    assert (flooded.sender, flooded.administrator.email) == (CLARA, CLARA)
    assert Flood.objects.with_waiting().get().waiting == 10


def test_the_agents_are_told_once(flooded, aoife, declan):
    arrive(10, start=30, at=OPENED + MINUTE)
    told = Letter.objects.filter(template="flood").values_list("to_address", flat=True)
    assert sorted(told) == sorted([aoife.email, declan.email])


def test_they_are_not_told_again_while_it_comes_and_goes(flooded):
    for hour in range(1, 12):
        arrive(25, start=100 * hour, at=OPENED + hour * HOUR)
        intake.process_waiting(at=OPENED + hour * HOUR)
    assert Flood.objects.count() == 1


def test_a_day_after_the_last_it_is_over(flooded):
    later = OPENED + HOUR
    intake.process_waiting(at=later)
    intake.process_waiting(at=OPENED + brakes.QUIET - MINUTE)
    assert Flood.objects.going_on().exists()
    intake.process_waiting(at=OPENED + brakes.QUIET)
    assert Flood.objects.get().ended_at == OPENED + brakes.QUIET


def test_another_senders_mail_is_not_counted(flooded, charlie):
    (mail,) = arrive(1, sender=CHARLIE)
    assert mail.state == "accepted"
    assert Letter.objects.filter(template="open", to_address=CHARLIE).count() == 1


def test_an_answer_in_a_ticket_goes_through(flooded):
    letter = Letter.objects.filter(template="open").first()
    answer = eml("It works again.", sender=CLARA, headers=[f"In-Reply-To: {letter.message_id}"])
    assert intake.receive(answer, at=OPENED + MINUTE).state == "accepted"


def test_what_many_hours_brought_is_opened_though_it_is_fetched_in_one(clara):
    """Thirty mails of thirty hours, fetched together after the mailbox was down."""
    for n in range(30):
        mail = intake.store(eml(f"No {n}", sender=CLARA), at=OPENED + 40 * HOUR)
        InboundMail.objects.filter(pk=mail.pk).update(
            received_at=OPENED + n * HOUR, uid=n, uid_validity=1
        )
    intake.process_waiting(at=OPENED + 40 * HOUR)
    assert Ticket.objects.count() == 30


def test_what_an_agent_releases_waits_for_nothing(flooded, clara, aoife):
    from_stranger = intake.receive(eml("Hello", sender="new@meadow.example"), at=OPENED)
    assert from_stranger.state == "held"
    InboundMail.objects.filter(pk=from_stranger.pk).update(state="held", from_address=CLARA)
    mail = InboundMail.objects.get(pk=from_stranger.pk)
    assert brakes.allowance(mail, clara, OPENED).opens


def test_a_ticket_says_in_its_event_that_it_was_not_acknowledged(flooded):
    said = [event.data.get("unacknowledged", False) for event in Event.objects.filter(verb="open")]
    assert said == [False] * 5 + [True] * 15


# Two programs


class Robot:
    """Answers every letter with a mail of its own, without a sign that a program wrote it."""

    def __init__(self):
        self.answered, self.written = 0, 0

    def answer_all(self, at):
        letters = Letter.objects.filter(to_address=CLARA).order_by("id")[self.answered :]
        for _ in list(letters):
            self.answered += 1
            self.written += 1
            intake.receive(
                eml(
                    f"Thank you, we have case {self.written}.",
                    sender=CLARA,
                    subject=f"[Case {self.written}] We have received your message",
                ),
                at=at,
            )


def test_a_robot_that_answers_everything_stops(clara, aoife):
    robot = Robot()
    arrive(1)
    for minute in range(0, 180, 4):
        robot.answer_all(OPENED + minute * MINUTE)
        intake.process_waiting(at=OPENED + minute * MINUTE)
    assert acknowledgements() <= 5
    assert Ticket.objects.count() <= 6


def test_sixty_foreign_acknowledgements_make_few_letters(clara, aoife):
    robot = Robot()
    arrive(60)
    for minute in range(0, 10 * 60, 15):
        robot.answer_all(OPENED + minute * MINUTE)
        intake.process_waiting(at=OPENED + minute * MINUTE)
    most_an_hour = project_settings.MAIL_ACKNOWLEDGEMENTS_PER_HOUR
    assert acknowledgements() <= 5 * most_an_hour
    assert not waiting().exists()


# What an agent decides


def test_all_is_let_in_at_once(flooded, aoife):
    at = OPENED + 5 * MINUTE
    assert brakes.let_in(flooded.pk, by=aoife, at=at) == 10
    intake.process_waiting(at=at)
    assert (Ticket.objects.count(), waiting().count()) == (30, 0)
    assert set(Ticket.objects.values_list("opened_at", flat=True)) == {OPENED}
    assert Flood.objects.get().ended_at == at


def test_all_is_put_aside_with_a_reason(flooded, aoife):
    at = OPENED + 5 * MINUTE
    assert brakes.put_aside(flooded.pk, note="Their monitor.", by=aoife, at=at) == 10
    aside = InboundMail.objects.filter(state="rejected")
    assert set(aside.values_list("note", "settled_at")) == {("Their monitor.", at)}
    intake.process_waiting(at=OPENED + 9 * HOUR)
    assert Ticket.objects.count() == 20


def test_who_puts_aside_says_why(flooded, aoife):
    with pytest.raises(ActionRefused):
        brakes.put_aside(flooded.pk, note=" ", by=aoife, at=OPENED)


def test_a_flood_is_decided_once(flooded, aoife):
    brakes.let_in(flooded.pk, by=aoife, at=OPENED)
    with pytest.raises(ActionRefused):
        brakes.put_aside(flooded.pk, note="No", by=aoife, at=OPENED)


def test_after_the_decision_new_mail_is_a_new_flood(flooded, aoife):
    brakes.put_aside(flooded.pk, note="Their monitor.", by=aoife, at=OPENED)
    arrive(1, start=99)
    assert Flood.objects.going_on().get() != flooded


def test_a_ticket_of_the_portal_counts_nothing(clara):
    for _ in range(25):
        lifecycle.open_ticket(
            administrator=clara, channel="portal", subject="x", text="x",
            at=OPENED, recorded_at=OPENED, by=clara.user,
        )  # fmt: skip
    (mail,) = arrive(1)
    assert mail.state == "accepted"
