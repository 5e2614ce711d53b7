from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings

from istockist_sla.core.lib import tokens
from istockist_sla.core.models import Event, Letter
from istockist_sla.core.refusal import ActionRefused
from tests.conftest import OPENED
from tests.factories import AdministratorFactory, FactFactory
from tickets import lifecycle
from tickets.mailroom import held, intake, matching
from tickets.models import InboundMail, Message, Ticket

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
MAIL = Path(__file__).resolve().parents[2] / "mail"


def eml(
    sender="Clara <clara@meadow.example>",
    *,
    to="support@istockist.com",
    subject="Orders do not come in",
    text="Since this morning nothing arrives.",
    received: datetime | None = OPENED,
    **headers,
) -> bytes:
    lines = []
    if received:
        lines.append(
            "Received: from mx.example by mx.istockist.example; "
            f"{received:%a, %d %b %Y %H:%M:%S} +0000"
        )
    lines += [f"From: {sender}", f"To: {to}", f"Subject: {subject}"]
    names = {"message_id": "Message-ID", "in_reply_to": "In-Reply-To", "auto": "Auto-Submitted"}
    lines += [f"{names[name]}: {value}" for name, value in headers.items()]
    return ("\r\n".join(lines) + f"\r\n\r\n{text}\r\n").encode()


def receive(raw: bytes, at=OPENED + HOUR) -> InboundMail:
    return intake.receive(raw, at=at)


def test_a_client_administrators_mail_opens_a_ticket(clara):
    mail = receive(eml())
    assert (mail.state, mail.ticket.client) == ("accepted", clara.client)


def test_the_ticket_is_opened_when_the_mail_server_received_it(clara):
    ticket = receive(eml(), at=OPENED + 6 * HOUR).ticket
    assert (ticket.opened_at, ticket.created_at) == (OPENED, OPENED + 6 * HOUR)


@pytest.mark.parametrize("received", [None, OPENED + 9 * HOUR])
def test_without_a_believable_receipt_the_ticket_counts(clara, received):
    assert receive(eml(received=received), at=OPENED).ticket.opened_at == OPENED


def test_the_same_bytes_again_change_nothing(clara):
    assert receive(eml()).pk == receive(eml()).pk
    assert Ticket.objects.count() == 1


def test_the_same_mail_by_another_way_is_a_copy(clara):
    receive(eml(message_id="<1@meadow.example>"))
    copy = receive(eml(message_id="<1@meadow.example>", received=OPENED - HOUR))
    assert (copy.state, Ticket.objects.count()) == ("copy", 1)


def test_an_acknowledgement_is_written(clara):
    receive(eml())
    assert Letter.objects.get().template == "open"


def test_a_strangers_mail_is_held_and_pointed_to_an_administrator(clara):
    mail = receive(eml("Eve <eve@meadow.example>"))
    assert (mail.state, mail.held_for, Ticket.objects.count()) == ("held", "not-administrator", 0)
    assert Letter.objects.get().template == "held"


def test_a_stranger_is_pointed_once_a_day(clara):
    for n in range(3):
        receive(eml("Eve <eve@meadow.example>", text=f"Again {n}"))
    assert Letter.objects.filter(template="held").count() == 1


def test_an_administrator_whose_time_is_over_is_held(meadow):
    AdministratorFactory(client=meadow, email="old@meadow.example", until=OPENED.date() - 24 * HOUR)
    assert receive(eml("old@meadow.example")).state == "held"


def test_an_agents_mail_is_held(aoife):
    mail = receive(eml(aoife.email))
    assert (mail.state, mail.held_for) == ("held", "staff")


def test_a_mail_without_a_sender_is_held_and_not_answered(db):
    assert (receive(eml("")).held_for, Letter.objects.count()) == ("no-sender", 0)


