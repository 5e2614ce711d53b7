"""What events are about: by its name, and with its page where the reader may open it."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple, cast

from django.apps import apps
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from istockist_sla.core.models import Event
from istockist_sla.desk.links import PAGES
from tickets.models import Closing

Kind = Event.Kind
# What a row's own words need.
RELATED = {
    Kind.TICKET: ("client",),
    Kind.AGREEMENT: ("agreement",),
    Kind.CALENDAR: ("calendar",),
    Kind.LETTER: (),
}
NAMES = {
    Kind.MAIL: "a mail",
    Kind.LETTER: "a letter",
    Kind.FLOOD: "much mail of one sender",
    Kind.SUBSCRIPTION: "a subscription",
}


class Subject(NamedTuple):
    kind: str
    name: str
    url: str

    @property
    def link(self) -> SafeString | str:
        if not self.url:
            return self.name
        return format_html('<a href="{}">{}</a>', self.url, self.name)


def subjects_of(events: Sequence[Event], viewer: Any) -> dict[tuple[str, int], Subject]:
    """By kind and id, one query a kind; what is no more bears its kind's name alone."""
    ids: dict[str, set[int]] = defaultdict(set)
    for event in events:
        ids[event.subject_kind].add(event.subject_id)
    return {
        (kind, pk): subject
        for kind, pks in ids.items()
        for pk, subject in _of_kind(Kind(kind), pks, viewer).items()
    }


def _of_kind(kind: Kind, pks: set[int], viewer: Any) -> dict[int, Subject]:
    if kind == Kind.MONTH:
        return _months(pks, viewer)
    page = PAGES[kind]
    app, _, name = page.partition("_")
    model = cast(Any, apps.get_model(app, name))
    may_open = viewer.has_perm(f"{app}.view_{name}")
    rows: dict[int, Any] = {}
    if kind not in NAMES:
        rows = model.objects.select_related(*RELATED.get(kind, ())).in_bulk(pks)
    return {
        pk: Subject(
            kind,
            str(rows.get(pk, NAMES.get(kind, kind))),
            reverse(f"admin:{page}_change", args=[pk])
            if may_open and (pk in rows or kind in NAMES)
            else "",
        )
        for pk in pks
    }


def _months(pks: set[int], viewer: Any) -> dict[int, Subject]:
    may_open = viewer.has_perm("tickets.view_month")
    rows = Closing.objects.in_bulk(pks)
    return {
        pk: Subject(
            Kind.MONTH,
            row.of.name,
            reverse("months:closing", args=[row.month]) if may_open else "",
        )
        for pk, row in rows.items()
    }
