"""The desk's first page, of each role its own."""

from datetime import timedelta

import pytest
from django_q.models import Failure

from istockist_sla.core import roles
from istockist_sla.core.models import Heartbeat, Letter
from tests.conftest import OPENED, member
from tests.tickets.admin.conftest import NOW, again
from tickets import lifecycle
from tickets.mailroom import intake
from tickets.models import InboundMail

HOUR = timedelta(hours=1)


def test_my_tickets_and_unassigned_ones(agent, open_ticket, aoife, declan):
    mine, free, other = open_ticket(), open_ticket(), open_ticket()
    lifecycle.take(mine.pk, by=aoife, at=NOW, seen=None)
    lifecycle.take(other.pk, by=declan, at=NOW, seen=None)
    page = agent.get("/desk/").context
    assert (page["mine"], page["unassigned"]) == ([mine], [free])


def test_the_sentence_agrees_with_the_counters(agent, ticket, time_machine):
    assert agent.get("/desk/").context["sentence"] == (
        "No limit has passed.",
        "None is due within the hour.",
    )
    time_machine.move_to(OPENED + timedelta(hours=5))
    assert agent.get("/desk/").context["sentence"][0] == "One ticket is past the limit."


def test_the_teams_workloads(agent, open_ticket, declan):
    lifecycle.take(open_ticket().pk, by=declan, at=NOW, seen=None)
    load = {row.person.name: row.open for row in agent.get("/desk/").context["workloads"]}
    assert load == {"Declan Moore": 1, "Aoife Brennan": 0}


def test_the_persons_recent_actions(agent, ticket, aoife):
    lifecycle.take(ticket.pk, by=aoife, at=NOW, seen=None)
    recent = agent.get("/desk/").context["recent_actions"]
    assert [(each.before, each.number, each.after) for each in recent] == [
        ("Took ", ticket.number, " in charge")
    ]


@pytest.mark.parametrize(
    ("person", "page"),
    [("aoife", "agent"), ("ruairi", "team"), ("niamh", "manager"), ("sys", "system")],
)
def test_each_role_has_its_own(client, request, person, page):
    client.force_login(request.getfixturevalue(person))
    assert client.get("/desk/").context["first_page"].code == page


def test_who_has_several_roles_chooses(client, db):
    several = (roles.SUPPORT, roles.TECHNICAL)
    client.force_login(member("both@istockist.example", "Both", *several))
    assert [page.code for page in client.get("/desk/").context["first_pages"]] == ["agent", "team"]
    assert client.get("/desk/?as=team").context["first_page"].code == "team"
    assert client.get("/desk/?as=system").context["first_page"].code == "agent"


@pytest.fixture
def asked(open_ticket, aoife):
    """Two tickets with Operations, one with Development."""
    tickets = [open_ticket() for _ in range(3)]
    for ticket, team in zip(tickets, ["operations", "operations", "development"], strict=True):
        lifecycle.hand_over(ticket.pk, team=team, text="Are the disks full?", by=aoife, at=NOW)
    return tickets


@pytest.fixture
def team(client, ruairi):
    client.force_login(ruairi)
    return client


def test_a_team_sees_what_was_asked_of_it_and_since_when(team, asked, time_machine):
    """In its own support hours: the night does not count."""
    time_machine.move_to(NOW + timedelta(hours=24))
    page = team.get("/desk/").context
    assert [(row.ticket, row.with_us) for row in page["asked"]] == [
        (asked[0], 8 * 3600),
        (asked[1], 8 * 3600),
    ]
    assert page["sentence"][0] == "2 tickets wait for Operations."


def test_the_answer_is_typed_on_the_teams_page(team, asked):
    text = team.get("/desk/").text
    address = f"/desk/tickets/ticket/{asked[0].pk}/steps/hear_back/"
    assert f'action="{address}"' in text
    team.post(address, {"text": "They were."})
    assert again(asked[0]).team == ""


