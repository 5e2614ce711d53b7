"""Forms of the portal: what clients may write, and how it is refused."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.validators import MaxLengthValidator

from tickets.models import PreCheck, PreCheckState, Rating
from tickets.models.tickets import Ticket
from tickets.sla.terms import CLASS_TESTS
from tickets.uploads import FilesField, FilesInput
from tickets.wording import priorities
from tickets.wording.class_tests import QUESTIONS

LONGEST_TEXT, LONGEST_NOTE, LONGEST_SEARCH = 20_000, 2_000, 100
YES, NO = "yes", "no"


def text_field(label: str, *, longest: int = LONGEST_TEXT, rows: int = 4, **more: Any) -> Any:
    """Refused beyond `longest`; a `maxlength` would let the browser cut what is pasted."""
    return forms.CharField(
        label=label,
        validators=[_at_most(longest, label)],
        widget=forms.Textarea(attrs={"rows": rows}),
        **more,
    )


def line_field(label: str, *, longest: int, **more: Any) -> Any:
    """One line, refused beyond `longest` for the same reason."""
    return forms.CharField(
        label=label,
        validators=[_at_most(longest, label)],
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        **more,
    )


def _at_most(longest: int, label: str) -> MaxLengthValidator:
    message = f"“{label}” has %(show_value)s letters; {longest} are the most."
    return MaxLengthValidator(longest, message)


class SearchForm(forms.Form):
    q = forms.CharField(max_length=LONGEST_SEARCH, required=False)

    @property
    def query(self) -> str:
        return self.cleaned_data["q"] if self.is_valid() else ""


class DescribeForm(forms.Form):
    subject = line_field(
        "What is the problem?",
        longest=Ticket._meta.get_field("subject").max_length or 0,
        help_text="One line, for example: orders from the trade shop are not coming in.",
        error_messages={"required": "Name the problem in one line."},
    )
    text = text_field(
        "What do you see?",
        rows=6,
        help_text="What you did, what happened, and what should have happened.",
        error_messages={"required": "Write a sentence or two about what you see."},
    )
    since = line_field(
        "Since when?",
        longest=120,
        required=False,
        help_text="For example: today, about 13:40 GMT.",
    )

    def message_text(self) -> str:
        """The text of the ticket's first message."""
        since = self.cleaned_data["since"]
        return self.cleaned_data["text"] + (f"\n\nSince: {since}" if since else "")


class ChecksForm(forms.Form):
    """The four checks of O2; any of them may be left without an answer."""

    TEXTS = {
        PreCheck.USERS: (
            "Asked the people concerned",
            "Who sees it, since when, and whether it happens every time.",
        ),
        PreCheck.ARTICLES: (
            "Searched the help articles",
            "Somebody may have met the same before.",
        ),
        PreCheck.REPRODUCED: (
            "Tried to reproduce it",
            "Do it once more yourself and see whether it happens again.",
        ),
        PreCheck.NETWORK: (
            "Checked your own network",
            "Firewall, proxy, VPN: things that we cannot see from here.",
        ),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, (label, hint) in self.TEXTS.items():
            self.fields[code.value] = forms.ChoiceField(
                label=label,
                choices=PreCheckState.choices,
                required=False,
                help_text=hint,
                widget=forms.RadioSelect,
            )
            self.fields[f"{code.value}_note"] = text_field(
                "Note", longest=LONGEST_NOTE, rows=2, required=False
            )

    def pairs(self) -> list[tuple[Any, Any]]:
        """Each check with its note, as bound fields."""
        return [(self[code.value], self[f"{code.value}_note"]) for code in self.TEXTS]

    def checks(self) -> dict[str, dict[str, str]]:
        """As `Ticket.checks` keeps them: a check without an answer is absent."""
        return {
            code.value: {"state": state, "note": self.cleaned_data[f"{code}_note"], "by": "client"}
            for code in self.TEXTS
            if (state := self.cleaned_data[code.value])
        }


class ImpactForm(forms.Form):
    """The tests of C1 as questions, in their order; the first yes gives the provisional class."""

    low_priority = forms.BooleanField(
        label="This has low priority for me",
        required=False,
        help_text="Then we promise no time for the first answer: the ticket is answered and "
        "measured, but it is outside the guarantee. You can change it later, but what you choose "
        "now decides.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, question in QUESTIONS.items():
            self.fields[code] = forms.ChoiceField(
                label=question.title,
                choices=[(YES, "Yes"), (NO, "No")],
                required=False,
                help_text=question.explanation,
                widget=forms.RadioSelect,
            )

    def questions(self) -> list[Any]:
        return [self[code] for code in QUESTIONS]

    def test(self) -> str:
        """The first test answered yes; "other" if all are answered no; "" if one has no answer."""
        answers = [self.cleaned_data[code] for code in QUESTIONS]
        for code, answer in zip(QUESTIONS, answers, strict=True):
            if answer == YES:
                return code
        return "other" if all(answers) else ""

    def provisional_class(self) -> str:
        return CLASS_TESTS.get(self.test(), "")


class FilesForm(forms.Form):
    uploads = FilesField(
        widget=FilesInput(attrs={"data-files": settings.UPLOAD_MAX_FILES}),
        help_text=f"Up to {settings.UPLOAD_MAX_FILES} at a time. Screenshots help most.",
    )


class ClientReplyForm(FilesForm):
    """`seen`: the newest event that the author saw."""

    text = text_field("Your answer", required=False)
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    field_order = ["text", "uploads"]


class ClientReopenForm(FilesForm):
    text = text_field("What is still wrong?", required=False)
    field_order = ["text", "uploads"]


class ClientContestForm(forms.Form):
    text = text_field(
        "Why do you disagree?",
        error_messages={"required": "Write why you disagree."},
    )


class SolvedForm(forms.Form):
    """Which article solved the problem, by its address, and the draft that is no longer needed."""

    article = forms.SlugField(max_length=120)
    draft = forms.SlugField(max_length=60, required=False)


class PriorityForm(forms.Form):
    low = forms.TypedChoiceField(
        choices=[(YES, priorities.NAMES[True]), (NO, priorities.NAMES[False])],
        coerce=lambda value: value == YES,
    )


class ClientCloseForm(ClientReplyForm):
    works_again = forms.TypedChoiceField(
        choices=[(YES, "It works again"), (NO, "It is not solved")],
        coerce=lambda value: value == YES,
    )


class RatingForm(forms.Form):
    value = forms.TypedChoiceField(
        label="From 1 to 5",
        choices=Rating.Value.choices,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a number from 1 to 5."},
    )
    text = text_field("A word to Support", longest=LONGEST_NOTE, rows=3, required=False)

    def __init__(self, data: Any = None, **more: Any) -> None:
        super().__init__(data, auto_id="rating-%s", **more)
