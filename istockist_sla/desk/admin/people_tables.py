"""Tables about people: what gave or took guarded roles, and whose second factor was reset."""

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from istockist_sla.core import roles
from istockist_sla.core.lib.text import NONE
from istockist_sla.core.models import RoleProposal, User
from istockist_sla.desk.actions import DetailTable, stamp

SHOWN = 20
OPERATOR = "An operator of the server"
YES, NO = "yes", "no"


def changes(person: User) -> DetailTable:
    rows = [
        (
            stamp(each.proposed_at),
            proposal_link(each),
            each.get_state_display(),
            str(each.proposer or OPERATOR),
            str(each.decider or NONE),
            each.reason,
        )
        for each in person.role_proposals.select_related("proposer", "decider")[:SHOWN]
    ]
    return DetailTable(
        "Manager and System administrator",
        ("When", "Change", "State", "Proposed by", "Decided by", "Reason"),
        rows,
    )


def resets(person: User) -> DetailTable:
    rows = [
        (stamp(each.at), str(each.by or OPERATOR), each.reason)
        for each in person.second_factor_resets.select_related("by")[:SHOWN]
    ]
    return DetailTable("Resets of the second factor", ("When", "By", "Reason"), rows)


def comparison(proposal: RoleProposal) -> DetailTable:
    """What is held and what is proposed, side by side."""
    concerned = [name for name in roles.ROLES if name in {*proposal.held, *proposal.roles}]
    rows = [
        (name, YES if name in proposal.held else NO, YES if name in proposal.roles else NO)
        for name in concerned
    ]
    return DetailTable("What changes", ("Role", "Held", "Proposed"), rows, "No role.")


def proposal_link(proposal: RoleProposal) -> SafeString:
    url = reverse("admin:core_roleproposal_change", args=[proposal.pk])
    return format_html('<a href="{}">{}</a>', url, proposal.get_change_display())
