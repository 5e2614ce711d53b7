"""Rows with a statement that waits for another person's decision (G10)."""

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from availability.models import (
    CauseStatement,
    Correction,
    Exclusion,
    ImportBatch,
    Interruption,
    LateWork,
)


class Waits(admin.SimpleListFilter):
    title = "decision"
    parameter_name = "waits"
    as_tabs = True

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", "Something waits")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(self.waiting()) if self.value() else queryset

    def waiting(self) -> Q:
        raise NotImplementedError


class OutageWaits(Waits):
    def waiting(self) -> Q:
        declared = Interruption.objects.to_decide().values("outage")
        corrected = Correction.objects.to_decide().values("interruption__outage")
        excluded = Exclusion.objects.to_decide().exclude(outage=None).values("outage")
        caused = CauseStatement.objects.to_decide().values("outage")
        return Q(pk__in=declared) | Q(pk__in=corrected) | Q(pk__in=excluded) | Q(pk__in=caused)


class WorkWaits(Waits):
    def waiting(self) -> Q:
        return Q(pk__in=LateWork.objects.to_decide().values("maintenance"))


class ImportWaits(Waits):
    def waiting(self) -> Q:
        return Q(pk__in=ImportBatch.objects.to_decide())
