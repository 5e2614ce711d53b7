"""Saving the queue as one looks at it, and changing or removing what was saved."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib.admin.views.main import ORDER_VAR
from django.db import IntegrityError, transaction

from istockist_sla.core.refusal import ActionRefused
from istockist_sla.desk.actions import ActionForm
from tickets.admin.saved_views import OF_CLOSED, view_of
from tickets.admin.tickets import columns
from tickets.admin.tickets.filters import KEPT, MENUS, SEARCH, Columns
from tickets.models import QueueView

READ = ("tickets.view_ticket",)
TITLES = {**{str(menu.parameter_name): str(menu.title) for menu in MENUS}, SEARCH: "words"}
NAMED = "You have a view of this name already. Choose another one."
MOST_OWN, LONGEST_WORD = 20, 200


def in_words(kept: Mapping[str, str]) -> str:
    """`Mine, class low`: what the filters of a view say."""
    base = view_of(kept.get("view", "")).name
    others = [f"{TITLES[word]} {kept[word]}" for word in KEPT[1:] if kept.get(word)]
    return ", ".join([base, *others])


class NamedViewForm(ActionForm):
    """Its name, and whether others see it."""

    permissions = READ
    name = forms.CharField(max_length=40, label="Name", help_text="It stands on the tab.")
    is_shared = forms.TypedChoiceField(
        choices=[("no", "Only I"), ("yes", "All who work with the queue")],
        coerce=lambda value: value == "yes",
        initial="no",
        widget=forms.RadioSelect,
        label="Who sees it",
    )

    def save(self, view: QueueView) -> QueueView:
        view.name = self.cleaned_data["name"]
        view.is_shared = self.cleaned_data["is_shared"]
        try:
            with transaction.atomic():
                view.save()
        except IntegrityError as error:
            raise ActionRefused(NAMED) from error
        return view


class SaveViewForm(NamedViewForm):
    """The filters, order and columns of the list come along, hidden."""

    verb, label, submit_label = "save", "Save the queue as a view", "Save the view"
    success_message = "Saved. The view has its tab."

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in (*KEPT, ORDER_VAR, Columns.parameter_name):
            self.fields[name] = forms.CharField(
                required=False, max_length=LONGEST_WORD, widget=forms.HiddenInput
            )
        kept = {name: str(self[name].value() or "") for name in KEPT}
        self.description = f"The tab will show: {in_words(kept)}."

    def perform(self) -> QueueView:
        data = self.cleaned_data
        if QueueView.objects.filter(owner=self.user).count() >= MOST_OWN:
            raise ActionRefused(f"You have {MOST_OWN} views. Remove one that you do not need.")
        given = [data[Columns.parameter_name]]
        of_closed = view_of(data["view"]) in OF_CLOSED
        display = columns.displayed(given, self.user, of_closed=of_closed)
        return self.save(
            QueueView(
                owner=self.user,
                filters={name: data[name] for name in KEPT if data[name]},
                order=columns.order_in_words(data[ORDER_VAR], display),
                columns=list(columns.chosen(given)) if given[0] else [],
                created_at=self.at,
            )
        )


class OwnViewForm(ActionForm):
    permissions = READ

    @classmethod
    def has_object_permission(cls, subject: QueueView, user: Any) -> bool:
        return subject.owner_id == user.pk


class ChangeViewForm(OwnViewForm, NamedViewForm):
    verb, label, submit_label = "rename", "Rename or share…", "Save"
    success_message = "Saved."

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("name", self.subject.name)
        self.initial.setdefault("is_shared", "yes" if self.subject.is_shared else "no")

    def perform(self) -> QueueView:
        return self.save(self.subject)


class RemoveViewForm(OwnViewForm):
    verb, label, is_dangerous = "remove", "Remove…", True
    description = "The view goes from the tabs of all who see it. No ticket does."
    success_message = "Removed."

    def perform(self) -> None:
        self.subject.delete()
