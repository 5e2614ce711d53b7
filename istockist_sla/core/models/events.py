"""The append-only log of events, of any subject."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import models

from istockist_sla.core.models.cutoffs import RecordedAtField
from istockist_sla.core.models.users import User


class EventQuerySet(models.QuerySet["Event"]):
    def about(self, kind: str, subject_id: int) -> "EventQuerySet":
        return self.filter(subject_kind=kind, subject_id=subject_id)

    def about_any(self, kind: str, subject_ids: Iterable[int]) -> "EventQuerySet":
        return self.filter(subject_kind=kind, subject_id__in=list(subject_ids))

    def newest_id(self) -> int:
        """The id of the newest event of these; 0 where there is none."""
        return self.order_by("-id").values_list("id", flat=True).first() or 0

    def append(
        self,
        *,
        kind: str,
        subject_id: int,
        verb: str,
        by: User | None,
        side: str,
        at: datetime,
        recorded_at: datetime | None = None,
        data: dict[str, Any] | None = None,
    ) -> "Event":
        return self.create(
            subject_kind=kind,
            subject_id=subject_id,
            verb=verb,
            actor=by,
            side=side,
            at=at,
            recorded_at=recorded_at or at,
            data=data or {},
        )


class Event(models.Model):
    """One fact about a subject; the database refuses to change or delete a row.

    `data` holds ids, codes and instants and no personal text, so that a person can be
    erased while the figures stay.
    """

    class Kind(models.TextChoices):
        TICKET = "ticket"
        FAULT = "fault"
        CLIENT = "client"
        AGREEMENT = "agreement"
        CALENDAR = "calendar"
        HOLIDAYS = "holidays"
        MAIL = "mail"
        LETTER = "letter"
        FLOOD = "flood"
        ARTICLE = "article"
        OUTAGE = "outage"
        MAINTENANCE = "maintenance"
        COMPONENT = "component"
        SUBSCRIPTION = "subscription"
        USER = "user"
        MONTH = "month"

    class Side(models.TextChoices):
        CLIENT = "client", "Client"
        SUPPORT = "support", "Support"
        TECHNICAL = "technical", "Technical team"
        SYSTEM = "system", "System"

    subject_kind = models.CharField(max_length=16, choices=Kind)
    subject_id = models.BigIntegerField()
    verb = models.CharField(max_length=32)
    actor = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="acts")
    side = models.CharField(max_length=16, choices=Side)
    at = models.DateTimeField()
    recorded_at = RecordedAtField()
    data = models.JSONField(default=dict)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["subject_kind", "subject_id", "id"], name="event_subject"),
            models.Index(
                fields=["id"],
                name="event_of_service",
                condition=models.Q(subject_kind__in=["outage", "maintenance", "component"]),
            ),
            models.Index(
                fields=["at", "subject_id"],
                name="event_reopened",
                condition=models.Q(subject_kind="ticket", verb="reopen"),
            ),
            models.Index(
                fields=["at", "subject_id"],
                name="event_closed",
                condition=models.Q(subject_kind="ticket", verb="close"),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(recorded_at__gte=models.F("at")), name="event_recorded_after"
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject_kind} {self.subject_id}: {self.verb}"

    @property
    def by_person(self) -> bool:
        return self.actor_id is not None
