"""What other monitors recorded, taken from a file: it counts once another person approved it."""

from collections.abc import Iterable
from itertools import chain, islice
from typing import NamedTuple

from django.conf import settings
from django.db import connection, models
from django.db.models import F, Q

from availability.models.components import Component
from availability.models.decisions import DecidedByAnother, decision_constraints
from availability.models.outages import Impact, Outage

# Rows a statement, and below the least number of values that a database takes in one.
CHUNK = 500
ADD = """
INSERT INTO availability_importedcheck (batch_id, component_id, second, ok, latency_ms)
VALUES {rows}
"""


class CheckColumns(NamedTuple):
    batch: int
    component: int
    second: int
    ok: bool
    latency_ms: int | None


class ImportBatchQuerySet(models.QuerySet["ImportBatch"]):
    def to_decide(self) -> "ImportBatchQuerySet":
        return self.filter(proposed_at__isnull=False, approved__isnull=True)

    def drafts(self) -> "ImportBatchQuerySet":
        return self.filter(proposed_at__isnull=True)


class ImportBatch(DecidedByAnother):
    """One file: read and shown, then proposed by who read it, then decided (A5, G10)."""

    class Format(models.TextChoices):
        CSV_CHECKS = "csv-checks", "CSV: checks"
        CSV_OUTAGES = "csv-outages", "CSV: outages"
        UPTIME_KUMA = "uptime-kuma", "Uptime Kuma: heartbeats"
        GATUS = "gatus", "Gatus: statuses of endpoints"
        HEALTHCHECKS = "healthchecks", "Healthchecks: flips of a check"
        STATUSPAGE = "statuspage", "Statuspage: incidents"

    format = models.CharField(max_length=16, choices=Format)
    file_name = models.CharField("file", max_length=120)
    evidence = models.TextField(max_length=2000)
    remarks = models.JSONField(default=list, help_text="What of the file was left out, and why.")
    # How many were proposed; before that they are counted.
    checks = models.PositiveIntegerField(default=0)
    read_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    read_at = models.DateTimeField()
    proposed_at = models.DateTimeField(null=True, blank=True)

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name = "import"
        default_permissions = ["view"]
        permissions = [("import_records", "Can import outages and checks of other monitors")]
        constraints = [
            models.CheckConstraint(
                condition=Q(proposed_at__isnull=True) | Q(proposed_at__gte=F("read_at")),
                name="import_proposed_once_read",
            ),
            models.CheckConstraint(
                condition=Q(approved__isnull=True) | Q(proposed_at__isnull=False),
                name="import_decided_once_proposed",
            ),
            models.CheckConstraint(condition=~Q(evidence=""), name="import_has_evidence"),
            *decision_constraints("import", "read_by", "proposed_at"),
        ]

    def __str__(self) -> str:
        return f"{self.file_name}, {self.get_format_display()}"

    @property
    def is_draft(self) -> bool:
        return self.proposed_at is None


class ImportedCheckQuerySet(models.QuerySet["ImportedCheck"]):
    def add(self, rows: Iterable[CheckColumns]) -> None:
        """Many at once, without a Python object for each: nobody who measures waits for long."""
        with connection.cursor() as cursor:
            left = iter(rows)
            while chunk := list(islice(left, CHUNK)):
                places = ", ".join(["(%s, %s, %s, %s, %s)"] * len(chunk))
                cursor.execute(ADD.format(rows=places), list(chain.from_iterable(chunk)))


class ImportedCheck(models.Model):
    """A check that waits; approved, it is a measurement of its batch and stands here no more."""

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="waiting", db_index=False)
    component = models.ForeignKey(Component, models.PROTECT, related_name="+", db_index=False)
    second = models.BigIntegerField(help_text="When it was asked, in seconds since 1970.")
    ok = models.BooleanField()
    latency_ms = models.PositiveSmallIntegerField(null=True)

    objects = ImportedCheckQuerySet.as_manager()

    class Meta:
        default_permissions = []
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "component", "second"], name="imported_check_once"
            )
        ]
        indexes = [models.Index(fields=["component", "second"], name="imported_check_of")]

    def __str__(self) -> str:
        return f"{self.component}: {'answered' if self.ok else 'failed'}"


class ImportedOutage(models.Model):
    """An outage of a file; proposed, it is declared. `source_id` is its name in its source, where
    it is one and the same in every file."""

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="outages")
    source = models.CharField(max_length=16, choices=ImportBatch.Format)
    source_id = models.CharField(max_length=120)
    component = models.ForeignKey(Component, models.PROTECT, related_name="+")
    title = models.CharField(max_length=120)
    impact = models.CharField(max_length=10, choices=Impact)
    starts_at = models.DateTimeField("from")
    ends_at = models.DateTimeField("until")
    outage = models.ForeignKey(Outage, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["starts_at", "id"]
        default_permissions = []
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="imported_outage_ends_after_start"
            ),
            models.UniqueConstraint(
                fields=["source", "source_id", "component"],
                condition=Q(outage__isnull=False),
                name="imported_outage_once",
            ),
        ]

    def __str__(self) -> str:
        return self.title
