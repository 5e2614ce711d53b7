"""Findings in the desk: put forward from the ticket, decided on their own page (G3, G10)."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from istockist_sla.core.models import Event
from tests.conftest import OPENED
from tests.factories import FactFactory
from tests.tickets.admin.conftest import NOW, again, page_url, step_url
from tickets import lifecycle
from tickets.admin.findings.admin import STEPS
from tickets.models import Finding

LIST = "/desk/tickets/finding/"
HALF_PAST_NINE = OPENED + timedelta(minutes=30)
WORDS = {"evidence": "The file names no shop.", "told": "Your file names no shop."}
VERBS = [step.verb for step in STEPS]


@pytest.fixture
def manager(client, niamh):
    """Niamh's browser."""
    client.force_login(niamh)
    return client


@pytest.fixture
def finding(qualified, aoife):
    return lifecycle.propose(
        qualified.pk, kind="client-error", by=aoife, at=HALF_PAST_NINE, **WORDS
    )


@pytest.fixture
def contested(finding, niamh, clara):
    lifecycle.approve(finding.pk, by=niamh, at=HALF_PAST_NINE)
    lifecycle.contest(finding.pk, text="It was right.", by=clara.user, at=HALF_PAST_NINE)
    return Finding.objects.get(pk=finding.pk)


def decide(browser, finding, verb, **data):
    return browser.post(step_url(finding, verb, "finding"), data, follow=True)


def state(finding) -> str:
    return Finding.objects.get(pk=finding.pk).state


class TestPropose:
    def put(self, do, ticket, kind, **data):
        return do(ticket, f"propose-{kind}", **WORDS, **data)

    @pytest.mark.parametrize("kind", ["client-error", "client-negligence"])
    def test_an_exclusion_with_its_evidence_and_files(self, do, qualified, kind):
        self.put(do, qualified, kind, uploads=SimpleUploadedFile("log.txt", b"no shop"))
        finding = Finding.objects.get()
        assert (finding.kind, finding.told, finding.evidence.text) == (
            kind, WORDS["told"], WORDS["evidence"],
        )  # fmt: skip
        assert finding.evidence.attachments.get().name == "log.txt"

    def test_maintenance_names_the_work(self, do, qualified, new_disks):
        self.put(do, qualified, "maintenance-cause", maintenance=new_disks.pk)
        assert Finding.objects.get().maintenance == new_disks

    def test_not_a_fault_cites_the_fact(self, do, qualified, meadow):
        fact = FactFactory(client=meadow, kind="interruption", value="yes", since=OPENED)
        self.put(do, qualified, "no-fault", fact=fact.pk)
        assert Finding.objects.get().fact == fact

    def test_a_fact_of_another_client_is_not_offered(self, do, qualified, charlie):
        fact = FactFactory(client=charlie.client, kind="interruption", value="yes", since=OPENED)
        answer = self.put(do, qualified, "no-fault", fact=fact.pk)
        assert "Select a valid choice" in answer.text
        assert not Finding.objects.exists()

    def test_a_rectification_to_another_class(self, do, qualified):
        self.put(do, qualified, "rectification", test="degraded")
        finding = Finding.objects.get()
        assert (finding.fault_class, finding.class_before) == ("medium", "critical")

    def test_a_rectification_to_a_request(self, do, qualified):
        self.put(do, qualified, "rectification", test="request")
        assert Finding.objects.get().to_kind == "request"

    def test_the_same_class_is_refused_beside_the_form(self, do, qualified):
        answer = self.put(do, qualified, "rectification", test="orders-stopped")
        assert "the class it was given" in answer.text
        assert WORDS["evidence"] in answer.text

    def test_invoicing_with_its_minutes(self, do, open_ticket):
        ticket = open_ticket(checks={"network": {"state": "not done", "note": "", "by": "client"}})
        self.put(do, ticket, "invoicing", minutes="45")
        assert Finding.objects.get().minutes == 45

    @pytest.mark.parametrize("minutes", ["0", "-3", "many", "", "6001"])
    def test_minutes_are_a_sensible_number(self, do, open_ticket, minutes):
        ticket = open_ticket(checks={"network": {"state": "not done", "note": "", "by": "client"}})
        self.put(do, ticket, "invoicing", minutes=minutes)
        assert not Finding.objects.exists()

    @pytest.mark.parametrize("left_out", ["evidence", "told"])
    def test_evidence_and_words_for_the_client_are_needed(self, do, qualified, left_out):
        data = {**WORDS, left_out: ""}
        assert do(qualified, "propose-client-error", **data).status_code == 200
        assert not Finding.objects.exists()

    def test_what_waits_is_not_put_forward_again(self, agent, finding, qualified):
        answer = agent.get(step_url(qualified, "propose-client-error"))
        assert answer.status_code == 302

    def test_put_forward_twice_it_is_refused_in_words(self, do, finding, qualified):
        answer = self.put(do, qualified, "client-error")
        assert "proposed already" in answer.text


