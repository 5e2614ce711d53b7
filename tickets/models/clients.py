"""Clients, their dated facts, their administrators and their Customer Success contacts."""

from datetime import date, datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Lower
from django.db.models.lookups import Exact

from istockist_sla.core.models import RecordedAtField


class ClientQuerySet(models.QuerySet["Client"]):
    def with_plan(self, at: datetime) -> "ClientQuerySet":
        """Each client with its plan and Premium at `at` (P4)."""
        facts = ClientFact.objects.filter(client=models.OuterRef("pk")).in_order_at(at)
        return self.annotate(
            plan=models.Subquery(facts.filter(kind=ClientFact.Kind.PLAN).values("value")[:1]),
            premium=models.Subquery(facts.filter(kind=ClientFact.Kind.PREMIUM).values("value")[:1]),
        )


class Client(models.Model):
    """An organisation that uses iStockist; ended, never deleted."""

    name = models.CharField(max_length=120, unique=True)
    code = models.SlugField(max_length=40, unique=True, help_text="Short name for commands.")
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = ClientQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class ClientFactQuerySet(models.QuerySet["ClientFact"]):
    def in_order_at(self, at: datetime) -> "ClientFactQuerySet":
        """Those that have begun at `at`; first the one that holds (P4: the later row of two)."""
        return self.filter(since__lte=at).order_by("-since", "-id")


class ClientFact(models.Model):
    """One dated fact about a client; it holds until the next row of its kind (P4).

    `value` is a plan, yes or no, or for the first order its instant in ISO 8601 or "none" (G4).
    """

    class Kind(models.TextChoices):
        PLAN = "plan", "Plan"
        PREMIUM = "premium", "SLA Premium"
        RATE_LIMIT = "rate_limit", "Rate limit on the account"
        FIRST_ORDER = "first_order", "First order processed"
        ORDER_VOLUME = "order_volume", "Order volume significantly altered"
        INTERRUPTION = "interruption", "Interruption decided by the provider"

    class Plan(models.TextChoices):
        FREE = "free", "Free"
        SELF_SERVICE = "self-service", "Self-service"
        CUSTOM = "custom", "Custom enterprise"

    YES, NO, NONE = "yes", "no", "none"

    client = models.ForeignKey(Client, models.PROTECT, related_name="facts")
    kind = models.CharField(max_length=16, choices=Kind)
    value = models.CharField(max_length=40)
    since = models.DateTimeField("from")
    evidence = models.CharField(max_length=500)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = RecordedAtField()

    objects = ClientFactQuerySet.as_manager()

    class Meta:
        ordering = ["client", "kind", "since", "id"]
        indexes = [models.Index(fields=["client", "kind", "since"], name="fact_of_client")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="plan", value__in=["free", "self-service", "custom"])
                | Q(kind="first_order")
                | (~Q(kind__in=["plan", "first_order"]) & Q(value__in=["yes", "no"])),
                name="fact_value_of_its_kind",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.value} from {self.since:%d %B %Y}"


class ClientAdministratorQuerySet(models.QuerySet["ClientAdministrator"]):
    def on(self, day: date) -> "ClientAdministratorQuerySet":
        """Those who administer their client on `day` (P1); `until` is the last day."""
        return self.filter(Q(until__isnull=True) | Q(until__gte=day), since__lte=day)

    def with_address(self, address: str) -> "ClientAdministratorQuerySet":
        """Whatever its case, by the index."""
        return self.filter(Exact(Lower("email"), Lower(Value(address))))


class ClientAdministrator(models.Model):
    """A person of a client who may contact Support, from a day until a day (P1)."""

    client = models.ForeignKey(Client, models.PROTECT, related_name="administrators")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="administrations"
    )
    email = models.EmailField("e-mail address")
    name = models.CharField(max_length=120)
    since = models.DateField("from")
    until = models.DateField("last day", null=True, blank=True)
    wants_copies = models.BooleanField("gets copies of all the client's letters", default=False)
    wants_reports = models.BooleanField("gets the report of each closed month", default=False)
    # The templates of those letters that P7 does not require.
    declined = models.JSONField("letters that the person does without", default=list, blank=True)

    # Where they were read together with this one: all whom the client has or had, by name; whether
    # the address is one of Support's people; and how many tickets were opened by mail lately.
    of_client: list["ClientAdministrator"] | None = None
    of_staff: bool | None = None
    opened_lately: int | None = None

    objects = ClientAdministratorQuerySet.as_manager()

    class Meta:
        ordering = ["client", "name"]
        indexes = [models.Index(Lower("email"), name="administrator_email")]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="administrator_until_after_from",
            ),
            models.UniqueConstraint(
                Lower("email"), condition=Q(until__isnull=True), name="administrator_one_client"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.client})"

    def administers_on(self, day: date) -> bool:
        return self.since <= day and (self.until is None or self.until >= day)


class CustomerSuccessContact(models.Model):
    """Who of Customer Success speaks with a client, from a day until a day (P6)."""

    client = models.ForeignKey(Client, models.PROTECT, related_name="success_contacts")
    name = models.CharField(max_length=120)
    email = models.EmailField("e-mail address", blank=True)
    since = models.DateField("from")
    until = models.DateField("last day", null=True, blank=True)

    class Meta:
        ordering = ["client", "-since"]
        verbose_name = "Customer Success contact"
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="success_until_after_from",
            )
        ]

    def __str__(self) -> str:
        return self.name