def test_a_mail_that_failed_authentication_is_held(clara, settings):
    settings.AUTHSERV_ID = "mx.istockist.com"
    raw = (
        b"Authentication-Results: mx.istockist.com; dmarc=fail header.from=meadow.example\r\n"
        + eml()
    )
    assert receive(raw).held_for == "unverified"


@pytest.mark.parametrize(
    "results",
    [
        "mx.istockist.com; dmarc=fail; spf=pass smtp.mailfrom=a(b@evil.example",
        "mx.istockist.com; dmarc=permerror header.from=meadow.example",
        "mx.other.example; dmarc=pass header.from=meadow.example",
    ],
)
def test_a_mail_whose_sender_is_not_proven_opens_no_ticket(clara, settings, results):
    settings.AUTHSERV_ID = "mx.istockist.com"
    mail = receive(f"Authentication-Results: {results}\r\n".encode() + eml())
    assert (mail.held_for, Ticket.objects.count()) == ("unverified", 0)


def test_what_was_cut_from_a_mail_is_said_on_its_ticket(clara):
    receive(eml(subject="word " * 60))
    assert "[Its subject is longer than what is shown. It reads: word" in Message.objects.get().text


@pytest.mark.parametrize("name", ["vacation", "bounce", "mailing_list", "no_reply"])
def test_automatic_mail_opens_and_acknowledges_nothing(db, name):
    mail = receive((MAIL / f"{name}.eml").read_bytes())
    assert (mail.state, Ticket.objects.count(), Letter.objects.count()) == ("automatic", 0, 0)


def test_an_automatic_answer_of_an_administrator_answers_no_question(clara, ticket, aoife):
    lifecycle.ask(ticket.pk, text="Which order?", by=aoife, at=OPENED)
    token = tokens.make(ticket.number, settings.SECRET_KEY)
    receive(eml(to=f"support+{token}@istockist.com", auto="auto-replied"))
    assert Ticket.objects.get(pk=ticket.pk).waiting_since is not None


class TestPerhapsAutomatic:
    """Mail with signs of a machine that people's mail may bear too (K10)."""

    @pytest.fixture
    def answer(self, clara, ticket, aoife):
        lifecycle.ask(ticket.pk, text="Which order?", by=aoife, at=OPENED)
        token = tokens.make(ticket.number, settings.SECRET_KEY)
        raw = eml(to=f"support+{token}@istockist.com", received=OPENED + HOUR)
        return b"Precedence: bulk\r\n" + raw

    def test_it_stands_in_the_ticket_that_it_answers(self, answer, ticket):
        mail = receive(answer, at=OPENED + 2 * HOUR)
        assert (mail.state, mail.ticket, mail.message.by_mail) == ("accepted", ticket, True)

    def test_it_answers_nothing_until_a_person_is_confirmed(self, answer, ticket, aoife):
        mail = receive(answer, at=OPENED + 2 * HOUR)
        assert Ticket.objects.get(pk=ticket.pk).waiting_since == OPENED
        lifecycle.confirm_person(mail.message.pk, by=aoife, at=OPENED + 5 * HOUR)
        assert ticket.questions.get().ended_at == OPENED + HOUR

    def test_where_it_answers_nothing_it_opens_a_ticket_that_says_so(self, clara):
        mail = receive(b"Precedence: bulk\r\n" + eml())
        assert (mail.state, mail.ticket.perhaps_automatic) == ("accepted", True)
        assert mail.ticket.opened_at == OPENED

    def test_such_a_ticket_is_not_acknowledged_until_a_person_is_confirmed(self, clara, aoife):
        mail = receive(b"Precedence: bulk\r\n" + eml())
        assert not Letter.objects.filter(template="open").exists()
        lifecycle.confirm_person(mail.message.pk, by=aoife, at=OPENED + 3 * HOUR)
        assert Letter.objects.get(template="open").to_address == clara.email
        assert not Ticket.objects.get(pk=mail.ticket.pk).perhaps_automatic

    def test_its_clock_runs_from_its_receipt_like_any_other(self, clara):
        unsure = receive(b"Precedence: bulk\r\n" + eml()).ticket
        sure = receive(eml(subject="Another")).ticket
        assert unsure.response.due_at == sure.response.due_at

    def test_judged_a_machines_it_is_closed_as_spam(self, clara, aoife):
        ticket = receive(b"Precedence: bulk\r\n" + eml()).ticket
        lifecycle.close(ticket.pk, reason="spam", by=aoife, at=OPENED + 2 * HOUR, seen=None)
        assert Ticket.objects.get(pk=ticket.pk).response.reason == "spam"

    def test_after_the_fourteen_days_it_opens_one_that_refers_to_the_closed(
        self, answer, ticket, clara
    ):
        lifecycle.close_by_client(ticket.pk, by=clara.user, at=OPENED + HOUR)
        late = OPENED + timedelta(days=20)
        raw = b"Precedence: bulk\r\n" + eml(
            to=f"support+{tokens.make(ticket.number, settings.SECRET_KEY)}@istockist.com",
            received=late,
        )
        new = receive(raw, at=late + HOUR).ticket
        assert (new.follows, new.perhaps_automatic) == (ticket, True)

    def test_where_nobody_owns_the_ticket_all_agents_are_told(self, answer, ticket, aoife):
        receive(answer, at=OPENED + 2 * HOUR)
        assert Letter.objects.get(template="write").to_address == aoife.email

    def test_of_a_stranger_it_stays_outside(self, answer, ticket, charlie):
        strange = answer.replace(b"clara@", b"stranger@")
        assert receive(strange, at=OPENED + 2 * HOUR).state == "automatic"