class TestLateHousekeeping:
    @pytest.fixture
    def late(self, open_ticket, time_machine):
        first, late = open_ticket(at=OPENED - timedelta(hours=1)), open_ticket()
        time_machine.move_to(OPENED + timedelta(hours=5), tick=False)
        late.first = first
        return late

    def test_the_refusal_leads_to_the_proposal(self, do, late, agent):
        answer = do(late, "close", reason="duplicate", duplicate_of=late.first.number)
        url = answer.context["approval_url"]
        assert f"duplicate_of={late.first.number}" in url
        form = agent.get(url).context["form"]
        assert form.initial["duplicate_of"] == str(late.first.number)

    def test_another_refusal_leads_nowhere(self, do, late):
        answer = do(late, "close", reason="no-answer")
        assert "approval_url" not in answer.context

    def test_the_approval_closes_it(self, do, late, niamh, client):
        do(late, "propose-duplicate", evidence="Same.", duplicate_of=late.first.number)
        client.force_login(niamh)
        decide(client, Finding.objects.get(), "approve")
        assert again(late).close_reason == "duplicate"

    def test_spam_asks_for_its_evidence_alone(self, do, late):
        do(late, "propose-spam", evidence="Advertising.")
        assert Finding.objects.get().kind == "spam"


class TestTheTicketsPage:
    def test_what_is_not_assessed_can_be(self, agent, qualified):
        page = agent.get(page_url(qualified))
        for kind in ("client-error", "client-negligence", "maintenance-cause"):
            assert step_url(qualified, f"propose-{kind}") in page.text

    def test_what_waits_leads_to_its_page(self, agent, finding, qualified):
        ways = {
            r.condition.code: r.way for r in agent.get(page_url(qualified)).context["conditions"]
        }
        assert ways["client-error"] == ("Proposed", page_url(finding, "finding"))

    def test_a_decision_is_reached_from_its_condition(self, agent, contested, niamh, qualified):
        ways = {
            r.condition.code: r.way for r in agent.get(page_url(qualified)).context["conditions"]
        }
        assert ways["client-error"].url == page_url(contested, "finding")

    def test_late_ends_are_offered_to_late_tickets_only(self, agent, ticket, time_machine):
        def offered():
            return [link.label for link in agent.get(page_url(ticket)).context["proposals"]]

        assert "Propose closing as spam…" not in offered()
        time_machine.move_to(OPENED + timedelta(hours=5), tick=False)
        lifecycle.sweep(at=OPENED + timedelta(hours=5))
        assert "Propose closing as spam…" in offered()

    def test_findings_are_told_in_the_folder(self, agent, contested, qualified):
        verbs = [
            entry.line.event.verb for entry in agent.get(page_url(qualified)).context["thread"]
        ]
        assert verbs[-5:] == ["propose", "propose", "approve", "contest", "contest"]

    def test_a_technical_person_reads_but_proposes_nothing(
        self, client, ruairi, finding, qualified
    ):
        client.force_login(ruairi)
        page = client.get(page_url(qualified))
        assert page.context["proposals"] == []
        assert page_url(finding, "finding") in page.text


