from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from availability.models import Component
from istockist_sla.core.models import Event
from istockist_sla.core.refusal import ActionRefused
from tests.conftest import OPENED
from tests.factories import FactFactory
from tickets import lifecycle
from tickets.attachments import Upload
from tickets.models import Finding, Message, Ticket

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def qualified(ticket, aoife):
    return lifecycle.qualify(
        ticket.pk, class_test="orders-stopped", by=aoife, at=OPENED + HOUR, seen=None
    )


def propose(ticket, by, kind="client-error", **adds) -> Finding:
    return lifecycle.propose(
        ticket.pk,
        kind=kind,
        evidence="The file names no shop.",
        by=by,
        at=OPENED + 2 * HOUR,
        **adds,
    )


def approve(finding, by) -> Ticket:
    lifecycle.approve(finding.pk, by=by, at=OPENED + 3 * HOUR)
    return Ticket.objects.get(pk=finding.ticket_id)


def verdict(ticket) -> tuple[str, str]:
    row = Ticket.objects.get(pk=ticket.pk)
    return row.response.verdict, row.response.reason


def test_a_proposal_applies_to_nothing(qualified, aoife):
    propose(qualified, aoife)
    assert verdict(qualified) == ("met", "")


@pytest.mark.parametrize("kind", ["client-error", "client-negligence", "maintenance-cause"])
def test_an_approved_exclusion_excludes(qualified, aoife, niamh, new_disks, kind):
    adds = {"maintenance": new_disks} if kind == "maintenance-cause" else {}
    approve(propose(qualified, aoife, kind, **adds), niamh)
    assert verdict(qualified) == ("excluded", kind)


class TestMaintenanceAsTheCause:
    def propose(self, ticket, by, work=None):
        return propose(ticket, by, "maintenance-cause", maintenance=work)

    def test_it_names_the_work(self, qualified, aoife):
        with pytest.raises(ActionRefused, match="Name the planned"):
            self.propose(qualified, aoife)

    def test_work_published_at_its_start_was_not_planned(self, qualified, aoife, plan_work):
        with pytest.raises(ActionRefused, match="not announced"):
            self.propose(qualified, aoife, plan_work(at=OPENED - 12 * HOUR))

    @pytest.mark.parametrize("days", [-60, -4, 1])
    def test_a_window_of_another_time_is_refused(self, qualified, aoife, plan_work, days):
        begin = OPENED + days * 24 * HOUR
        work = plan_work(starts_at=begin, ends_at=begin + HOUR, at=begin - 24 * HOUR)
        with pytest.raises(ActionRefused, match="outside the ticket's time"):
            self.propose(qualified, aoife, work)

    def test_work_of_other_components_is_refused(self, qualified, aoife, plan_work):
        qualified.components.set([Component.objects.get(code="api")])
        with pytest.raises(ActionRefused, match="none of the ticket's components"):
            self.propose(qualified, aoife, plan_work())

    def test_a_release_is_no_planned_maintenance(self, qualified, aoife, plan_work):
        with pytest.raises(ActionRefused, match="release"):
            self.propose(qualified, aoife, plan_work(kind="release"))


def test_a_declined_one_applies_to_nothing(qualified, aoife, niamh):
    lifecycle.decline(propose(qualified, aoife).pk, by=niamh, at=OPENED + 3 * HOUR)
    assert verdict(qualified) == ("met", "")


def test_the_proposer_never_decides(qualified, niamh):
    finding = propose(qualified, niamh)
    with pytest.raises(ActionRefused, match="Another manager"):
        approve(finding, niamh)


def test_the_database_refuses_a_decision_by_the_proposer(qualified, niamh):
    finding = propose(qualified, niamh)
    with pytest.raises(IntegrityError), transaction.atomic():
        Finding.objects.filter(pk=finding.pk).update(
            state="approved", decider=niamh, decided_at=OPENED
        )


def test_it_is_decided_once(qualified, aoife, niamh, orla):
    finding = propose(qualified, aoife)
    approve(finding, niamh)
    with pytest.raises(ActionRefused, match="decided already"):
        approve(finding, orla)


def test_the_same_is_proposed_once_at_a_time(qualified, aoife, declan):
    propose(qualified, aoife)
    with pytest.raises(ActionRefused, match="proposed already"):
        propose(qualified, declan)


def test_evidence_is_needed(qualified, aoife):
    with pytest.raises(ActionRefused, match="rests on"):
        lifecycle.propose(qualified.pk, kind="client-error", evidence=" ", by=aoife, at=OPENED)


