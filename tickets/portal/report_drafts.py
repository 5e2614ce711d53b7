"""Drafts of reports: kept for the person who writes them, and opened once as a ticket."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from istockist_sla.core.drafts import keeping
from istockist_sla.core.drafts.keeping import Authorship
from istockist_sla.core.models import Event, FormDraft, User
from tickets import access, lifecycle
from tickets.attachments import Upload
from tickets.models import Channel, ClientAdministrator, Ticket, Verb
from tickets.portal.forms import LONGEST_TEXT, ChecksForm, DescribeForm, ImpactForm

KEY = "report:"
MAX_DRAFTS = 5
FORMS = {"describe": DescribeForm, "checks": ChecksForm, "impact": ImpactForm}


@dataclass
class ReportDraft:
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


def begin(follows: int | None = None) -> ReportDraft:
    return ReportDraft(token=secrets.token_urlsafe(12), follows=follows)


def find(person: User, token: str) -> ReportDraft | None:
    stored = FormDraft.objects.filter(person=person, form=f"{KEY}{token}").first()
    return _as_report(stored) if stored else None


def latest(person: User) -> ReportDraft | None:
    stored = _of(person).first()
    return _as_report(stored) if stored else None


def _as_report(stored: FormDraft) -> ReportDraft:
    return ReportDraft(token=stored.form.removeprefix(KEY), **stored.fields)


def _of(person: User) -> Any:
    """Those of a person, the newest first."""
    drafts = FormDraft.objects.filter(person=person, form__startswith=KEY)
    return drafts.order_by("-updated_at", "-pk")


def save(
    person: User, draft: ReportDraft, step: str, typed: Mapping[str, str], *, at: datetime
) -> None:
    """Keep what was typed in one step; at most `MAX_DRAFTS` are kept, the newest."""
    draft.answers[step] = {
        name: typed.get(name, "")[: 2 * LONGEST_TEXT] for name in FORMS[step]().fields
    }
    answers = {
        code: {name: value.replace("\0", "") for name, value in given.items()}
        for code, given in draft.answers.items()
    }
    fields = {"follows": draft.follows, "answers": answers}
    written = Authorship(person.pk, f"{KEY}{draft.token}")
    keeping.store(written, {"fields": fields, "updated_at": at})
    old = _of(person).values_list("pk", flat=True)[MAX_DRAFTS:]
    FormDraft.objects.filter(pk__in=list(old)).delete()


def drop(person: User, token: str) -> None:
    form = f"{KEY}{token}".replace("\0", "")
    FormDraft.objects.filter(person=person, form=form).delete()


@transaction.atomic
def open_once(
    draft: ReportDraft, files: list[Upload], *, administrator: ClientAdministrator, at: datetime
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
    """The ticket that the report has become. With `lock`, inside a transaction, the second of two
    clicks at once waits here for the first."""
    if lock:
        ClientAdministrator.objects.select_for_update(no_key=True).get(pk=administrator.pk)
    opened = Event.objects.filter(actor=administrator.user, verb=Verb.OPEN, data__once=token)
    event = opened.order_by("id").first() if token else None
    return access.tickets_of(administrator).get(pk=event.subject_id) if event else None
