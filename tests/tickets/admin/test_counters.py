"""The figures of what asks for somebody now."""

from datetime import timedelta

import pytest

from istockist_sla.core.lib.text import NBSP
from istockist_sla.core.models import Heartbeat, Letter
from tests.conftest import OPENED
from tests.tickets.admin.conftest import NOW
from tickets import lifecycle
from tickets.mailroom import intake
from tickets.models import InboundMail, Mailbox


def counters(agent, address="/desk/"):
    return {counter.name: counter for counter in agent.get(address).context["counters"]}


def test_what_waits_is_counted(agent, open_ticket, aoife):
    open_ticket()
    asked = open_ticket()
    lifecycle.ask(asked.pk, text="Which?", by=aoife, at=NOW)
    found = counters(agent)
    assert found["to qualify"].figure == "2"
    assert found["waiting for client"].figure == "1"


def test_due_within_the_hour_counts_support_time(agent, ticket, time_machine):
    assert counters(agent)["due within the hour"].figure == "0"
    time_machine.move_to(OPENED + timedelta(hours=3, minutes=30))
    assert counters(agent)["due within the hour"].figure == "1"


def test_what_is_past_is_no_longer_due(agent, ticket, time_machine):
    time_machine.move_to(OPENED + timedelta(hours=5))
    found = counters(agent)
    assert found["due within the hour"].figure == "0"
    assert found["past their limit"].figure == "1"


@pytest.mark.parametrize(
    "name",
    ["past their limit", "due within the hour", "missed today", "to qualify", "waiting for client"],
)
@pytest.mark.parametrize("hours", [2, 3.5, 5, 30])
def test_a_figure_leads_to_exactly_its_rows(agent, open_ticket, aoife, time_machine, name, hours):
    late = OPENED + timedelta(hours=hours)
    for number in range(4):
        ticket = open_ticket(at=OPENED + number * timedelta(minutes=40))
        if number % 2:
            lifecycle.qualify(ticket.pk, class_test="other", by=aoife, at=late, seen=None)
    lifecycle.ask(ticket.pk, text="Which?", by=aoife, at=late)
    time_machine.move_to(late)
    tile = counters(agent)[name]
    assert agent.get(tile.url).context["cl"].result_count == int(tile.figure)


def test_missed_today_counts_verdicts_and_not_the_strictest_limit(agent, ticket, time_machine):
    late = OPENED + timedelta(hours=5)
    time_machine.move_to(late)
    lifecycle.check(ticket.pk, at=late)
    assert counters(agent)["missed today"].figure == "0"


def test_a_missed_answer_counts_on_its_day_only(agent, ticket, aoife, time_machine):
    late = OPENED + timedelta(hours=5)
    lifecycle.qualify(ticket.pk, class_test="orders-stopped", by=aoife, at=late, seen=None)
    time_machine.move_to(late)
    assert counters(agent)["missed today"].figure == "1"
    time_machine.move_to(late + timedelta(days=1))
    assert counters(agent)["missed today"].figure == "0"


def test_held_mail_is_counted(agent, clara):
    raw = b"From: stranger@else.example\r\nSubject: Hi\r\n\r\nHello\r\n"
    intake.receive(raw, at=NOW)
    assert counters(agent)["held mail"].figure == "1"


def test_held_mail_alone_is_no_fault(agent, clara):
    Heartbeat.objects.create(name="cluster", at=NOW)
    Mailbox.objects.create(name="INBOX", fetched_at=NOW - timedelta(minutes=1))
    intake.receive(b"From: stranger@else.example\r\nSubject: Hi\r\n\r\nHello\r\n", at=NOW)
    assert "All well" in {counter.figure for counter in counters(agent).values()}


def test_parked_mail_is_one(agent, clara):
    Heartbeat.objects.create(name="cluster", at=NOW)
    mail = intake.receive(b"From: stranger@else.example\r\n\r\nHello\r\n", at=NOW)
    InboundMail.objects.filter(pk=mail.pk).update(state="parked")
    found = counters(agent)
    tile = found["1 mail parked"]
    assert (tile.figure, tile.tone) == (f"1{NBSP}fault", "critical")
    assert found["parked mail"].figure == "1"
    assert list(agent.get(found["parked mail"].url).context["cl"].result_list) == [mail]


def test_all_is_well_while_the_background_shows_itself(agent):
    Heartbeat.objects.create(name="cluster", at=NOW)
    Mailbox.objects.create(name="INBOX", fetched_at=NOW - timedelta(minutes=1))
    said = "mail fetched at 09:59; nobody checks senders"
    assert counters(agent)[said].figure == "All well"


def test_once_senders_are_checked_nothing_is_said_of_them(agent, settings):
    settings.AUTHSERV_ID = "mx.istockist.example"
    Heartbeat.objects.create(name="cluster", at=NOW)
    Mailbox.objects.create(name="INBOX", fetched_at=NOW - timedelta(minutes=1))
    assert counters(agent)["mail fetched at 09:59"].figure == "All well"


def test_automatic_mail_of_a_known_administrator_that_opened_nothing_is_told(agent, clara):
    Heartbeat.objects.create(name="cluster", at=NOW)
    raw = f"From: {clara.email}\r\nAuto-Submitted: auto-generated\r\n\r\nHi\r\n".encode()
    intake.receive(raw, at=NOW)
    assert counters(agent)["1 mail of an administrator opened nothing"].tone == "critical"


def test_that_of_a_stranger_only_stands_in_the_list(agent, clara):
    Heartbeat.objects.create(name="cluster", at=NOW)
    raw = b"From: robot@else.example\r\nAuto-Submitted: auto-generated\r\n\r\nHi\r\n"
    intake.receive(raw, at=NOW)
    assert counters(agent)["held mail"].figure == "0"
    assert f"1{NBSP}fault" not in {counter.figure for counter in counters(agent).values()}


def test_a_silent_background_is_told(agent):
    assert counters(agent)["background stopped"].tone == "critical"


def test_undelivered_letters_are_told_and_led_to(agent, ticket):
    Heartbeat.objects.create(name="cluster", at=NOW)
    Letter.objects.update(state="failed")
    tile = counters(agent)["letters undelivered"]
    assert (tile.figure, tile.tone) == ("Decide", "medium")
    assert list(agent.get(tile.url).context["cl"].result_list) == list(Letter.objects.all())


def test_who_may_not_see_letters_is_led_nowhere(client, ruairi, ticket):
    Heartbeat.objects.create(name="cluster", at=NOW)
    Letter.objects.update(state="failed")
    client.force_login(ruairi)
    assert counters(client, "/desk/tickets/ticket/")["letters undelivered"].url == ""


def test_who_may_not_see_received_mail_gets_the_figure_alone(client, ruairi):
    client.force_login(ruairi)
    assert counters(client, "/desk/tickets/ticket/")["held mail"].url == ""
