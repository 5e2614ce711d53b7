"""Exclusions, work recorded late and imports in the inbox (A3, A4, A5)."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet
from django.http import HttpRequest

from availability.admin.approvals.source import NOTE, ServiceSource, decided_on
from availability.admin.event_text import bounds, component_names
from availability.admin.imports import tables as import_tables
from availability.admin.month_changes import month_changes
from availability.models import Exclusion, ImportBatch, LateWork
from istockist_sla.core.lib.text import clock_gmt
from istockist_sla.desk.approvals import Change, Evidence, Proposal, Sheet, Step, steps_of
from istockist_sla.desk.approvals.source import asked_by_mail, change_page


class ExclusionSource(ServiceSource):
    kind = "exclusion"

    def open(self) -> QuerySet[Exclusion]:
        rows = Exclusion.objects.to_decide().select_related("outage", "proposed_by")
        return rows.prefetch_related("components").order_by("proposed_at", "pk")

    def proposal(self, row: Exclusion) -> Proposal:
        names = component_names(row.components)
        return Proposal(
            kind=self.kind,
            pk=row.pk,
            icon="shield-off",
            title=f"Exclusion: {row.get_cause_display().lower()}",
            about=f"{names}, {clock_gmt(row.starts_at)}",
            proposer=row.proposed_by,
            proposed_at=row.proposed_at,
            barred=frozenset([row.proposed_by_id]),
            touches=(row.starts_at, row.ends_at),
        )

    def sheet(self, row: Exclusion, request: HttpRequest, at: datetime) -> Sheet:
        names, span = component_names(row.components), (row.starts_at, row.ends_at)
        outage = row.outage
        return Sheet(
            sentence=f"{row.proposed_by} proposes to take {names}, {bounds(*span)}, out of the "
            f"figures: {row.get_cause_display().lower()} (A3).",
            words=row.evidence,
            changes=[
                change
                for component in row.components.all()
                for change in month_changes(component, span, approved=row, at=at)
            ],
            evidence=[
                Evidence("activity", str(outage), "The outage that it covers", _outage(outage.pk))
            ]
            if outage
            else [],
            note=NOTE,
            ask_url=asked_by_mail(row.proposed_by, self.proposal(row)),
            steps=refusing_first(steps_of(row, request, at, "approve", "refuse")),
            page_url=change_page("availability_exclusion", row.pk),
        )


class LateWorkSource(ServiceSource):
    kind = "work"

    def open(self) -> QuerySet[LateWork]:
        rows = LateWork.objects.to_decide().select_related("maintenance", "recorded_by")
        return rows.prefetch_related("maintenance__windows").order_by("recorded_at", "pk")

    def proposal(self, row: LateWork) -> Proposal:
        return Proposal(
            kind=self.kind,
            pk=row.pk,
            icon="wrench",
            title=f"{row.get_bound_display()} of work, recorded late",
            about=f"{row.maintenance}, {clock_gmt(row.at)}",
            proposer=row.recorded_by,
            proposed_at=row.recorded_at,
            barred=frozenset([row.recorded_by_id]),
            touches=(row.at, row.at),
        )

    def sheet(self, row: LateWork, request: HttpRequest, at: datetime) -> Sheet:
        bound = row.get_bound_display().lower()
        return Sheet(
            sentence=f"{row.recorded_by} recorded the {bound} of the work “{row.maintenance}” as "
            f"{clock_gmt(row.at, at)}. Until you approve it, it excludes no time and stops no "
            "clock (A4, K11).",
            changes=[
                Change(f"{row.get_bound_display()} of the work", "not recorded", clock_gmt(row.at)),
                Change("Announced", str(row.maintenance.window), "as it was"),
            ],
            note="No letter goes out. Availability and the clocks of tickets follow at once.",
            ask_url=asked_by_mail(row.recorded_by, self.proposal(row)),
            steps=decided_on("availability_maintenance", row.maintenance_id, row),
            page_url=change_page("availability_maintenance", row.maintenance_id),
        )


class ImportSource(ServiceSource):
    kind = "import"

    def open(self) -> QuerySet[ImportBatch]:
        rows = ImportBatch.objects.to_decide().select_related("read_by")
        return rows.order_by("proposed_at", "pk")

    def proposal(self, row: ImportBatch) -> Proposal:
        assert row.proposed_at is not None
        return Proposal(
            kind=self.kind,
            pk=row.pk,
            icon="upload",
            title="Import of another monitor",
            about=str(row),
            proposer=row.read_by,
            proposed_at=row.proposed_at,
            barred=frozenset([row.read_by_id]),
        )

    def sheet(self, row: ImportBatch, request: HttpRequest, at: datetime) -> Sheet:
        return Sheet(
            sentence=f"{row.read_by} proposes to add what another monitor recorded: {row} (A5).",
            words=row.evidence,
            tables=[
                import_tables.moved(row, at),
                import_tables.checks(row),
                import_tables.outages(row),
                import_tables.remarks(row),
            ],
            note=NOTE,
            ask_url=asked_by_mail(row.read_by, self.proposal(row)),
            steps=refusing_first(steps_of(row, request, at, "approve", "refuse")),
            page_url=change_page("availability_importbatch", row.pk),
        )


def _outage(pk: int) -> str:
    return change_page("availability_outage", pk)


def refusing_first(steps: Iterable[Step]) -> list[Step]:
    """The main one last, as the others have it."""
    return list(steps)[::-1]
