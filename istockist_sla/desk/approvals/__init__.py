"""What one person proposed and another decides (G10), gathered from all screens in one inbox."""

from istockist_sla.desk.approvals.inbox import Entry, Inbox, count_for, inbox_of, sources_for
from istockist_sla.desk.approvals.items import Change, Evidence, Proposal, Sheet, Step
from istockist_sla.desk.approvals.source import ProposalSource, asked_by_mail, steps_of

__all__ = [
    "Change",
    "Entry",
    "Evidence",
    "Inbox",
    "Proposal",
    "ProposalSource",
    "Sheet",
    "Step",
    "asked_by_mail",
    "count_for",
    "inbox_of",
    "sources_for",
    "steps_of",
]
