"""The palette: what it offers for what is typed."""

from tickets import lifecycle

PALETTE = "/desk/palette/"


def groups(browser, q=""):
    found = browser.get(PALETTE, {"q": q}).json()["groups"]
    return {group["name"]: [row["label"] for row in group["rows"]] for group in found}


def test_the_groups_stand_in_a_fixed_order_and_the_search_last(agent, ticket):
    assert groups(agent, "meadow") == {
        "Clients": ["Meadow & Finch Ltd"],
        "Tickets": ["1001 Orders do not come in"],
        "Actions": ["Queue, only Meadow & Finch Ltd"],
        "People and pages": ["Clara Whitcombe"],
        "Search": ["Search everything for “meadow”"],
    }


def test_figures_alone_are_the_beginning_of_a_number(agent, open_ticket):
    for _ in range(11):
        open_ticket()
    assert [row.split()[0] for row in groups(agent, "#101")["Tickets"]] == ["1010", "1011"]


def test_a_ticket_that_is_not_closed_stands_before_one_that_is(agent, open_ticket, aoife):
    first, last = open_ticket(), open_ticket()
    at = last.opened_at
    lifecycle.close(
        last.pk, reason="duplicate", duplicate_of=first, text="", by=aoife, at=at, seen=None
    )
    assert [row.split()[0] for row in groups(agent, "orders")["Tickets"]] == [
        str(first.number),
        str(last.number),
    ]


def test_pages_and_actions_stand_ready_before_anything_is_typed(agent):
    offered = groups(agent)
    assert "Open a ticket for a client" in offered["Actions"]
    assert "First page" in offered["People and pages"]


def test_only_actions_can_be_asked_for(agent):
    assert groups(agent, "> mine") == {"Actions": []}
    assert groups(agent, "> my") == {"Actions": ["My tickets"]}


def test_nobody_is_led_where_they_may_not_go(client, ruairi, clara):
    client.force_login(ruairi)
    for q in ("", "clara", "c", "m", "l"):
        for group in client.get(PALETTE, {"q": q}).json()["groups"]:
            for row in group["rows"]:
                assert client.get(row["url"]).status_code == 200, row["label"]
