"""The closed months: each closing or amendment is a link of one chain, and keeps its documents as
the bytes that were hashed."""

import json
from functools import cached_property
from typing import Any, cast

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import StrIndex, Substr

from istockist_sla.core.lib.months import Month
from tickets.models.clients import Client
from tickets.models.messages import Attachment, Message
from tickets.models.verifiers import DIGEST, Verifier

# Keys stand in the order of their bytes, so that nothing comes between these two.
CLASSES_BEGIN, CLASSES_LONGEST = '"figures":{"classes":', 2000


class ClosingQuerySet(models.QuerySet["Closing"]):
    def of_month(self, month: Month) -> "ClosingQuerySet":
        return self.filter(month=str(month))

    def under_way(self) -> "ClosingQuerySet":
        """Begun, and neither done nor given up."""
        return self.filter(closed=None, given_up_at=None)

    def done(self) -> "ClosingQuerySet":
        return self.filter(closed__isnull=False)

    def standing(self) -> "ClosingQuerySet":
        return self.filter(given_up_at=None)

    def first_ones(self) -> "ClosingQuerySet":
        """The closings themselves, without amendments."""
        return self.filter(number=1)


class Closing(models.Model):
    """A closing (number 1) or an amendment of a month, from the instant at which it was begun: it
    is made of what was recorded before that, and is done once it has its `closed` month (M1)."""

    month = models.CharField(max_length=7)
    number = models.PositiveSmallIntegerField(help_text="1 is the closing, 2 its first amendment.")
    recorded_before = models.DateTimeField()
    last_event = models.BigIntegerField(help_text="The newest event at that instant.")
    closer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    verifier = models.ForeignKey(Verifier, models.PROTECT, related_name="+")
    shared = models.TextField(blank=True, help_text="shared.json, the same for all clients.")
    given_up_at = models.DateTimeField(null=True, blank=True)
    given_up_because = models.CharField(max_length=500, blank=True)

    objects = ClosingQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        permissions = [("close_month", "Can close and amend a month")]
        constraints = [
            models.UniqueConstraint(
                fields=["month", "number"],
                condition=Q(given_up_at=None),
                name="closing_one_a_number",
            )
        ]

    def __str__(self) -> str:
        return f"{self.of.name}, {self.title}"

    @property
    def of(self) -> Month:
        return Month.parse(self.month)

    @property
    def is_amendment(self) -> bool:
        return self.number > 1

    @property
    def all_clients(self) -> "ClosedClientQuerySet":
        """The file of each client as it stands at this closing or amendment."""
        return ClosedClient.objects.of_month(self.of, number=self.number)

    @cached_property
    def previous(self) -> "Closing | None":
        """The closing or amendment of the month that this one amends."""
        if not self.is_amendment:
            return None
        before = Closing.objects.standing().filter(month=self.month, number=self.number - 1)
        return before.select_related("closed").get()

    @property
    def title(self) -> str:
        return f"amendment {self.number - 1}" if self.is_amendment else "closing"


class ClosedMonthQuerySet(models.QuerySet["ClosedMonth"]):
    def in_order(self) -> "ClosedMonthQuerySet":
        return self.order_by("sequence")

    def of_month(self, month: Month) -> "ClosedMonthQuerySet":
        return self.filter(closing__month=str(month)).order_by("sequence")

    def before(self, sequence: int) -> "ClosedMonthQuerySet":
        """Without the wholes, which only the closing itself needs."""
        return self.filter(sequence__lt=sequence).defer("whole").order_by("sequence")

    def published(self) -> "ClosedMonthQuerySet":
        """What everybody may know of each link, the newest first; no document is read."""
        return (
            self.select_related("closing__verifier")
            .only(
                "sequence",
                "head",
                "closed_at",
                "closing__month",
                "closing__number",
                "closing__verifier__digest",
            )
            .order_by("-sequence")
        )

    def with_file_of(self, client: Client) -> "ClosedMonthQuerySet":
        """Those in which the client was there; `file` is its latest at each."""
        own = ClosedClient.objects.filter(
            client=client,
            closing__given_up_at=None,
            closing__month=models.OuterRef("closing__month"),
            closing__number__lte=models.OuterRef("closing__number"),
        )
        newest = own.order_by("-closing__number").values("pk")[:1]
        return self.annotate(file=models.Subquery(newest)).exclude(file=None)

    def with_card(self) -> "ClosedMonthQuerySet":
        """Of the file that `with_file_of` found, its card alone."""
        own = ClosedClient.objects.filter(pk=models.OuterRef("file"))
        return self.annotate(card=models.Subquery(own.values("card")[:1]))


