"""Drafts of reports: kept in the session, and opened once as a ticket."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction

from istockist_sla.core.models import Event
from tickets import access, lifecycle
from tickets.attachments import Upload
from tickets.models import Channel, ClientAdministrator, Ticket, Verb
from tickets.portal.forms import LONGEST_TEXT, ChecksForm, DescribeForm, ImpactForm

KEY = "reports"
MAX_DRAFTS = 5
FORMS = {"describe": DescribeForm, "checks": ChecksForm, "impact": ImpactForm}


@dataclass
class Draft:
    """`answers`: what was typed in each step, valid or not."""

    token: str
    follows: int | None = None
    answers: dict[str, dict[str, str]] = field(default_factory=dict)

    def form(self, step: str) -> Any:
        """The step's form, bound to its answers."""
        return FORMS[step](self.answers.get(step, {}))

    def first_invalid_step(self) -> str | None:
        """The first step that is not valid."""
        return next((step for step in FORMS if not self.form(step).is_valid()), None)

    @property
    def subject(self) -> str:
        return self.answers.get("describe", {}).get("subject", "")

    @property
    def since(self) -> str:
        return self.answers.get("describe", {}).get("since", "")


def begin(follows: int | None = None) -> Draft:
    return Draft(token=secrets.token_urlsafe(12), follows=follows)


def find(session: SessionBase, token: str) -> Draft | None:
    stored = session.get(KEY, {}).get(token)
    if stored is None:
        return None
    return Draft(token=token, follows=stored["follows"], answers=stored["answers"])


def latest(session: SessionBase) -> Draft | None:
    tokens = list(session.get(KEY, {}))
    return find(session, tokens[-1]) if tokens else None


def save(session: SessionBase, draft: Draft, step: str, typed: Mapping[str, str]) -> None:
    """Keep what was typed in one step; at most `MAX_DRAFTS` are kept, the newest."""
    draft.answers[step] = {
        name: typed.get(name, "")[: 2 * LONGEST_TEXT] for name in FORMS[step]().fields
    }
    stored = dict(session.get(KEY, {}))
    stored.pop(draft.token, None)
    stored[draft.token] = {"follows": draft.follows, "answers": draft.answers}
    session[KEY] = dict(list(stored.items())[-MAX_DRAFTS:])


def drop(session: SessionBase, token: str) -> None:
    session[KEY] = {key: draft for key, draft in session.get(KEY, {}).items() if key != token}


@transaction.atomic
def open_once(
    draft: Draft, files: list[Upload], *, administrator: ClientAdministrator, at: datetime
) -> Ticket:
    """The draft's ticket, opened now or by an earlier click; at the instant when the last form
    reached us (O1)."""
    opened = opened_ticket(draft.token, administrator, lock=True)
    if opened is not None:
        return opened
    describe, checks, impact = (draft.form(step) for step in FORMS)
    for form in (describe, checks, impact):
        form.full_clean()
    follows = access.tickets_of(administrator).filter(number=draft.follows or 0).first()
    return lifecycle.open_ticket(
        administrator=administrator,
        channel=Channel.PORTAL,
        subject=describe.cleaned_data["subject"],
        text=describe.message_text(),
        at=at,
        recorded_at=at,
        by=administrator.user,
        files=files,
        low_priority=impact.cleaned_data["low_priority"],
        provisional_class=impact.provisional_class(),
        checks=checks.checks(),
        follows=follows,
        data={"once": draft.token, "impact": impact.test()},
    )


def opened_ticket(
    token: str, administrator: ClientAdministrator, *, lock: bool = False
) -> Ticket | None:
    event = event_with_token(token, Verb.OPEN, administrator, lock=lock)
    return access.tickets_of(administrator).get(pk=event.subject_id) if event else None


def event_with_token(
    token: str, verb: Verb, administrator: ClientAdministrator, *, lock: bool = False
) -> Event | None:
    """The person's event that carries the token. With `lock`, inside a transaction, the second of
    two clicks at once waits here for the first."""
    if lock:
        ClientAdministrator.objects.select_for_update(no_key=True).get(pk=administrator.pk)
    if not token:
        return None
    events = Event.objects.filter(actor=administrator.user, verb=verb, data__once=token)
    return events.order_by("id").first()
