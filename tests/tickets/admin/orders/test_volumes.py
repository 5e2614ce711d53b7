"""Order counts and altered volumes in the desk: imported, suggested, put forward, decided (G5)."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from istockist_sla.core.models import Event
from tests.conftest import OPENED
from tests.tickets.admin.conftest import again, page_url, step_url
from tickets import records
from tickets.admin.clients.forms import RECORDED
from tickets.admin.orders.forms import ApproveFactForm, DeclineFactForm
from tickets.models import ClientFact, FactProposal, OrderCount

DAY = timedelta(days=1)
TODAY = OPENED.date()
YESTERDAY = TODAY - DAY
ADD = "/desk/tickets/ordercount/add/"
PROPOSALS = "/desk/tickets/factproposal/"
VERBS = [form.verb for form in (ApproveFactForm, DeclineFactForm)]


@pytest.fixture
def manager(client, niamh):
    """Niamh's browser."""
    client.force_login(niamh)
    return client


@pytest.fixture
def counts(meadow):
    """A hundred orders a day for ten weeks, and 260 yesterday."""
    OrderCount.objects.bulk_create(
        OrderCount(client=meadow, day=YESTERDAY - n * DAY, orders=100 if n else 260)
        for n in range(70)
    )


@pytest.fixture
def proposal(counts, meadow, aoife):
    return records.propose_fact(
        client_id=meadow.pk,
        value="yes",
        since=OPENED.replace(hour=0) - DAY,
        evidence="A sale of theirs",
        by=aoife,
        at=OPENED,
    )


def upload(browser, text: str | bytes):
    raw = text.encode() if isinstance(text, str) else text
    return browser.post(ADD, {"file": SimpleUploadedFile("orders.csv", raw)}, follow=True)


def put_forward(browser, client, **data):
    given = {"value": "yes", "first": YESTERDAY.isoformat(), "evidence": "A sale", **data}
    return browser.post(step_url(client, "propose_fact", "client"), given, follow=True)


def decide(browser, proposal, verb):
    return browser.post(step_url(proposal, verb, "factproposal"), follow=True)


class TestImport:
    def test_a_file_is_imported(self, manager, meadow, niamh):
        answer = upload(manager, "client,day,orders\nmeadow,2026-03-09,120\n")
        assert OrderCount.objects.get().orders == 120
        assert answer.request["PATH_INFO"] == "/desk/tickets/ordercount/"
        assert Event.objects.get(verb="import_orders").actor == niamh

    def test_every_faulty_line_is_named_and_nothing_taken(self, manager, meadow):
        answer = upload(
            manager, "client,day,orders\nmeadow,2026-03-08,1\nmeadow,x,1\nnobody,2026-03-09,1\n"
        )
        assert "Line 3: “x” is not a day" in answer.text
        assert "Line 4: there is no client “nobody”" in answer.text
        assert not OrderCount.objects.exists()

    def test_what_is_no_text_is_refused(self, manager, meadow):
        assert "not UTF-8 text" in upload(manager, b"\xff\xfe\x00").text

    @pytest.mark.parametrize(
        "raw",
        [
            b"",
            b"\n\n",
            b"client,day,orders\n",
            b"client,day,orders\nmea\0dow,2026-03-09,1\n",
            b'client,day,orders\n"meadow,2026-03-09,1\n',
            b"client;day;orders\nmeadow,2026-03-09,1\n",
            b"PK\x03\x04",
        ],
    )
    def test_no_file_breaks_the_page(self, manager, meadow, raw):
        assert upload(manager, raw).status_code == 200
        assert not OrderCount.objects.exists()

    def test_a_file_is_needed(self, manager):
        assert manager.post(ADD, {}).status_code == 200

    def test_a_file_that_is_too_large_is_refused(self, manager, settings):
        settings.UPLOAD_MAX_BYTES = 10
        assert "larger than" in upload(manager, "client,day,orders\n").text

    def test_what_a_file_says_is_escaped(self, manager, meadow):
        answer = upload(manager, "client,day,orders\n<b>x</b>,2026-03-09,1\n")
        assert "&lt;b&gt;x&lt;/b&gt;" in answer.text

    @pytest.mark.parametrize("person", ["aoife", "ruairi"])
    def test_only_managers_and_administrators_import(self, client, request, meadow, person):
        client.force_login(request.getfixturevalue(person))
        assert client.get(ADD).status_code == 403
        assert client.post(ADD, {}).status_code == 403

    def test_an_administrator_of_the_system_imports(self, client, sys, meadow):
        client.force_login(sys)
        upload(client, "client,day,orders\nmeadow,2026-03-09,120\n")
        assert OrderCount.objects.exists()

    @pytest.mark.parametrize("term", ["Meadow", "9" * 40])
    def test_the_list_can_be_searched_with_anything(self, manager, counts, term):
        assert manager.get(f"/desk/tickets/ordercount/?q={term}").status_code in (200, 302)


class TestSuggestions:
    def section(self, browser, client):
        sections = browser.get(page_url(client, "client")).context["tables"]
        return next(each for each in sections if each.title.startswith("Order volume"))

    def test_the_clients_page_shows_days_that_stand_out(self, agent, counts, meadow):
        (row,) = self.section(agent, meadow).rows
        assert row[:4] == ("Mon 9 Mar 2026", 260, "100", "above twice")
        assert f"{step_url(meadow, 'propose_fact', 'client')}?first=2026-03-09" in row[4]

    def test_a_day_that_a_fact_explains_is_not_suggested(self, agent, proposal, meadow, niamh):
        records.approve_fact(proposal.pk, by=niamh, at=OPENED)
        assert self.section(agent, meadow).rows == []

    def test_without_counts_it_says_so(self, agent, meadow):
        assert self.section(agent, meadow).empty == "No order counts are imported."

    def test_quiet_weeks_say_so(self, agent, counts, meadow):
        OrderCount.objects.filter(orders=260).update(orders=100)
        assert "stands out" in self.section(agent, meadow).empty

    def test_who_may_not_put_it_forward_reads_alone(self, client, sys, counts, meadow):
        client.force_login(sys)
        (row,) = self.section(client, meadow).rows
        assert row[4] == "–"


