"""Findings are put forward from the ticket (G3, G10)."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.conftest import OPENED
from tests.factories import FactFactory
from tests.tickets.admin.conftest import again, step_url
from tests.tickets.admin.findings.conftest import WORDS, decide
from tickets.models import Finding


class TestPropose:
    def put(self, do, ticket, kind, **data):
        return do(ticket, f"propose-{kind}", **WORDS, **data)

    @pytest.mark.parametrize("kind", ["client-error", "client-negligence"])
    def test_an_exclusion_with_its_evidence_and_files(self, do, qualified, kind):
        self.put(do, qualified, kind, uploads=SimpleUploadedFile("log.txt", b"no shop"))
        finding = Finding.objects.get()
        assert (finding.kind, finding.client_reason, finding.evidence.text) == (
            kind, WORDS["client_reason"], WORDS["evidence"],
        )  # fmt: skip
        assert finding.evidence.attachments.get().name == "log.txt"

    def test_maintenance_names_the_work(self, do, qualified, new_disks):
        self.put(do, qualified, "maintenance-cause", maintenance=new_disks.pk)
        assert Finding.objects.get().maintenance == new_disks

    def test_maintenance_of_another_time_is_refused_in_words(self, do, qualified, plan_work):
        begin = OPENED - timedelta(days=60)
        work = plan_work(
            starts_at=begin, ends_at=begin + timedelta(hours=1), at=begin - timedelta(days=1)
        )
        answer = self.put(do, qualified, "maintenance-cause", maintenance=work.pk)
        assert "That work was of another time or of other components" in answer.text
        assert WORDS["evidence"] in answer.text
        assert not Finding.objects.exists()

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

    @pytest.mark.parametrize("left_out", ["evidence", "client_reason"])
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
