"""The form of the clock tester: instants in GMT, ranges of time one a line."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from django import forms

from tickets.models import AgreementVersion, FaultClass

EARLIEST, LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
MOST_LINES, LONGEST = 50, 4000
# Thirteen months, however long they are: a year, and a month to look back on it.
LONGEST_SPAN = timedelta(days=397)
TOO_FAR = "That is more than 13 months after the opening, further than the clock tester goes."
TOO_EARLY = "That is more than 13 months before the opening, further than the clock tester goes."
INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}(?::\d{2})?")
BETWEEN = re.compile(r"(?:[\s–—\-,;/]|\bto\b|\buntil\b)*")
EXAMPLE = "2026-03-13 16:30 – 2026-03-16 09:30"
UNQUALIFIED = "Not given yet"


class EnteredPeriod(NamedTuple):
    """Half open; a question without an answer has no end."""

    start: datetime
    end: datetime | None


class InstantField(forms.DateTimeField):
    """An instant in GMT, in whole seconds, of this century."""

    input_formats = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M")

    def __init__(self, **options: Any) -> None:
        super().__init__(
            widget=forms.DateTimeInput({"placeholder": "2026-03-10 09:00", "autocomplete": "off"}),
            error_messages={
                "required": "Say when it was opened.",
                "invalid": "Write a day and a time, for example 2026-03-10 09:00.",
            },
            **options,
        )

    def to_python(self, value: Any) -> datetime | None:
        try:
            at = super().to_python(value)
            return _within(at.astimezone(UTC).replace(microsecond=0)) if at else None
        except OverflowError:
            return _within(LATEST)


class EnteredPeriodsField(forms.CharField):
    """Lines of two instants, from and to; only where `may_stay_open` the last has no end."""

    def __init__(self, *, may_stay_open: bool, **options: Any) -> None:
        super().__init__(
            required=False,
            max_length=LONGEST,
            widget=forms.Textarea({"rows": 2, "placeholder": EXAMPLE}),
            **options,
        )
        self.may_stay_open = may_stay_open

    def clean(self, value: Any) -> Any:
        lines = [line.strip() for line in super().clean(value).splitlines() if line.strip()]
        if len(lines) > MOST_LINES:
            raise forms.ValidationError(f"At most {MOST_LINES} lines.")
        return sorted(map(self._time_range, lines), key=lambda each: each.start)

    def _time_range(self, line: str) -> EnteredPeriod:
        instants = [_instant(found) for found in INSTANT.findall(line)]
        rest = INSTANT.sub("", line)
        if len(instants) not in (1, 2) or BETWEEN.fullmatch(rest) is None:
            raise forms.ValidationError(f"Write from and to, for example {EXAMPLE}.")
        if len(instants) == 1 and not self.may_stay_open:
            raise forms.ValidationError(f"“{line}” has no end.")
        start, end = instants[0], instants[1] if len(instants) == 2 else None
        if end is not None and end <= start:
            raise forms.ValidationError(f"“{line}” ends before it has begun.")
        return EnteredPeriod(start, end)


class CaseForm(forms.Form):
    version = forms.ModelChoiceField(
        AgreementVersion.objects.select_related("agreement").order_by("agreement", "-number"),
        label="Agreement",
        empty_label=None,
        help_text="A draft too; with the hours and holidays in force at the opening.",
        error_messages={"required": "Choose an agreement."},
    )
    opened = InstantField(label="Opened, GMT")
    fault_class = forms.ChoiceField(
        label="Class", required=False, choices=[("", UNQUALIFIED), *FaultClass.choices]
    )
    handled = InstantField(label="First answer, GMT", required=False)
    workaround = InstantField(label="Workaround, GMT", required=False)
    closed = InstantField(
        label="Closed as resolved, GMT",
        required=False,
        help_text="Closing is a first answer too.",
    )
    pauses = EnteredPeriodsField(
        label="Waiting for the client, GMT",
        may_stay_open=True,
        help_text="One a line, from and to; without an end it is still open.",
    )
    maintenance = EnteredPeriodsField(
        label="Planned maintenance, GMT", may_stay_open=False, help_text="One a line, from and to."
    )
    as_of = InstantField(
        label="As of, GMT", required=False, help_text="Empty: the last instant of the case."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].label_from_instance = _version_label  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        case = {**dict.fromkeys(self.fields), **(super().clean() or {})}
        if self.errors:
            return case
        self._check_order(case)
        self._check_class(case)
        self._check_pauses(case)
        self._check_span(case)
        last = max(self._instants(case))
        case["as_of"] = case["as_of"] or last
        if case["as_of"] < last:
            self.add_error("as_of", "Something of the case happens later.")
        return case

    def _instants(self, case: dict[str, Any]) -> list[datetime]:
        plain = [case[name] for name in ("opened", "handled", "workaround", "closed")]
        paused = [at for pause in case["pauses"] for at in pause]
        return [at for at in [*plain, *paused] if at is not None]

    def _check_span(self, case: dict[str, Any]) -> None:
        """A century of support hours is of no use to anybody, and would take minutes."""
        opened = case["opened"]
        for name in ("handled", "workaround", "closed", "as_of"):
            if case[name] is not None and case[name] - opened > LONGEST_SPAN:
                self.add_error(name, TOO_FAR)
        for name in ("pauses", "maintenance"):
            ends = [at for period in case[name] for at in period if at is not None]
            if ends and max(ends) - opened > LONGEST_SPAN:
                self.add_error(name, TOO_FAR)
            elif ends and opened - min(ends) > LONGEST_SPAN:
                self.add_error(name, TOO_EARLY)

    def _check_order(self, case: dict[str, Any]) -> None:
        opened, closed = case["opened"], case["closed"]
        for name in ("handled", "workaround", "closed"):
            if case[name] is not None and case[name] < opened:
                self.add_error(name, "That is before the opening.")
        for name in ("handled", "workaround"):
            if closed is not None and case[name] is not None and case[name] > closed:
                self.add_error(name, "That is after the closing.")

    def _check_class(self, case: dict[str, Any]) -> None:
        fault_class = case["fault_class"]
        if case["closed"] and not fault_class:
            self.add_error("closed", "Without a class it cannot be resolved (C6).")
        if case["workaround"] and not fault_class:
            self.add_error("workaround", "Without a class there is none to lower (K9).")
        if case["workaround"] and fault_class == FaultClass.LOW:
            self.add_error("workaround", "Low is the lowest class (K9).")

    def _check_pauses(self, case: dict[str, Any]) -> None:
        """One answer ends all questions, so pauses neither overlap nor outlast the ticket."""
        until = case["opened"]
        for pause in case["pauses"]:
            if until is None or pause.start < until:
                self.add_error("pauses", "It begins before the opening, or two of them overlap.")
                return
            until = pause.end
        closed = case["closed"]
        if closed and case["pauses"] and max(self._ends(case["pauses"])) > closed:
            self.add_error("pauses", "It lasts longer than the ticket is open.")

    def _ends(self, pauses: list[EnteredPeriod]) -> list[datetime]:
        return [pause.end or pause.start for pause in pauses]


def _version_label(version: AgreementVersion) -> str:
    return f"{version}" if version.is_published else f"{version}, draft"


def _instant(text: str) -> datetime:
    try:
        return _within(datetime.fromisoformat(text).replace(tzinfo=UTC))
    except ValueError:
        raise forms.ValidationError(f"There is no such day or time as “{text}”.") from None


def _within(at: datetime) -> datetime:
    if not EARLIEST <= at < LATEST:
        raise forms.ValidationError("Choose an instant between the years 2000 and 2100.")
    return at