def test_evidence_and_its_files_stay_in_the_folder_unseen_by_the_client(qualified, aoife):
    finding = propose(qualified, aoife, files=[Upload("log.txt", b"no shop")])
    assert finding.evidence.is_internal
    assert finding.evidence.attachments.get().name == "log.txt"


def test_words_for_the_client_are_kept_apart_from_the_evidence(qualified, aoife):
    assert propose(qualified, aoife, client_reason=" Your file names no shop. ").client_reason == (
        "Your file names no shop."
    )


def test_who_approves_may_word_it_anew(qualified, aoife, niamh):
    finding = propose(qualified, aoife, client_reason="You forgot it.")
    lifecycle.approve(
        finding.pk, by=niamh, at=OPENED + 3 * HOUR, client_reason="The file names no shop."
    )
    assert Finding.objects.get().client_reason == "The file names no shop."


def test_approved_without_a_word_the_proposers_words_stand(qualified, aoife, niamh):
    approve(propose(qualified, aoife, client_reason="The file names no shop."), niamh)
    assert Finding.objects.get().client_reason == "The file names no shop."


def test_why_it_is_declined_stays_inside(qualified, aoife, niamh):
    finding = propose(qualified, aoife)
    lifecycle.decline(finding.pk, by=niamh, at=OPENED + 3 * HOUR, text="Not shown.")
    note = Message.objects.get(text="Not shown.")
    assert note.is_internal
    assert Ticket.objects.get(pk=qualified.pk).last_word_side == "client"


def test_what_is_in_effect_is_not_proposed_again(qualified, aoife, niamh):
    approve(propose(qualified, aoife), niamh)
    with pytest.raises(ActionRefused, match="in effect already"):
        propose(qualified, aoife)


def test_what_was_declined_may_be_proposed_again(qualified, aoife, niamh):
    lifecycle.decline(propose(qualified, aoife).pk, by=niamh, at=OPENED + 3 * HOUR)
    assert propose(qualified, aoife).state == "proposed"


def test_proposing_is_no_handling(ticket, aoife):
    propose(ticket, aoife)
    assert Ticket.objects.get(pk=ticket.pk).handled_at is None


class TestContest:
    @pytest.fixture
    def approved(self, qualified, aoife, niamh, clara):
        finding = propose(qualified, aoife)
        approve(finding, niamh)
        lifecycle.contest(
            finding.pk, text="The file was right.", by=clara.user, at=OPENED + 4 * HOUR
        )
        return finding

    def test_a_contest_changes_nothing_by_itself(self, approved, qualified):
        assert verdict(qualified) == ("excluded", "client-error")

    def test_contest_and_answer_stay_in_the_folder(self, approved, qualified, orla):
        lifecycle.uphold(approved.pk, text="We looked again.", by=orla, at=OPENED + 5 * HOUR)
        texts = set(qualified.messages.for_client().values_list("text", flat=True))
        assert {"The file was right.", "We looked again."} <= texts

    def test_upheld_it_goes_on(self, approved, qualified, orla):
        lifecycle.uphold(approved.pk, text="We looked again.", by=orla, at=OPENED + 5 * HOUR)
        assert verdict(qualified) == ("excluded", "client-error")

    def test_withdrawn_it_applies_to_nothing(self, approved, qualified, orla):
        lifecycle.withdraw(approved.pk, text="You are right.", by=orla, at=OPENED + 5 * HOUR)
        assert verdict(qualified) == ("met", "")

    def test_who_decided_does_not_answer_the_contest(self, approved, niamh):
        with pytest.raises(ActionRefused, match="Another manager"):
            lifecycle.uphold(approved.pk, text="No.", by=niamh, at=OPENED + 5 * HOUR)

    def test_the_answer_is_an_act_that_the_client_sees(
        self, open_ticket, aoife, niamh, clara, orla
    ):
        ticket = open_ticket()
        finding = propose(ticket, aoife)
        approve(finding, niamh)
        lifecycle.contest(finding.pk, text="No.", by=clara.user, at=OPENED + 4 * HOUR)
        lifecycle.uphold(finding.pk, text="Yes.", by=orla, at=OPENED + 5 * HOUR)
        assert Ticket.objects.get(pk=ticket.pk).handled_at == OPENED + 5 * HOUR

    def test_once_answered_it_is_not_contested_again(self, approved, clara, orla):
        lifecycle.uphold(approved.pk, text="We looked again.", by=orla, at=OPENED + 5 * HOUR)
        with pytest.raises(ActionRefused, match="contested already"):
            lifecycle.contest(approved.pk, text="Again", by=clara.user, at=OPENED + 6 * HOUR)

    def test_a_contest_needs_words(self, qualified, aoife, niamh, clara):
        finding = propose(qualified, aoife)
        approve(finding, niamh)
        with pytest.raises(ActionRefused, match="few words"):
            lifecycle.contest(finding.pk, text=" ", by=clara.user, at=OPENED + 4 * HOUR)

    def test_contesting_answers_what_was_asked(self, qualified, aoife, niamh, clara):
        finding = propose(qualified, aoife)
        approve(finding, niamh)
        lifecycle.ask(qualified.pk, text="Which?", by=aoife, at=OPENED + 3 * HOUR)
        lifecycle.contest(finding.pk, text="No.", by=clara.user, at=OPENED + 4 * HOUR)
        assert Ticket.objects.get(pk=qualified.pk).waiting_since is None
        assert not qualified.questions.filter(ended_at=None).exists()

    def test_it_is_contested_once(self, approved, clara):
        with pytest.raises(ActionRefused, match="contested already"):
            lifecycle.contest(approved.pk, text="Again", by=clara.user, at=OPENED + 5 * HOUR)


