"""Links between a ticket's page and its findings."""

from datetime import timedelta

from tests.conftest import OPENED
from tests.tickets.admin.conftest import page_url, step_url
from tickets import lifecycle


class TestTheTicketsPage:
    def test_what_is_not_assessed_can_be(self, agent, qualified):
        page = agent.get(page_url(qualified))
        for kind in ("client-error", "client-negligence", "maintenance-cause"):
            assert step_url(qualified, f"propose-{kind}") in page.text

    def test_what_waits_leads_to_its_page(self, agent, finding, qualified):
        links = {
            r.condition.code: r.link for r in agent.get(page_url(qualified)).context["conditions"]
        }
        assert links["client-error"] == ("Proposed", page_url(finding, "finding"))

    def test_a_decision_is_reached_from_its_condition(self, agent, contested, niamh, qualified):
        links = {
            r.condition.code: r.link for r in agent.get(page_url(qualified)).context["conditions"]
        }
        assert links["client-error"].url == page_url(contested, "finding")

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