class TestRecordAContest:
    @pytest.fixture
    def written(self, finding, niamh, clara, qualified):
        lifecycle.approve(finding.pk, by=niamh, at=HALF_PAST_NINE)
        return lifecycle.write(
            qualified.pk, text="It was right.", by=clara.user, at=NOW, by_mail=True
        )

    def test_a_message_is_pointed_at(self, do, finding, written, qualified):
        do(qualified, "contest", finding=finding.pk, message=written.pk)
        assert Finding.objects.get().contest == written

    def test_the_form_knows_the_only_decision(self, agent, finding, written, qualified):
        form = agent.get(step_url(qualified, "contest")).context["form"]
        assert form.initial["finding"] == finding.pk
        assert [message.pk for message in form.fields["message"].queryset] == [written.pk]

    def test_nothing_decided_nothing_to_contest(self, agent, finding, qualified):
        assert agent.get(step_url(qualified, "contest")).status_code == 302

    def test_a_finding_of_another_ticket_is_refused(self, do, finding, written, open_ticket):
        other = open_ticket()
        do(other, "contest", finding=finding.pk, message=written.pk)
        assert state(finding) == "approved"


class TestToDecide:
    def test_the_list_shows_what_waits(self, manager, finding, contested, open_ticket, aoife):
        declined = lifecycle.propose(
            open_ticket().pk, kind="client-error", evidence="x", by=aoife, at=NOW
        )
        Finding.objects.filter(pk=declined.pk).update(
            state="declined", decider_id=contested.decider_id, decided_at=NOW
        )
        rows = manager.get(LIST).context["cl"].result_list
        assert [row.pk for row in rows] == [finding.pk]
        assert len(manager.get(f"{LIST}?decision=all").context["cl"].result_list) == 2
        decided = manager.get(f"{LIST}?decision=decided").context["cl"].result_list
        assert [row.pk for row in decided] == [declined.pk]

    def test_the_first_page_tells_who_may_decide(self, manager, finding):
        assert "1 finding waits." in manager.get("/desk/").text

    def test_it_tells_nobody_else(self, agent, finding):
        assert "1 finding waits." not in agent.get("/desk/").text

    def test_the_page_shows_evidence_and_both_verdicts(self, manager, finding):
        page = manager.get(page_url(finding, "finding"))
        assert WORDS["evidence"] in page.text
        response = page.context["preview"][0]
        assert "Met" in response.without.chip
        assert "Excluded" in response.within.chip

    def test_a_contested_one_shows_the_verdict_without_it(self, manager, contested):
        page = manager.get(page_url(contested, "finding"))
        assert "It was right." in page.text
        assert "Met" in page.context["preview"][0].without.chip

    @pytest.mark.parametrize(
        ("kind", "adds", "chip"),
        [
            ("rectification", {"class_test": "read-only"}, "Met"),
            ("rectification", {"to_kind": "request"}, "Not covered"),
            ("spam", {}, "Not covered"),
        ],
    )
    def test_other_kinds_are_previewed_too(self, manager, qualified, aoife, kind, adds, chip):
        finding = lifecycle.propose(
            qualified.pk, kind=kind, evidence="x", by=aoife, at=HALF_PAST_NINE, **adds
        )
        page = manager.get(page_url(finding, "finding"))
        assert chip in page.context["preview"][0].within.chip

    def test_once_decided_nothing_is_supposed(self, manager, finding):
        decide(manager, finding, "approve", told="So.")
        page = manager.get(page_url(finding, "finding"))
        assert page.context["preview"] == []

    def test_its_events_are_told(self, manager, contested):
        told = [line.text for line in manager.get(page_url(contested, "finding")).context["events"]]
        assert [text.partition(":")[0] for text in told] == ["contests", "approved", "put forward"]

    def test_lists_and_pages_ask_a_fixed_number_of_queries(
        self, manager, finding, open_ticket, aoife, django_assert_max_num_queries
    ):
        for _ in range(8):
            lifecycle.propose(open_ticket().pk, kind="client-error", evidence="x", by=aoife, at=NOW)
        with django_assert_max_num_queries(14):
            manager.get(LIST)
        with django_assert_max_num_queries(32):
            manager.get(page_url(finding, "finding"))

    def test_the_tickets_page_asks_no_query_more_for_a_second_finding(
        self, agent, finding, qualified, aoife
    ):
        def queries() -> int:
            with CaptureQueriesContext(connection) as captured:
                agent.get(page_url(qualified))
            return len(captured)

        before = queries()
        lifecycle.propose(qualified.pk, kind="client-negligence", by=aoife, at=NOW, **WORDS)
        assert queries() == before