class TestBounce:
    """A question whose letter came back pauses no more, from the report's arrival on (K10)."""

    @pytest.fixture
    def letter(self, clara, ticket, aoife):
        lifecycle.ask(ticket.pk, text="Which order?", by=aoife, at=OPENED)
        Letter.objects.filter(template="ask").update(
            state=Letter.State.SENT, sent_at=OPENED, next_try_at=OPENED
        )
        return Letter.objects.get(template="ask")

    def report(self, letter, action=b"failed") -> bytes:
        raw = (MAIL / "bounce.eml").read_bytes().replace(b"Action: failed", b"Action: " + action)
        ours = b"<t1055-a2b2c3d4e5f6g7h2.2@istockist.example>"
        assert ours in raw
        date = b"Fri, 13 Nov 2026 10:02:00 +0000"
        return raw.replace(ours, letter.message_id.encode()).replace(
            date, b"Tue, 10 Mar 2026 11:00:00 +0000"
        )

    def test_the_question_fails_when_the_report_came_in(self, letter, ticket):
        receive(self.report(letter), at=OPENED + 5 * HOUR)
        lifecycle.follow_notices(at=OPENED + 6 * HOUR)
        assert ticket.questions.get().failed_at == OPENED + 2 * HOUR
        assert Ticket.objects.get(pk=ticket.pk).waiting_since is None

    def test_it_is_known_at_once_that_the_question_reached_nobody(self, letter, ticket):
        receive(self.report(letter), at=OPENED + 5 * HOUR)
        assert ticket.questions.get().failed_at == OPENED + 2 * HOUR

    def test_ten_support_dates_close_nothing(self, letter, ticket):
        receive(self.report(letter), at=OPENED + 5 * HOUR)
        for days in range(1, 30):
            lifecycle.sweep(at=OPENED + timedelta(days=days))
        assert not Ticket.objects.get(pk=ticket.pk).is_closed
        assert not Letter.objects.filter(template="remind").exists()

    def test_the_agents_are_told(self, letter, ticket, aoife):
        receive(self.report(letter), at=OPENED + 5 * HOUR)
        assert Letter.objects.get(template="notice_failed").to_address == aoife.email

    def test_it_stands_on_ticket_and_letter(self, letter, ticket):
        mail = receive(self.report(letter), at=OPENED + 5 * HOUR)
        assert (mail.state, mail.ticket, mail.letter) == ("automatic", ticket, letter)

    def test_an_answer_given_elsewhere_ends_the_question_all_the_same(self, letter, ticket, aoife):
        receive(self.report(letter), at=OPENED + 5 * HOUR)
        at = OPENED + 6 * HOUR
        lifecycle.answer(ticket.pk, text="By telephone.", by=aoife, at=at)
        assert ticket.questions.get().ended_at == at

    def test_a_report_that_it_is_late_says_nothing(self, letter, ticket):
        receive(self.report(letter, b"delayed"), at=OPENED + 5 * HOUR)
        letter.refresh_from_db()
        assert letter.state == Letter.State.SENT

    def test_sent_again_it_pauses_anew(self, letter, ticket):
        receive(self.report(letter), at=OPENED + 5 * HOUR)
        lifecycle.follow_notices(at=OPENED + 5 * HOUR)
        again = OPENED + 7 * HOUR
        Letter.objects.filter(pk=letter.pk).update(state=Letter.State.SENT, sent_at=again)
        lifecycle.follow_notices(at=again)
        assert Ticket.objects.get(pk=ticket.pk).waiting_since == again


