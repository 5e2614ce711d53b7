"""A form shows what was typed into it, and old drafts go."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django import forms

from istockist_sla.core.drafts import keeping
from istockist_sla.core.models import FormDraft
from istockist_sla.core.tasks import DRAFTS_ARE_KEPT, forget_drafts

AT = datetime(2026, 3, 10, 10, tzinfo=UTC)


class Example(forms.Form):
    text = forms.CharField()
    day = forms.DateField(initial=date(2026, 1, 1))
    when = forms.SplitDateTimeField()
    teams = forms.MultipleChoiceField(choices=[("a", "A"), ("b", "B")])
    certain = forms.BooleanField(initial=True)
    finding = forms.CharField(widget=forms.HiddenInput)
    uploads = forms.FileField()


def filled(**fields):
    form = Example(initial={"finding": "7"})
    keeping.fill(form, FormDraft(fields={name: list(values) for name, values in fields.items()}))
    return {name: form[name].value() for name in form.fields}


def test_a_form_shows_every_field_as_it_was_typed():
    values = filled(
        text=["So."],
        day=["32.13."],
        when_0=["2026-03-10"],
        when_1=["25:00"],
        teams=["a", "b"],
        certain=["on"],
        finding=["8"],
    )
    assert values == {
        "text": "So.",
        "day": "32.13.",
        "when": ["2026-03-10", "25:00"],
        "teams": ["a", "b"],
        "certain": True,
        "finding": "8",
        "uploads": None,
    }


def test_what_the_draft_does_not_say_stays_as_the_form_has_it():
    values = filled(text=["So."])
    assert (values["day"], values["finding"]) == (date(2026, 1, 1), "7")


def test_a_box_that_was_not_ticked_is_not_ticked():
    assert filled(text=["So."])["certain"] is False


def test_without_a_draft_the_form_stays_as_it_is():
    form = Example()
    keeping.fill(form, None)
    assert form["certain"].value() is True


@pytest.mark.parametrize(("age", "left"), [(timedelta(), 1), (timedelta(seconds=1), 0)])
def test_drafts_that_nobody_touches_are_forgotten(aoife, time_machine, age, left):
    time_machine.move_to(AT, tick=False)
    at = AT - DRAFTS_ARE_KEPT - age
    FormDraft.objects.create(person=aoife, form="/#form", updated_at=at)
    forget_drafts()
    assert FormDraft.objects.count() == left
