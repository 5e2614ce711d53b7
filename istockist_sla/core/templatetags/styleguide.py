"""Specimens for the style guide, which developers compare their screens with."""

from django import forms, template
from django.utils.safestring import SafeString

from istockist_sla.core.lib.charts import Label, Part, Rule
from istockist_sla.core.lib.linechart import Chart, ChartLine, Point
from istockist_sla.core.lib.months import Month
from istockist_sla.core.lib.plot import Caption
from istockist_sla.core.templatetags import plots, ui

register = template.Library()


class SpecimenForm(forms.Form):
    order = forms.CharField(label="Order number")
    wrong = forms.CharField(label="With an error")
    text = forms.CharField(
        label="Note", required=False, widget=forms.Textarea, help_text="As you would say it."
    )
    done = forms.ChoiceField(
        label="Tried to reproduce it",
        choices=[("done", "Done"), ("not", "Not done"), ("na", "Does not apply")],
        widget=forms.RadioSelect,
    )
    quiet = forms.BooleanField(label="This can wait", help_text="Then no limit is promised.")

    def clean_wrong(self) -> str:
        raise forms.ValidationError("Write the number only, for example 88214.")


@register.simple_tag
def styleguide_form() -> SpecimenForm:
    """A bound form with one error."""
    data = {"order": "88214", "wrong": "8821A", "done": "done", "quiet": "on"}
    form = SpecimenForm(data)
    form.is_valid()
    return form


@register.simple_tag
def styleguide_rule() -> SafeString:
    """Every kind of time, with its name."""
    parts = [
        Part("counted", 22),
        Part("closed", 15.5),
        Part("paused", 14.5),
        Part("maintenance", 15.5),
        Part("counted", 10),
        Part("past", 8.5),
        Part("free", 14),
    ]
    labels = [
        Label(0, "counted"),
        Label(0.224, "closed", minor=True),
        Label(0.378, "paused"),
        Label(0.522, "planned maintenance", minor=True),
        Label(0.775, "limit", anchor="middle"),
        Label(0.82, "past it", minor=True),
        Label(1, "still free", anchor="end"),
    ]
    sentence = "Every kind of time: counted, closed, paused, maintenance, past the limit, free."
    return ui.time_rule(Rule(sentence, parts, tick=0.775, labels=labels))


@register.simple_tag
def styleguide_hours() -> SafeString:
    """The opening hours of a day with the present moment."""
    labels = [
        Label(0.72, "Now 14:46 GMT", above=True, anchor="middle", strong=True),
        Label(0, "09:00"),
        Label(0.5, "13:00", anchor="middle"),
        Label(1, "17:00 GMT", anchor="end"),
    ]
    parts = [Part("counted", 346), Part("free", 134)]
    sentence = "Support is open from 09:00 to 17:00 GMT; it is 14:46."
    return ui.time_rule(
        Rule(sentence, parts, cells=8, tick=346 / 480, labels=labels, height=10, apart=False)
    )


@register.simple_tag
def styleguide_days() -> list[str]:
    """Ninety days with one of each shape near the end."""
    days = ["up"] * 90
    for day, state in ((59, "maintenance"), (63, "down"), (71, "unknown"), (76, "degraded")):
        days[day] = state
    return days


@register.simple_tag
def styleguide_chart() -> SafeString:
    """Twelve months of three classes."""
    months = [Month(2025, 6).shifted(i) for i in range(12)]
    critical = [100, 100, 100, 97.2, 100, 100, 100, 100, 100, 100, 97.43, 100]
    medium = [99.1, 98.6, 99.4, 98.9, 97.8, 98.8, 99.3, 98.2, 99, 98.7, 99.28, 98.69]
    low = [98.4, 99.2, 98.1, 98.8, 98.5, 99.4, 97.6, 98.3, 98.6, 99.1, 98.9, 96.66]
    lines = [
        ChartLine(
            "critical", "Critical", [Point(v, i in (1, 3, 7)) for i, v in enumerate(critical)]
        ),
        ChartLine("medium", "Medium", [Point(v) for v in medium]),
        ChartLine("low", "Low", [Point(v) for v in low]),
    ]
    caption = Caption(
        name="styleguide",
        title="First answers in time, twelve months",
        description="Critical fell below 98 percent twice, Medium once, Low twice.",
    )
    return plots.line_chart(
        Chart(caption=caption, months=months, lines=lines, targets=[98.0] * len(months))
    )