class TestDecide:
    def test_a_manager_approves_and_words_it_anew(self, manager, finding):
        decide(manager, finding, "approve", told="The file names no shop.")
        row = Finding.objects.get()
        assert (row.state, row.told) == ("approved", "The file names no shop.")

    def test_the_approval_starts_from_the_proposers_words(self, manager, finding):
        form = manager.get(step_url(finding, "approve", "finding")).context["form"]
        assert form.initial["told"] == WORDS["told"]

    def test_a_manager_declines_with_a_reason(self, manager, finding, qualified):
        decide(manager, finding, "decline", text="Not shown.")
        assert state(finding) == "declined"
        assert qualified.messages.filter(text="Not shown.", kind="note").exists()

    @pytest.mark.parametrize(("verb", "after"), [("uphold", "approved"), ("withdraw", "withdrawn")])
    def test_another_manager_answers_the_contest(self, client, orla, contested, verb, after):
        client.force_login(orla)
        decide(client, contested, verb, text="We looked again.")
        assert state(contested) == after

    @pytest.mark.parametrize("verb", ["uphold", "withdraw"])
    def test_the_answer_needs_words(self, client, orla, contested, verb):
        client.force_login(orla)
        assert decide(client, contested, verb, text="").status_code == 200
        assert state(contested) == "contested"

    def test_the_proposer_reads_why_not(self, client, niamh, qualified):
        client.force_login(niamh)
        finding = lifecycle.propose(
            qualified.pk, kind="client-error", by=niamh, at=HALF_PAST_NINE, **WORDS
        )
        page = client.get(page_url(finding, "finding"))
        assert page.context["offered"] == []
        assert "Another manager decides." in page.text
        answer = decide(client, finding, "approve", told="So.")
        assert "Another manager than the one who proposed it decides" in answer.text
        assert state(finding) == "proposed"

    def test_who_decided_reads_why_not(self, manager, contested):
        assert manager.get(page_url(contested, "finding")).context["offered"] == []
        answer = decide(manager, contested, "uphold", text="No.")
        assert "Another manager than those who decided" in answer.text

    def test_it_is_decided_once(self, manager, finding):
        decide(manager, finding, "approve", told="So.")
        answer = decide(manager, finding, "decline")
        assert "decided already" in answer.text
        assert state(finding) == "approved"


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("person", ["aoife", "declan", "ruairi", "sys"])
def test_only_managers_decide(client, request, finding, verb, person):
    client.force_login(request.getfixturevalue(person))
    assert client.post(step_url(finding, verb, "finding")).status_code == 403
    assert client.get(step_url(finding, verb, "finding")).status_code == 403
    assert state(finding) == "proposed"


@pytest.mark.parametrize("verb", VERBS)
def test_an_unknown_finding_is_not_found(manager, verb):
    assert manager.post(step_url(Finding(pk=987654), verb, "finding")).status_code == 404


@pytest.mark.parametrize("verb", VERBS)
def test_opening_a_form_decides_nothing(manager, finding, verb):
    manager.get(step_url(finding, verb, "finding"))
    assert state(finding) == "proposed"
    assert not Event.objects.filter(verb=verb).exists()


def test_a_finding_is_never_changed_by_a_form_of_django(manager, finding):
    assert manager.post(page_url(finding, "finding"), {"state": "approved"}).status_code == 405
    assert manager.get(reverse("admin:tickets_finding_add")).status_code == 403


def test_a_client_is_sent_away(client, clara, finding):
    client.force_login(clara.user)
    assert client.get(page_url(finding, "finding")).status_code == 302
    assert client.get(LIST).status_code == 302


@pytest.mark.parametrize("term", ["1001", "Meadow", "9" * 30, "%00"])
def test_the_list_can_be_searched_with_anything(manager, finding, term):
    assert manager.get(f"{LIST}?q={term}").status_code in (200, 302)
