"""Letters by what became of them, and by their kind."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from istockist_sla.core.models import Letter


class ByOutcome(admin.SimpleListFilter):
    title, parameter_name = "outcome", "outcome"
    as_tabs = True

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("undecided", "To decide"), ("refused", "Put off by the recipient's server")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Letter]) -> QuerySet[Letter]:
        rows: Any = queryset
        if self.value() == "undecided":
            return rows.undecided()
        if self.value() == "refused":
            return rows.waiting().filter(refused_since__isnull=False)
        return queryset


def named(template: str) -> str:
    """A kind of letter in words."""
    return template.replace("_", " ").capitalize()


class ByTemplate(admin.SimpleListFilter):
    title, parameter_name = "kind", "template"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        kinds = Letter.objects.order_by("template").values_list("template", flat=True).distinct()
        return [(template, named(template)) for template in kinds]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Letter]) -> QuerySet[Letter]:
        return queryset.filter(template=self.value()) if self.value() else queryset
