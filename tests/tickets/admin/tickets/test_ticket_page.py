"""A ticket's page: its thread, clocks, class and conditions, and only available actions."""

from datetime import timedelta

import pytest

from istockist_sla.core.lib.text import NBSP
from istockist_sla.core.models import Letter
from tests.conftest import OPENED
from tests.factories import FactFactory
from tests.tickets.admin.conftest import NOW, page_url, verbs_of
from tickets import lifecycle
from tickets.mailroom import intake
from tickets.models import InboundMail


@pytest.fixture
def show(agent):
    def shown(ticket, query=""):
        return agent.get(page_url(ticket) + query)

    return shown


def test_an_open_ticket_has_its_actions(show, ticket):
    assert verbs_of(show(ticket)) == ["take", "qualify", "ask", "hand_over", "assign", "close"]


def test_a_qualified_ticket_has_its_actions(show, qualified):
    expected = ["take", "downgrade", "ask", "hand_over", "assign", "move", "close"]
    assert verbs_of(show(qualified)) == expected


def test_a_low_ticket_goes_no_lower(show, ticket, aoife):
    lifecycle.qualify(ticket.pk, class_test="other", by=aoife, at=NOW, seen=None)
    assert "downgrade" not in verbs_of(show(ticket))


def test_a_closed_ticket_can_only_be_reopened(show, do, qualified):
    do(qualified, "close", reason="resolved")
    assert verbs_of(show(qualified)) == ["reopen"]


def test_after_the_window_nothing_is_available(show, agent, aoife, do, qualified, time_machine):
    do(qualified, "close", reason="resolved")
    time_machine.move_to(NOW + timedelta(days=15))
    agent.force_login(aoife)
    answer = show(qualified)
    assert verbs_of(answer) == []
    assert "Too long ago to reopen" in answer.text


def test_the_downgrade_button_names_the_next_class(show, qualified):
    assert "Downgrade to Medium…" in show(qualified).text


def test_the_thread_tells_messages_and_events_in_their_order(show, qualified, aoife, clara):
    lifecycle.note(qualified.pk, text="Odd", by=aoife, at=NOW)
    lifecycle.write(qualified.pk, text="Any news?", by=clara.user, at=NOW)
    thread = show(qualified).context["thread"]
    assert [entry.message.kind if entry.message else entry.line.event.verb for entry in thread] == [
        "client",
        "qualify",
        "note",
        "client",
    ]


def test_internal_words_are_tagged(show, ticket, aoife, ruairi):
    lifecycle.hand_over(ticket.pk, team="operations", text="Look", by=aoife, at=OPENED)
    lifecycle.hear_back(ticket.pk, text="Done", by=ruairi, at=OPENED + timedelta(minutes=4))
    entries = show(ticket).context["thread"][1:]
    assert [entry.tag for entry in entries] == [
        "Internal · Operations",
        "Internal · from Operations",
    ]
    assert entries[1].answered_after == 240


def test_a_question_shows_when_its_letter_was_delivered(show, ticket, aoife):
    lifecycle.ask(ticket.pk, text="Which?", by=aoife, at=NOW)
    Letter.objects.filter(template="ask").update(state="sent", sent_at=NOW)
    entry = show(ticket).context["thread"][-1]
    assert (entry.tag, entry.delivered_at) == ("Question to the client", NOW)


def test_a_mail_leads_to_its_source(show, clara):
    raw = b"From: clara@meadow.example\r\nSubject: No orders\r\n\r\nNothing arrives.\r\n"
    mail = intake.receive(raw, at=NOW)
    mail = InboundMail.objects.get(pk=mail.pk)
    assert f"/desk/tickets/inboundmail/{mail.pk}/change/" in show(mail.ticket).text


def test_words_of_a_client_are_never_markup(show, open_ticket):
    ticket = open_ticket(subject="<script>alert(1)</script>", text="<b>bold</b>")
    page = show(ticket).text
    assert "<script>alert" not in page
    assert "&lt;b&gt;bold" in page


def test_clocks_show_limit_elapsed_and_due(show, ticket):
    response = show(ticket).context["response"]
    assert response.figure == f"3{NBSP}h left"
    assert response.of == f"of 4{NBSP}h"
    assert f"Due 13:00{NBSP}GMT." in response.notes