def test_our_own_letter_coming_back_is_no_ticket(db):
    assert receive(eml("support@istockist.com")).state == "automatic"


class TestAnswering:
    @pytest.fixture
    def token(self, ticket):
        return tokens.make(ticket.number, settings.SECRET_KEY)

    def test_a_signed_token_leads_into_the_ticket(self, ticket, token):
        mail = receive(eml(to=f"support+{token}@istockist.com", text="88214"))
        assert (mail.ticket, mail.message.text) == (ticket, "88214")

    def test_a_forged_token_opens_a_ticket_of_its_own(self, ticket, token):
        forged = token[:-1] + ("a" if token[-1] != "a" else "b")
        assert receive(eml(to=f"support+{forged}@istockist.com")).ticket != ticket

    def test_a_token_of_another_clients_ticket_leads_nowhere(self, ticket, token, charlie):
        mail = receive(eml(charlie.email, to=f"support+{token}@istockist.com"))
        assert mail.ticket.client == charlie.client

    def test_the_message_id_of_our_letter_leads_into_the_ticket(self, ticket):
        letter = Letter.objects.get(template="open")
        assert receive(eml(in_reply_to=letter.message_id)).ticket == ticket

    def test_the_clients_own_earlier_mail_leads_into_the_ticket(self, clara):
        first = receive(eml(message_id="<1@meadow.example>"))
        second = receive(eml(text="More", in_reply_to="<1@meadow.example>"))
        assert second.ticket == first.ticket

    def test_a_number_in_the_subject_proves_nothing(self, ticket):
        assert receive(eml(subject=f"[iStockist {ticket.number}] Re")).ticket != ticket

    def test_mail_to_a_duplicate_goes_to_the_original(self, open_ticket, aoife):
        original, copy = open_ticket(), open_ticket(at=OPENED + HOUR)
        lifecycle.close(
            copy.pk,
            reason="duplicate",
            duplicate_of=original,
            by=aoife,
            at=OPENED + HOUR,
            seen=None,
        )
        token = tokens.make(copy.number, settings.SECRET_KEY)
        mail = receive(eml(to=f"support+{token}@istockist.com"), at=OPENED + 2 * HOUR)
        assert mail.ticket == original

    def test_mail_to_a_duplicate_of_what_became_one_goes_to_the_first(self, open_ticket, aoife):
        first, second, third = (open_ticket(at=OPENED + n * HOUR) for n in range(3))
        for copy, original in [(third, second), (second, first)]:
            lifecycle.close(
                copy.pk,
                reason="duplicate",
                duplicate_of=original,
                by=aoife,
                at=OPENED + 2 * HOUR,
                seen=None,
            )
        token = tokens.make(third.number, settings.SECRET_KEY)
        mail = receive(eml(to=f"support+{token}@istockist.com"), at=OPENED + 3 * HOUR)
        assert mail.ticket == first

    def test_the_answer_ends_the_question(self, ticket, token, aoife):
        lifecycle.ask(ticket.pk, text="Which order?", by=aoife, at=OPENED)
        receive(eml(to=f"support+{token}@istockist.com"))
        assert Ticket.objects.get(pk=ticket.pk).waiting_since is None


