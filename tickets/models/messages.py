"""What people wrote in a ticket's folder: messages, files, questions and hand-overs."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from istockist_sla.core.lib.filetypes import disagree
from tickets.models.tickets import Team, Ticket

DRAWN = ("image/png", "image/jpeg", "image/gif", "image/webp")
LARGEST_DRAWN = 5_000_000


class MessageQuerySet(models.QuerySet["Message"]):
    def for_client(self) -> "MessageQuerySet":
        return self.filter(
            kind__in=[Message.Kind.CLIENT, Message.Kind.REPLY, Message.Kind.QUESTION]
        )


class Message(models.Model):
    class Kind(models.TextChoices):
        CLIENT = "client", "From the client"
        REPLY = "reply", "Reply to the client"
        QUESTION = "question", "Question to the client"
        NOTE = "note", "Internal note"
        HAND_OVER = "hand-over", "Hand-over to a technical team"
        REPORT = "report", "Answer of a technical team"

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="messages")
    kind = models.CharField(max_length=12, choices=Kind)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="messages"
    )
    at = models.DateTimeField()
    text = models.TextField()
    quoted = models.TextField(blank=True, help_text="Quoted mail, folded and never cut.")
    by_mail = models.BooleanField(default=False)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} in {self.ticket_id}"

    @property
    def is_internal(self) -> bool:
        return self.kind in (self.Kind.NOTE, self.Kind.HAND_OVER, self.Kind.REPORT)


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def waiting(self) -> "AttachmentQuerySet":
        """Not yet judged by the virus scanner."""
        return self.filter(scan=Attachment.Scan.WAITING)


class Attachment(models.Model):
    """A file of a message. Files with the same content share one stored file."""

    class Scan(models.TextChoices):
        """What the virus scanner said of the content."""

        OFF = "off", "Not scanned"
        WAITING = "waiting", "Being scanned"
        CLEAN = "clean", "No virus found"
        INFECTED = "infected", "Infected"
        UNSCANNABLE = "unscannable", "Could not be scanned"

    message = models.ForeignKey(Message, models.PROTECT, related_name="attachments")
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    file = models.FileField()
    inline = models.BooleanField(default=False, help_text="A picture inside a mail's text.")
    scan = models.CharField(max_length=12, choices=Scan, default=Scan.OFF)
    scan_at = models.DateTimeField(
        null=True, blank=True, help_text="When it was judged, or the scanner first failed to."
    )
    scan_found = models.CharField(max_length=200, blank=True, help_text="In the scanner's words.")

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["id"], condition=Q(scan="waiting"), name="attachment_waiting")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_offered(self) -> bool:
        """Whether people may download it: never before the scanner, where there is one, has
        judged it clean."""
        return self.scan in (self.Scan.OFF, self.Scan.CLEAN)

    @property
    def is_image(self) -> bool:
        return self.content_type.startswith("image/")

    @property
    def is_previewed(self) -> bool:
        """Whether a page may show it small: a picture that every browser draws without running
        anything, of a size that a page can bear."""
        drawn = self.content_type in DRAWN and not self.is_disguised
        return self.is_offered and drawn and self.size <= LARGEST_DRAWN

    @property
    def is_disguised(self) -> bool:
        """Whether its name says that it is something else than its content shows."""
        return disagree(self.name, self.content_type)


class InformationRequestQuerySet(models.QuerySet["InformationRequest"]):
    def unanswered(self) -> "InformationRequestQuerySet":
        """Those that are open, the latest last (E2)."""
        return self.filter(ended_at=None).order_by("dated_at", "id")

    def undeliverable(self) -> "InformationRequestQuerySet":
        return self.filter(failed_at__isnull=False)


class InformationRequest(models.Model):
    """A recorded question to the client that the fix needs (K10, E1 b). What came of it is a
    cache of the events."""

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="questions")
    message = models.OneToOneField(Message, models.PROTECT, related_name="question")
    asked_at = models.DateTimeField()
    dated_at = models.DateTimeField(help_text="Asked, or delivered at last (E2).")
    failed_at = models.DateTimeField(
        null=True, blank=True, help_text="Its notice could not be delivered to anybody (K10)."
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    answered = models.BooleanField(default=False, help_text="Else closing ended it.")

    objects = InformationRequestQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["ended_at"], name="question_ended")]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered=False) | Q(ended_at__isnull=False),
                name="question_answered_has_end",
            )
        ]

    def __str__(self) -> str:
        return f"Question in {self.ticket_id} of {self.asked_at:%d %B %Y}"


class HandOver(models.Model):
    """Work given to Operations or Development, until they are heard (P5)."""

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="hand_overs")
    team = models.CharField(max_length=16, choices=Team)
    message = models.OneToOneField(Message, models.PROTECT, related_name="hand_over")
    handed_at = models.DateTimeField()
    heard_at = models.DateTimeField(null=True, blank=True)
    report = models.OneToOneField(
        Message, models.PROTECT, null=True, blank=True, related_name="heard_from"
    )

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["team", "heard_at"], name="hand_over_heard"),
            models.Index(fields=["team", "handed_at"], name="hand_over_handed"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["ticket"], condition=Q(heard_at__isnull=True), name="one_open_hand_over"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_team_display()}, ticket {self.ticket_id}"
