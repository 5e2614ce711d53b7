"""Holiday lists in the desk: the days of each year with other hours or none (K3)."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest

from istockist_sla.core.models import Event
from istockist_sla.desk.actions import ActionForm, DetailTable
from istockist_sla.desk.site import site
from tickets import records
from tickets.admin.agreements.versions import DraftInline, PublishVersionForm, VersionAdmin
from tickets.models import Holiday, HolidayList, SupportCalendar
from tickets.sla.hours import read_hours, written_hours

FIRST_YEAR, LAST_YEAR = 2019, 2100


class ProposeHolidaysForm(ActionForm):
    verb = "propose"
    label = "Propose a year's holidays"
    permissions = ("tickets.add_holidaylist",)
    description = "The public holidays of Ireland on their own dates, as a draft (K3)."
    success_message = "Proposed. Check the days, add the company's own, then publish the list."

    calendar = forms.ModelChoiceField(SupportCalendar.objects.all(), label="Calendar")
    year = forms.IntegerField(min_value=FIRST_YEAR, max_value=LAST_YEAR, label="Year")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("year", self.at.year + 1)

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
    action_forms = (PublishHolidaysForm,)
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
