"""The desk's search page."""


def test_the_search_leads_to_a_ticket_by_its_number(agent, ticket):
    answer = agent.get("/desk/tickets/ticket/search/", {"q": f"#{ticket.number}"})
    assert answer.url == f"/desk/tickets/ticket/{ticket.pk}/change/"


def test_the_search_finds_tickets_clients_and_articles(agent, ticket, aoife):
    page = agent.get("/desk/tickets/ticket/search/", {"q": "meadow"}).context
    assert list(page["tickets"]) == [ticket]
    assert [client.code for client in page["clients"]] == ["meadow"]


def test_the_search_may_find_nothing(agent):
    assert "Nothing is found" in agent.get("/desk/tickets/ticket/search/", {"q": "zzz"}).text


def test_without_a_term_it_says_what_to_type(agent):
    assert "Type a ticket’s number" in agent.get("/desk/tickets/ticket/search/").text
