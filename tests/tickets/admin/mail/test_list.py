"""The list of received mail: its views, the sentence of each mail, and its steps."""

from datetime import timedelta

import pytest

from istockist_sla.core.models import Letter
from tests.conftest import OPENED
from tests.tickets.admin.conftest import NOW, page_url, step_url
from tickets import lifecycle
from tickets.mailroom import intake
from tickets.models import InboundMail, Ticket

LIST = "/desk/tickets/inboundmail/"


def received(sender, *fields, body="Our orders do not arrive.") -> InboundMail:
    head = "".join(f"{field}\r\n" for field in fields)
    raw = f"From: {sender}\r\n{head}Subject: Orders missing\r\n\r\n{body}\r\n".encode()
    return InboundMail.objects.get(pk=intake.receive(raw, at=NOW).pk)


def returned(letter) -> InboundMail:
    """The report that a letter could not be delivered."""
    Letter.objects.filter(pk=letter.pk).update(state="sent", sent_at=NOW)
    raw = (
        "From: MAILER-DAEMON <>\r\nSubject: Undeliverable\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="x"\r\n\r\n'
        "--x\r\n\r\nNo such mailbox.\r\n--x\r\nContent-Type: message/delivery-status\r\n\r\n"
        "Action: failed\r\n\r\n--x\r\nContent-Type: text/rfc822-headers\r\n\r\n"
        f"Message-ID: {letter.message_id}\r\n\r\n--x--\r\n"
    ).encode()
    return InboundMail.objects.get(pk=intake.receive(raw, at=NOW + timedelta(minutes=1)).pk)


@pytest.fixture
def rows(agent):
    def shown(view=""):
        page = agent.get(f"{LIST}?view={view}" if view else LIST)
        return {row.mail: row for row in page.context["cl"].mail_rows}

    return shown


def steps(row) -> list[str]:
    return [step.label for step in row.steps]


def test_a_strangers_mail_is_there_to_adopt_or_put_aside(rows, clara):
    mail = received("eve@meadow.example")
    row = rows()[mail]
    assert row.fact == "Nobody of this address is an administrator."
    assert "Answered once at" in row.rest
    assert steps(row) == ["Adopt…", "Put aside…"]


def test_unverified_mail_of_an_administrator_may_be_released(rows, clara, settings):
    settings.AUTHSERV_ID = "mx.istockist.example"
    mail = received(clara.email)
    row = rows()[mail]
    assert row.fact == "Our mail server has not confirmed who sent it."
    assert "perhaps not of" in row.who
    assert steps(row) == ["Release…", "Adopt…", "Put aside…"]


def test_automatic_mail_is_there_with_its_steps(rows, clara):
    mail = received(clara.email, "Auto-Submitted: auto-generated")
    row = rows("automatic")[mail]
    assert row.fact == "It opened and answered nothing."
    assert steps(row) == ["Make a ticket…", "Put to a ticket…", "Put aside…"]


def test_doubtful_mail_names_its_ticket_and_asks_who_wrote(rows, clara):
    mail = received(clara.email, "Precedence: bulk")
    row = rows("doubtful")[mail]
    assert str(mail.ticket.number) in row.fact
    assert row.excerpt == "Our orders do not arrive."
    assert steps(row) == ["A person wrote it…", "A machine wrote it…"]


def test_once_confirmed_it_is_no_longer_there(rows, clara, aoife):
    mail = received(clara.email, "Precedence: bulk")
    lifecycle.confirm_person(mail.message_id, by=aoife, at=NOW)
    assert rows() == {}


def test_a_letter_that_came_back_is_named_with_what_it_means(rows, ticket, aoife):
    lifecycle.ask(ticket.pk, text="Which?", by=aoife, at=NOW)
    mail = returned(Letter.objects.get(template="ask"))
    row = rows("returned")[mail]
    assert "clara@meadow.example" in row.fact
    assert "pauses no more" in row.rest
    assert steps(row) == ["Put aside…"]


def test_what_went_to_a_stranger_and_came_back_asks_nobody(rows, clara):
    held = received("eve@meadow.example")
    returned(Letter.objects.get(template="held"))
    assert list(rows()) == [held]


def test_parked_mail_can_be_read_again(rows, agent, clara):
    mail = intake.store(b"From: odd@else.example\r\n\r\nOdd\r\n", at=NOW)
    InboundMail.objects.filter(pk=mail.pk).update(state="parked")
    assert steps(rows("parked")[mail]) == ["Adopt…", "Read again", "Put aside…"]
    agent.post(step_url(mail, "read_again", "inboundmail"), {"seen": "0"})
    assert InboundMail.objects.get(pk=mail.pk).state == "held"


