"""What becomes of each mail: nothing that anybody sends disappears."""

from datetime import timedelta

import pytest
from django.conf import settings as django_settings

from istockist_sla.core.lib import tokens
from istockist_sla.core.models import Letter
from tests.conftest import OPENED
from tests.tickets.mailroom.test_intake import eml, receive
from tickets import lifecycle
from tickets.mailroom import intake
from tickets.models import InboundMail, Ticket

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
OURS = "mx.istockist.com"


def with_fields(raw: bytes, *fields: str) -> bytes:
    return "".join(f"{field}\r\n" for field in fields).encode() + raw


def to_ticket(ticket) -> str:
    token = tokens.make(ticket.number, django_settings.SECRET_KEY)
    return f"support+{token}@istockist.com"


# What mail systems on the way add to the mail of people.
ONE_SOFT_SIGN = [
    "X-Auto-Response-Suppress: DR, OOF, AutoReply",
    "X-Auto-Response-Suppress: All",
    "Return-Path: <>",
    "List-Id: Shop support <shop.meadow.example>\r\nPrecedence: list",
]


@pytest.mark.parametrize("sign", ONE_SOFT_SIGN)
def test_a_persons_mail_with_a_soft_sign_opens_a_ticket(clara, sign):
    assert receive(with_fields(eml(), sign)).ticket.client == clara.client


@pytest.mark.parametrize(
    "signs",
    [
        ["X-Auto-Response-Suppress: All", "Return-Path: <>"],
        ["List-Id: <a.example>", "X-Auto-Response-Suppress: OOF"],
        ["Precedence: junk"],
    ],
)
def test_an_administrators_doubtful_mail_is_a_ticket_that_is_not_acknowledged(clara, signs):
    mail = receive(with_fields(eml(), *signs))
    assert (mail.ticket.perhaps_automatic, Letter.objects.count()) == (True, 0)


def test_an_administrator_at_an_address_that_nobody_reads_gets_a_ticket(clara):
    clara.email = "no-reply@meadow.example"
    clara.save()
    assert receive(eml("no-reply@meadow.example")).ticket.perhaps_automatic


def test_the_subject_of_an_absence_answers_no_question(clara, ticket, aoife):
    lifecycle.ask(ticket.pk, text="Which order?", by=aoife, at=OPENED)
    raw = eml(to=to_ticket(ticket), subject="Automatic reply: away until Monday")
    mail = receive(raw, at=OPENED + 2 * HOUR)
    assert mail.ticket == ticket
    assert Ticket.objects.get(pk=ticket.pk).waiting_since == OPENED


class TestMachineNotes:
    """Mail of machines stands on the ticket or letter that it is about."""

    def test_a_vacation_notice_stands_on_the_ticket_that_it_answers(self, clara, ticket, aoife):
        lifecycle.ask(ticket.pk, text="Which order?", by=aoife, at=OPENED)
        mail = receive(eml(to=to_ticket(ticket), auto="auto-replied"), at=OPENED + 2 * HOUR)
        assert (mail.state, mail.ticket, mail.message) == ("automatic", ticket, None)

    def test_it_neither_answers_nor_flags_nor_is_the_last_word(self, clara, ticket, aoife):
        lifecycle.close_by_client(ticket.pk, by=clara.user, at=OPENED + HOUR)
        receive(eml(to=to_ticket(ticket), auto="auto-replied", received=OPENED + 2 * HOUR))
        closed = Ticket.objects.get(pk=ticket.pk)
        assert (closed.mail_after_closing, closed.last_word_at) == (False, OPENED + HOUR)

    def test_a_stranger_who_answers_our_letter_by_machine_stands_on_its_ticket(self, ticket):
        letter = Letter.objects.get(template="open")
        mail = receive(
            eml("desk@meadow.example", in_reply_to=letter.message_id, auto="auto-replied")
        )
        assert (mail.ticket, mail.letter) == (ticket, letter)

    def test_of_another_clients_administrator_it_stands_on_no_ticket(self, ticket, charlie):
        letter = Letter.objects.get(template="open")
        mail = receive(eml(charlie.email, in_reply_to=letter.message_id, auto="auto-replied"))
        assert (mail.state, mail.ticket, mail.letter) == ("automatic", None, None)

    def test_a_report_without_an_address_is_automatic_and_not_without_a_sender(self, db):
        mail = receive(eml("MAILER-DAEMON <>", subject="Undeliverable: Your report"))
        assert (mail.state, mail.held_for) == ("automatic", "")

    def test_of_a_known_administrator_it_is_known_whose_it_is(self, clara):
        mail = receive(eml(auto="auto-generated"))
        assert (mail.state, mail.ticket, mail.administrator) == ("automatic", None, clara)


