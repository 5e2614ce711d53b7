"""Fields of the desk's forms: faults, tickets and people found by what one types."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from istockist_sla.core import roles
from istockist_sla.core.lib import text
from istockist_sla.core.lib.numbers import row_id
from istockist_sla.core.models import User
from tickets.models import (
    ClientAdministrator,
    CustomerSuccessContact,
    Fault,
    Message,
    Ticket,
)

LONGEST_TEXT = 100_000
LONGEST_REASON = 500
EXCERPT = 90
SUGGESTED = 50
SUGGESTED_PEOPLE = 500


class Suggesting(forms.TextInput):
    """A line of text with suggestions that the browser itself offers; works without script."""

    template_name = "admin/widgets/suggesting.html"
    suggestions: list[tuple[str, str]] = []

    def get_suggestions(self) -> list[tuple[str, str]]:
        return self.suggestions

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        list_id = f"{context['widget']['attrs'].get('id', name)}_list"
        context["widget"]["attrs"]["list"] = list_id
        return {**context, "list_id": list_id, "suggestions": self.get_suggestions()}


class FaultField(forms.CharField):
    """A fault by its reference, `F-318` or `318`."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=20, widget=FaultInput(), **options)

    def clean(self, value: Any) -> Any:
        text = super().clean(value).upper().removeprefix("F-").strip()
        if not text:
            return None
        fault = Fault.objects.filter(pk=row_id(text) or 0).first()
        if fault is None:
            raise forms.ValidationError("There is no fault of this number. Write it like F-318.")
        return fault


class FaultInput(Suggesting):
    """Suggests the newest faults, asked for as the form is drawn."""

    def get_suggestions(self) -> list[tuple[str, str]]:
        newest = Fault.objects.order_by("-id")[:SUGGESTED]
        return [(fault.reference, fault.title) for fault in newest]


class TicketField(forms.CharField):
    """A ticket by its number."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=12, **options)

    def clean(self, value: Any) -> Any:
        text = super().clean(value).strip()
        if not text:
            return None
        ticket = Ticket.objects.filter(number=row_id(text) or 0).first()
        if ticket is None:
            raise forms.ValidationError("There is no ticket of this number.")
        return ticket


class AdministratorField(forms.CharField):
    """A Client Administrator of the day, by e-mail address (P1)."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=254, widget=Suggesting(), **options)

    def on(self, day: date) -> None:
        self.people = ClientAdministrator.objects.on(day).filter(client__ended_at=None)
        shown = self.people.select_related("client").order_by("client__name", "name")
        self.widget.suggestions = [
            (row.email, f"{row.name}, {row.client}") for row in shown[:SUGGESTED_PEOPLE]
        ]

    def clean(self, value: Any) -> Any:
        text = super().clean(value).strip()
        found = self.people.with_address(text).select_related("client", "user").first()
        if found is None:
            raise forms.ValidationError(
                "No client administrator of today has this address. Choose one of the list."
            )
        return found


class TextField(forms.CharField):
    """Text of several lines; where it is not required here, the action itself may refuse it."""

    def __init__(self, *, rows: int = 5, required: bool = False, **options: Any) -> None:
        super().__init__(
            max_length=LONGEST_TEXT,
            required=required,
            widget=forms.Textarea(attrs={"rows": rows}),
            **options,
        )


class ClientMessageField(forms.ModelChoiceField):
    """A message of the client, shown by its instant and its first words."""

    def __init__(self, **options: Any) -> None:
        super().__init__(Message.objects.none(), **options)

    def offer(self, ticket: Ticket, *, since: datetime | None = None) -> None:
        """Those of the ticket, the latest first."""
        messages = Message.objects.filter(ticket=ticket, kind=Message.Kind.CLIENT)
        if since is not None:
            messages = messages.filter(at__gte=since)
        self.queryset = messages.order_by("-id")

    def offer_only(self, message_ids: list[int]) -> None:
        self.queryset = Message.objects.filter(pk__in=message_ids).order_by("-id")

    def label_from_instance(self, obj: Any) -> str:
        words = " ".join(obj.text.split())
        shown = words if len(words) <= EXCERPT else f"{words[:EXCERPT]}…"
        return f"{obj.at:%d %B, %H:%M} GMT: {shown or 'a file'}"


class ThroughField(forms.ModelChoiceField):
    """Who of Customer Success gave the notice instead of a letter (P6)."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            CustomerSuccessContact.objects.none(),
            required=False,
            empty_label="No, by e-mail",
            label="Given through Customer Success",
            **options,
        )


def contacts_on(client_id: int, day: date) -> QuerySet[CustomerSuccessContact]:
    return CustomerSuccessContact.objects.filter(
        Q(until__isnull=True) | Q(until__gte=day), client=client_id, since__lte=day
    )


def agents() -> QuerySet[User]:
    """Those who may own a ticket."""
    return (
        User.objects.filter(groups__name__in=[roles.SUPPORT, roles.MANAGER], is_active=True)
        .distinct()
        .order_by("name")
    )


class HoursField(forms.CharField):
    """Whole seconds, written as hours and minutes: `4`, `4:30`, `4:30:15`."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=12, **options)

    def prepare_value(self, value: Any) -> Any:
        return text.stopwatch(value) if isinstance(value, int) else value

    def clean(self, value: Any) -> Any:
        written = super().clean(value).strip()
        if not written:
            return None
        parts = written.split(":")
        if len(parts) > 3 or not all(part.isascii() and part.isdigit() for part in parts):
            raise forms.ValidationError("Write hours and minutes, for example 4:30.")
        hours, minutes, seconds = [int(part) for part in [*parts, "0", "0"][:3]]
        total = hours * 3600 + minutes * 60 + seconds
        if minutes > 59 or seconds > 59 or not 0 < total < 10_000 * 3600:
            raise forms.ValidationError("Write hours and minutes, for example 4:30.")
        return total
