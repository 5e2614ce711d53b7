"""Reports that are being written: kept in the session, opened once as a ticket."""

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
from tickets.models import Channel, ClientAdministrator, Ticket
from tickets.portal.forms import LONGEST_TEXT, ChecksForm, DescribeForm, ImpactForm

KEY = "reports"
MOST_DRAFTS = 5
FORMS = {"describe": DescribeForm, "checks": ChecksForm, "impact": ImpactForm}


@dataclass
class Draft:
    """`answers`: by step, what was typed, also where it is not valid yet."""

    token: str
    follows: int | None = None
    answers: dict[str, dict[str, str]] = field(default_factory=dict)

    def form(self, step: str) -> Any:
        """The step's form over what is kept of it."""
        return FORMS[step](self.answers.get(step, {}))

    def first_open_step(self) -> str | None:
        """The first step that cannot be sent as it is."""
        return next((step for step in FORMS if not self.form(step).is_valid()), None)

    @property
    def subject(self) -> str:
        return self.answers.get("describe", {}).get("subject", "")

    @property
    def since(self) -> str:
        return self.answers.get("describe", {}).get("since", "")


def begin(follows: int | None = None) -> Draft:
    return Draft(secrets.token_urlsafe(12), follows)


def find(session: SessionBase, token: str) -> Draft | None:
    kept = session.get(KEY, {}).get(token)
    return Draft(token, kept["follows"], kept["answers"]) if kept else None


def latest(session: SessionBase) -> Draft | None:
    tokens = list(session.get(KEY, {}))
    return find(session, tokens[-1]) if tokens else None


def save(session: SessionBase, draft: Draft, step: str, typed: Mapping[str, str]) -> None:
    """Keep what was typed in one step; the oldest drafts make room."""
    draft.answers[step] = {
        name: typed.get(name, "")[: 2 * LONGEST_TEXT] for name in FORMS[step]().fields
    }
    kept = dict(session.get(KEY, {}))
    kept.pop(draft.token, None)
    kept[draft.token] = {"follows": draft.follows, "answers": draft.answers}
    session[KEY] = dict(list(kept.items())[-MOST_DRAFTS:])


def drop(session: SessionBase, token: str) -> None:
    session[KEY] = {key: kept for key, kept in session.get(KEY, {}).items() if key != token}


@transaction.atomic
def open_once(
    draft: Draft, files: list[Upload], *, administrator: ClientAdministrator, at: datetime
) -> Ticket:
    """The draft's ticket, opened now or by an earlier click (O1: when its last form reached us)."""
    opened = opened_before(draft.token, administrator, lock=True)
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
        text=describe.whole_text(),
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


def opened_before(
    token: str, administrator: ClientAdministrator, *, lock: bool = False
) -> Ticket | None:
    event = written_before(token, "open", administrator, lock=lock)
    return access.tickets_of(administrator).get(pk=event.subject_id) if event else None


def written_before(
    token: str, verb: str, administrator: ClientAdministrator, *, lock: bool = False
) -> Event | None:
    """The person's act that carries the token. `lock`, inside a transaction: of two clicks at
    once the second waits here for the first."""
    if lock:
        ClientAdministrator.objects.select_for_update(no_key=True).get(pk=administrator.pk)
    if not token:
        return None
    events = Event.objects.filter(actor=administrator.user, verb=verb, data__once=token)
    return events.order_by("id").first()
