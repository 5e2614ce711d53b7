"""Holiday lists in the desk: the days of each year with other hours or none (K3)."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest

from istockist_sla.core.lib.text import counted, long_day, stamp
from istockist_sla.core.models import Event
from istockist_sla.desk.actions import DetailTable, GuidedForm
from istockist_sla.desk.fields import DayField
from istockist_sla.desk.site import site
from tickets import records
from tickets.admin.agreements.versions import DraftInline, PublishVersionForm, VersionAdmin
from tickets.models import Holiday, HolidayList, SupportCalendar
from tickets.sla.hours import read_hours, written_hours

FIRST_YEAR, LAST_YEAR = 2019, 2100


class ProposeHolidaysForm(GuidedForm):
    verb = "propose"
    label = "Propose a year's holidays"
    permissions = ("tickets.add_holidaylist",)
    description = (
        "The public holidays of Ireland on their own dates, as a draft (K3). You see them before "
        "it is made."
    )
    success_message = "Proposed. Check the days, add the company's own, then publish the list."

    calendar = forms.ModelChoiceField(SupportCalendar.objects.all(), label="Calendar")
    year = forms.IntegerField(min_value=FIRST_YEAR, max_value=LAST_YEAR, label="Year")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("year", self.at.year + 1)

    def preview(self, made: HolidayList) -> list[str]:
        days = [f"{long_day(each.day)}: {each.name}, closed" for each in made.days.all()]
        return [f"{made} of {made.calendar} is drafted, and in force once it is published.", *days]

    def perform(self) -> HolidayList:
        return records.propose_holidays(
            calendar_id=self.cleaned_data["calendar"].pk,
            year=self.cleaned_data["year"],
            by=self.user,
            at=self.at,
        )


class PublishHolidaysForm(PublishVersionForm):
    permissions = ("tickets.change_holidaylist",)

    def perform(self) -> HolidayList:
        return records.publish_holidays(
            version_id=self.subject.pk,
            effective_on=self.cleaned_data["effective_on"],
            by=self.user,
            at=self.at,
        )


class SpecialDayForm(GuidedForm):
    """On the newest list of a year: a day with hours of its own, in a list that replaces it."""

    verb = "special_day"
    label = "A day with hours of its own…"
    permissions = ("tickets.change_holidaylist",)
    description = (
        "A half day, or a day on which Support is open though the week is closed (K3). The whole "
        "list of the year is published anew with it."
    )
    submit_label = "Publish the list"
    success_message = "Published. Tickets opened before keep the list of their opening."

    day = DayField(label="Day")
    name = forms.CharField(max_length=80, label="Name", help_text="For example Christmas Eve.")
    hours = forms.CharField(
        max_length=80, label="Support hours", help_text="Like 09:00-13:00, instead of the week's."
    )
    effective_on = DayField(
        label="In force from", help_text="A day that is still to come, that day at the latest."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tomorrow = self.at.date() + timedelta(days=1)
        self.initial.setdefault("effective_on", tomorrow.isoformat())

    @classmethod
    def is_available(cls, subject: HolidayList, user: Any, at: datetime) -> bool:
        later = HolidayList.objects.filter(calendar=subject.calendar_id, year=subject.year)
        return subject.is_published and not later.filter(number__gt=subject.number).exists()

    def perform(self) -> HolidayList:
        source = HolidayList.objects.select_related("calendar").get(pk=self.subject.pk)
        return records.special_day(
            holiday_list=source, **self.cleaned_data, by=self.user, at=self.at
        )

    def preview(self, made: HolidayList) -> list[str]:
        day = made.days.get(day=self.cleaned_data["day"])
        before = HolidayList.objects.get(pk=self.subject.pk).days.filter(day=day.day).first()
        was = "the week's hours" if before is None else before.hours or "closed"
        return [
            f"{long_day(day.day)}, {day.name}: open {day.hours} instead of {was}.",
            f"{made} of {made.calendar} replaces {self.subject} from {stamp(made.effective_from)}, "
            f"with {counted(made.days.count(), 'day')}.",
            "It judges tickets that are opened from then on; those opened before keep the list of "
            "their opening (V1).",
        ]


class HolidayForm(forms.ModelForm):
    class Meta:
        model = Holiday
        fields = ("day", "name", "hours")

    def clean_hours(self) -> str:
        """As all hours are written, which can take more room than what was typed."""
        try:
            hours = written_hours(read_hours(self.cleaned_data["hours"]))
        except ValueError as error:
            raise forms.ValidationError(str(error)) from None
        field: Any = self.fields["hours"]
        if len(hours) > field.max_length:
            raise forms.ValidationError("So many windows do not fit into one day.")
        return hours


class HolidayInline(DraftInline):
    model = Holiday
    form = HolidayForm
    extra = 1
    verbose_name_plural = "Days without the week's hours"


@admin.register(HolidayList, site=site)
class HolidayListAdmin(VersionAdmin):
    event_kind = Event.Kind.HOLIDAYS
    add_action_form = ProposeHolidaysForm
    action_forms = (PublishHolidaysForm, SpecialDayForm)
    inlines = (HolidayInline,)
    list_display = ("__str__", "in_force_from", "days_count")
    list_filter = ("year",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[HolidayList]:
        lists = super().get_queryset(request).select_related("calendar", "published_by")
        return lists.annotate(count=Count("days"))

    @admin.display(description="Days")
    def days_count(self, holidays: Any) -> int:
        return holidays.count

    def get_details(self, subject: HolidayList) -> list[tuple[str, Any]]:
        return [*self.publication(subject), ("Year", subject.year)]

    def get_tables(self, subject: HolidayList, request: HttpRequest) -> list[DetailTable]:
        rows = [
            (f"{day.day:%A %d %B %Y}", day.name, day.hours or "closed")
            for day in subject.days.all()
        ]
        title = "Days without the week's hours"
        return [DetailTable(title, ("Day", "Name", "Support hours"), rows)]