class TestContestByMessage:
    @pytest.fixture
    def decided(self, qualified, aoife, niamh):
        finding = propose(qualified, aoife)
        approve(finding, niamh)
        return finding

    def written(self, ticket, clara, hours) -> Message:
        return lifecycle.write(
            ticket.pk, text="Not so.", by=clara.user, at=OPENED + hours * HOUR, by_mail=True
        )

    def record(self, finding, message, by) -> Finding:
        return lifecycle.contest_by_message(
            finding.pk, message=message, by=by, at=OPENED + 5 * HOUR
        )

    def test_a_mail_contests_once_support_records_it(self, decided, qualified, clara, aoife):
        message = self.written(qualified, clara, 4)
        finding = self.record(decided, message, aoife)
        assert (finding.state, finding.contest) == ("contested", message)

    def test_it_says_nothing_for_the_client(self, decided, qualified, clara, aoife):
        before = qualified.messages.count()
        self.record(decided, self.written(qualified, clara, 4), aoife)
        assert qualified.messages.count() == before + 1
        assert Event.objects.get(verb="contest").side == "support"

    def test_one_mail_may_contest_two_findings(self, decided, qualified, clara, aoife, niamh):
        other = propose(qualified, aoife, "client-negligence")
        approve(other, niamh)
        message = self.written(qualified, clara, 4)
        self.record(decided, message, aoife)
        assert self.record(other, message, aoife).contest == message

    def test_what_was_written_before_the_decision_is_no_contest(
        self, decided, qualified, clara, aoife
    ):
        with pytest.raises(ActionRefused, match="before the decision"):
            self.record(decided, self.written(qualified, clara, 2), aoife)

    def test_a_reply_of_support_is_no_contest(self, decided, qualified, aoife):
        reply = lifecycle.reply(qualified.pk, text="So.", by=aoife, at=OPENED + 4 * HOUR)
        with pytest.raises(ActionRefused, match="client's own"):
            self.record(decided, reply, aoife)

    def test_a_message_of_another_ticket_is_no_contest(self, decided, open_ticket, clara, aoife):
        other = open_ticket()
        with pytest.raises(ActionRefused, match="in this ticket"):
            self.record(decided, self.written(other, clara, 4), aoife)


