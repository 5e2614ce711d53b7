"""The letters that a person gets, and which of them they may do without."""

from typing import NamedTuple

from istockist_sla.core import roles
from istockist_sla.core.models import User


class Always(NamedTuple):
    """Letters that come whatever is wished."""

    title: str
    about: str


OWN_ACCOUNT = Always("Your account", "sign-in codes, a second factor set up or removed")
# The agreement and its readings ask for these (E2, E3, C5, G3, B1, C3).
OF_CLIENTS = Always(
    "Your own tickets",
    "opening, class, answers, questions and reminders, closing, rectification, findings, invoicing",
)
CLOSED_MONTHS = Always("Closed months", "the hash of each closing, so that you can check it later")
OF_ROLES = {
    roles.SUPPORT: [
        Always("Your tickets", "assigned to you, written to, one hour left, missed, contested"),
        Always("Nobody’s tickets", "one hour left, missed, heard back from a technical team"),
    ],
    roles.MANAGER: [
        Always("Findings", "put forward, or contested, for you to decide"),
        Always("Misses", "each first answer and fix that has passed its limit"),
    ],
    roles.OPERATIONS: [Always("Operations", "tickets handed over to your team")],
    roles.DEVELOPMENT: [Always("Development", "tickets handed over to your team")],
}


def always(user: User) -> list[Always]:
    """What the person gets in any case, by what they are."""
    if not user.is_staff:
        return [OF_CLIENTS, CLOSED_MONTHS, OWN_ACCOUNT]
    held = set(user.groups.values_list("name", flat=True))
    rows = [row for role, rows in OF_ROLES.items() if role in held for row in rows]
    return [*rows, OWN_ACCOUNT]
