"""A contest by mail is recorded by Support (G3)."""

import pytest

from tests.tickets.admin.conftest import NOW, step_url
from tests.tickets.admin.findings.conftest import HALF_PAST_NINE, state
from tickets import lifecycle
from tickets.models import Finding


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
