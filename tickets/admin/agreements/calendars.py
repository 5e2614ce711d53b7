"""Support calendars in the desk: time zone and weekly hours (K1, K2)."""

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from istockist_sla.core.models import Event
from istockist_sla.desk.actions import ActionForm, DetailTable
from istockist_sla.desk.site import site
from tickets import records
from tickets.admin.agreements.versions import DraftInline, PublishVersionForm, VersionAdmin
from tickets.admin.fields import Suggesting
from tickets.models import CalendarVersion, SupportCalendar, SupportWindow

SUGGESTED_ZONES = [("UTC", "GMT all year"), ("Europe/Dublin", "Irish time")]


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


class DraftCalendarForm(ActionForm):
    verb = "draft"
    label = "Draft a version"
    permissions = ("tickets.add_calendarversion",)
    success_message = "Drafted. Nothing is in force before you publish it."

    calendar = forms.ModelChoiceField(
        SupportCalendar.objects.all(), label="Calendar", help_text="The draft copies its newest."
    )

    def perform(self) -> CalendarVersion:
        return records.draft_calendar(
            calendar_id=self.cleaned_data["calendar"].pk, by=self.user, at=self.at
        )


class AnotherCalendarForm(ActionForm):
    """A second calendar, for agreements that name it."""

    verb = "another"
    label = "Another calendar like this…"
    permissions = ("tickets.add_calendarversion",)
    description = (
        "A calendar of its own, with drafts of these hours and of the lists of holidays of this "
        "year and the next. Change and publish them; then an agreement can name it (K2, K3)."
    )
    submit_label = "Make the drafts"
    success_message = "Drafted. Change its hours, publish it and its lists."

    name = forms.CharField(max_length=80, label="Name")

    def perform(self) -> CalendarVersion:
        source = CalendarVersion.objects.get(pk=self.subject.pk)
        return records.another_calendar(
            name=self.cleaned_data["name"], source=source, by=self.user, at=self.at
        )


class PublishCalendarForm(PublishVersionForm):
    permissions = ("tickets.change_calendarversion",)

    def perform(self) -> CalendarVersion:
        return records.publish_calendar(
            version_id=self.subject.pk,
            effective_on=self.cleaned_data["effective_on"],
            by=self.user,
            at=self.at,
        )


@admin.register(CalendarVersion, site=site)
class CalendarVersionAdmin(VersionAdmin):
    event_kind = Event.Kind.CALENDAR
    add_action_form = DraftCalendarForm
    action_forms = (PublishCalendarForm, AnotherCalendarForm)
    form = ZoneForm
    draft_fields = ("zone",)
    inlines = (WindowInline,)
    list_display = ("__str__", "zone", "in_force_from")

    def get_queryset(self, request: HttpRequest) -> QuerySet[CalendarVersion]:
        return super().get_queryset(request).select_related("calendar", "published_by")

    def get_success_url(self, form: ActionForm, made: Any) -> str:
        """Another calendar leads to its own draft."""
        return self.get_page_url(made)

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
