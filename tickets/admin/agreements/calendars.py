"""Support calendars in the desk: weekly hours, and the holidays of each year (K1 to K3)."""

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest

from istockist_sla.core.models import Event
from istockist_sla.desk.actions import ActionForm, DetailTable, Doing, Step
from istockist_sla.desk.site import site
from tickets import records
from tickets.admin.agreements.versions import DraftInline, VersionAdmin, publish
from tickets.admin.fields import Suggesting
from tickets.models import CalendarVersion, Holiday, HolidayList, SupportCalendar, SupportWindow

SUGGESTED_ZONES = [("UTC", "GMT all year"), ("Europe/Dublin", "Irish time")]
FIRST_YEAR, LAST_YEAR = 2019, 2100


class WindowInline(DraftInline):
    model = SupportWindow
    verbose_name_plural = "Opening hours"


class ZoneForm(forms.ModelForm):
    zone = forms.CharField(max_length=40, widget=Suggesting())

    class Meta:
        model = CalendarVersion
        fields = ("zone",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        widget: Any = self.fields["zone"].widget
        widget.suggestions = SUGGESTED_ZONES

    def clean_zone(self) -> str:
        zone = self.cleaned_data["zone"]
        if zone not in available_timezones():
            raise forms.ValidationError("Write a time zone's name, for example Europe/Dublin.")
        return zone


class CalendarForm(ActionForm):
    calendar = forms.ModelChoiceField(
        SupportCalendar.objects.all(), label="Calendar", help_text="The draft copies its newest."
    )


class YearForm(CalendarForm):
    calendar = forms.ModelChoiceField(SupportCalendar.objects.all(), label="Calendar")
    year = forms.IntegerField(min_value=FIRST_YEAR, max_value=LAST_YEAR, label="Year")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("year", self.at.year + 1)


def _draft(doing: Doing) -> Any:
    return records.draft_calendar(calendar_id=doing.data["calendar"].pk, by=doing.by, at=doing.at)


def _propose(doing: Doing) -> Any:
    return records.propose_holidays(
        calendar_id=doing.data["calendar"].pk, year=doing.data["year"], by=doing.by, at=doing.at
    )


@admin.register(CalendarVersion, site=site)
class CalendarVersionAdmin(VersionAdmin):
    event_kind = Event.Kind.CALENDAR
    add_step = Step(
        "draft",
        "Draft a version",
        ("tickets.add_calendarversion",),
        _draft,
        form=CalendarForm,
        done="Drafted. Nothing is in force before you publish it.",
    )
    steps = (publish(records.publish_calendar, "tickets.change_calendarversion"),)
    form = ZoneForm
    draft_fields = ("zone",)
    inlines = (WindowInline,)
    list_display = ("__str__", "zone", "in_force_from")

    def get_queryset(self, request: HttpRequest) -> QuerySet[CalendarVersion]:
        return super().get_queryset(request).select_related("calendar", "published_by")

    def get_details(self, subject: CalendarVersion) -> list[tuple[str, Any]]:
        return [*self.publication(subject), ("Time zone (K1)", subject.zone)]

    def get_tables(self, subject: CalendarVersion, request: HttpRequest) -> list[DetailTable]:
        rows = [
            (
                window.get_weekday_display().capitalize(),
                f"{window.opens:%H:%M}–{window.closes:%H:%M}",
            )
            for window in subject.windows.all()
        ]
        return [DetailTable("Opening hours", ("Day", "Open"), rows)]


class HolidayInline(DraftInline):
    model = Holiday
    extra = 1
    verbose_name_plural = "Closed days"


@admin.register(HolidayList, site=site)
class HolidayListAdmin(VersionAdmin):
    event_kind = Event.Kind.HOLIDAYS
    add_step = Step(
        "propose",
        "Propose a year's holidays",
        ("tickets.add_holidaylist",),
        _propose,
        form=YearForm,
        done="Proposed. Check the days, add the company's own, then publish the list.",
        intro="The public holidays of Ireland on their own dates, as a draft (K3).",
    )
    steps = (publish(records.publish_holidays, "tickets.change_holidaylist"),)
    inlines = (HolidayInline,)
    list_display = ("__str__", "in_force_from", "days_count")
    list_filter = ("year",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[HolidayList]:
        lists = super().get_queryset(request).select_related("calendar", "published_by")
        return lists.annotate(count=Count("days"))

    @admin.display(description="Closed days")
    def days_count(self, holidays: Any) -> int:
        return holidays.count

    def get_details(self, subject: HolidayList) -> list[tuple[str, Any]]:
        return [*self.publication(subject), ("Year", subject.year)]

    def get_tables(self, subject: HolidayList, request: HttpRequest) -> list[DetailTable]:
        rows = [(f"{day.day:%A %d %B %Y}", day.name) for day in subject.days.all()]
        return [DetailTable("Closed days", ("Day", "Name"), rows)]
