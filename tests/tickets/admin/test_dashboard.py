"""The desk's first page."""

from tests.tickets.admin.conftest import NOW
from tickets import lifecycle


def test_my_tickets_and_unassigned_ones(agent, open_ticket, aoife, declan):
    mine, free, other = open_ticket(), open_ticket(), open_ticket()
    lifecycle.take(mine.pk, by=aoife, at=NOW, seen=None)
    lifecycle.take(other.pk, by=declan, at=NOW, seen=None)
    page = agent.get("/desk/").context
    assert (page["mine"], page["unassigned"]) == ([mine], [free])


def test_the_teams_workloads(agent, open_ticket, declan):
    lifecycle.take(open_ticket().pk, by=declan, at=NOW, seen=None)
    load = {row.person.name: row.open for row in agent.get("/desk/").context["workloads"]}
    assert load == {"Declan Moore": 1, "Aoife Brennan": 0}


def test_the_persons_recent_actions(agent, ticket, aoife):
    lifecycle.take(ticket.pk, by=aoife, at=NOW, seen=None)
    recent = agent.get("/desk/").context["recent_actions"]
    assert [(each.before, each.ticket, each.after) for each in recent] == [
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
