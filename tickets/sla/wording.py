"""Codes of the agreement in plain words, one wording for desk, portal and letters."""

from istockist_sla.lib.text import _

# Tests of C1 in their order: what each asks, judged for the client of the ticket.
CLASS_TESTS = {
    "inaccessible": _("Client admin or the API cannot be reached"),
    "orders-stopped": _("Orders cannot be created or received"),
    "orders-partly": _(
        "Online ordering is partly interrupted, "
        "or more than 10 % of orders are over 30 minutes late"
    ),
    "read-only": _("Only content that is read, reports or statistics, is missing or out of date"),
    "degraded": _(
        "It works only by a detour or badly, very slowly or with random errors, "
        "or another function is at fault"
    ),
    "other": _("Anything else"),
}
# The four checks before opening (O2), by the codes of `Ticket.checks`.
CHECKS = {
    "users": _("Asked the people concerned, and seen whether it happens again"),
    "articles": _("Searched the help articles"),
    "reproduced": _("Tried to reproduce it"),
    "network": _("Checked the own network"),
}
CHECK_STATES = {
    "done": _("Done"),
    "not done": _("Not done"),
    "not applicable": _("Not applicable"),
    "not stated": _("Not stated"),
}
# The seven conditions of the guarantee (G2), by the codes of `conditions.assess`.
CONDITIONS = {
    "rate-limit": _("Rate limit on the account"),
    "client-error": _("Client error"),
    "client-negligence": _("Client negligence"),
    "introductory": _("Introductory period"),
    "order-volume": _("Order volume altered"),
    "low-priority": _("Low priority given by client"),
    "maintenance-cause": _("Planned maintenance the cause"),
}
# Why a ticket is not covered (G9), by the reasons of a verdict.
NOT_COVERED = {
    "no-agreement": _("no agreement in force"),
    "free-plan": _("Free plan"),
    "request": _("request, outside the index"),
    "no-fault": _("not a fault"),
    "duplicate": _("duplicate"),
    "spam": _("spam"),
    "unqualified": _("closed without a class"),
    "outside-scope": _("outside the scope"),
}