class TestRectification:
    def rectify(self, ticket, by, decider, **adds) -> Ticket:
        return approve(propose(ticket, by, "rectification", **adds), decider)

    def test_the_class_is_replaced_from_the_opening(self, open_ticket, aoife, niamh):
        ticket = open_ticket()
        lifecycle.qualify(
            ticket.pk, class_test="orders-stopped", by=aoife, at=OPENED + 5 * HOUR, seen=None
        )
        assert verdict(ticket)[0] == "missed"
        self.rectify(ticket, aoife, niamh, class_test="degraded")
        assert verdict(ticket)[0] == "met"

    def test_both_values_are_kept(self, qualified, aoife, niamh):
        self.rectify(qualified, aoife, niamh, class_test="degraded")
        data = Event.objects.get(verb="rectify").data
        assert (data["before"], data["class"]) == ("critical", "medium")

    def test_downgrades_apply_again(self, qualified, aoife, niamh):
        lifecycle.downgrade(
            qualified.fault_id, text="So.", by=aoife, at=OPENED + 2 * HOUR, seen=None
        )
        row = self.rectify(qualified, aoife, niamh, class_test="degraded")
        assert (row.state, row.fault_class, row.response.fault_class) == (
            "downgraded",
            "low",
            "medium",
        )

    def test_a_fault_becomes_a_request(self, qualified, aoife, niamh):
        row = self.rectify(qualified, aoife, niamh, to_kind="request")
        assert (row.kind, row.fault, verdict(row)) == ("request", None, ("not covered", "request"))

    def test_a_closed_ticket_can_be_rectified(self, qualified, aoife, niamh):
        lifecycle.close(qualified.pk, reason="resolved", by=aoife, at=OPENED + 2 * HOUR, seen=None)
        row = self.rectify(qualified, aoife, niamh, to_kind="request")
        assert (row.state, row.kind, row.closed_from) == ("closed", "request", "qualified")

    def test_the_same_class_is_no_rectification(self, qualified, aoife):
        with pytest.raises(ActionRefused, match="the class it was given"):
            propose(qualified, aoife, "rectification", class_test="orders-stopped")

    def test_without_a_class_there_is_nothing_to_rectify(self, ticket, aoife):
        with pytest.raises(ActionRefused, match="qualify"):
            propose(ticket, aoife, "rectification", class_test="other")


def test_not_a_fault_cites_the_clients_fact(qualified, aoife, niamh, meadow):
    fact = FactFactory(client=meadow, kind="interruption", value="yes", since=OPENED - HOUR)
    approve(propose(qualified, aoife, "no-fault", fact=fact), niamh)
    assert verdict(qualified) == ("not covered", "no-fault")


def test_not_a_fault_without_the_fact_is_refused(qualified, aoife):
    with pytest.raises(ActionRefused, match="Cite"):
        propose(qualified, aoife, "no-fault")


@pytest.mark.parametrize("kind", ["duplicate", "spam"])
def test_a_late_ticket_is_closed_by_the_approval(open_ticket, aoife, niamh, kind):
    first, late = open_ticket(at=OPENED - HOUR), open_ticket()
    adds = {"duplicate_of": first} if kind == "duplicate" else {}
    finding = lifecycle.propose(
        late.pk, kind=kind, evidence="The same.", by=aoife, at=OPENED + 6 * HOUR, **adds
    )
    lifecycle.approve(finding.pk, by=niamh, at=OPENED + 7 * HOUR)
    row = Ticket.objects.get(pk=late.pk)
    assert (row.state, row.close_reason, verdict(row)) == ("closed", kind, ("not covered", kind))


def test_invoicing_rests_on_a_check_that_was_not_done(open_ticket, aoife):
    ticket = open_ticket(checks={"network": {"state": "not done", "note": "", "by": "client"}})
    assert propose(ticket, aoife, "invoicing", minutes=30).minutes == 30


def test_invoicing_without_such_a_check_is_refused(ticket, aoife):
    with pytest.raises(ActionRefused, match="not done"):
        propose(ticket, aoife, "invoicing", minutes=30)


def test_a_late_duplicate_of_what_became_a_duplicate_is_not_closed(open_ticket, aoife, niamh):
    first, second, late = (
        open_ticket(at=OPENED - 2 * HOUR), open_ticket(at=OPENED - HOUR), open_ticket()
    )  # fmt: skip
    finding = lifecycle.propose(
        late.pk,
        kind="duplicate",
        evidence="The same.",
        by=aoife,
        at=OPENED + HOUR,
        duplicate_of=second,
    )
    at = OPENED + 2 * HOUR
    lifecycle.close(second.pk, reason="duplicate", duplicate_of=first, by=aoife, at=at, seen=None)
    with pytest.raises(ActionRefused, match="name the original"):
        lifecycle.approve(finding.pk, by=niamh, at=OPENED + 3 * HOUR)
    assert Finding.objects.get().state == "proposed"


def test_closing_a_late_ticket_as_spam_asks_for_approval(ticket, aoife):
    with pytest.raises(lifecycle.NeedsApproval, match="approval"):
        lifecycle.close(ticket.pk, reason="spam", by=aoife, at=OPENED + 6 * HOUR, seen=None)
