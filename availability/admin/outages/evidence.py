"""What a second place saw of an outage, as words to be used for evidence (A3)."""

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any

from django import forms

from availability.admin.fields import MAX_LENGTH, LongTextField
from availability.coverage import epoch
from availability.models import Outage, PlaceCheck, PlaceCheckQuerySet
from istockist_sla.core.lib.text import counted, join_words, second_gmt

# How long before and after an outage what was seen says something of it.
AROUND = timedelta(minutes=5)


def seen_around(outage: Outage, until: datetime) -> PlaceCheckQuerySet:
    """Of its components, from a little before it to a little after it."""
    components = {each.component_id for each in outage.interruptions.all()}
    first, last = outage.started_at - AROUND, (outage.ended_at or until) + AROUND
    found = PlaceCheck.objects.between(epoch(first), epoch(last))
    return found.filter(component__in=components).select_related("component", "round")


def words_of(outage: Outage, until: datetime) -> str:
    """`Frankfurt: the API answered 3 of 4 times from … to … (timeout).` Empty where no other place
    asked within the bounds of the outage."""
    first, last = epoch(outage.started_at), epoch(outage.ended_at or until)
    found = defaultdict(list)
    for check in seen_around(outage, until):
        if first <= check.round.second <= last:
            found[check.round.place, check.component.in_text].append(check)
    words = " ".join(_sentence(place, name, found[place, name]) for place, name in sorted(found))
    return words.replace("\xa0", " ")


def _sentence(place: str, name: str, checks: list[PlaceCheck]) -> str:
    errors = sorted({each.error for each in checks if not each.ok})
    answered = sum(each.ok for each in checks)
    bounds = f"from {second_gmt(checks[0].at)} to {second_gmt(checks[-1].at)}"
    why = f" ({join_words(errors)})" if errors else ""
    return f"{place}: {name} answered {answered} of {counted(len(checks), 'time')} {bounds}{why}."


class EvidenceForm(forms.Form):
    """The field of evidence, and a box that adds what a second place saw, if it saw anything."""

    evidence = LongTextField(
        required=False, help_text="A notice, a number, a log: what a second person can check."
    )
    seen_elsewhere = ""
    uses_second_place = forms.BooleanField(required=False, label="Add what a second place saw")

    def offer_second_place(self, outage: Outage, until: datetime) -> None:
        self.seen_elsewhere = words_of(outage, until)
        if self.seen_elsewhere:
            self.fields["uses_second_place"].help_text = self.seen_elsewhere
            self.fields["evidence"].help_text += " Or tick the box beneath."
        else:
            del self.fields["uses_second_place"]
            self.fields["evidence"].required = True

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        words = [data.get("evidence", "")]
        if data.pop("uses_second_place", False):
            words.append(self.seen_elsewhere)
        data["evidence"] = "\n\n".join(filter(None, words))
        if "evidence" in self.errors:
            return data
        if not data["evidence"]:
            self.add_error("evidence", self.fields["evidence"].error_messages["required"])
        elif len(data["evidence"]) > MAX_LENGTH:
            self.add_error("evidence", f"Together these are more than {MAX_LENGTH:,} characters.")
        return data