class TestReceipt:
    """What counts is when our server received it, however late it is processed (O1, K10, K13)."""

    @pytest.fixture
    def answered(self, ticket):
        token = tokens.make(ticket.number, settings.SECRET_KEY)

        def receive_answer(received, at):
            return receive(eml(to=f"support+{token}@istockist.com", received=received), at=at)

        return receive_answer

    def test_an_answer_ends_the_question_at_its_receipt(self, ticket, aoife, answered):
        lifecycle.ask(ticket.pk, text="Which order?", by=aoife, at=OPENED + HOUR)
        mail = answered(OPENED + 2 * HOUR, OPENED + 9 * HOUR)
        event = Event.objects.get(verb="write")
        assert (event.at, event.recorded_at) == (OPENED + 2 * HOUR, OPENED + 9 * HOUR)
        assert mail.message.at == OPENED + 2 * HOUR
        assert ticket.questions.get().ended_at == OPENED + 2 * HOUR

    @pytest.mark.parametrize(
        ("days", "seconds", "is_new"), [(14, 0, False), (14, 1, True), (15, 0, True)]
    )
    def test_fourteen_days_after_the_closing_it_is_a_new_ticket(
        self, ticket, aoife, clara, answered, days, seconds, is_new
    ):
        lifecycle.close_by_client(ticket.pk, by=clara.user, at=OPENED + HOUR)
        received = OPENED + HOUR + timedelta(days=days, seconds=seconds)
        mail = answered(received, received + timedelta(days=3))
        assert (mail.ticket != ticket) is is_new
        assert mail.ticket.follows == (ticket if is_new else None)
        assert Ticket.objects.get(pk=ticket.pk).mail_after_closing is not is_new

    def test_mail_that_came_before_a_closing_for_want_of_it_undoes_it(
        self, ticket, aoife, answered
    ):
        lifecycle.ask(ticket.pk, text="Which order?", by=aoife, at=OPENED + HOUR)
        closing = OPENED + timedelta(days=15, hours=8)
        lifecycle.sweep(at=closing)
        answered(closing - HOUR, closing + HOUR)
        assert Ticket.objects.get(pk=ticket.pk).state == "open"


