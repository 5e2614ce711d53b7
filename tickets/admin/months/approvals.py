"""Amendments of closed months in the inbox (M1, G10)."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from istockist_sla.core.roles import MANAGER
from istockist_sla.desk.approvals import Change, Proposal, ProposalSource, Sheet, Step
from istockist_sla.desk.approvals.source import asked_by_mail
from istockist_sla.desk.site import site
from tickets.admin.months.amending import PERMISSION
from tickets.admin.months.difference_rows import difference_rows
from tickets.models import Amendment
from tickets.reports.closing.differences import Changes

# So many differences stand in the inbox; all of them stand on the month's closing page.
SHOWN = 100


class AmendmentSource(ProposalSource):
    kind = "amendment"
    permission = PERMISSION
    role = MANAGER

    def open(self) -> QuerySet[Amendment]:
        rows = Amendment.objects.undecided().select_related("proposer")
        return rows.order_by("proposed_at", "pk")

    def proposal(self, row: Amendment) -> Proposal:
        return Proposal(
            kind=self.kind,
            pk=row.pk,
            icon="link",
            title="Amendment of a closed month",
            about=row.of.name,
            proposer=row.proposer,
            proposed_at=row.proposed_at,
            barred=frozenset([row.proposer_id]),
        )

    def sheet(self, row: Amendment, request: HttpRequest, at: datetime) -> Sheet:
        may_decide = request.user.pk != row.proposer_id
        return Sheet(
            sentence=f"{row.proposer} proposes to amend {row.of.name}, which is closed: a further "
            "link of the chain with the differences beneath (M1).",
            words=row.reason,
            columns=("As it was closed", "Amended"),
            changes=list(_changes(row)),
            note="All managers and the administrators of all clients get a letter. An amendment "
            "cannot be withdrawn.",
            ask_url=asked_by_mail(row.proposer, self.proposal(row)),
            steps=_steps(row) if may_decide else [],
            page_url=reverse("months:closing", args=[row.month]) + "#proposal",
        )


def _changes(amendment: Amendment) -> Iterator[Change]:
    for row in difference_rows(Changes.read(amendment.difference).found)[:SHOWN]:
        subject = "The month"
        if row.ticket_id:
            url = reverse("admin:tickets_ticket_change", args=[row.ticket_id])
            subject = format_html('<a href="{}">{}</a>', url, row.ticket)
        for what, before, after in row.lines:
            name = format_html("{}, {}", subject, what)
            yield Change(name, before, after, f"{row.client} · {row.why} ({row.reading})")


def _steps(amendment: Amendment) -> list[Step]:
    """Those of the month's closing page."""
    approve, decline = (
        reverse(f"months:{verb}_amendment", args=[amendment.pk]) for verb in ("approve", "decline")
    )
    return [
        Step(label="Decline", url=decline, is_dangerous=True),
        Step(label="Approve", url=approve, is_main=True),
    ]


site.add_proposals(AmendmentSource())
