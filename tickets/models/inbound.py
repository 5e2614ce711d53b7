"""Mail that arrived: kept as raw bytes first, then what became of it."""

from django.db import models
from django.db.models import F, Q

from istockist_sla.core.models import Event, Letter
from tickets.models.clients import ClientAdministrator
from tickets.models.messages import Message
from tickets.models.tickets import Ticket


class Mailbox(models.Model):
    """How far a mailbox has been read: UIDs count within one UIDVALIDITY."""

    name = models.CharField(max_length=200, unique=True)
    uid_validity = models.BigIntegerField(default=0)
    last_uid = models.BigIntegerField(default=0)
    fetched_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=500, blank=True)
    in_force = models.BooleanField(default=True, help_text="Whether the settings name it.")

    class Meta:
        verbose_name_plural = "mailboxes"

    def __str__(self) -> str:
        return self.name


class InboundMailQuerySet(models.QuerySet["InboundMail"]):
    def unsettled(self) -> "InboundMailQuerySet":
        return self.filter(state__in=["received", "waiting", "held", "parked"])

    def unseen_automatic(self) -> "InboundMailQuerySet":
        """Mail of machines that belongs to no ticket and no letter: somebody has to look."""
        return self.filter(state="automatic", ticket=None, letter=None)

    def came_back(self) -> "InboundMailQuerySet":
        """Reports about letters that nobody has sent again since. What went to a stranger whose
        mail is held asks nobody: such senders are often forged."""
        returned = self.filter(state="automatic", letter__state=Letter.State.FAILED)
        return returned.exclude(letter__subject_kind=Event.Kind.MAIL)

    def doubtful(self) -> "InboundMailQuerySet":
        """What opened a ticket that is marked as perhaps automatic, and is open (K10)."""
        return self.filter(
            state="accepted",
            ticket__perhaps_automatic=True,
            ticket__closed_at=None,
            received_at=F("ticket__opened_at"),
        )

    def to_decide(self) -> "InboundMailQuerySet":
        """All that waits for a person. Each kind has an index of its own."""
        kinds = (self.unsettled(), self.unseen_automatic(), self.came_back(), self.doubtful())
        first, *others = (kind.order_by().values("pk") for kind in kinds)
        return self.filter(pk__in=first.union(*others))


class InboundMail(models.Model):
    """One received mail. Nothing is ever thrown away (P1)."""

    class State(models.TextChoices):
        RECEIVED = "received", "Received"
        WAITING = "waiting", "Waiting"
        ACCEPTED = "accepted", "In a ticket"
        HELD = "held", "Held"
        AUTOMATIC = "automatic", "Automatic mail"
        COPY = "copy", "Copy of a mail received before"
        PARKED = "parked", "Could not be read"
        REJECTED = "rejected", "Put aside"

    class Held(models.TextChoices):
        NOT_ADMINISTRATOR = "not-administrator", "The sender is no client administrator"
        STAFF = "staff", "The sender works in Support"
        UNVERIFIED = "unverified", "Unverified: nobody has confirmed who sent it"
        NO_SENDER = "no-sender", "There is no sender"

    raw = models.BinaryField()
    sha256 = models.CharField(max_length=64, unique=True)
    internet_id = models.CharField("Message-ID", max_length=250, blank=True, db_index=True)
    content_key = models.CharField(
        max_length=64, blank=True, help_text="Digest of sender, Message-ID and content."
    )
    occurrence = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        help_text="0 for the first mail of its content key, 1 for the next; none for a copy.",
    )
    copy_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="copies"
    )
    mailbox = models.ForeignKey(Mailbox, models.PROTECT, null=True, blank=True)
    uid_validity = models.BigIntegerField(null=True, blank=True)
    uid = models.BigIntegerField(null=True, blank=True)
    received_at = models.DateTimeField(help_text="When our mail server had it (O1).")
    stored_at = models.DateTimeField()
    from_address = models.CharField(max_length=254, blank=True)
    from_name = models.CharField(max_length=120, blank=True)
    subject = models.CharField(max_length=250, blank=True)
    state = models.CharField(max_length=12, choices=State, default=State.RECEIVED)
    wait_until = models.DateTimeField(
        null=True, blank=True, help_text="When waiting mail is looked at again."
    )
    held_for = models.CharField(max_length=20, choices=Held, blank=True)
    note = models.CharField(max_length=500, blank=True)
    administrator = models.ForeignKey(
        ClientAdministrator,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="inbound",
        help_text="Whose address it bears, on the day of its receipt.",
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    ticket = models.ForeignKey(
        Ticket, models.PROTECT, null=True, blank=True, related_name="inbound"
    )
    message = models.OneToOneField(
        Message, models.PROTECT, null=True, blank=True, related_name="inbound"
    )
    letter = models.ForeignKey(
        Letter,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="returned_as",
        help_text="The letter of ours that it gives back or answers by machine.",
    )
    settled_at = models.DateTimeField(null=True, blank=True)

    objects = InboundMailQuerySet.as_manager()

    class Meta:
        ordering = ["-received_at", "-id"]
        verbose_name = "received mail"
        verbose_name_plural = "received mail"
        permissions = [("release_mail", "Can adopt, release and put aside held mail")]
        indexes = [
            models.Index(
                fields=["state", "received_at"],
                name="mail_unsettled",
                condition=Q(state__in=["received", "waiting", "held", "parked"]),
            ),
            models.Index(fields=["wait_until"], name="mail_waiting", condition=Q(state="waiting")),
            models.Index(
                fields=["received_at"],
                name="mail_unread_automatic",
                condition=Q(state="automatic", ticket__isnull=True, letter__isnull=True),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["mailbox", "uid_validity", "uid"],
                name="mail_once_a_uid",
                condition=Q(uid__isnull=False),
            ),
            # Two processes that receive one mail at once: the second of them finds its copy.
            models.UniqueConstraint(
                fields=["content_key", "occurrence"], name="mail_once_a_content"
            ),
            models.CheckConstraint(
                condition=~Q(state="waiting") | Q(wait_until__isnull=False),
                name="mail_waiting_has_instant",
            ),
            models.CheckConstraint(
                condition=~Q(state="accepted") | Q(ticket__isnull=False),
                name="mail_accepted_has_ticket",
            ),
        ]

    def __str__(self) -> str:
        return self.subject or "(no subject)"

    @property
    def sender(self) -> str:
        """`Eve Marsh (eve@meadow.example)`, or the address alone."""
        if not self.from_name:
            return self.from_address or "an unknown sender"
        return f"{self.from_name} ({self.from_address})"