class TestAfterClosing:
    """Mail to a closed ticket is kept, flagged and told (K13)."""

    @pytest.fixture
    def closed(self, ticket, clara):
        lifecycle.close_by_client(ticket.pk, by=clara.user, at=OPENED + HOUR)
        return ticket

    def write(self, ticket, received=OPENED + 5 * HOUR):
        token = tokens.make(ticket.number, settings.SECRET_KEY)
        return receive(
            eml(to=f"support+{token}@istockist.com", received=received), at=received + HOUR
        )

    def told(self) -> list[str]:
        return list(Letter.objects.filter(template="write").values_list("to_address", flat=True))

    def test_its_owner_is_told(self, ticket, aoife, declan, clara):
        lifecycle.assign(ticket.pk, to=declan, by=aoife, at=OPENED, seen=None)
        lifecycle.close_by_client(ticket.pk, by=clara.user, at=OPENED + HOUR)
        self.write(ticket)
        assert self.told() == [declan.email]

    def test_without_an_owner_all_agents_are_told(self, closed, aoife, declan):
        self.write(closed)
        assert set(self.told()) == {aoife.email, declan.email}

    def test_an_owner_who_has_left_is_none(self, ticket, aoife, declan, clara):
        lifecycle.assign(ticket.pk, to=declan, by=aoife, at=OPENED, seen=None)
        lifecycle.close_by_client(ticket.pk, by=clara.user, at=OPENED + HOUR)
        declan.is_active = False
        declan.save()
        self.write(ticket)
        assert self.told() == [aoife.email]

    def test_doubtful_mail_is_told_too(self, closed, aoife):
        token = tokens.make(closed.number, settings.SECRET_KEY)
        raw = eml(to=f"support+{token}@istockist.com", received=OPENED + 5 * HOUR)
        receive(b"Precedence: bulk\r\n" + raw, at=OPENED + 6 * HOUR)
        assert self.told() == [aoife.email]

    def test_on_an_open_ticket_without_an_owner_nobody_is(self, ticket, aoife):
        self.write(ticket)
        assert self.told() == []

    def test_what_undoes_the_closing_is_told_to_all_where_nobody_owns_it(self, ticket, aoife):
        lifecycle.ask(ticket.pk, text="Which order?", by=aoife, at=OPENED + HOUR)
        closing = OPENED + timedelta(days=15, hours=8)
        lifecycle.sweep(at=closing)
        token = tokens.make(ticket.number, settings.SECRET_KEY)
        raw = eml(to=f"support+{token}@istockist.com", received=closing - HOUR)
        receive(raw, at=closing + 30 * HOUR)
        assert Event.objects.get(verb="undo_closing").recorded_at == closing + 30 * HOUR
        assert Letter.objects.get(template="undo_closing_desk").to_address == aoife.email
        assert self.told() == []


