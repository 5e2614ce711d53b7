"""The list's filter of received mail, what a mail says, and whom it may come from."""

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from tickets.admin.counters import UNSETTLED
from tickets.mailroom.parsing import Incoming, parse
from tickets.models import ClientAdministrator, InboundMail

SHOWN_SOURCE = 100_000
MOST_SENDERS = 10


class UnsettledFilter(admin.SimpleListFilter):
    """Held and unread mail, unless another state is chosen."""

    title, parameter_name = "state", "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("all", "All"), *((code, str(name)) for code, name in InboundMail.State.choices)]

    def choices(self, changelist: Any) -> Any:
        default, *rest = super().choices(changelist)
        yield {**default, "display": "Held and unread"}
        yield from rest

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        value = self.value()
        if value == "all":
            return queryset
        if value in InboundMail.State.values:
            return queryset.filter(state=value)
        return queryset.filter(state__in=UNSETTLED)


def mail_text(mail: InboundMail) -> tuple[Incoming, str]:
    """What the mail says, and the beginning of its source as text."""
    raw = bytes(mail.raw)
    source = raw[:SHOWN_SOURCE].decode("utf-8", "replace").replace("\0", "␀")
    return parse(raw), source


def possible_senders(mail: InboundMail) -> QuerySet[ClientAdministrator]:
    """Administrators at the sender's address, or at its domain."""
    domain = mail.from_address.rpartition("@")[2]
    found = ClientAdministrator.objects.select_related("client")
    if not domain:
        return found.none()
    wanted = Q(email__iexact=mail.from_address) | Q(email__iendswith=f"@{domain}")
    return found.filter(wanted).order_by("client__name", "name")[:MOST_SENDERS]
