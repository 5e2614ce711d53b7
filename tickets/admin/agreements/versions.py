"""Versions in the desk: drafted, changed while a draft, and published once (V1)."""

from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.contrib import admin
from django.db import models
from django.db.models import QuerySet
from django.forms import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone

from istockist_sla.core.drafts import keeping
from istockist_sla.core.models import FormDraft
from istockist_sla.desk.actions import ActionAdmin, ActionForm, instant_cell, stamp
from istockist_sla.desk.fields import DayField
from tickets import records
from tickets.admin.agreements.preview import draft_name, preview_of


class PublishVersionForm(ActionForm):
    """Puts a draft in force; subclassed for each kind of version."""

    verb = "publish"
    label = "Publish…"
    description = (
        "It judges the tickets that are opened from then on. Once published it never "
        "changes; a correction is a new version (V1)."
    )
    success_message = "Published."

    effective_on = DayField(
        label="In force from",
        help_text="From 00:00 of the calendar's zone on that day; a day that is still to come.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tomorrow = self.at.date() + timedelta(days=1)
        self.initial.setdefault("effective_on", tomorrow.isoformat())

    @classmethod
    def is_available(cls, subject: Any, user: Any, at: datetime) -> bool:
        return not subject.is_published


class DraftFormSet(BaseInlineFormSet):
    """Rows of a draft, among which none is there twice, also by an older page of it."""

    def initial_form_count(self) -> int:
        """Django takes a number below nothing as a count from the end."""
        return max(0, super().initial_form_count())

    def clean(self) -> None:
        super().clean()
        leaving = self.deleted_forms
        for form in self.forms:
            if form.has_changed() and not form.errors and form not in leaving:
                others = self._like(form.instance).exclude(pk=form.instance.pk)
                if others.exclude(pk__in=[each.instance.pk for each in leaving]).exists():
                    form.add_error(None, "This row is there already. Open the draft anew.")

    def _like(self, row: Any) -> QuerySet[Any]:
        """The rows of the draft that are unique by the same fields, which Django leaves out."""
        model: Any = type(row)
        rows = model.objects.none()
        for constraint in model._meta.total_unique_constraints:
            rows |= model.objects.filter(**{name: getattr(row, name) for name in constraint.fields})
        return rows


class DraftInline(admin.TabularInline):
    """Rows of a draft: who may change the draft may add, change and remove them."""

    extra = 0
    formset = DraftFormSet
    formfield_overrides = {models.DateField: {"form_class": DayField}}

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._can_change_draft(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._can_change_draft(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._can_change_draft(request, obj)

    def _can_change_draft(self, request: HttpRequest, draft: Any) -> bool:
        opts = self.parent_model._meta
        permitted = request.user.has_perm(f"{opts.app_label}.change_{opts.model_name}")
        return permitted and (draft is None or not draft.is_published)


class VersionAdmin(ActionAdmin):
    """Published rows are read-only; a draft has Django's own form, with its rows beneath."""

    change_form_template = "admin/version_form.html"
    page_template = "admin/version.html"
    draft_fields: ClassVar[tuple[str, ...]] = ()

    def get_urls(self) -> list[Any]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_preview"
        own = path("<path:object_id>/preview/", preview_of(self), name=name)
        return [own, *super().get_urls()]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        permitted = request.user.has_perm(f"{self.opts.app_label}.change_{self.opts.model_name}")
        return permitted and (obj is None or not obj.is_published)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        return [(None, {"fields": self.draft_fields})] if self.draft_fields else []

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return self.draft_fields

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        version = self.get_viewable(request, object_id)
        named = {} if version.is_published else {"draft_name": draft_name(self, version)}
        if not self.has_change_permission(request, version):
            return super().change_view(request, object_id, form_url, named | (extra_context or {}))
        context = {
            "available_actions": self.available_actions(request, version, timezone.now()),
            "seen": self.get_events(version).newest_id(),
            "title": f"{version}, draft",
            **named,
            "subtitle": None,
            "show_save_and_add_another": False,
        }
        return admin.ModelAdmin.change_view(
            self, request, object_id, form_url, context | (extra_context or {})
        )

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """Filled with what was typed and not saved, as if it had just been refused."""
        form_class = super().get_form(request, obj, change, **kwargs)
        unsaved = self._unsaved(request)
        if unsaved is None:
            return form_class
        typed = unsaved.typed

        class UnsavedForm(form_class):  # type: ignore[misc, valid-type]
            def __init__(self, *args: Any, **kwargs: Any) -> None:
                super().__init__(*args, **{"data": typed, **kwargs})

        return UnsavedForm

    def get_formset_kwargs(
        self, request: HttpRequest, obj: Any, inline: Any, prefix: str
    ) -> dict[str, Any]:
        kwargs: dict[str, Any] = super().get_formset_kwargs(request, obj, inline, prefix)
        unsaved = self._unsaved(request)
        return kwargs if unsaved is None else {**kwargs, "data": unsaved.typed}

    def _unsaved(self, request: HttpRequest) -> FormDraft | None:
        is_shown = request.method in ("GET", "HEAD")
        return keeping.find(request, f"{request.path}#version") if is_shown else None

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        keeping.drop(request)
        records.record_revision(form.instance, by=request.user, at=timezone.now())  # type: ignore[arg-type]

    @admin.display(description="In force from, GMT", ordering="effective_from")
    def in_force_from(self, version: Any) -> str:
        return instant_cell(version.effective_from) if version.is_published else "draft"

    def publication(self, version: Any) -> list[tuple[str, Any]]:
        if version.published_at is None:
            return [("State", "draft")]
        by = version.published_by or "shipped with the software"
        return [
            ("In force from", stamp(version.effective_from)),
            ("Published", f"{stamp(version.published_at)}, {by}"),
        ]