def test_what_a_team_answered_today_stands_with_its_time(team, asked, ruairi, time_machine):
    lifecycle.hear_back(asked[0].pk, text="They were.", by=ruairi, at=NOW + HOUR)
    time_machine.move_to(NOW + 2 * HOUR)
    page = team.get("/desk/").context
    assert [(row.hand_over.ticket, row.with_us) for row in page["answered"]] == [(asked[0], 3600)]
    time = page["our_time"]["operations"]
    assert (time.asked, time.still_open, time.usual) == (2, 1, 3600)
    assert time.longest == (3600, asked[0].number)


def test_a_teams_page_names_no_person_of_the_client(team, asked, clara):
    assert clara.name not in team.get("/desk/").text


@pytest.fixture
def manager(client, niamh):
    client.force_login(niamh)
    return client


def test_a_manager_sees_the_month_with_n_and_misses_allowed(manager, qualified, aoife):
    outlooks = manager.get("/desk/").context["month"].forecast.classes
    critical = next(each for each in outlooks if each.fault_class == "critical")
    assert (critical.now.met, critical.now.guaranteed, critical.now.allowed) == (1, 1, 0)
    assert "1 of 1 · 0 missed, 0 allowed" in manager.get("/desk/").text


def test_a_manager_sees_the_tickets_that_decide_it(manager, ticket):
    (row,) = manager.get("/desk/").context["deciding"]
    assert (row.ticket, [each.fault_class for each in row.prospects]) == (
        ticket,
        ["critical", "medium", "low"],
    )


def test_a_manager_sees_what_waits_for_them_alone(manager, qualified, aoife, niamh):
    words = {"evidence": "The file names no shop.", "client_reason": "It names no shop."}
    found = lifecycle.propose(qualified.pk, kind="client-error", by=aoife, at=NOW, **words)
    page = manager.get("/desk/").context
    assert page["findings"] == [found]
    assert page["sentence"][1] == "One thing waits for your decision."


@pytest.fixture
def administrator(client, sys):
    client.force_login(sys)
    return client


def test_a_system_administrator_sees_each_check_in_words(administrator):
    Heartbeat.objects.create(name="cluster", at=NOW - timedelta(seconds=30))
    page = administrator.get("/desk/").context
    assert {check.state for check in page["checks"]} == {"ok"}
    assert page["sentence"][0] == "Everything runs."


def test_what_needs_a_system_administrator_is_told_and_led_to(administrator, ticket):
    Heartbeat.objects.create(name="cluster", at=NOW)
    Letter.objects.update(state="failed")
    mail = intake.receive(b"From: stranger@else.example\r\nSubject: Odd\r\n\r\nHi\r\n", at=NOW)
    InboundMail.objects.filter(pk=mail.pk).update(state="parked")
    Failure.objects.create(
        id="f" * 32, name="sweep", func="x", started=NOW, stopped=NOW, success=False
    )
    page = administrator.get("/desk/").context
    wrong = {check.name for check in page["checks"] if check.state != "ok"}
    assert wrong == {"Undelivered letters", "Received mail", "Tasks"}
    assert len(page["needs"]) == Letter.objects.undecided().count() + 2
    assert {administrator.get(need.url).status_code for need in page["needs"]} == {200}


def test_a_part_that_fails_is_a_need_too(administrator):
    page = administrator.get("/desk/").context
    assert [need.title for need in page["needs"]] == ["Background: not as it should be"]


def test_the_roles_are_told_with_their_people(administrator, aoife, declan):
    rows = {row.name: row for row in administrator.get("/desk/").context["roles"]}
    support = rows["Support agent"]
    assert (support.shown, support.factors) == ("Aoife Brennan, Declan Moore", "0 of 2")
    assert rows["Manager"].shown == "nobody"


def test_a_system_administrator_sees_the_people(administrator):
    groups = {
        each["name"]: each["models"] for each in administrator.get("/desk/").context["groups"]
    }
    names = [model["name"] for model in groups["Availability and months"]]
    assert {"People", "Audit log"} <= set(names)


def test_libraries_show_no_tables_of_their_own(client, boss):
    client.force_login(boss)
    assert "Schedule" not in client.get("/desk/").text
