"""A mail in the list: what it is, from whom, why it stands there, and its steps."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.safestring import SafeString

from istockist_sla.core.models import Event, Letter
from tickets.admin.mail import sentences
from tickets.admin.mail.actions import ACTION_FORMS
from tickets.admin.permissions import HANDLE
from tickets.models import ClientAdministrator, CloseReason, InboundMail, Verb

LONGEST_EXCERPT = 160
State = InboundMail.State


class Step(NamedTuple):
    label: str
    url: str
    is_immediate: bool = False
    is_main: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class MailRow:
    """`fact` decides and stands first in the sentence of which `rest` is the end."""

    mail: InboundMail
    icon: str
    chip: SafeString
    who: SafeString | str
    fact: SafeString | str
    rest: SafeString | str
    excerpt: str
    steps: list[Step]


def rows(mails: Sequence[InboundMail], *, user: Any, now: datetime) -> list[MailRow]:
    """In a fixed number of queries for all of them."""
    known = _administrators(mails)
    replies = _replies(mails)
    return [_row(mail, known.get(mail.pk), replies.get(mail.pk), user, now) for mail in mails]


def _administrators(mails: Sequence[InboundMail]) -> dict[int, ClientAdministrator]:
    """Whose address each mail bears, on the day of its receipt, as it is known now (P1)."""
    found: dict[str, list[ClientAdministrator]] = {}
    people = ClientAdministrator.objects.annotate(address=Lower("email")).filter(
        address__in={mail.from_address for mail in mails if mail.from_address},
        client__ended_at=None,
    )
    for person in people.select_related("client"):
        found.setdefault(person.email.lower(), []).append(person)
    return {
        mail.pk: person
        for mail in mails
        for person in found.get(mail.from_address, [])
        if person.since <= mail.received_at.date() <= (person.until or mail.received_at.date())
    }


def _replies(mails: Sequence[InboundMail]) -> dict[int, datetime]:
    """When each held mail was answered."""
    held = [mail.pk for mail in mails if mail.state == State.HELD]
    letters = Letter.objects.filter(subject_kind=Event.Kind.MAIL, subject_id__in=held)
    return dict(letters.values_list("subject_id", "created_at"))


def _row(
    mail: InboundMail,
    administrator: ClientAdministrator | None,
    replied_at: datetime | None,
    user: Any,
    now: datetime,
) -> MailRow:
    icon, chip = sentences.appearance(mail)
    fact, rest = sentences.reason(mail, replied_at, now)
    words = (
        " ".join(mail.message.text.split()) if mail.message and sentences.is_doubtful(mail) else ""
    )
    return MailRow(
        mail=mail,
        icon=icon,
        chip=chip,
        who=sentences.who(mail, administrator),
        fact=fact,
        rest=rest,
        excerpt=words if len(words) <= LONGEST_EXCERPT else f"{words[:LONGEST_EXCERPT]}…",
        steps=_steps(mail, administrator, user),
    )


def _steps(mail: InboundMail, administrator: ClientAdministrator | None, user: Any) -> list[Step]:
    if sentences.is_doubtful(mail):
        return _doubtful_steps(mail) if user.has_perms(HANDLE) else []
    return [
        Step(
            form.get_label(mail),
            reverse("admin:tickets_inboundmail_action", args=[mail.pk, form.verb]),
            is_immediate=form.is_immediate,
        )
        for form in ACTION_FORMS
        if form.has_permission(user) and form.fits(mail, administrator)
    ]


def _doubtful_steps(mail: InboundMail) -> list[Step]:
    def url(verb: str, query: dict[str, Any]) -> str:
        return reverse("admin:tickets_ticket_action", args=[mail.ticket_id, verb], query=query)

    confirm = url(Verb.CONFIRM_PERSON, {"message": mail.message_id})
    return [
        Step("A person wrote it…", confirm, is_main=True),
        Step("A machine wrote it…", url(Verb.CLOSE, {"reason": CloseReason.SPAM})),
    ]
