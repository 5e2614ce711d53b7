"""What one person stated and another decides: picked on the page of what it is about (G10)."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.db.models import Model

from istockist_sla.desk.actions import ActionForm

APPROVE, REFUSE = "approve", "refuse"


class DecisionForm(ActionForm):
    """Of statements of others that wait; `doors` approve and refuse a row of each model."""

    verb = "decide"
    label = "Decide…"
    permissions = ("availability.decide_exclusion",)
    success_message = "Decided: the figures follow from now on."
    doors: ClassVar[dict[type[Model], tuple[Callable[..., Any], Callable[..., Any]]]] = {}

    statement = forms.ChoiceField(label="What was stated", widget=forms.RadioSelect)
    decision = forms.ChoiceField(
        choices=[(APPROVE, "Approve"), (REFUSE, "Refuse")], widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = self.waiting(self.subject, self.user)
        self.rows = {f"{type(row).__name__.lower()}-{row.pk}": row for row in found}
        choices = [(key, self.words(row)) for key, row in self.rows.items()]
        self.fields["statement"].choices = choices  # type: ignore[attr-defined]
        if len(choices) == 1:
            self.initial.setdefault("statement", choices[0][0])

    @classmethod
    def waiting(cls, subject: Any, user: Any) -> Sequence[Model]:
        """Undecided, and not this person's own."""
        raise NotImplementedError

    def words(self, row: Any) -> str:
        raise NotImplementedError

    @classmethod
    def is_available(cls, subject: Any, user: Any, at: datetime) -> bool:
        return bool(cls.waiting(subject, user))

    def perform(self) -> Any:
        row = self.rows[self.cleaned_data["statement"]]
        approve, refuse = self.doors[type(row)]
        decide = approve if self.cleaned_data["decision"] == APPROVE else refuse
        return decide(row, by=self.user, at=self.at)
