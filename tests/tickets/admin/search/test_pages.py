"""The desk's search page."""

import pytest

from tests.conftest import gmt
from tests.factories import UserFactory
from tickets import lifecycle
from tickets.models import Article, Fault

PAGE = "/desk/tickets/ticket/search/"


def found(browser, **asked):
    return browser.get(PAGE, asked).context


def titles(browser, **asked):
    return [str(row.subject) for row in found(browser, **asked)["rows"]]


def test_the_search_leads_to_a_ticket_by_its_number(agent, ticket):
    answer = agent.get(PAGE, {"q": f"#{ticket.number}"})
    assert answer.url == f"/desk/tickets/ticket/{ticket.pk}/change/"


def test_the_search_leads_to_a_fault_by_its_reference(agent, db):
    fault = Fault.objects.create(title="Gateway times out", created_at=gmt(6, 1, 9))
    assert agent.get(PAGE, {"q": f"f-{fault.pk}"}).url == f"/desk/tickets/fault/{fault.pk}/change/"


def test_the_search_finds_tickets_clients_and_their_people(agent, ticket):
    assert titles(agent, q="meadow") == [
        "Meadow & Finch Ltd",
        "Clara Whitcombe (Meadow & Finch Ltd)",
        str(ticket),
    ]


def test_each_kind_has_its_count_and_its_tab(agent, ticket):
    tabs = found(agent, q="meadow", kind="client")["tabs"]
    assert [(tab["name"], tab["count"]) for tab in tabs] == [
        ("All", 3),
        ("Tickets", 1),
        ("Articles", 0),
        ("Faults", 0),
        ("Clients", 1),
        ("People", 1),
    ]
    assert titles(agent, q="meadow", kind="client") == ["Meadow & Finch Ltd"]


def test_a_hit_in_a_message_shows_the_words_around_it_marked_and_escaped(agent, ticket, aoife):
    text = "Before. " * 30 + "<b>The gateway</b> gives 502 after 10 s."
    lifecycle.note(ticket.pk, text=text, by=aoife, at=gmt(3, 10, 10))
    page = agent.get(PAGE, {"q": "gateway"}).text
    assert "Before. &lt;b&gt;The <mark>gateway</mark>&lt;/b&gt; gives 502 after 10 s." in page
    assert "found-text is-internal" in page


def test_the_words_stay_in_both_boxes(agent):
    assert agent.get(PAGE, {"q": 'say "cheese"'}).text.count('value="say &quot;cheese&quot;"') >= 2


def test_who_may_not_read_administrators_is_not_shown_any(client, ruairi, ticket):
    client.force_login(ruairi)
    assert titles(client, q="clara") == []
    assert [tab["name"] for tab in found(client, q="clara")["tabs"]] == [
        "All",
        "Tickets",
        "Articles",
        "Faults",
        "Clients",
    ]


def test_filters_narrow_down_to_tickets(agent, ticket):
    assert titles(agent, q="meadow", state="unclosed") == [str(ticket)]
    assert titles(agent, q="meadow", state="closed") == []
    assert titles(agent, q="orders", client="Meadow", since="2026-03-10") == [str(ticket)]
    assert titles(agent, q="orders", until="2026-03-09") == []


def test_a_filter_that_cannot_be_read_is_told_and_left_out(agent, ticket):
    page = agent.get(PAGE, {"q": "orders", "client": "Nobody", "since": "soon"})
    assert "No client is called “Nobody”." in page.text
    assert [str(row.subject) for row in page.context["rows"]] == [str(ticket)]


@pytest.mark.parametrize("q", ["zzz", '"', "-", "*", "a" * 300, "שלום", "from:", "NEAR(a b)"])
def test_odd_questions_find_nothing_and_break_nothing(agent, ticket, q):
    page = agent.get(PAGE, {"q": q})
    assert page.status_code == 200
    assert page.context["rows"] == []


def test_more_than_a_page_is_turned_over(agent, db):
    for n in range(21):
        Article.objects.create(title=f"Key {n}", slug=f"key-{n}", body="x", updated_at=gmt(1, 1, 9))
    assert "1–20 of 21" in agent.get(PAGE, {"q": "key"}).text
    assert len(titles(agent, q="key", page="2")) == 1


def test_the_queries_do_not_grow_with_what_is_found(
    agent, open_ticket, django_assert_max_num_queries
):
    for _ in range(3):
        open_ticket()
    UserFactory()
    with django_assert_max_num_queries(15):
        agent.get(PAGE, {"q": "orders nothing"})
