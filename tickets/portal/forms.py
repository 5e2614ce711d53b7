"""What people may write into the portal, and how it is refused."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import MaxLengthValidator
from django.template.defaultfilters import filesizeformat

from tickets.attachments import Upload
from tickets.models import PreCheck, PreCheckState
from tickets.models.tickets import Ticket
from tickets.sla.terms import CLASS_TESTS

LONGEST_TEXT, LONGEST_NOTE, LONGEST_SEARCH = 20_000, 2_000, 100
MOST_FILES = 10
YES, NO = "yes", "no"


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files of one field, each within its size, as uploads for the door."""

    widget = FilesInput(attrs={"multiple": True})

    def clean(self, data: Any, initial: Any = None) -> list[Upload]:
        given = data if isinstance(data, list | tuple) else [data] if data else []
        if len(given) > MOST_FILES:
            raise forms.ValidationError(
                f"At most {MOST_FILES} files at a time; these are {len(given)}. Choose them again."
            )
        return [self._upload(super(FilesField, self).clean(each, initial)) for each in given]

    def _upload(self, file: UploadedFile) -> Upload:
        most = settings.UPLOAD_MAX_BYTES
        if (file.size or 0) > most:
            raise forms.ValidationError(
                f"“{file.name}” is larger than {filesizeformat(most)}. Choose your files again "
                "without it."
            )
        return Upload(file.name or "file", file.read())


def text_field(label: str, *, longest: int = LONGEST_TEXT, rows: int = 4, **more: Any) -> Any:
    """Refused beyond `longest`; a `maxlength` would let the browser cut what is pasted."""
    return forms.CharField(
        label=label,
        validators=[MaxLengthValidator(longest)],
        widget=forms.Textarea(attrs={"rows": rows}),
        **more,
    )


class SearchForm(forms.Form):
    q = forms.CharField(max_length=LONGEST_SEARCH, required=False)

    @property
    def words(self) -> str:
        return self.cleaned_data["q"] if self.is_valid() else ""


class TicketSearchForm(SearchForm):
    OPEN, WAITING, CLOSED, ALL = "open", "waiting", "closed", "all"
    SHOW = ((OPEN, "Open"), (WAITING, "Waiting for you"), (CLOSED, "Closed"), (ALL, "All"))
    show = forms.ChoiceField(choices=SHOW, required=False)

    @property
    def shown(self) -> str:
        chosen = self.cleaned_data.get("show") if self.is_bound and not self.errors else ""
        return chosen or self.OPEN


class DescribeForm(forms.Form):
    subject = forms.CharField(
        label="What is the problem?",
        max_length=Ticket._meta.get_field("subject").max_length,
        help_text="One line, for example: orders from the trade shop are not coming in.",
        error_messages={"required": "Name the problem in one line."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    text = text_field(
        "What do you see?",
        rows=6,
        help_text="What you did, what happened, and what should have happened.",
        error_messages={"required": "Write a sentence or two about what you see."},
    )
    since = forms.CharField(
        label="Since when?",
        max_length=120,
        required=False,
        help_text="For example: today, about 13:40 GMT.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def whole_text(self) -> str:
        """The text of the ticket's first message."""
        since = self.cleaned_data["since"]
        return self.cleaned_data["text"] + (f"\n\nSince: {since}" if since else "")


class ChecksForm(forms.Form):
    """The four checks of O2; all may be left open, and nothing is refused for it."""

    WORDS = {
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
        for code, (label, hint) in self.WORDS.items():
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
        return [(self[code.value], self[f"{code.value}_note"]) for code in self.WORDS]

    def checks(self) -> dict[str, dict[str, str]]:
        """As they stand on the ticket; what has no state is not stated and not there."""
        return {
            code.value: {"state": state, "note": self.cleaned_data[f"{code}_note"], "by": "client"}
            for code in self.WORDS
            if (state := self.cleaned_data[code.value])
        }


class ImpactForm(forms.Form):
    """The tests of C1 as questions, in their order; the first yes gives the provisional class."""

    QUESTIONS = {
        "inaccessible": (
            "Is there no way in at all?",
            "Nobody gets into the client admin, or the API gives no answer.",
        ),
        "orders-stopped": (
            "Have orders stopped?",
            "No order can be placed, or none arrives.",
        ),
        "orders-partly": (
            "Is ordering disturbed in part?",
            "Some shops or customers cannot order, or more than one order in ten comes over "
            "30 minutes late.",
        ),
        "read-only": (
            "Is it only something that you read?",
            "Reports or statistics are missing or old; everything else works.",
        ),
        "degraded": (
            "Does work go on, but badly?",
            "You need a detour, it is extremely slow, errors come and go, or another function "
            "does not do what it should.",
        ),
    }
    low_priority = forms.BooleanField(
        label="This has low priority for me",
        required=False,
        help_text="Then we promise no time for the first answer: the ticket is answered and "
        "measured, but it leaves the guarantee. You can change it later; what you choose now "
        "decides.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, (label, hint) in self.QUESTIONS.items():
            self.fields[code] = forms.ChoiceField(
                label=label,
                choices=[(YES, "Yes"), (NO, "No")],
                required=False,
                help_text=hint,
                widget=forms.RadioSelect,
            )

    def questions(self) -> list[Any]:
        return [self[code] for code in self.QUESTIONS]

    def test(self) -> str:
        """The first test answered yes; "other" after five times no; "" where something is open."""
        answers = [self.cleaned_data[code] for code in self.QUESTIONS]
        for code, answer in zip(self.QUESTIONS, answers, strict=True):
            if answer == YES:
                return code
        return "other" if all(answers) else ""

    def provisional_class(self) -> str:
        return CLASS_TESTS.get(self.test(), "")


class FilesForm(forms.Form):
    uploads = FilesField(
        label="Files",
        required=False,
        help_text=f"Up to {MOST_FILES} at a time. Pictures of the screen help most.",
    )


class ReplyForm(FilesForm):
    """`seen`: the newest event that the author saw. `once`: so that a double click says it once."""

    text = text_field("Your answer", required=False)
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    once = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)
    field_order = ["text", "uploads"]


class ClientReopenForm(FilesForm):
    text = text_field("What is still wrong?", required=False)
    field_order = ["text", "uploads"]


class ClientContestForm(forms.Form):
    text = text_field(
        "Why do you see it otherwise?",
        error_messages={"required": "Write why you see it otherwise."},
    )


class PriorityForm(forms.Form):
    low = forms.TypedChoiceField(
        choices=[(YES, "Low"), (NO, "Normal")], coerce=lambda value: value == YES
    )


class ClientCloseForm(ReplyForm):
    works_again = forms.TypedChoiceField(
        choices=[(YES, "It works again"), (NO, "It is not solved")],
        coerce=lambda value: value == YES,
    )
