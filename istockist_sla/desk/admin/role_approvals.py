"""Changes of Manager and System administrator in the inbox (G10)."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from istockist_sla.core import role_changes
from istockist_sla.core.lib.text import join_words
from istockist_sla.core.models import RoleProposal
from istockist_sla.core.roles import ADMINISTRATOR
from istockist_sla.desk.admin import people_tables
from istockist_sla.desk.admin.people_forms import CHANGE
from istockist_sla.desk.approvals import Change, Proposal, ProposalSource, Sheet, steps_of
from istockist_sla.desk.approvals.source import asked_by_mail, change_page
from istockist_sla.desk.site import site

CHANGES = {
    RoleProposal.Change.ENGAGE: "{} joins the staff",
    RoleProposal.Change.REASSIGN: "{} gets other roles",
    RoleProposal.Change.DISMISS: "{} is dismissed",
    RoleProposal.Change.READMIT: "{} comes back",
}
OVERTAKEN = "The roles have changed since: it can only be declined, and proposed anew."


class RoleSource(ProposalSource):
    kind = "roles"
    permission = CHANGE[0]
    role = ADMINISTRATOR

    def open(self) -> QuerySet[RoleProposal]:
        rows = RoleProposal.objects.undecided().select_related("person", "proposer")
        return rows.order_by("proposed_at", "pk")

    def proposal(self, row: RoleProposal) -> Proposal:
        return Proposal(
            kind=self.kind,
            pk=row.pk,
            icon="user-round-check",
            title=str(row.get_change_display()),
            about=str(row.person),
            proposer=row.proposer,
            proposed_at=row.proposed_at,
            barred=frozenset(filter(None, (row.proposer_id, row.person_id))),
        )

    def sheet(self, row: RoleProposal, request: HttpRequest, at: datetime) -> Sheet:
        changed = role_changes.in_use(row.person) != row.held
        does = CHANGES[RoleProposal.Change(row.change)].format(row.person)
        return Sheet(
            sentence=f"{row.proposer} proposes that {does}.",
            words=row.reason,
            changes=[Change("Roles", _names(row.held), _names(row.roles))],
            tables=[people_tables.comparison(row)],
            note=OVERTAKEN if changed else "All System administrators get a letter.",
            ask_url=asked_by_mail(row.proposer, self.proposal(row)),
            steps=list(steps_of(row, request, at, "approve", "decline", "withdraw")),
            page_url=change_page("core_roleproposal", row.pk),
        )


def _names(roles: list[Any]) -> str:
    return join_words(roles) if roles else "none"


site.add_proposals(RoleSource())
