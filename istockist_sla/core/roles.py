"""Who may do what: the groups and their permissions, as one table."""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.models import Group, Permission
from django.db import transaction

from istockist_sla.core.lib.time import to_second
from istockist_sla.core.models import Event, User
from istockist_sla.core.refusal import ActionRefused

SUPPORT, TECHNICAL, MANAGER, ADMINISTRATOR = (
    "Support agent",
    "Technical",
    "Manager",
    "System administrator",
)
OPERATIONS, DEVELOPMENT = "Operations", "Development"

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
]
HANDLE_TICKETS = [
    "tickets.handle_ticket",
    "tickets.view_inboundmail",
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
SPEAK_OF_OUTAGES = ["availability.declare_outage", "availability.publish_outage"]
MANAGE_OUTAGES = [
    *SPEAK_OF_OUTAGES,
    "availability.state_cause",
    "availability.announce_maintenance",
    "availability.do_maintenance",
]

ROLES: dict[str, list[str]] = {
    SUPPORT: [*READ_TICKETS, *HANDLE_TICKETS, *SPEAK_OF_OUTAGES],
    TECHNICAL: [*READ_TICKETS, "tickets.report_back", *MANAGE_OUTAGES],
    OPERATIONS: [],
    DEVELOPMENT: [],
    MANAGER: [
        *READ_TICKETS,
        *HANDLE_TICKETS,
        *MANAGE_CLIENTS,
        *MANAGE_OUTAGES,
        "availability.decide_exclusion",
        "tickets.view_month",
        "tickets.approve_finding",
    ],
    ADMINISTRATOR: [
        *READ_TICKETS,
        *MANAGE_CLIENTS,
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
        "core.view_user",
        "core.add_user",
        "core.change_user",
        "core.view_letter",
        "core.change_letter",
        "core.view_event",
        "django_q.view_failure",
        "availability.add_component",
        "availability.change_component",
    ],
}


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


@transaction.atomic
def engage(*, email: str, name: str, groups: Iterable[str], by: User, at: datetime) -> User:
    """A new member of staff; signs in by a code sent to the address."""
    email = email.strip().lower()
    if User.objects.filter(email=email).exists():
        raise ActionRefused("Somebody has this address already.")
    user = User.objects.create_user(email, name=" ".join(name.split()), is_staff=True)
    chosen = _set(user, groups)
    _note(user, "engage", by, at, chosen)
    return user


@transaction.atomic
def reassign(*, user_id: int, groups: Iterable[str], by: User, at: datetime) -> User:
    """Give a member of staff other roles instead of those held."""
    user = _lock(user_id)
    chosen = _set(user, groups)
    _refuse_without_administrator()
    _note(user, "reassign", by, at, chosen)
    return user


@transaction.atomic
def dismiss(*, user_id: int, by: User, at: datetime) -> User:
    """The person may no longer sign in; what they did stays theirs."""
    user = _lock(user_id)
    if user.pk == by.pk:
        raise ActionRefused("Nobody can dismiss themselves.")
    user.is_active = False
    user.save(update_fields=["is_active"])
    _refuse_without_administrator()
    _note(user, "dismiss", by, at, [])
    return user


@transaction.atomic
def readmit(*, user_id: int, by: User, at: datetime) -> User:
    user = _lock(user_id)
    user.is_active = True
    user.save(update_fields=["is_active"])
    _note(user, "readmit", by, at, [])
    return user


def _lock(user_id: int) -> User:
    user = User.objects.select_for_update().get(pk=user_id)
    if not user.is_staff:
        raise ActionRefused("This person works for a client; see the client's administrators.")
    return user


def _set(user: User, groups: Iterable[str]) -> list[str]:
    """The groups by name; who is of Operations or Development is Technical too."""
    chosen = set(groups)
    if not chosen or not chosen <= set(ROLES):
        raise ActionRefused("Choose at least one role.")
    if chosen & {OPERATIONS, DEVELOPMENT}:
        chosen.add(TECHNICAL)
    user.groups.set(Group.objects.filter(name__in=chosen))
    return sorted(chosen)


def _refuse_without_administrator() -> None:
    if not User.objects.filter(groups__name=ADMINISTRATOR, is_active=True).exists():
        raise ActionRefused("There must be a System administrator left.")


def _note(user: User, verb: str, by: User, at: datetime, groups: list[str]) -> None:
    Event.objects.append(
        kind=Event.Kind.USER,
        subject_id=user.pk,
        verb=verb,
        by=by,
        side=Event.Side.SUPPORT,
        at=to_second(at),
        data={"groups": groups},
    )