def test_waiting_mail_says_until_when(rows, clara, settings):
    settings.AUTHSERV_ID = "mx.istockist.example"
    results = "Authentication-Results: mx.istockist.example; dmarc=temperror"
    mail = received(clara.email, results)
    assert rows("waiting")[mail].fact == "It waits until 11:00\xa0GMT."


def test_the_sentence_counts_what_waits_and_the_mail_of_the_day(agent, clara):
    received(clara.email)
    received("eve@meadow.example")
    received(clara.email, "Auto-Submitted: auto-generated", body="92 %")
    summary = agent.get(LIST).context["summary"]
    assert summary.strong == (
        "2 mails need a person; one bears the address of a known administrator."
    )
    assert summary.rest == "3 came since midnight: 1 opened one, 2 stand here."


def test_the_tab_and_the_counter_count_the_rows(agent, clara, rows):
    received("eve@meadow.example")
    received(clara.email, "Precedence: bulk")
    tabs = {tab.name: tab.shown for tab in agent.get(LIST).context["tabs"]}
    counter = next(c for c in agent.get("/desk/").context["counters"] if c.name == "held mail")
    assert (tabs["To decide"], len(rows())) == ("2", 2)
    assert tabs["Held"] == counter.figure == "1"


def test_that_nobody_checks_senders_is_said(agent, settings):
    assert "Nobody checks who sends mail." in agent.get(LIST).text
    settings.AUTHSERV_ID = "mx.istockist.example"
    assert "Nobody checks who sends mail." not in agent.get(LIST).text


def test_more_mail_costs_no_more_queries(agent, clara, django_assert_max_num_queries):
    def page():
        return agent.get(f"{LIST}?view=all")

    for n in range(2):
        received(f"eve{n}@meadow.example")
        received(clara.email, "Precedence: bulk", body=f"{n}")
    page()
    with django_assert_max_num_queries(100) as few:
        page()
    for n in range(2, 8):
        received(f"eve{n}@meadow.example")
        received(clara.email, "Precedence: bulk", body=f"{n}")
    with django_assert_max_num_queries(len(few.captured_queries)):
        page()


def test_whoever_may_only_look_has_no_steps(client, sys, clara):
    received("eve@meadow.example")
    client.force_login(sys)
    assert client.get(LIST).context["cl"].mail_rows[0].steps == []


class TestSteps:
    @pytest.fixture
    def mail(self, clara):
        return received(clara.email, "Auto-Submitted: auto-generated")

    def test_the_form_proposes_the_administrator_of_the_address(self, agent, mail, clara):
        page = agent.get(step_url(mail, "make_ticket", "inboundmail"))
        assert page.context["form"]["administrator"].value() == clara.email

    def test_a_ticket_is_made_at_the_receipt(self, agent, mail, clara):
        data = {"administrator": clara.email, "seen": "0"}
        answer = agent.post(step_url(mail, "make_ticket", "inboundmail"), data)
        ticket = Ticket.objects.get()
        assert (answer.url, ticket.opened_at) == (page_url(ticket), mail.received_at)

    def test_it_is_put_to_a_ticket_and_shown_there(self, agent, mail, ticket):
        data = {"ticket": str(ticket.number), "seen": "0"}
        agent.post(step_url(mail, "link", "inboundmail"), data)
        entries = agent.get(page_url(ticket)).context["thread"]
        assert [entry.note for entry in entries if entry.note] == [mail]

    def test_a_ticket_that_does_not_exist_is_an_error_of_the_form(self, agent, mail):
        data = {"ticket": "987654", "seen": "0"}
        answer = agent.post(step_url(mail, "link", "inboundmail"), data)
        assert "There is no ticket of this number." in answer.text

    def test_held_mail_is_adopted_into_a_ticket(self, agent, ticket, clara):
        mail = received("eve@meadow.example")
        data = {"administrator": clara.email, "ticket": str(ticket.number), "seen": "0"}
        agent.post(step_url(mail, "adopt", "inboundmail"), data)
        assert InboundMail.objects.get(pk=mail.pk).ticket == ticket


