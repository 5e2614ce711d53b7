"""Administrators of a client, and its contacts in Customer Success (P1, P6)."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from istockist_sla.core.lib.time import to_second
from istockist_sla.core.models import Event, User
from istockist_sla.core.refusal import ActionRefused
from tickets.models import Client, ClientAdministrator, CustomerSuccessContact
from tickets.records.events import append_event
from tickets.wording.letters import OPTIONAL_LETTERS


@transaction.atomic
def appoint_administrator(
    *,
    client_id: int,
    name: str,
    email: str,
    since: date,
    by: User,
    at: datetime,
    wants_copies: bool = False,
    wants_reports: bool = False,
) -> ClientAdministrator:
    """A person may contact Support for the client from a day on; signs in by that address."""
    client, at = Client.objects.select_for_update().get(pk=client_id), to_second(at)
    email, name = email.strip().lower(), " ".join(name.split())
    if client.ended_at is not None:
        raise ActionRefused(f"{client} has ended.")
    other = (
        ClientAdministrator.objects.with_address(email)
        .filter(Q(until__isnull=True) | Q(until__gte=since))
        .select_related("client")
        .first()
    )
    if other is not None:
        raise ActionRefused(
            f"This address speaks for {other.client} already: a person administers one client "
            "at a time (P1)."
        )
    administrator = ClientAdministrator.objects.create(
        client=client,
        user=_account(email, name),
        email=email,
        name=name,
        since=since,
        wants_copies=wants_copies,
        wants_reports=wants_reports,
    )
    append_event(
        Event.Kind.CLIENT,
        client.pk,
        "appoint",
        by=by,
        at=at,
        administrator=administrator.pk,
        since=since.isoformat(),
    )
    return administrator


def _account(email: str, name: str) -> User:
    """The account of that address, created where there is none."""
    user = User.objects.filter(email=email).first()
    if user is None:
        return User.objects.create_user(email, name=name)
    if user.is_staff:
        raise ActionRefused("Who works in the desk cannot speak for a client.")
    if not user.is_active:
        user.is_active = True
        user.save(update_fields=["is_active"])
    return user


@transaction.atomic
def end_administrator(
    *, administrator_id: int, until: date, by: User, at: datetime
) -> ClientAdministrator:
    """`until` is the last day on which the person may contact Support."""
    administrator = ClientAdministrator.objects.select_for_update().get(pk=administrator_id)
    at = to_second(at)
    _set_last_day(administrator, until, at)
    append_event(
        Event.Kind.CLIENT,
        administrator.client_id,
        "end_administrator",
        by=by,
        at=at,
        administrator=administrator.pk,
        until=until.isoformat(),
    )
    return administrator


@transaction.atomic
def set_copies(
    *, administrator_id: int, wanted: bool, by: User, at: datetime
) -> ClientAdministrator:
    """Whether the person gets copies of all letters of the client (P7)."""
    administrator = ClientAdministrator.objects.select_for_update().get(pk=administrator_id)
    administrator.wants_copies = wanted
    administrator.save(update_fields=["wants_copies"])
    append_event(
        Event.Kind.CLIENT,
        administrator.client_id,
        "set_copies",
        by=by,
        at=to_second(at),
        administrator=administrator.pk,
        wanted=wanted,
    )
    return administrator


@transaction.atomic
def set_reports(
    *, administrator_id: int, wanted: bool, by: User, at: datetime
) -> ClientAdministrator:
    """Whether the person gets the client's report of each month that is closed from now on."""
    administrator = ClientAdministrator.objects.select_for_update().get(pk=administrator_id)
    administrator.wants_reports = wanted
    administrator.save(update_fields=["wants_reports"])
    append_event(
        Event.Kind.CLIENT,
        administrator.client_id,
        "set_reports",
        by=by,
        at=to_second(at),
        administrator=administrator.pk,
        wanted=wanted,
    )
    return administrator


@transaction.atomic
def set_letters(
    *, administrator_id: int, declined: Iterable[str], by: User, at: datetime
) -> ClientAdministrator:
    """Which of the letters that may be declined the person does without (P7)."""
    administrator = ClientAdministrator.objects.select_for_update().get(pk=administrator_id)
    administrator.declined = sorted(set(declined) & OPTIONAL_LETTERS.keys())
    administrator.save(update_fields=["declined"])
    append_event(
        Event.Kind.CLIENT,
        administrator.client_id,
        "set_letters",
        by=by,
        at=to_second(at),
        administrator=administrator.pk,
        declined=administrator.declined,
    )
    return administrator


@transaction.atomic
def name_contact(
    *, client_id: int, name: str, email: str, since: date, by: User, at: datetime
) -> CustomerSuccessContact:
    """Who of Customer Success speaks with the client from a day on (P6)."""
    client, at = Client.objects.select_for_update().get(pk=client_id), to_second(at)
    contact = CustomerSuccessContact.objects.create(
        client=client, name=" ".join(name.split()), email=email.strip().lower(), since=since
    )
    append_event(Event.Kind.CLIENT, client.pk, "name_contact", by=by, at=at, contact=contact.pk)
    return contact


@transaction.atomic
def end_contact(*, contact_id: int, until: date, by: User, at: datetime) -> CustomerSuccessContact:
    contact = CustomerSuccessContact.objects.select_for_update().get(pk=contact_id)
    at = to_second(at)
    _set_last_day(contact, until, at)
    append_event(
        Event.Kind.CLIENT,
        contact.client_id,
        "end_contact",
        by=by,
        at=at,
        contact=contact.pk,
        until=until.isoformat(),
    )
    return contact


def _set_last_day(
    row: ClientAdministrator | CustomerSuccessContact, until: date, at: datetime
) -> None:
    """A last day that has passed is never moved: it decides who may contact Support (P1)."""
    if row.until is not None and row.until < at.date():
        raise ActionRefused(f"{row.name} has ended on {row.until:%d %B %Y} already.")
    if until < row.since:
        raise ActionRefused("The last day cannot lie before the first.")
    row.until = until
    row.save(update_fields=["until"])
