"""Views of the queue that people save for themselves or for all."""

import pytest

from tests.tickets.admin.conftest import NOW
from tickets import lifecycle
from tickets.admin.tickets import tabs as tabs_of_the_queue
from tickets.models import QueueView

QUEUE, VIEWS = "/desk/tickets/ticket/", "/desk/tickets/queueview/"


def save(browser, **given):
    return browser.post(f"{VIEWS}add/", {"name": "Calm", "is_shared": "no", **given}, follow=True)


def tabs(browser, address=QUEUE):
    return {tab.name: tab for tab in browser.get(address).context["tabs"]}


@pytest.fixture
def calm(aoife):
    """Aoife's own view of her Critical tickets."""
    return QueueView.objects.create(
        owner=aoife,
        name="Calm",
        filters={"view": "mine", "class": "critical"},
        order="-number",
        columns=["class", "fault"],
        created_at=NOW,
    )


def test_the_list_as_it_is_leads_to_the_form_that_keeps_it(agent, ticket):
    page = agent.get(f"{QUEUE}?view=mine&class=low&columns=class&columns=team&o=-1&p=1")
    form = agent.get(page.context["save_url"]).context["form"]
    assert form.initial == {
        "view": "mine",
        "class": "low",
        "columns": "class,team",
        "o": "-1",
    }


def test_what_is_saved_is_filters_order_and_columns(agent, aoife):
    save(agent, view="mine", **{"class": "low"}, o="-1", columns="team,class,bogus")
    view = QueueView.objects.get()
    assert (view.owner, view.name, view.is_shared) == (aoife, "Calm", False)
    assert view.filters == {"view": "mine", "class": "low"}
    assert (view.order, view.columns) == ("-number", ["class", "team"])


def test_an_order_that_is_none_is_left_out(agent):
    save(agent, o="1;drop")
    assert QueueView.objects.get().order == ""


def test_a_shared_order_is_the_same_for_who_selects_no_rows(
    agent, client, ruairi, charlie, open_ticket
):
    """Their list has a column less, and Django's address numbers the columns."""
    open_ticket(), open_ticket(administrator=charlie)
    save(agent, o="-2", is_shared="yes")
    for person in (None, ruairi):
        if person is not None:
            client.force_login(person)
        url = tabs(client)["Calm"].url
        rows = client.get(f"{QUEUE}{url}").context["cl"].result_list
        assert [row.client.name for row in rows] == ["Northgate Fixings", "Meadow & Finch Ltd"]


def test_saving_leads_to_the_new_tab(agent, qualified):
    page = save(agent, **{"class": "critical"})
    (current,) = [tab for tab in page.context["tabs"] if tab.current]
    assert (current.name, current.shown, current.mark) == ("Calm", "1", "lock")


def test_its_tab_shows_the_rows_that_it_counts(agent, calm, qualified, open_ticket, aoife):
    for each in (qualified, open_ticket()):
        lifecycle.take(each.pk, by=aoife, at=NOW, seen=None)
    tab = tabs(agent)["Calm"]
    page = agent.get(f"{QUEUE}{tab.url}")
    assert (tab.shown, page.context["cl"].result_count) == ("1", 1)
    columns = [each.code for each in page.context["column_choices"] if each.is_shown]
    assert columns == ["class", "fault"]


@pytest.mark.parametrize(("filters", "shown"), [({"q": "orders"}, "1"), ({"q": "disks"}, "0")])
def test_a_search_is_part_of_it(agent, ticket, aoife, filters, shown):
    QueueView.objects.create(owner=aoife, name="Words", filters=filters, created_at=NOW)
    assert tabs(agent)["Words"].shown == shown


def test_a_count_of_the_first_ones_says_so(agent, open_ticket, aoife, monkeypatch):
    open_ticket(), open_ticket()
    monkeypatch.setattr(tabs_of_the_queue, "REACH", 1)
    QueueView.objects.create(owner=aoife, name="Words", filters={"q": "orders"}, created_at=NOW)
    assert tabs(agent)["Words"].shown == "1+"


@pytest.mark.parametrize(("shared", "is_seen"), [("yes", True), ("no", False)])
def test_a_shared_view_is_everybodys_and_a_private_one_its_owners(
    agent, client, declan, shared, is_seen
):
    save(agent, is_shared=shared)
    client.force_login(declan)
    assert ("Calm" in tabs(client)) is is_seen
    page = client.get(f"{VIEWS}{QueueView.objects.get().pk}/change/")
    assert page.status_code == (200 if is_seen else 404)


def test_a_second_of_the_same_name_is_refused_and_its_form_kept(agent, calm):
    page = save(agent, view="waiting")
    assert "You have a view of this name already" in page.text
    assert page.context["form"]["view"].value() == "waiting"


def test_its_owner_renames_shares_and_removes_it(agent, calm):
    agent.post(f"{VIEWS}{calm.pk}/steps/rename/", {"name": "Late", "is_shared": "yes"})
    calm.refresh_from_db()
    assert (calm.name, calm.is_shared) == ("Late", True)
    agent.post(f"{VIEWS}{calm.pk}/steps/remove/")
    assert not QueueView.objects.exists()


@pytest.mark.parametrize("step", ["rename", "remove"])
def test_nobody_else_changes_a_shared_view(client, niamh, calm, step):
    QueueView.objects.update(is_shared=True)
    client.force_login(niamh)
    assert client.post(f"{VIEWS}{calm.pk}/steps/{step}/", {"name": "x"}).status_code == 403
    assert QueueView.objects.get().name == "Calm"


def test_a_saved_view_that_is_gone_shows_the_list_all_the_same(agent, ticket):
    page = agent.get(f"{QUEUE}?saved=99&saved=x&class=none")
    assert page.context["cl"].result_count == 1
