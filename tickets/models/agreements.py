"""Agreements and support calendars: versions that take effect and never change (V1)."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from tickets.models.clients import Client

MIDNIGHT_IS_THE_END = "00:00 as the end means midnight at the end of the day."


class VersionQuerySet(models.QuerySet):
    def published(self) -> "VersionQuerySet":
        return self.filter(published_at__isnull=False)


class Published(models.Model):
    """What is drafted, then published once with the instant from which it is in force."""

    number = models.PositiveSmallIntegerField()
    effective_from = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = VersionQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def is_published(self) -> bool:
        return self.published_at is not None


def _effective_after_publication(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(published_at__isnull=True) | Q(effective_from__gt=F("published_at")),
        name=name,
    )


class SupportCalendar(models.Model):
    """When Support is open: versions of weekly hours, and lists of holidays."""

    name = models.CharField(max_length=80, unique=True)

    def __str__(self) -> str:
        return self.name


class CalendarVersion(Published):
    """The zone (K1) and the weekly hours (K2) from an instant on."""

    calendar = models.ForeignKey(SupportCalendar, models.PROTECT, related_name="versions")
    zone = models.CharField(max_length=40, default="UTC", help_text="UTC is GMT all year (K1).")

    class Meta:
        ordering = ["calendar", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["calendar", "number"], name="calendar_version_number"),
            _effective_after_publication("calendar_published_first"),
        ]

    def __str__(self) -> str:
        return f"{self.calendar}, version {self.number}"


class SupportWindow(models.Model):
    """Opening hours on a weekday, the end excluded; several a day are allowed (K2)."""

    class Weekday(models.IntegerChoices):
        MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = range(7)

    version = models.ForeignKey(CalendarVersion, models.CASCADE, related_name="windows")
    weekday = models.PositiveSmallIntegerField(choices=Weekday)
    opens = models.TimeField()
    closes = models.TimeField(help_text=MIDNIGHT_IS_THE_END)

    class Meta:
        ordering = ["weekday", "opens"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "weekday", "opens"], name="window_opens_once"
            ),
            models.CheckConstraint(
                condition=Q(closes__gt=F("opens")) | Q(closes="00:00"), name="window_closes_after"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.opens:%H:%M}–{self.closes:%H:%M}"


class HolidayList(Published):
    """The days of one year with hours of their own or none (K3); a later list replaces it."""

    calendar = models.ForeignKey(SupportCalendar, models.PROTECT, related_name="holiday_lists")
    year = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["calendar", "-year", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["calendar", "year", "number"], name="holiday_list_number"
            ),
            _effective_after_publication("holidays_published_first"),
        ]

    def __str__(self) -> str:
        return f"Holidays {self.year}, list {self.number}"


class Holiday(models.Model):
    holiday_list = models.ForeignKey(HolidayList, models.CASCADE, related_name="days")
    day = models.DateField()
    name = models.CharField(max_length=80)
    hours = models.CharField(
        "support hours",
        max_length=80,
        blank=True,
        help_text="Like 09:00-13:00, instead of the week's; empty where support is closed all day.",
    )

    class Meta:
        ordering = ["day"]
        constraints = [
            models.UniqueConstraint(fields=["holiday_list", "day"], name="holiday_once_a_list")
        ]

    def __str__(self) -> str:
        return f"{self.day:%d %B %Y}: {self.name}"


class Agreement(models.Model):
    """The standard agreement (no client), or a client's own under SLA Premium."""

    name = models.CharField(max_length=80, unique=True)
    client = models.OneToOneField(
        Client, models.PROTECT, null=True, blank=True, related_name="own_agreement"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                models.Value(1), condition=Q(client__isnull=True), name="one_standard_agreement"
            )
        ]

    def __str__(self) -> str:
        return self.name


class AgreementVersion(Published):
    """The terms from an instant on: index, switches of the readings, and the calendar."""

    class Hours(models.TextChoices):
        SUPPORT_HOURS = "support_hours", "support hours"
        ELAPSED = "elapsed", "every hour"

    class DowngradeOrigin(models.TextChoices):
        OPENING = "opening", "the opening"
        DOWNGRADE = "downgrade", "the last downgrade"

    class Scope(models.TextChoices):
        ALL = "all", "all faults"
        ORDERS = "orders", "order processing only"

    class SystemUptime(models.TextChoices):
        AS_WRITTEN = "as_written", "as written"
        SCHEDULED = "scheduled", "the month less excluded causes"

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="versions")
    calendar = models.ForeignKey(SupportCalendar, models.PROTECT, related_name="+")
    index_percent = models.DecimalField(
        "index (G7)",
        max_digits=5,
        decimal_places=2,
        default=98,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    availability_percent = models.DecimalField(
        "availability target (A1)",
        max_digits=5,
        decimal_places=2,
        default=98,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    hours = models.CharField(
        "hours of a limit (K4)", max_length=16, choices=Hours, default="support_hours"
    )
    downgrade_counts_from = models.CharField(
        "after a downgrade the fix counts from (K9)",
        max_length=16,
        choices=DowngradeOrigin,
        default="opening",
    )
    fix_is_contractual = models.BooleanField("fix limits are contractual (K8)", default=False)
    scope = models.CharField(
        "scope of the guarantee (G1)", max_length=16, choices=Scope, default="all"
    )
    system_uptime = models.CharField(
        "system uptime (A2)", max_length=16, choices=SystemUptime, default="as_written"
    )
    release_is_maintenance = models.BooleanField(
        "an application release can be planned maintenance (A4)", default=False
    )

    class Meta:
        ordering = ["agreement", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "number"], name="agreement_version_number"
            ),
            _effective_after_publication("agreement_published_first"),
        ]

    def __str__(self) -> str:
        return f"{self.agreement}, version {self.number}"


class ClassLimit(models.Model):
    """The limits of one class in whole seconds of the version's hours (K7, K8)."""

    version = models.ForeignKey(AgreementVersion, models.CASCADE, related_name="limits")
    fault_class = models.CharField(
        "class",
        max_length=16,
        choices=[("critical", "Critical"), ("medium", "Medium"), ("low", "Low")],
    )
    response_seconds = models.PositiveIntegerField(validators=[MinValueValidator(1)])
    fix_seconds = models.PositiveIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1)]
    )

    class Meta:
        ordering = ["version", "response_seconds"]
        constraints = [
            models.UniqueConstraint(fields=["version", "fault_class"], name="limit_once_a_class"),
            models.CheckConstraint(
                condition=Q(response_seconds__gte=1)
                & (Q(fix_seconds__isnull=True) | Q(fix_seconds__gte=1)),
                name="limit_positive",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_fault_class_display()} of {self.version}"
