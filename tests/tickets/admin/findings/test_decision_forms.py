"""Managers decide on findings and answer contests (G10, G3)."""

import pytest

from istockist_sla.core.models import Event
from tests.tickets.admin.conftest import page_url, step_url, verbs_of
from tests.tickets.admin.findings.conftest import HALF_PAST_NINE, WORDS, decide, state
from tickets import lifecycle
from tickets.admin.findings.actions import ACTION_FORMS
from tickets.models import Finding

VERBS = [form.verb for form in ACTION_FORMS]


class TestDecide:
    def test_a_manager_approves_and_words_it_anew(self, manager, finding):
        decide(manager, finding, "approve", client_reason="The file names no shop.")
        row = Finding.objects.get()
        assert (row.state, row.client_reason) == ("approved", "The file names no shop.")

    def test_the_approval_starts_from_the_proposers_words(self, manager, finding):
        form = manager.get(step_url(finding, "approve", "finding")).context["form"]
        assert form.initial["client_reason"] == WORDS["client_reason"]

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
        assert verbs_of(page) == []
        assert "Another manager decides." in page.text
        answer = decide(client, finding, "approve", client_reason="So.")
        assert "Another manager than the one who proposed it decides" in answer.text
        assert state(finding) == "proposed"

    def test_who_decided_reads_why_not(self, manager, contested):
        assert verbs_of(manager.get(page_url(contested, "finding"))) == []
        answer = decide(manager, contested, "uphold", text="No.")
        assert "Another manager than those who decided" in answer.text

    def test_it_is_decided_once(self, manager, finding):
        decide(manager, finding, "approve", client_reason="So.")
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
