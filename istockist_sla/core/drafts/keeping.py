"""Keeps what a form's author has typed, and gives it back to that person alone.

A form carries `author`, signed: who was given it, and where it is found. By it a text is kept
also when the session has expired, and is shown to nobody else who signs in at the same browser.
"""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from django import forms
from django.core import signing
from django.db import transaction
from django.http import HttpRequest

from istockist_sla.core.models import FormDraft, User

FIELD = "author"
SALT = "author of a form"
# Fields that belong to the form as it was shown, not to what was typed.
OF_THE_FORM = {FIELD, "csrfmiddlewaretoken", "once", "seen"}
# Says something only beside a text.
MODE = "mode"
# What has been read for a request is kept on it under this name.
READ = "form_drafts"
LONGEST_AGE = 90 * 24 * 3600
MOST_CHARS, MOST_DRAFTS, MOST_FILES = 1_000_000, 50, 100


class Authorship(NamedTuple):
    """Who was given a form, and which: `/tickets/60001/#answer`."""

    person_id: int
    form: str

    @property
    def page(self) -> str:
        return self.form.partition("#")[0]


def sign(person: User, form: str) -> str:
    return signing.dumps([person.pk, form], salt=SALT)


def authorship_of(request: HttpRequest) -> Authorship | None:
    """By the form's own `author`; None where it has none, or one that we did not sign."""
    try:
        person_id, form = signing.loads(request.POST.get(FIELD, ""), salt=SALT, max_age=LONGEST_AGE)
    except signing.BadSignature:
        return None
    return Authorship(person_id, form)


def own_authorship_of(request: HttpRequest) -> Authorship | None:
    """The same, where the author is who is signed in."""
    written = authorship_of(request)
    return written if written is not None and written.person_id == request.user.pk else None


def keep(request: HttpRequest, written: Authorship, *, at: datetime) -> FormDraft | None:
    """What the request's form holds becomes the author's draft; nothing typed leaves none."""
    request.__dict__.pop(READ, None)
    fields = typed_fields(request)
    files = [
        str(file.name).replace("\0", "") for _, sent in request.FILES.lists() for file in sent
    ][:MOST_FILES]
    said = any(value.strip() for name in fields if name != MODE for value in fields[name])
    if not said and not files:
        discard(written)
        return None
    columns = {"fields": fields, "files": files, "updated_at": at}
    return store(written, columns)


@transaction.atomic
def store(written: Authorship, columns: dict[str, object]) -> FormDraft | None:
    """At most `MOST_DRAFTS` of a person, the newest; none of somebody who may not sign in."""
    if not User.objects.filter(pk=written.person_id, is_active=True).exists():
        return None
    draft, _ = FormDraft.objects.update_or_create(
        person_id=written.person_id, form=written.form, defaults=columns
    )
    drafts = FormDraft.objects.filter(person=written.person_id)
    old = drafts.order_by("-updated_at", "-pk").values_list("pk", flat=True)[MOST_DRAFTS:]
    FormDraft.objects.filter(pk__in=list(old)).delete()
    return draft


def typed_fields(request: HttpRequest) -> dict[str, list[str]]:
    """Every field that a person may have filled in, `MOST_CHARS` in all."""
    left, fields = MOST_CHARS, dict[str, list[str]]()
    for name, values in request.POST.lists():
        if name in OF_THE_FORM:
            continue
        cut = []
        for value in values:
            cut.append(value.replace("\0", "")[:left])
            left = max(0, left - len(value))
        fields[name.replace("\0", "")[:100]] = cut
    return fields


def keep_own(request: HttpRequest, *, at: datetime) -> None:
    """The form was not carried out: what it holds stays its author's draft."""
    written = own_authorship_of(request)
    if written is not None:
        keep(request, written, at=at)


def drop(request: HttpRequest) -> None:
    """The form was sent: its draft is no longer one."""
    written = own_authorship_of(request)
    if written is not None:
        discard(written)


def discard(written: Authorship) -> None:
    FormDraft.objects.filter(person=written.person_id, form=written.form).delete()


def find(request: HttpRequest, form: str) -> FormDraft | None:
    """The person's own; all those of a page are read at once."""
    page = form.partition("#")[0]
    pages: dict[str, dict[str, FormDraft]] = request.__dict__.setdefault(READ, {})
    if page not in pages:
        drafts = FormDraft.objects.filter(person=request.user.pk, form__startswith=f"{page}#")
        pages[page] = {draft.form: draft for draft in drafts}
    return pages[page].get(form)


def read_all(request: HttpRequest, forms_of_page: Collection[str]) -> None:
    """The person's own of several pages, in one query: `find` asks no more for them."""
    pages: dict[str, dict[str, FormDraft]] = request.__dict__.setdefault(READ, {})
    pages.update({form.partition("#")[0]: {} for form in forms_of_page})
    for draft in FormDraft.objects.filter(person=request.user.pk, form__in=forms_of_page):
        pages[draft.form.partition("#")[0]][draft.form] = draft


def fill(form: forms.Form, draft: FormDraft | None) -> None:
    """The form shows the draft, as if it had just been typed; files cannot be shown."""
    if draft is None:
        return
    for name, field in form.fields.items():
        widget, key = field.widget, form.add_prefix(name)
        if widget.needs_multipart_form or widget.value_omitted_from_data(draft.typed, {}, key):
            continue
        form.initial[name] = widget.value_from_datadict(draft.typed, {}, key)


def forget(*, before: datetime) -> int:
    """Drafts that nobody has touched since `before`."""
    return FormDraft.objects.filter(updated_at__lt=before).delete()[0]
