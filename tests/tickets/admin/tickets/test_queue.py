"""The queue: its order, its views, and what it costs."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.conftest import OPENED
from tests.factories import AdministratorFactory, ClientFactory, FactFactory
from tests.tickets.admin.conftest import NOW, seen
from tickets import lifecycle
from tickets.admin.tickets.admin import TicketAdmin
from tickets.models import ClientFact, QueueView

QUEUE = "/desk/tickets/ticket/"


def numbers(answer):
    return [ticket.number for ticket in answer.context["cl"].result_list]


def test_the_earliest_due_comes_first(agent, open_ticket):
    later = open_ticket(at=OPENED + timedelta(minutes=30))
    earlier = open_ticket(at=OPENED)
    assert numbers(agent.get(QUEUE)) == [earlier.number, later.number]


@pytest.fixture
def queue(open_ticket, aoife, charlie):
    """One ticket of each group, made in the order turned round, by the name of its group."""
    lost = FactFactory(client=charlie.client, kind=ClientFact.Kind.RATE_LIMIT, value="yes")
    request, excluded = open_ticket(), open_ticket(administrator=charlie)
    paused, answered, late, running = (open_ticket() for _ in range(4))
    assert lost.since < excluded.opened_at
    lifecycle.qualify_request(request.pk, by=aoife, at=NOW, seen=None)
    for ticket, test in ((paused, "orders-stopped"), (late, "orders-stopped"), (running, "other")):
        lifecycle.qualify(ticket.pk, class_test=test, by=aoife, at=NOW, seen=None)
    lifecycle.ask(paused.pk, text="Which?", by=aoife, at=NOW)
    lifecycle.take(answered.pk, by=aoife, at=NOW, seen=None)
    return {
        "late": late.number,
        "running": running.number,
        "answered": answered.number,
        "paused": paused.number,
        "request": request.number,
        "excluded": excluded.number,
    }


def test_its_order_is_what_its_rows_say(agent, queue, time_machine):
    time_machine.move_to(OPENED + timedelta(hours=5))
    assert numbers(agent.get(QUEUE)) == list(queue.values())


def test_each_group_has_its_head(agent, queue, time_machine):
    time_machine.move_to(OPENED + timedelta(hours=5))
    rows = agent.get(QUEUE).context["cl"].result_list
    heads = {ticket.number: ticket.head.name for ticket in rows if ticket.head}
    assert heads == {
        queue["late"]: "Past their limit",
        queue["running"]: "Time left",
        queue["answered"]: "Answered, to qualify",
        queue["paused"]: "Paused",
        queue["request"]: "Without limit",
    }


def test_in_another_order_there_are_no_heads(agent, queue):
    assert "group-head" in agent.get(QUEUE).text
    assert "group-head" not in agent.get(f"{QUEUE}?o=-1").text
    assert "group-head" not in agent.get(f"{QUEUE}?view=closed").text


def test_an_excluded_ticket_has_no_limit_however_late_it_is(agent, queue, time_machine):
    time_machine.move_to(OPENED + timedelta(hours=7))
    rows = {ticket.number: ticket for ticket in agent.get(QUEUE).context["cl"].result_list}
    assert rows[queue["excluded"]].clock.kind == "none"
    assert list(rows)[-1] == queue["excluded"]


def test_a_limit_used_up_before_the_pause_is_past(agent, qualified, open_ticket, aoife):
    """It keeps its due instant (K10)."""
    late = OPENED + timedelta(hours=5)
    lifecycle.ask(qualified.pk, text="Which?", by=aoife, at=late)
    open_ticket(at=late)
    assert numbers(agent.get(QUEUE))[0] == qualified.number


@pytest.mark.parametrize(
    ("hours", "view", "shown"),
    [
        (5, "past-limit", ["late"]),
        (3.5, "past-limit", []),
        (3.5, "due-soon", ["late"]),
        (5, "due-soon", []),
    ],
)
def test_views_of_what_is_late(agent, queue, time_machine, hours, view, shown):
    time_machine.move_to(OPENED + timedelta(hours=hours))
    assert numbers(agent.get(f"{QUEUE}?view={view}")) == [queue[name] for name in shown]


def test_a_limit_that_is_used_up_as_support_closes_is_not_past(agent, open_ticket, time_machine):
    """An act before the next counted second still meets it (K4)."""
    ticket = open_ticket(at=datetime(2026, 3, 10, 13, 0, tzinfo=UTC))
    time_machine.move_to(datetime(2026, 3, 10, 22, 0, tzinfo=UTC))
    assert numbers(agent.get(f"{QUEUE}?view=past-limit")) == []
    assert numbers(agent.get(f"{QUEUE}?view=due-soon")) == [ticket.number]
    time_machine.move_to(datetime(2026, 3, 11, 9, 0, 1, tzinfo=UTC))
    assert numbers(agent.get(f"{QUEUE}?view=past-limit")) == [ticket.number]


def test_a_view_without_a_tab_has_one_while_it_is_shown(agent, ticket):
    assert "Past their limit" not in [tab.name for tab in agent.get(QUEUE).context["tabs"]]
    tabs = agent.get(f"{QUEUE}?view=past-limit").context["tabs"]
    assert [tab.name for tab in tabs if tab.current] == ["Past their limit"]


def test_closed_tickets_are_not_among_the_open(do, agent, ticket):
    do(ticket, "close", reason="spam")
    assert numbers(agent.get(QUEUE)) == []
    assert numbers(agent.get(f"{QUEUE}?view=closed")) == [ticket.number]


@pytest.mark.parametrize(
    ("view", "shown"),
    [
        ("mine", "taken"),
        ("unassigned", "free"),
        ("to-qualify", "both"),
        ("waiting", "taken"),
        ("operations", "taken"),
        ("development", "none"),
        ("unknown", "both"),
    ],
)
def test_saved_views(agent, open_ticket, aoife, view, shown):
    free, taken = open_ticket(), open_ticket(at=OPENED + timedelta(minutes=1))
    lifecycle.take(taken.pk, by=aoife, at=NOW, seen=None)
    lifecycle.ask(taken.pk, text="Which?", by=aoife, at=NOW)
    lifecycle.hand_over(taken.pk, team="operations", text="Look", by=aoife, at=NOW)
    expected = {"taken": [taken], "free": [free], "both": [free, taken], "none": []}[shown]
    found = numbers(agent.get(f"{QUEUE}?view={view}"))
    assert sorted(found) == sorted(each.number for each in expected)


def test_the_tabs_count_their_tickets(agent, ticket):
    tabs = {tab.name: tab.shown for tab in agent.get(QUEUE).context["tabs"]}
    assert (tabs["All open"], tabs["Mine"], tabs["Closed"]) == ("1", "0", "")


def test_counts_stop_where_nobody_counts_any_more(agent, ticket, monkeypatch):
    monkeypatch.setattr("tickets.admin.counters.CAP", 0)
    assert agent.get(QUEUE).context["tabs"][0].shown == "0+"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("class=critical", True),
        ("class=low", False),
        ("class=none", False),
        ("class=request", False),
        ("in=qualified", True),
        ("in=open", False),
        ("plan=custom", True),
        ("plan=premium", False),
        ("client=meadow", True),
        ("client=northgate", False),
        ("class=bogus&in=bogus&plan=bogus", True),
    ],
)
def test_filters(agent, qualified, charlie, query, found):
    assert bool(numbers(agent.get(f"{QUEUE}?{query}"))) is found


def test_premium_clients_can_be_filtered(agent, ticket, meadow):
    FactFactory(client=meadow, kind=ClientFact.Kind.PREMIUM, value="yes")
    assert numbers(agent.get(f"{QUEUE}?plan=premium")) == [ticket.number]


@pytest.mark.parametrize("term", ["1001", "#1001", "orders", "meadow", "FINCH"])
def test_the_list_is_searched_by_number_subject_and_client(agent, ticket, term):
    assert numbers(agent.get(QUEUE, {"q": term})) == [ticket.number]


@pytest.mark.parametrize("term", ["9999", "nothing like it", "1001 1002"])
def test_a_search_may_find_nothing(agent, ticket, term):
    assert numbers(agent.get(QUEUE, {"q": term})) == []


def test_taking_in_charge_from_the_list(agent, ticket, aoife):
    page = agent.get(QUEUE)
    assert f'name="seen" value="{seen(ticket)}"' in page.text
    assert f'formaction="/desk/tickets/ticket/{ticket.pk}/steps/take/"' in page.text


def test_paused_ones_stand_by_what_is_left(agent, open_ticket, aoife):
    """And not by their age: the row says what is left."""
    long, short = open_ticket(), open_ticket()
    for ticket, test in ((long, "other"), (short, "orders-stopped")):
        lifecycle.qualify(ticket.pk, class_test=test, by=aoife, at=NOW, seen=None)
        lifecycle.ask(ticket.pk, text="Which?", by=aoife, at=NOW)
    rows = agent.get(QUEUE).context["cl"].result_list
    assert [ticket.clock.kind for ticket in rows] == ["paused", "paused"]
    assert [ticket.number for ticket in rows] == [short.number, long.number]


def test_a_head_counts_its_rows_where_the_page_has_them_all(agent, open_ticket, monkeypatch):
    open_ticket(), open_ticket()
    assert agent.get(QUEUE).context["cl"].result_list[0].head.number == 2
    monkeypatch.setattr(TicketAdmin, "list_per_page", 1)
    assert agent.get(QUEUE).context["cl"].result_list[0].head.number == ""


@pytest.mark.parametrize(
    ("columns", "names"),
    [
        ("columns=fault&columns=class", ["class_chip", "fault_link"]),
        ("columns=fault,class,nothing", ["class_chip", "fault_link"]),
        ("columns=nothing", ["client_plan", "class_chip", "state_mark", "next_clock"]),
    ],
)
def test_the_columns_are_chosen_and_number_and_subject_stay(agent, qualified, columns, names):
    shown = agent.get(f"{QUEUE}?{columns}").context["cl"].list_display[1:]
    words = [column.__name__ for column in shown]
    kept = [word for word in words if word not in ("number_link", "subject_line")]
    assert len(words) == len(kept) + 2
    assert kept[: len(names)] == names


def many(open_ticket, aoife, count):
    for n in range(count):
        client = ClientFactory()
        FactFactory(client=client)
        FactFactory(client=client, kind="first_order", value="2020-01-01T00:00:00+00:00")
        administrator = AdministratorFactory(client=client)
        ticket = open_ticket(administrator=administrator, at=OPENED + timedelta(seconds=n))
        lifecycle.take(ticket.pk, by=aoife, at=NOW, seen=None)
        lifecycle.qualify(ticket.pk, class_test="degraded", by=aoife, at=NOW, seen=None)


def cost(agent, django_assert_max_num_queries, address=QUEUE):
    with django_assert_max_num_queries(1000) as asked:
        assert agent.get(address).status_code == 200
    return len(asked)


# What a process asks on each request once it knows how the background is.
MOST_QUERIES = 15


@pytest.mark.parametrize("address", [QUEUE, f"{QUEUE}?view=past-limit&class=low", "/desk/"])
def test_thirty_rows_cost_as_few_queries_as_two(
    agent, open_ticket, aoife, django_assert_max_num_queries, monkeypatch, address
):
    monkeypatch.setattr("istockist_sla.core.remembered.SECONDS", 3600.0)
    QueueView.objects.create(
        owner=aoife, name="Low", filters={"class": "low", "q": "orders"}, created_at=NOW
    )
    many(open_ticket, aoife, 2)
    agent.get(address)
    few = cost(agent, django_assert_max_num_queries, address)
    many(open_ticket, aoife, 20)
    assert cost(agent, django_assert_max_num_queries, address) == few
    assert few <= MOST_QUERIES


@pytest.mark.parametrize(
    "address",
    [
        "/desk/core/event/",
        "/desk/core/letter/",
        "/desk/tickets/client/",
        "/desk/tickets/fault/",
        "/desk/tickets/clientadministrator/",
    ],
)
def test_other_lists_cost_the_same_however_long_they_are(
    agent, open_ticket, aoife, django_assert_max_num_queries, address
):
    many(open_ticket, aoife, 5)
    few = cost(agent, django_assert_max_num_queries, address)
    many(open_ticket, aoife, 15)
    assert cost(agent, django_assert_max_num_queries, address) == few


def test_a_page_too_far_shows_no_error(agent, ticket):
    for page in ("0", "2", "999999", "x"):
        assert agent.get(f"{QUEUE}?p={page}").status_code in (200, 302)