class TestPutForward:
    def test_an_agent_puts_it_forward_with_its_figures(self, agent, counts, meadow, aoife):
        put_forward(agent, meadow)
        proposal = FactProposal.objects.get()
        assert (proposal.proposer, proposal.since) == (aoife, OPENED.replace(hour=0) - DAY)
        assert [figure["orders"] for figure in proposal.figures] == [260]
        assert not ClientFact.objects.filter(kind="order_volume").exists()

    def test_the_last_day_is_its_own_whole_day(self, agent, counts, meadow):
        put_forward(agent, meadow, last=YESTERDAY.isoformat())
        assert FactProposal.objects.get().until == OPENED.replace(hour=0)

    @pytest.mark.parametrize(
        ("given", "words"),
        [
            ({"first": (TODAY + DAY).isoformat()}, "has not begun yet"),
            ({"last": (YESTERDAY - DAY).isoformat()}, "ends before it begins"),
            ({"evidence": " "}, "This field is required"),
            ({"first": "9 March"}, "Enter a valid date"),
            ({"first": "0001-01-01"}, "between the years 2000 and 2099"),
            ({"last": "9999-12-31"}, "between the years 2000 and 2099"),
        ],
    )
    def test_what_makes_no_sense_is_refused(self, agent, meadow, given, words):
        assert words in put_forward(agent, meadow, **given).text
        assert not FactProposal.objects.exists()

    def test_the_link_fills_in_the_day(self, agent, meadow):
        url = step_url(meadow, "propose_fact", "client")
        assert agent.get(f"{url}?first=2026-03-09").context["form"].initial["first"] == "2026-03-09"

    def test_no_form_records_it_alone(self):
        assert "order_volume" not in dict(RECORDED)

    @pytest.mark.parametrize("person", ["ruairi", "sys"])
    def test_who_may_not_is_refused(self, client, request, meadow, person):
        client.force_login(request.getfixturevalue(person))
        assert put_forward(client, meadow).status_code == 403


class TestDecide:
    def test_a_manager_approves_and_tickets_are_judged_by_it(self, manager, ticket, proposal):
        decide(manager, proposal, "approve")
        assert again(ticket).response.reason == "order-volume"

    def test_a_manager_declines(self, manager, proposal):
        decide(manager, proposal, "decline")
        assert FactProposal.objects.get().state == "declined"

    def test_the_page_shows_the_figures_and_the_tickets_concerned(self, manager, ticket, proposal):
        figures, concerned = manager.get(page_url(proposal, "factproposal")).context["tables"]
        assert figures.rows[0][:4] == ("Mon 9 Mar 2026", 260, "100", "above twice")
        assert str(ticket.number) in concerned.rows[0][0]

    def test_the_proposer_is_refused_in_words(self, manager, counts, meadow, niamh):
        put_forward(manager, meadow)
        proposal = FactProposal.objects.get()
        assert manager.get(page_url(proposal, "factproposal")).context["available_actions"] == []
        assert "Another manager" in decide(manager, proposal, "approve").text
        assert FactProposal.objects.get().state == "proposed"

    def test_the_list_shows_what_waits_first(self, manager, proposal):
        assert len(manager.get(PROPOSALS).context["cl"].result_list) == 1
        decide(manager, proposal, "decline")
        assert len(manager.get(PROPOSALS).context["cl"].result_list) == 0
        assert len(manager.get(f"{PROPOSALS}?decision=decided").context["cl"].result_list) == 1

    def test_the_first_page_tells_who_may_decide(self, manager, proposal):
        assert "1 proposal waits." in manager.get("/desk/").text

    @pytest.mark.parametrize("verb", VERBS)
    @pytest.mark.parametrize("person", ["aoife", "declan", "ruairi", "sys"])
    def test_only_managers_decide(self, client, request, proposal, verb, person):
        client.force_login(request.getfixturevalue(person))
        assert decide(client, proposal, verb).status_code == 403
        assert FactProposal.objects.get().state == "proposed"

    @pytest.mark.parametrize("verb", VERBS)
    def test_opening_the_form_decides_nothing(self, manager, proposal, verb):
        manager.get(step_url(proposal, verb, "factproposal"))
        assert FactProposal.objects.get().state == "proposed"

    @pytest.mark.parametrize("verb", VERBS)
    def test_an_unknown_one_is_not_found(self, manager, verb):
        assert decide(manager, FactProposal(pk=987654), verb).status_code == 404

    def test_nothing_is_added_by_hand(self, manager):
        assert manager.get(reverse("admin:tickets_factproposal_add")).status_code == 403

    def test_pages_ask_a_fixed_number_of_queries(
        self, manager, proposal, open_ticket, django_assert_max_num_queries
    ):
        for _ in range(6):
            open_ticket()
        with django_assert_max_num_queries(16):
            manager.get(page_url(proposal, "factproposal"))
        with django_assert_max_num_queries(12):
            manager.get(PROPOSALS)
