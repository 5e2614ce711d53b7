"""What the sources of the service have in common: who decides, and by which form."""

from typing import Any

from django.urls import reverse

from availability.admin.decisions import APPROVE, REFUSE
from istockist_sla.core.roles import MANAGER
from istockist_sla.desk.approvals import ProposalSource, Step

NOTE = "No letter goes out. The figures and the public pages follow at once."


class ServiceSource(ProposalSource):
    permission = "availability.decide_exclusion"
    role = MANAGER


def decided_on(page: str, subject_id: int, row: Any) -> list[Step]:
    """By the form of what it is about, which asks which statement is meant."""
    url = reverse(f"admin:{page}_action", args=[subject_id, "decide"])
    statement = ("statement", f"{type(row).__name__.lower()}-{row.pk}")
    return [
        Step(
            label="Refuse",
            url=url,
            hidden=(statement, ("decision", REFUSE)),
            is_dangerous=True,
        ),
        Step(label="Approve", url=url, hidden=(statement, ("decision", APPROVE)), is_main=True),
    ]