class TestWhoWrote:
    """Authentication-Results of our own server."""

    @pytest.fixture(autouse=True)
    def checked(self, settings):
        settings.AUTHSERV_ID = OURS

    def result(self, verdict, at=OPENED + HOUR, **mail) -> InboundMail:
        return receive(with_fields(eml(**mail), f"Authentication-Results: {OURS}; {verdict}"), at)

    @pytest.mark.parametrize(
        "verdict", ["dmarc=pass header.from=meadow.example", "dmarc=none", "none"]
    )
    def test_pass_and_none_are_accepted(self, clara, verdict):
        assert self.result(verdict).state == "accepted"

    @pytest.mark.parametrize(
        "verdict",
        [
            "dmarc=fail header.from=meadow.example",
            "dmarc=permerror",
            "((((",
            "dmarc=fail; spf=pass smtp.mailfrom=a(b@evil.example",
        ],
    )
    def test_what_proves_nothing_is_held_as_unverified(self, clara, verdict):
        mail = self.result(verdict)
        assert (mail.state, mail.held_for) == ("held", "unverified")

    def test_without_a_result_of_our_server_it_is_held(self, clara):
        assert receive(eml()).held_for == "unverified"

    def test_doubtful_mail_of_a_forged_administrator_opens_nothing(self, clara):
        raw = with_fields(eml(), f"Authentication-Results: {OURS}; dmarc=fail", "Precedence: bulk")
        assert (receive(raw).held_for, Ticket.objects.count()) == ("unverified", 0)

    def test_nobody_is_written_to_where_the_sender_may_be_forged(self, clara):
        self.result("dmarc=fail", sender="Eve <eve@meadow.example>")
        assert not Letter.objects.exists()

    def test_after_a_temporary_error_it_waits_an_hour(self, clara):
        mail = self.result("dmarc=temperror")
        assert (mail.state, mail.wait_until) == ("waiting", OPENED + 2 * HOUR)

    @pytest.mark.parametrize(("minutes", "state"), [(59, "waiting"), (60, "held")])
    def test_and_is_held_then(self, clara, minutes, state):
        mail = self.result("dmarc=temperror")
        intake.process_waiting(at=OPENED + HOUR + timedelta(minutes=minutes))
        mail.refresh_from_db()
        assert mail.state == state

    def test_held_after_it_has_waited_it_can_be_released_at_its_receipt(self, clara, aoife):
        mail = self.result("dmarc=temperror")
        intake.process_waiting(at=OPENED + 3 * HOUR)
        mail.refresh_from_db()
        assert (mail.held_for, mail.received_at, mail.wait_until) == ("unverified", OPENED, None)

    def test_a_copy_with_its_sender_proven_takes_the_place_of_one_in_doubt(self, clara):
        one, proven = {"message_id": "<1@meadow.example>"}, "dmarc=pass header.from=meadow.example"
        first, second = self.result("dmarc=fail", **one), self.result(proven, **one)
        first.refresh_from_db()
        assert (first.state, first.copy_of, second.state) == ("copy", second, "accepted")

    def test_a_copy_in_doubt_takes_nothing_over(self, clara):
        self.result("dmarc=fail", message_id="<1@meadow.example>")
        assert self.result("dmarc=permerror", message_id="<1@meadow.example>").state == "copy"


def test_while_nobody_checks_senders_all_are_believed(clara, settings):
    settings.AUTHSERV_ID = ""
    raw = with_fields(eml(), f"Authentication-Results: {OURS}; dmarc=fail")
    assert receive(raw).state == "accepted"
