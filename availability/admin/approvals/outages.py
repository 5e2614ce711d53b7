"""What people declared of outages, put right and said of their causes, in the inbox (A5, A3)."""

from datetime import datetime

from django.db.models import QuerySet
from django.http import HttpRequest

from availability.admin.approvals.source import NOTE, ServiceSource, decided_on
from availability.admin.event_text import bounds
from availability.admin.month_changes import month_changes
from availability.admin.outages.effects import effect
from availability.admin.outages.statements import at_stake
from availability.models import CauseStatement, Correction, Interruption
from availability.overview.corrections import correction_text
from istockist_sla.core.lib.text import clock_gmt
from istockist_sla.desk.approvals import Change, Proposal, Sheet
from istockist_sla.desk.approvals.source import asked_by_mail, change_page


class InterruptionSource(ServiceSource):
    kind = "interruption"

    def open(self) -> QuerySet[Interruption]:
        rows = Interruption.objects.to_decide().order_by("detected_at", "pk")
        return rows.select_related("outage", "component", "declared_by", "ended_by")

    def proposal(self, row: Interruption) -> Proposal:
        assert row.ended_at is not None
        return Proposal(
            kind=self.kind,
            pk=row.pk,
            icon="activity",
            title="Outage declared",
            about=f"{row.component}, {clock_gmt(row.started_at)}",
            proposer=row.declared_by or row.ended_by,
            proposed_at=max(row.detected_at, row.ended_at),
            barred=frozenset(filter(None, (row.declared_by_id, row.ended_by_id))),
            touches=(row.started_at, row.ended_at),
        )

    def sheet(self, row: Interruption, request: HttpRequest, at: datetime) -> Sheet:
        assert row.ended_at is not None
        return Sheet(
            sentence=f"{row.declared_by or row.ended_by} declared that {row.component.in_text} was "
            f"down from {bounds(row.started_at, row.ended_at)}. What was not measured counts "
            "already; what the probe saw as up counts once you approve it (A5).",
            changes=[
                Change("Of it", at_stake(row), "counts as down too"),
                *month_changes(row.component, (row.started_at, row.ended_at), approved=row, at=at),
            ],
            note=NOTE,
            ask_url=asked_by_mail(row.declared_by, self.proposal(row)),
            steps=decided_on("availability_outage", row.outage_id, row),
            page_url=change_page("availability_outage", row.outage_id),
        )


class CorrectionSource(ServiceSource):
    kind = "correction"

    def open(self) -> QuerySet[Correction]:
        names = ("interruption__component", "interruption__outage", "component", "was_component")
        rows = Correction.objects.to_decide().select_related(*names, "proposed_by")
        return rows.order_by("proposed_at", "pk")

    def proposal(self, row: Correction) -> Proposal:
        return Proposal(
            kind=self.kind,
            pk=row.pk,
            icon="pencil",
            title="Outage withdrawn" if row.withdraws else "Outage corrected",
            about=f"{row.was_component}, {clock_gmt(row.was_starts_at)}",
            proposer=row.proposed_by,
            proposed_at=row.proposed_at,
            barred=frozenset([row.proposed_by_id]),
            touches=(row.was_starts_at, row.was_ends_at),
        )

    def sheet(self, row: Correction, request: HttpRequest, at: datetime) -> Sheet:
        outage = row.interruption.outage_id
        table = effect(row, at)
        spans = (min(row.was_starts_at, row.starts_at), max(row.was_ends_at, row.ends_at))
        return Sheet(
            sentence=f"{row.proposed_by} proposes, of {row.was_component}: "
            f"{correction_text(row, at)} (A5).",
            words=row.reason,
            columns=("Recorded", "Proposed"),
            changes=[
                *(Change(name, now, then) for name, now, then in table.rows),
                *month_changes(row.was_component, spans, approved=row, at=at),
            ],
            note=f"{NOTE} They go on saying what was recorded first.",
            ask_url=asked_by_mail(row.proposed_by, self.proposal(row)),
            steps=decided_on("availability_outage", outage, row),
            page_url=change_page("availability_outage", outage),
        )


class CauseSource(ServiceSource):
    kind = "cause"

    def open(self) -> QuerySet[CauseStatement]:
        rows = CauseStatement.objects.to_decide().select_related("outage", "stated_by")
        return rows.order_by("stated_at", "pk")

    def proposal(self, row: CauseStatement) -> Proposal:
        return Proposal(
            kind=self.kind,
            pk=row.pk,
            icon="search-check",
            title="Cause of an outage",
            about=str(row.outage),
            proposer=row.stated_by,
            proposed_at=row.stated_at,
            barred=frozenset([row.stated_by_id]),
            touches=(row.outage.started_at, row.outage.ended_at or row.stated_at),
        )

    def sheet(self, row: CauseStatement, request: HttpRequest, at: datetime) -> Sheet:
        before = row.outage.get_cause_display() if row.outage.cause else "not stated"
        return Sheet(
            sentence=f"{row.stated_by} states what {row.outage} came from: {row} (A3).",
            words=row.evidence,
            changes=[Change("Cause on the status page", before, str(row))],
            note="No letter goes out. The status page names the cause, not the evidence.",
            ask_url=asked_by_mail(row.stated_by, self.proposal(row)),
            steps=decided_on("availability_outage", row.outage_id, row),
            page_url=change_page("availability_outage", row.outage_id),
        )
