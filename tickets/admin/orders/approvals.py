"""Altered order volumes in the inbox, with the figures and the tickets that they concern (G5)."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from istockist_sla.core.lib.text import clock_gmt, counted
from istockist_sla.core.roles import MANAGER
from istockist_sla.desk.approvals import Change, Proposal, ProposalSource, Sheet, steps_of
from istockist_sla.desk.approvals.source import asked_by_mail, change_page
from istockist_sla.desk.site import site
from tickets.admin.index_changes import Judged, Move, index_changes
from tickets.admin.orders import tables
from tickets.admin.permissions import DECIDE
from tickets.models import ClientFact, ClockResult, FactProposal
from tickets.sla.verdict import EXCLUDED, MET, MISSED, RUNNING

MOST_TICKETS = 5_000


class VolumeSource(ProposalSource):
    kind = "volume"
    permission = DECIDE[0]
    role = MANAGER

    def open(self) -> QuerySet[FactProposal]:
        rows = FactProposal.objects.undecided().select_related("client", "proposer")
        return rows.order_by("proposed_at", "pk")

    def proposal(self, row: FactProposal) -> Proposal:
        altered = "altered" if row.value == ClientFact.YES else "no longer altered"
        return Proposal(
            kind=self.kind,
            pk=row.pk,
            icon="activity",
            title=f"Order volume {altered}",
            about=str(row.client),
            proposer=row.proposer,
            proposed_at=row.proposed_at,
            barred=frozenset([row.proposer_id]),
        )

    def sheet(self, row: FactProposal, request: HttpRequest, at: datetime) -> Sheet:
        until = clock_gmt(row.until, at) if row.until else "further notice"
        is_altered = row.value == ClientFact.YES
        does = "is significantly altered" if is_altered else "is no longer altered"
        return Sheet(
            sentence=f"{row.proposer} proposes that the order volume of {row.client} {does} from "
            f"{clock_gmt(row.since, at)} until {until} (G5).",
            words=row.evidence,
            changes=_changes(row) if is_altered else [],
            tables=[tables.figures(row), tables.concerned(row)],
            note="No letter goes out. The tickets that it concerns are judged anew at once.",
            ask_url=asked_by_mail(row.proposer, self.proposal(row)),
            steps=list(steps_of(row, request, at, "approve", "decline")),
            page_url=change_page("tickets_factproposal", row.pk),
        )


def _changes(proposal: FactProposal) -> list[Change]:
    """Guaranteed tickets that were opened in its time leave the guarantee."""
    rows: Any = ClockResult.objects.responses()
    rows = rows.filter(client=proposal.client_id, opened_at__gte=proposal.since)
    if proposal.until is not None:
        rows = rows.filter(opened_at__lt=proposal.until)
    found = rows.filter(verdict__in=[MET, MISSED, RUNNING]).values_list(
        "opened_at", "verdict", "fault_class"
    )
    moves = [
        Move(opened_at, Judged(verdict, fault_class), Judged(EXCLUDED, fault_class))
        for opened_at, verdict, fault_class in found[:MOST_TICKETS]
    ]
    excluded = f"{counted(len(moves), 'ticket')} in the guarantee"
    return [
        Change("Tickets opened in its time", excluded, "excluded"),
        *index_changes(proposal.client, moves),
    ]


site.add_proposals(VolumeSource())
