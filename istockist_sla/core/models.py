"""People, the append-only log of events, the outbox of letters, and signs of life."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower, Now


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **columns: Any) -> "User":
        user = self.model(email=email.strip().lower(), **columns)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **columns: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **columns)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in: of Support, of a technical team, a manager or a client's."""

    email = models.EmailField("e-mail address", unique=True)
    name = models.CharField(max_length=120)
    is_staff = models.BooleanField("may use the desk", default=False)
    is_active = models.BooleanField("may sign in", default=True)
    date_joined = models.DateTimeField("created", db_default=Now())

    objects: ClassVar[UserManager] = UserManager()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = "person"
        verbose_name_plural = "people"
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_any_case")]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def initials(self) -> str:
        words = (self.name or self.email).split()
        return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()

    def get_short_name(self) -> str:
        return (self.name or self.email).split()[0]

    def get_full_name(self) -> str:
        return self.name


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
    """What happened, once and for all: the database refuses to change or delete a row.

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
        ARTICLE = "article"
        OUTAGE = "outage"
        MAINTENANCE = "maintenance"
        COMPONENT = "component"
        USER = "user"

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
    recorded_at = models.DateTimeField()
    data = models.JSONField(default=dict)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["subject_kind", "subject_id", "id"], name="event_subject")]
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


class LetterQuerySet(models.QuerySet["Letter"]):
    def about(self, kind: str, subject_id: int) -> "LetterQuerySet":
        return self.filter(subject_kind=kind, subject_id=subject_id)

    def due(self, at: datetime) -> "LetterQuerySet":
        """Waiting letters whose time has come, and claimed ones whose sender has died."""
        return self.filter(
            state__in=[Letter.State.QUEUED, Letter.State.SENDING], next_try_at__lte=at
        ).order_by("next_try_at", "id")


class Letter(models.Model):
    """One letter to one recipient: outbox while it waits, record of what was sent after."""

    class State(models.TextChoices):
        QUEUED = "queued", "Waiting"
        SENDING = "sending", "Being sent"
        SENT = "sent", "Sent"
        FAILED = "failed", "Given up"
        UNCLEAR = "unclear", "Outcome unknown"

    key = models.CharField(max_length=200, unique=True, help_text="What makes this letter one.")
    subject_kind = models.CharField(max_length=16, choices=Event.Kind)
    subject_id = models.BigIntegerField()
    template = models.CharField(max_length=40)
    to_address = models.EmailField()
    to_name = models.CharField(max_length=120, blank=True)
    context = models.JSONField(default=dict)
    message_id = models.CharField(max_length=200, unique=True)
    state = models.CharField(max_length=16, choices=State, default=State.QUEUED)
    created_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    unknown_attempts = models.PositiveSmallIntegerField(
        default=0, help_text="Attempts that ended without an answer: the letter may have arrived."
    )
    sent_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=500, blank=True)
    subject = models.CharField(max_length=250, blank=True)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["next_try_at"],
                name="letter_due",
                condition=models.Q(state__in=["queued", "sending"]),
            ),
            models.Index(fields=["subject_kind", "subject_id"], name="letter_subject"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="sent", sent_at__isnull=False)
                | (~models.Q(state="sent") & models.Q(sent_at__isnull=True)),
                name="letter_sent_has_instant",
            )
        ]

    def __str__(self) -> str:
        return f"{self.template} to {self.to_address}"


class Heartbeat(models.Model):
    """When a background part last showed that it works."""

    name = models.CharField(max_length=40, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} at {self.at:%H:%M:%S}"
