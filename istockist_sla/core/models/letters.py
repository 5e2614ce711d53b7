"""The outbox of letters, which is the record of what was sent too."""

from datetime import datetime

from django.db import models

from istockist_sla.core.models.events import Event


class LetterQuerySet(models.QuerySet["Letter"]):
    def about(self, kind: str, subject_id: int) -> "LetterQuerySet":
        return self.filter(subject_kind=kind, subject_id=subject_id)

    def due(self, at: datetime) -> "LetterQuerySet":
        """Waiting letters whose time has come, and claimed ones whose sender has died; first
        those that hold a secret, which is of use for minutes only."""
        return self.filter(
            state__in=[Letter.State.QUEUED, Letter.State.SENDING], next_try_at__lte=at
        ).order_by(models.F("secret_until").asc(nulls_last=True), "next_try_at", "id")


class Letter(models.Model):
    """One letter to one recipient: in the outbox until it is sent, a record of it from then on."""

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
    secret_until = models.DateTimeField(
        null=True,
        blank=True,
        help_text="It holds a secret: what it says is not kept, and it is not sent after this.",
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
                fields=["secret_until", "next_try_at", "id"],
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

    @property
    def is_secret(self) -> bool:
        return self.secret_until is not None

    @property
    def most_unknown_attempts(self) -> int:
        """After so many attempts without an answer a person decides. A second letter with another
        secret would make the first one's worthless, so there is none."""
        return 1 if self.is_secret else 2
