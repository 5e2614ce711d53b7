"""The groups of staff and their permissions, as one table in code."""

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission

SUPPORT, TECHNICAL, MANAGER, ADMINISTRATOR = (
    "Support agent",
    "Technical",
    "Manager",
    "System administrator",
)
OPERATIONS, DEVELOPMENT = "Operations", "Development"
# They approve what others propose, or say who does: given and taken by two hands (G10).
GUARDED = frozenset({MANAGER, ADMINISTRATOR})
# Who is of a technical team is Technical too.
IMPLIED = {OPERATIONS: TECHNICAL, DEVELOPMENT: TECHNICAL}

READ_TICKETS = [
    "tickets.view_ticket",
    "tickets.view_fault",
    "tickets.view_finding",
    "tickets.view_client",
    "tickets.view_article",
    "availability.view_component",
    "availability.view_outage",
    "availability.view_exclusion",
    "availability.view_maintenance",
    "availability.view_gapexplanation",
]
HANDLE_TICKETS = [
    "tickets.handle_ticket",
    "tickets.view_inboundmail",
    "tickets.view_flood",
    "tickets.view_mailbox",
    "tickets.release_mail",
    "tickets.view_clientadministrator",
    "tickets.view_clientfact",
    "tickets.view_factproposal",
    "tickets.add_factproposal",
    "tickets.view_ordercount",
    "tickets.view_customersuccesscontact",
    "tickets.view_agreementversion",
    "tickets.view_calendarversion",
    "tickets.view_holidaylist",
    "tickets.add_article",
    "tickets.change_article",
    "tickets.view_cannedreply",
    "core.view_letter",
    "core.view_event",
]
MANAGE_CLIENTS = [
    "tickets.add_client",
    "tickets.change_client",
    "tickets.add_clientfact",
    "tickets.add_ordercount",
    "tickets.add_clientadministrator",
    "tickets.change_clientadministrator",
    "tickets.add_customersuccesscontact",
    "tickets.change_customersuccesscontact",
]
ANNOUNCE_OUTAGES = ["availability.declare_outage", "availability.publish_outage"]
MANAGE_OUTAGES = [
    *ANNOUNCE_OUTAGES,
    "availability.state_cause",
    "availability.announce_maintenance",
    "availability.do_maintenance",
]

ROLES: dict[str, list[str]] = {
    SUPPORT: [*READ_TICKETS, *HANDLE_TICKETS, *ANNOUNCE_OUTAGES],
    TECHNICAL: [*READ_TICKETS, "tickets.report_back", *MANAGE_OUTAGES],
    OPERATIONS: [],
    DEVELOPMENT: [],
    MANAGER: [
        *READ_TICKETS,
        *HANDLE_TICKETS,
        *MANAGE_CLIENTS,
        *MANAGE_OUTAGES,
        "availability.decide_exclusion",
        "availability.view_subscription",
        "availability.remove_subscription",
        "availability.view_importbatch",
        "availability.import_records",
        "tickets.view_month",
        "tickets.close_month",
        "tickets.approve_finding",
    ],
    ADMINISTRATOR: [
        *READ_TICKETS,
        *MANAGE_CLIENTS,
        "tickets.view_month",
        "tickets.view_clientadministrator",
        "tickets.view_clientfact",
        "tickets.view_factproposal",
        "tickets.view_ordercount",
        "tickets.view_customersuccesscontact",
        "tickets.add_agreementversion",
        "tickets.change_agreementversion",
        "tickets.view_agreementversion",
        "tickets.view_calendarversion",
        "tickets.add_calendarversion",
        "tickets.change_calendarversion",
        "tickets.view_holidaylist",
        "tickets.add_holidaylist",
        "tickets.change_holidaylist",
        "tickets.view_inboundmail",
        "tickets.view_flood",
        "tickets.view_mailbox",
        "core.view_user",
        "core.add_user",
        "core.change_user",
        "core.view_roleproposal",
        "core.view_letter",
        "core.change_letter",
        "core.view_event",
        "django_q.view_failure",
        "availability.add_component",
        "availability.change_component",
        "availability.view_subscription",
        "availability.remove_subscription",
    ],
}


def with_implied(names: Iterable[str]) -> set[str]:
    chosen = set(names)
    return chosen | {IMPLIED[name] for name in chosen & IMPLIED.keys()}


def touches_guarded(before: Iterable[str], after: Iterable[str]) -> bool:
    """Whether a guarded role is given or taken."""
    return bool((set(before) ^ set(after)) & GUARDED)


def sync() -> None:
    """Make the groups exactly as the table says; raises LookupError for an unknown permission."""
    known = {
        f"{app}.{code}": pk
        for pk, app, code in Permission.objects.values_list(
            "pk", "content_type__app_label", "codename"
        )
    }
    for name, codes in ROLES.items():
        unknown = sorted(set(codes) - set(known))
        if unknown:
            raise LookupError(f"Role {name} names unknown permissions: {', '.join(unknown)}")
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.set([known[code] for code in codes])
