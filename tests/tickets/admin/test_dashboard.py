"""The desk's first page."""

from datetime import timedelta

from istockist_sla.core.models import Heartbeat
from tests.conftest import OPENED
from tests.tickets.admin.conftest import NOW
from tickets import lifecycle
from tickets.mailroom import intake
from tickets.models import Mailbox


def counters(agent):
    return {counter.name: counter for counter in agent.get("/desk/").context["counters"]}


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
    assert counters(agent)["due within the hour"].figure == "0"


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


def test_all_is_well_while_the_background_shows_itself(agent):
    Heartbeat.objects.create(name="cluster", at=NOW)
    Mailbox.objects.create(name="INBOX", fetched_at=NOW - timedelta(minutes=1))
    assert "mail fetched at 09:59" in counters(agent)
    assert counters(agent)["mail fetched at 09:59"].figure == "All well"


def test_a_silent_background_is_told(agent):
    assert counters(agent)["background stopped"].tone == "critical"


def test_my_tickets_and_nobodys(agent, open_ticket, aoife, declan):
    mine, free, other = open_ticket(), open_ticket(), open_ticket()
    lifecycle.take(mine.pk, by=aoife, at=NOW, seen=None)
    lifecycle.take(other.pk, by=declan, at=NOW, seen=None)
    page = agent.get("/desk/").context
    assert (page["mine"], page["free"]) == ([mine], [free])


def test_the_teams_load(agent, open_ticket, declan):
    lifecycle.take(open_ticket().pk, by=declan, at=NOW, seen=None)
    load = {row.person.name: row.open for row in agent.get("/desk/").context["team"]}
    assert load == {"Declan Moore": 1, "Aoife Brennan": 0}


def test_what_one_did_lately(agent, ticket, aoife):
    lifecycle.take(ticket.pk, by=aoife, at=NOW, seen=None)
    recent = agent.get("/desk/").context["recent"]
    assert [(act.before, act.ticket, act.after) for act in recent] == [
        ("Took ", ticket, " in charge")
    ]


def test_a_system_administrator_sees_the_people(client, sys):
    client.force_login(sys)
    groups = {group["name"]: group["models"] for group in client.get("/desk/").context["groups"]}
    names = [model["name"] for model in groups["Availability and months"]]
    assert {"People", "Audit log"} <= set(names)


def test_libraries_show_no_tables_of_their_own(client, boss):
    client.force_login(boss)
    assert "Schedule" not in client.get("/desk/").text


def test_the_search_leads_to_a_ticket_by_its_number(agent, ticket):
    answer = agent.get("/desk/tickets/ticket/search/", {"q": f"#{ticket.number}"})
    assert answer.url == f"/desk/tickets/ticket/{ticket.pk}/change/"


def test_the_search_finds_tickets_clients_and_articles(agent, ticket, aoife):
    page = agent.get("/desk/tickets/ticket/search/", {"q": "meadow"}).context
    assert list(page["tickets"]) == [ticket]
    assert [client.code for client in page["clients"]] == ["meadow"]


def test_the_search_may_find_nothing(agent):
    assert "Nothing is found" in agent.get("/desk/tickets/ticket/search/", {"q": "zzz"}).text