class TestHeldMail:
    @pytest.fixture
    def mail(self, clara):
        return receive(eml("Eve <eve@meadow.example>"))

    def test_it_is_passed_on_into_a_ticket_and_answers_now(self, mail, ticket, clara, aoife):
        at = OPENED + 5 * HOUR
        lifecycle.ask(ticket.pk, text="Which order?", by=aoife, at=OPENED)
        held.adopt(mail.pk, administrator=clara, by=aoife, at=at, ticket=ticket)
        message = Message.objects.filter(ticket=ticket).last()
        assert (message.author, message.at) == (clara.user, at)
        assert ticket.questions.get().ended_at == at

    def test_its_event_names_the_mail_and_who_passed_it_on(self, mail, ticket, clara, aoife):
        held.adopt(mail.pk, administrator=clara, by=aoife, at=OPENED + HOUR, ticket=ticket)
        event = Event.objects.get(verb="write")
        assert (event.actor, event.side) == (aoife, "client")
        assert event.data["mail"] == mail.pk
        assert event.data["adopted"]

    def test_passing_it_on_is_no_handling(self, mail, ticket, clara, aoife):
        held.adopt(mail.pk, administrator=clara, by=aoife, at=OPENED + HOUR, ticket=ticket)
        assert Ticket.objects.get(pk=ticket.pk).handled_at is None

    def test_it_is_not_passed_on_into_another_clients_ticket(self, mail, ticket, charlie, aoife):
        with pytest.raises(ActionRefused, match="not one of"):
            held.adopt(mail.pk, administrator=charlie, by=aoife, at=OPENED + HOUR, ticket=ticket)

    def test_long_after_the_closing_it_is_passed_on_as_a_new_ticket(
        self, mail, ticket, clara, aoife
    ):
        lifecycle.close_by_client(ticket.pk, by=clara.user, at=OPENED + HOUR)
        at = OPENED + timedelta(days=20)
        new = held.adopt(mail.pk, administrator=clara, by=aoife, at=at, ticket=ticket)
        assert (new.opened_at, new.follows) == (at, ticket)

    def test_released_mail_answers_at_its_receipt(self, ticket, meadow, aoife):
        lifecycle.ask(ticket.pk, text="Which order?", by=aoife, at=OPENED)
        token = tokens.make(ticket.number, settings.SECRET_KEY)
        mail = receive(
            eml("eve@meadow.example", to=f"support+{token}@istockist.com", received=OPENED + HOUR),
            at=OPENED + 2 * HOUR,
        )
        AdministratorFactory(client=meadow, email="eve@meadow.example")
        assert held.release(mail.pk, by=aoife, at=OPENED + 9 * HOUR) == ticket
        assert ticket.questions.get().ended_at == OPENED + HOUR

    def test_adopted_mail_is_opened_at_the_adoption_and_not_handled(self, mail, clara, aoife):
        at = OPENED + 5 * HOUR
        ticket = held.adopt(mail.pk, administrator=clara, by=aoife, at=at)
        assert (ticket.opened_at, ticket.handled_at) == (at, None)

    def test_adopted_mail_is_in_its_ticket(self, mail, clara, aoife):
        ticket = held.adopt(mail.pk, administrator=clara, by=aoife, at=OPENED + 5 * HOUR)
        assert ticket.inbound.get() == mail

    def test_mail_is_adopted_once(self, mail, clara, aoife):
        held.adopt(mail.pk, administrator=clara, by=aoife, at=OPENED + 5 * HOUR)
        with pytest.raises(ActionRefused, match="settled already"):
            held.adopt(mail.pk, administrator=clara, by=aoife, at=OPENED + 5 * HOUR)

    def test_nobody_adopts_for_an_administrator_of_yesterday(self, mail, meadow, aoife):
        old = AdministratorFactory(client=meadow, until=OPENED.date() - 24 * HOUR)
        with pytest.raises(ActionRefused, match="not an administrator"):
            held.adopt(mail.pk, administrator=old, by=aoife, at=OPENED + 5 * HOUR)

    def test_mail_of_somebody_who_was_an_administrator_is_released_to_its_receipt(
        self, mail, meadow, aoife
    ):
        AdministratorFactory(client=meadow, email="eve@meadow.example")
        ticket = held.release(mail.pk, by=aoife, at=OPENED + 5 * HOUR)
        assert (ticket.opened_at, ticket.created_at) == (OPENED, OPENED + 5 * HOUR)

    def test_a_stranger_is_not_released(self, mail, aoife):
        with pytest.raises(ActionRefused, match="not a client administrator"):
            held.release(mail.pk, by=aoife, at=OPENED + 5 * HOUR)

    def test_mail_is_put_aside_with_a_reason(self, mail, aoife):
        aside = held.reject(mail.pk, by=aoife, at=OPENED + 5 * HOUR, note="Advertising")
        assert (aside.state, Event.objects.get(verb="reject").actor) == ("rejected", aoife)

    def test_without_a_reason_nothing_is_put_aside(self, mail, aoife):
        with pytest.raises(ActionRefused, match="why"):
            held.reject(mail.pk, by=aoife, at=OPENED, note=" ")


class TestAutomaticMail:
    """What opens and answers nothing: a ticket, a place on one, or put aside."""

    @pytest.fixture
    def mail(self, clara):
        return receive(eml(auto="auto-generated"), at=OPENED + 2 * HOUR)

    def test_a_ticket_of_it_counts_from_its_receipt(self, mail, clara, aoife):
        ticket = held.make_ticket(mail.pk, administrator=clara, by=aoife, at=OPENED + 5 * HOUR)
        assert (ticket.opened_at, ticket.handled_at) == (OPENED, None)
        assert ticket.inbound.get() == mail

    def test_it_is_made_for_an_administrator_of_the_day_of_receipt(self, mail, meadow, aoife):
        new = AdministratorFactory(client=meadow, since=OPENED.date() + timedelta(days=1))
        with pytest.raises(ActionRefused, match="no administrator"):
            held.make_ticket(mail.pk, administrator=new, by=aoife, at=OPENED + 60 * HOUR)

    def test_put_to_a_ticket_it_answers_nothing_there(self, mail, ticket, aoife):
        lifecycle.ask(ticket.pk, text="Which order?", by=aoife, at=OPENED)
        held.link(mail.pk, ticket=ticket, by=aoife, at=OPENED + 5 * HOUR)
        mail.refresh_from_db()
        assert (mail.ticket, mail.state) == (ticket, "automatic")
        assert Ticket.objects.get(pk=ticket.pk).waiting_since == OPENED

    def test_it_is_put_aside_with_a_reason(self, mail, aoife):
        held.reject(mail.pk, by=aoife, at=OPENED + 5 * HOUR, note="A newsletter")
        assert not InboundMail.objects.to_decide().exists()

    def test_it_becomes_one_thing_once(self, mail, ticket, clara, aoife):
        held.link(mail.pk, ticket=ticket, by=aoife, at=OPENED + 5 * HOUR)
        with pytest.raises(ActionRefused, match="already"):
            held.make_ticket(mail.pk, administrator=clara, by=aoife, at=OPENED + 6 * HOUR)

    def test_held_mail_is_no_automatic_mail(self, clara, aoife):
        mail = receive(eml("Eve <eve@meadow.example>"))
        with pytest.raises(ActionRefused, match="no automatic mail"):
            held.make_ticket(mail.pk, administrator=clara, by=aoife, at=OPENED + 5 * HOUR)


