"""How the desk writes instants in tables, and what was done to a record."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin

from istockist_sla.core.lib.text import stamp

# Verbs of events as sentences go on after a name.
EVENT_TEXTS = {
    "accept": "took it into a ticket",
    "adopt": "adopted it",
    "appoint": "appointed an administrator",
    "approve_fact": "approved a fact that was put forward",
    "create": "added it",
    "decline_fact": "declined a fact that was put forward",
    "dismiss": "dismissed the person",
    "draft": "drafted it",
    "end": "ended it",
    "end_administrator": "set an administrator's last day",
    "end_contact": "set a Customer Success contact's last day",
    "engage": "added the person",
    "hold": "held it",
    "import_orders": "imported order counts",
    "name_contact": "named a Customer Success contact",
    "propose_fact": "put a fact forward",
    "publish": "published it",
    "readmit": "readmitted the person",
    "reassign": "changed the roles",
    "record_fact": "recorded a fact",
    "reject": "put it aside",
    "release": "released it",
    "rename": "renamed it",
    "revise": "revised it",
    "set_copies": "changed who gets copies",
    "withdraw": "withdrew it",
    "write": "wrote it",
}


def instant_column(name: str, description: str) -> Callable[[Any], str]:
    """A list's column of instants, sorted by the field `name`."""

    @admin.display(description=description, ordering=name)
    def column(row: Any) -> str:
        at = getattr(row, name)
        return stamp(at) if at else "–"

    column.__name__ = name
    return column