class ClosedMonth(models.Model):
    """A link of the chain: what is public of a closing, and the whole. The database refuses to
    change or delete a row."""

    closing = models.OneToOneField(Closing, models.PROTECT, related_name="closed")
    sequence = models.PositiveIntegerField(unique=True, help_text="Its place in the chain.")
    head = models.CharField(max_length=DIGEST, unique=True, help_text="SHA-256 of the document.")
    document = models.TextField(help_text="month.json, as it was hashed.")
    whole = models.TextField(help_text="whole.json")
    closed_at = models.DateTimeField()

    # Of one client, where it was asked for: the id of its file in this link, and its card.
    file: int
    card: str

    objects = ClosedMonthQuerySet.as_manager()

    class Meta:
        ordering = ["sequence"]

    def __str__(self) -> str:
        return str(self.closing)


class ClosedClientQuerySet(models.QuerySet["ClosedClient"]):
    def of_month(self, month: Month, *, number: int) -> "ClosedClientQuerySet":
        """Each client's latest at this closing or amendment: one that it did not touch keeps the
        file of an earlier one."""
        own = self.filter(closing__month=str(month), closing__number__lte=number)
        own = own.filter(closing__given_up_at=None)
        newest = own.filter(client=models.OuterRef("client")).order_by("-closing__number")
        return own.filter(pk=models.Subquery(newest.values("pk")[:1])).order_by("client__code")

    def with_classes(self) -> "ClosedClientQuerySet":
        """Their `classes` can be asked, and no document is read as a whole: it may be large."""
        start = StrIndex("document", models.Value(CLASSES_BEGIN)) + len(CLASSES_BEGIN)
        part = Substr("document", start, CLASSES_LONGEST)
        return self.defer("document", "card").annotate(classes_text=part)


class ClosedClient(models.Model):
    """One client's own file of a closing, and its card. The database refuses to change or delete a
    row."""

    closing = models.ForeignKey(Closing, models.PROTECT, related_name="clients")
    client = models.ForeignKey(Client, models.PROTECT, related_name="closed_months")
    document = models.TextField(help_text="client.json, as it was hashed.")
    card = models.TextField(help_text="Its hash and what it met, as they stand in the tree.")

    # The document from there on, where it was asked for.
    classes_text: str

    objects = ClosedClientQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["closing", "client"], name="closed_client_once")
        ]

    def __str__(self) -> str:
        return f"{self.client}, {self.closing}"

    @property
    def classes(self) -> dict[str, dict[str, Any]]:
        """Of each class what the client's document says of the month."""
        found, _ = json.JSONDecoder().raw_decode(self.classes_text)
        return cast(dict[str, dict[str, Any]], found)


class Nonce(models.Model):
    """What the hash of a text in a closed client's file was salted with; erased with the text, so
    that nobody can guess the text from its hash any more."""

    closed = models.ForeignKey(ClosedClient, models.PROTECT, related_name="nonces")
    digest = models.CharField(max_length=DIGEST)
    value = models.CharField(max_length=32)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["closed", "digest"], name="nonce_of_a_digest")
        ]

    def __str__(self) -> str:
        return self.digest


class ClosedRecord(models.Model):
    """What was recorded of a client's tickets when its file was made, act by act and word by word,
    as hashes. The database refuses to change or delete a row."""

    closed = models.OneToOneField(ClosedClient, models.PROTECT, related_name="record")
    document = models.TextField(help_text="record.json, as it was hashed.")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return str(self.closed)


class FolderSalt(models.Model):
    """What the hash of a message, or of one file of it, in a record was salted with; erased with
    the words."""

    closed = models.ForeignKey(ClosedClient, models.PROTECT, related_name="folder_salts")
    message = models.ForeignKey(Message, models.PROTECT, related_name="+")
    attachment = models.ForeignKey(
        Attachment, models.PROTECT, null=True, blank=True, related_name="+"
    )
    value = models.CharField(max_length=32)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["closed", "message"],
                condition=Q(attachment=None),
                name="folder_salt_of_a_message",
            ),
            models.UniqueConstraint(
                fields=["closed", "attachment"], name="folder_salt_of_an_attachment"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.message_id}, {self.closed_id}"