class TestTrouble:
    def test_mail_that_throws_is_parked_with_its_bytes(self, clara, monkeypatch):
        monkeypatch.setattr(matching, "administrator_of", lambda *_: 1 / 0)
        mail = receive(eml())
        assert (mail.state, bytes(mail.raw)) == ("parked", eml())

    def test_parked_mail_shows_its_sender_subject_and_receipt(self, clara, monkeypatch):
        monkeypatch.setattr(matching, "administrator_of", lambda *_: 1 / 0)
        mail = receive(eml())
        assert (mail.from_address, mail.subject) == (clara.email, "Orders do not come in")
        assert mail.received_at == OPENED

    def test_parked_mail_is_read_again_at_its_receipt(self, clara, aoife, monkeypatch):
        with monkeypatch.context() as broken:
            broken.setattr(matching, "administrator_of", lambda *_: 1 / 0)
            parked = receive(eml())
        mail = held.read_again(parked.pk, by=aoife, at=OPENED + 9 * HOUR)
        assert (mail.state, mail.ticket.opened_at) == ("accepted", OPENED)

    def test_the_next_mail_goes_on(self, clara, monkeypatch):
        with monkeypatch.context() as broken:
            broken.setattr(matching, "administrator_of", lambda *_: 1 / 0)
            receive(eml())
        assert receive(eml(text="Another")).state == "accepted"

    def test_what_a_dead_process_left_is_settled_later(self, clara):
        mail = intake.store(eml(), at=OPENED + HOUR)
        assert intake.process_waiting(at=OPENED + 2 * HOUR) == 1
        mail.refresh_from_db()
        assert mail.ticket.opened_at == OPENED

    @pytest.mark.parametrize("path", sorted(MAIL.glob("*.eml")), ids=lambda path: path.stem)
    def test_any_mail_is_kept_and_settled(self, path, clara):
        mail = receive(path.read_bytes())
        assert mail.state in {"held", "automatic", "accepted"}
        assert bytes(mail.raw) == path.read_bytes()


def test_a_quotation_is_folded_and_kept(clara):
    text = "88214\r\n\r\nOn Tue, 10 Mar 2026 at 09:10, Support wrote:\r\n> Which order?"
    message = receive(eml(text=text)).message
    assert message.text == "88214"
    assert "Which order?" in message.quoted


def test_a_free_clients_ticket_is_handled_and_not_covered(charlie):
    FactFactory(client=charlie.client, value="free", since=datetime(2025, 1, 1, tzinfo=UTC))
    ticket = receive(eml(charlie.email)).ticket
    assert (ticket.response.verdict, ticket.response.reason) == ("not covered", "free-plan")


def test_the_message_is_the_clients(clara):
    assert receive(eml()).message.kind == Message.Kind.CLIENT