def test_a_paused_fix_says_when_it_would_be_due(show, qualified, aoife):
    lifecycle.ask(qualified.pk, text="Which?", by=aoife, at=NOW - timedelta(minutes=20))
    fix = show(qualified).context["fix"]
    assert fix.right == f"0{NBSP}h{NBSP}20{NBSP}min paused"
    assert any("Answered now: due 13:20" in note for note in fix.notes)


def test_a_closed_ticket_shows_its_verdicts(show, do, qualified):
    do(qualified, "close", reason="resolved")
    page = show(qualified).context
    assert page["fix"].figure == f"1{NBSP}h"
    assert "Met" in page["fix"].chip


def test_the_class_card_gives_the_tests_reason(show, qualified):
    assert "Orders cannot be created or received (C1, test 2)" in show(qualified).text


def test_seven_conditions_in_three_states(show, ticket, meadow):
    FactFactory(client=meadow, kind="rate_limit", value="yes", evidence="Letter of May")
    rows = show(ticket).context["conditions"]
    assert len(rows) == 7
    assert {row.state for row in rows} == {"applies", "does not apply", "not assessed"}
    assert rows[0].evidence == "Letter of May"


def test_the_conditions_are_summed_up(show, ticket):
    sentence = show(ticket).context["conditions_sentence"]
    assert sentence.startswith("Four do not apply, three are not assessed.")


def test_an_excluded_ticket_is_not_called_guaranteed(show, ticket, meadow):
    FactFactory(client=meadow, kind="rate_limit", value="yes")
    assert show(ticket).context["standing"] == "excluded"


def test_hand_overs_have_an_internal_clock(show, ticket, aoife):
    lifecycle.hand_over(ticket.pk, team="operations", text="Look", by=aoife, at=OPENED)
    handed = show(ticket).context["team_times"][0]
    assert (handed.team, handed.seconds, handed.has_reported) == ("Operations", 3600, False)


def test_the_faults_other_tickets_are_named(show, qualified, open_ticket, charlie, aoife):
    other = open_ticket(administrator=charlie)
    lifecycle.qualify(
        other.pk, class_test="other", fault=qualified.fault, by=aoife, at=NOW, seen=None
    )
    assert show(qualified).context["others"] == [other]


def test_checks_before_opening_are_shown(show, open_ticket):
    ticket = open_ticket(checks={"network": {"state": "not done", "note": "No time"}})
    assert ("Checked the local network", "Not done", "No time") in show(ticket).context["checks"]


def test_the_composer_opens_in_the_way_asked_for(show, ticket):
    assert show(ticket, "?to=note").context["mode"].code == "note"
    assert show(ticket, "?to=nonsense").context["mode"].code == "reply"


def test_every_event_stands_in_the_history(agent, qualified):
    page = agent.get(f"/desk/tickets/ticket/{qualified.pk}/history/")
    assert [line.event.verb for line in page.context["lines"]] == ["open", "qualify"]


def test_a_long_thread_costs_no_more_queries(show, ticket, aoife, django_assert_max_num_queries):
    def cost():
        with django_assert_max_num_queries(1000) as asked:
            show(ticket)
        return len(asked)

    lifecycle.reply(ticket.pk, text="One", by=aoife, at=NOW)
    few = cost()
    for n in range(20):
        lifecycle.reply(ticket.pk, text=f"More {n}", by=aoife, at=NOW)
    assert cost() == few


def test_how_its_closings_were_rated_stands_with_the_words(show, do, qualified, clara):
    do(qualified, "close", reason="resolved")
    words = {"by": clara.user, "at": NOW}
    lifecycle.rate(qualified.pk, value=1, text="Two <days>!", **words)
    lifecycle.rate(qualified.pk, value=2, text="Two <weeks>!", **words)
    page = show(qualified)
    assert [(each.value, who) for each, who in page.context["ratings"]] == [(2, clara.user)]
    assert "Two &lt;weeks&gt;!" in page.text
    assert "rated how it was handled: 2 of 5." in page.text


def test_a_ticket_that_nobody_rated_has_no_ratings(show, do, qualified):
    do(qualified, "close", reason="resolved")
    assert "Rated by the client" not in show(qualified).text
