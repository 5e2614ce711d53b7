"""The reports of the closed months as they are sent: made once, and kept as they were made."""

from django.db import models
from django.db.models import Q

from tickets.models.clients import Client
from tickets.models.closings import ClosedMonth


class MonthReportQuerySet(models.QuerySet["MonthReport"]):
    def due(self) -> "MonthReportQuerySet":
        """Neither made nor superseded, the oldest first."""
        return self.filter(made_at=None, superseded_at=None).order_by("pk")


class MonthReport(models.Model):
    """The report of a closing or an amendment, of all clients or of one: a row first, a file once
    it is made. It is superseded where the figures moved on to an amendment before it was made."""

    closed = models.ForeignKey(ClosedMonth, models.PROTECT, related_name="reports")
    client = models.ForeignKey(Client, models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=120, blank=True)
    content_type = models.CharField(max_length=100, blank=True)
    size = models.PositiveIntegerField(default=0)
    file = models.FileField(blank=True)
    made_at = models.DateTimeField(null=True, blank=True)
    superseded_at = models.DateTimeField(null=True, blank=True)

    objects = MonthReportQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["closed"], condition=Q(client=None), name="month_report_of_all_once"
            ),
            models.UniqueConstraint(fields=["closed", "client"], name="month_report_of_one_once"),
        ]

    def __str__(self) -> str:
        return f"{self.closed}, {self.client or 'all clients'}"
