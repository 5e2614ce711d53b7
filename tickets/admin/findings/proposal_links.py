"""Links on a ticket's page that lead to proposing findings, and to those that were proposed."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.utils.http import urlencode

from istockist_sla.desk.actions import ActionAdmin, ActionLink
from tickets.admin.findings.actions import TICKET_ACTION_FORMS
from tickets.admin.findings.proposal_forms import (
    ProposeDuplicateForm,
    ProposeForm,
    ProposeSpamForm,
    verb_of,
)
from tickets.admin.links import finding_url
from tickets.models import Finding, Ticket

ONLY_WHEN_LATE = (ProposeDuplicateForm, ProposeSpamForm)


class Link(NamedTuple):
    label: str
    url: str


def proposal_links(actions: Sequence[ActionLink], *, late_by: int) -> list[Link]:
    """What may be proposed now; closing as duplicate or spam only once the ticket is late."""
    return [
        Link(action.label, action.url)
        for action in actions
        if action.form_class in TICKET_ACTION_FORMS
        and (action.form_class not in ONLY_WHEN_LATE or late_by)
    ]


def assessment_links(findings: Sequence[Finding], actions: Sequence[ActionLink]) -> dict[str, Link]:
    """By condition, the link to its assessment, or to the finding that waits or is in effect."""
    links: dict[str, Link] = {
        action.form_class.kind: Link("Assess…", action.url)
        for action in actions
        if issubclass(action.form_class, ProposeForm)
    }
    for finding in findings:
        if finding.is_undecided:
            links[finding.kind] = Link(finding.get_state_display(), finding_url(finding.pk))
        elif finding.is_in_effect:
            links[finding.kind] = Link("Decision", finding_url(finding.pk))
    return links


def closing_proposal_url(desk: ActionAdmin, ticket: Ticket, closing: dict[str, Any]) -> str:
    """Where a late ticket's closing as duplicate or spam is proposed instead (E4)."""
    initial = {"evidence": closing.get("text", "")}
    original = closing.get("duplicate_of")
    if original is not None:
        initial["duplicate_of"] = original.number
    return f"{desk.get_action_url(ticket, verb_of(closing['reason']))}?{urlencode(initial)}"
