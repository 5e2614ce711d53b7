"""For which versions something is supposed, as the address names them: of every agreement, of the
standard one, of those with a calendar, or of one client's own."""

from collections.abc import Callable, Iterator

from tickets import inputs
from tickets.models import Agreement, SupportCalendar
from tickets.sla.versions import AgreementRow
from tickets.sla.what_if.supposition import VersionKey, every_version

EVERY, STANDARD = "", "standard"
CALENDAR, OWN = "calendar-", "own-"


def choices() -> Iterator[tuple[str, str]]:
    yield EVERY, "Every agreement"
    yield STANDARD, "The standard agreement"
    calendars = list(SupportCalendar.objects.order_by("name"))
    if len(calendars) > 1:
        yield from ((of_calendar(row), f"Agreements with the calendar {row}") for row in calendars)
    for row in Agreement.objects.exclude(client=None).select_related("client").order_by("name"):
        yield of_agreement(row), str(row)


def of_calendar(calendar: SupportCalendar) -> str:
    """Every agreement, where none was ever without the calendar."""
    used = {row.calendar for row in inputs.published_versions().published.agreements}
    return EVERY if used == {calendar.name} else f"{CALENDAR}{calendar.pk}"


def of_agreement(agreement: Agreement) -> str:
    return STANDARD if agreement.client is None else f"{OWN}{agreement.client.code}"


def concerned(choice: str) -> Callable[[VersionKey], bool]:
    """By one of the choices."""
    if choice == STANDARD:
        return lambda key: key.client_id is None
    if choice.startswith(OWN):
        own = Agreement.objects.get(client__code=choice.removeprefix(OWN)).client_id
        return lambda key: key.client_id == own
    if choice.startswith(CALENDAR):
        keys = with_calendar(SupportCalendar.objects.get(pk=choice.removeprefix(CALENDAR)).name)
        return lambda key: key in keys
    return every_version


def versions(choice: str) -> list[AgreementRow]:
    """Those that may be concerned: the standard agreement holds for a client until its own does."""
    concerns, is_own = concerned(choice), choice.startswith(OWN)
    return [
        row
        for row in inputs.published_versions().published.agreements
        if concerns(VersionKey(row.client_id, row.number)) or (is_own and row.client_id is None)
    ]


def with_calendar(name: str) -> frozenset[VersionKey]:
    return frozenset(
        VersionKey(row.client_id, row.number)
        for row in inputs.published_versions().published.agreements
        if row.calendar == name
    )