class TestOnTheTicket:
    def test_a_doubtful_ticket_says_so_and_leads_to_both_answers(self, agent, clara):
        ticket = received(clara.email, "Precedence: bulk").ticket
        page = agent.get(page_url(ticket))
        assert "It was sent as bulk mail (Precedence)." in page.text
        doubt = page.context["doubt"]
        assert "confirm_person" in doubt.confirm
        assert doubt.close.endswith("reason=spam")

    def test_a_suggested_ticket_is_named(self, agent, ticket, clara):
        raw = (
            f"From: {clara.email}\r\nSubject: [iStockist {ticket.number}] Re\r\n\r\nMore\r\n"
        ).encode()
        new = Ticket.objects.get(inbound=intake.receive(raw, at=NOW))
        assert agent.get(page_url(new)).context["suggested"].ticket == ticket

    def test_a_letter_that_came_back_stands_in_the_thread_and_at_the_letter(
        self, agent, ticket, aoife
    ):
        lifecycle.ask(ticket.pk, text="Which?", by=aoife, at=NOW)
        letter = Letter.objects.get(template="ask")
        mail = returned(letter)
        page = agent.get(page_url(ticket))
        assert "A letter came back." in page.text
        assert "<strong>came back</strong>" in page.text
        letter_page = agent.get(f"/desk/core/letter/{letter.pk}/change/").text
        assert f"/desk/tickets/inboundmail/{mail.pk}/change/" in letter_page

    def test_the_address_says_that_letters_come_back(self, agent, ticket, clara, aoife):
        lifecycle.ask(ticket.pk, text="Which?", by=aoife, at=NOW)
        letter = Letter.objects.get(template="ask")
        returned(letter)
        address = f"/desk/tickets/clientadministrator/{clara.pk}/change/"
        assert "letters come back" in agent.get(address).text
        assert (
            "letters come back" in agent.get(f"/desk/tickets/client/{clara.client_id}/change/").text
        )

    def test_no_longer_once_one_has_arrived(self, agent, ticket, clara, aoife):
        lifecycle.ask(ticket.pk, text="Which?", by=aoife, at=NOW)
        returned(Letter.objects.get(template="ask"))
        lifecycle.reply(ticket.pk, text="Hello", by=aoife, at=NOW)
        later = NOW + timedelta(hours=1)
        Letter.objects.filter(template="reply").update(state="sent", sent_at=later)
        address = f"/desk/tickets/clientadministrator/{clara.pk}/change/"
        assert "letters come back" not in agent.get(address).text

    def test_tickets_written_to_after_their_closing_have_a_view(self, agent, ticket, clara):
        lifecycle.close_by_client(ticket.pk, by=clara.user, at=OPENED)
        view = "/desk/tickets/ticket/?view=after-closing"
        assert list(agent.get(view).context["cl"].result_list) == []
        lifecycle.write(ticket.pk, text="Again", by=clara.user, at=NOW)
        assert list(agent.get(view).context["cl"].result_list) == [ticket]


class TestRecordingAnAnswer:
    @pytest.fixture
    def unanswered(self, ticket, aoife):
        lifecycle.ask(ticket.pk, text="Which?", by=aoife, at=OPENED)
        closing = OPENED + timedelta(minutes=30)
        lifecycle.close(ticket.pk, reason="no-answer", by=aoife, at=closing, seen=None)
        return ticket

    def record(self, agent, ticket, received=""):
        data = {"text": "By telephone.", "received": received, "seen": "0"}
        return agent.post(step_url(ticket, "answer"), data)

    def test_on_a_ticket_closed_for_want_of_it_it_undoes_the_closing(self, agent, unanswered):
        self.record(agent, unanswered, "2026-03-10T09:10:00")
        assert not Ticket.objects.get(pk=unanswered.pk).is_closed

    def test_one_that_came_after_the_closing_is_refused_in_words(self, agent, unanswered):
        assert "No question was open" in self.record(agent, unanswered).text
        assert Ticket.objects.get(pk=unanswered.pk).is_closed

    def test_it_is_not_offered_on_a_ticket_closed_otherwise(self, agent, ticket, clara):
        lifecycle.close_by_client(ticket.pk, by=clara.user, at=OPENED)
        actions = agent.get(page_url(ticket)).context["available_actions"]
        assert "answer" not in [action.form_class.verb for action in actions]

    def test_it_counts_from_its_receipt(self, agent, ticket, aoife):
        lifecycle.ask(ticket.pk, text="Which?", by=aoife, at=OPENED)
        self.record(agent, ticket, "2026-03-10T09:10:00")
        assert ticket.questions.get().ended_at == OPENED + timedelta(minutes=10)

    def test_it_cannot_come_from_the_future(self, agent, ticket, aoife):
        lifecycle.ask(ticket.pk, text="Which?", by=aoife, at=OPENED)
        answer = self.record(agent, ticket, "2026-03-11T09:10:00")
        assert "cannot be received later than now" in answer.text
