"""Findings in the desk: the list, and the page of each (G10)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.tickets.admin.conftest import NOW, page_url
from tests.tickets.admin.findings.conftest import HALF_PAST_NINE, WORDS, decide
from tickets import lifecycle
from tickets.models import Finding

LIST = "/desk/tickets/finding/"


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
        assert "1 proposal waits." in manager.get("/desk/").text

    def test_it_tells_nobody_else(self, agent, finding):
        assert "1 proposal waits." not in agent.get("/desk/").text

    def test_the_page_shows_evidence_and_both_verdicts(self, manager, finding):
        page = manager.get(page_url(finding, "finding"))
        assert WORDS["evidence"] in page.text
        response = page.context["effects"][0]
        assert "Met" in response.without.chip
        assert "Excluded" in response.within.chip

    def test_a_contested_one_shows_the_verdict_without_it(self, manager, contested):
        page = manager.get(page_url(contested, "finding"))
        assert "It was right." in page.text
        assert "Met" in page.context["effects"][0].without.chip

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
        assert chip in page.context["effects"][0].within.chip

    def test_once_decided_nothing_is_supposed(self, manager, finding):
        decide(manager, finding, "approve", client_reason="So.")
        page = manager.get(page_url(finding, "finding"))
        assert page.context["effects"] == []

    def test_its_events_are_listed(self, manager, contested):
        texts = [
            line.text for line in manager.get(page_url(contested, "finding")).context["events"]
        ]
        assert [text.partition(":")[0] for text in texts] == ["contests", "approved", "put forward"]

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


def test_a_finding_is_never_changed_by_a_form_of_django(manager, finding):
    assert manager.post(page_url(finding, "finding"), {"state": "approved"}).status_code == 405
    assert manager.get(reverse("admin:tickets_finding_add")).status_code == 403


def test_for_a_client_it_is_not_there(client, clara, finding):
    client.force_login(clara.user)
    assert client.get(page_url(finding, "finding")).status_code == 404
    assert client.get(LIST).status_code == 404


@pytest.mark.parametrize("term", ["1001", "Meadow", "9" * 30])
def test_the_list_can_be_searched_with_anything(manager, finding, term):
    assert manager.get(f"{LIST}?q={term}").status_code in (200, 302)
