"""The outbox of letters, which is the record of what was sent too, and the mail server."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q, Window
from django.db.models.functions import Lower, RowNumber

from istockist_sla.core.models.events import Event

# No person of the desk is to decide about a letter of these that did not arrive.
TO_STRANGERS = (Event.Kind.MAIL, Event.Kind.SUBSCRIPTION)


class LetterQuerySet(models.QuerySet["Letter"]):
    def about(self, kind: str, subject_id: int) -> "LetterQuerySet":
        return self.filter(subject_kind=kind, subject_id=subject_id)

    def waiting(self) -> "LetterQuerySet":
        return self.filter(state__in=[Letter.State.QUEUED, Letter.State.SENDING])

    def due(self, at: datetime) -> "LetterQuerySet":
        """Waiting letters whose time has come, and claimed ones whose sender has died."""
        return self.waiting().filter(next_try_at__lte=at)

    def secret(self) -> "LetterQuerySet":
        return self.filter(secret_until__isnull=False)

    def in_turn(self) -> "LetterQuerySet":
        """First those that hold a secret, which is of use for minutes only; then the required
        ones (P7); and each recipient's first letter before anybody's second."""
        within = [F("is_required").desc(), F("next_try_at").asc(), F("id").asc()]
        turn = Window(RowNumber(), partition_by=Lower("to_address"), order_by=within)
        secret_first = F("secret_until").asc(nulls_last=True)
        return self.annotate(turn=turn).order_by(
            secret_first, "-is_required", "turn", "next_try_at", "id"
        )

    def undecided(self) -> "LetterQuerySet":
        """Nobody has them, or nobody knows, until a person decides. Nothing is to be decided about
        a secret that did not arrive in time, nor about what a stranger was answered: whose mail
        is held, as such senders are often forged, or who reads the status page by mail."""
        return self.filter(
            state__in=[Letter.State.FAILED, Letter.State.UNCLEAR],
            secret_until=None,
            given_up_at=None,
        ).exclude(subject_kind__in=TO_STRANGERS)


class Letter(models.Model):
    """One letter to one recipient: in the outbox until it is sent, a record of it from then on."""

    class State(models.TextChoices):
        QUEUED = "queued", "Waiting"
        SENDING = "sending", "Being sent"
        SENT = "sent", "Sent"
        FAILED = "failed", "Not delivered"
        UNCLEAR = "unclear", "Outcome unknown"

    key = models.CharField(max_length=200, unique=True, help_text="What makes this letter one.")
    subject_kind = models.CharField(max_length=16, choices=Event.Kind)
    subject_id = models.BigIntegerField()
    template = models.CharField(max_length=40)
    is_required = models.BooleanField(
        default=True, help_text="It goes before others where the letters a minute are limited."
    )
    to_address = models.EmailField()
    to_name = models.CharField(max_length=120, blank=True)
    context = models.JSONField(default=dict)
    message_id = models.CharField(max_length=200, unique=True)
    state = models.CharField(max_length=16, choices=State, default=State.QUEUED)
    created_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    tried_at = models.DateTimeField(null=True, blank=True, db_index=True)
    refused_since = models.DateTimeField(
        null=True, blank=True, help_text="This letter itself, and not for want of a server."
    )
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
    given_up_at = models.DateTimeField(
        null=True, blank=True, help_text="When a person decided that it is not sent any more."
    )
    given_up_note = models.CharField(max_length=500, blank=True)
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
                condition=Q(state__in=["queued", "sending"]),
            ),
            models.Index(
                fields=["id"],
                name="letter_undecided",
                condition=Q(
                    state__in=["failed", "unclear"],
                    secret_until__isnull=True,
                    given_up_at__isnull=True,
                ),
            ),
            models.Index(fields=["subject_kind", "subject_id"], name="letter_subject"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False)
                | (~Q(state="sent") & Q(sent_at__isnull=True)),
                name="letter_sent_has_instant",
            ),
            models.CheckConstraint(
                condition=Q(given_up_at__isnull=True) | Q(state__in=["failed", "unclear"]),
                name="letter_given_up_is_not_on_its_way",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.template} to {self.to_address}"

    @property
    def is_secret(self) -> bool:
        return self.secret_until is not None

    @property
    def is_undecided(self) -> bool:
        """As `LetterQuerySet.undecided` finds them."""
        ended = self.state in (self.State.FAILED, self.State.UNCLEAR)
        to_stranger = self.subject_kind in TO_STRANGERS
        return ended and not (self.is_secret or to_stranger or self.given_up_at)


class Relay(models.Model):
    """The mail server that takes our letters, as it was met last; one row."""

    name = models.CharField(max_length=40, unique=True)
    failing_since = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveIntegerField(default=0, help_text="In a row, with none sent between.")
    next_try_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=500, blank=True)

    def __str__(self) -> str:
        return self.name
