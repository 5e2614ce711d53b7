"""A step of the desk: a verb with its permission, its form, when it is legal, and its door."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django import forms
from django.contrib.auth.models import AnonymousUser
from django_fsm import has_transition_perm

from istockist_sla.core.models import User


class ActionForm(forms.Form):
    """A step's form: knows what it is about, who fills it in, and when."""

    # Templates ask whether a step has a form, and would else call the class.
    do_not_call_in_templates = True

    def __init__(self, *args: Any, subject: Any, by: User, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.subject, self.by, self.at = subject, by, at


class ConfirmForm(ActionForm):
    """Nothing to fill in: the page only says what will happen."""


@dataclass(frozen=True)
class Doing:
    """One submission: what a step's function is called with."""

    subject: Any
    data: dict[str, Any]
    by: User
    at: datetime
    seen: int


def always(subject: Any, at: datetime) -> bool:
    return True


@dataclass(frozen=True)
class Step:
    """`form` None acts at once, by a button; `events` are those whose newest a form has seen.

    `permissions`: one of them is enough. `who` narrows it to people of one subject.
    `transition`: the django-fsm method that must be open to the person for the step to be legal.
    """

    verb: str
    label: str | Callable[[Any], str]
    permissions: tuple[str, ...]
    act: Callable[[Doing], Any]
    form: type[ActionForm] | None = None
    legal: Callable[[Any, datetime], bool] = always
    done: str = "Done."
    intro: str = ""
    submit: str = ""
    icon: str = ""
    danger: bool = False
    in_bar: bool = True
    template: str = ""
    events: Callable[[Any], Any] | None = None
    who: Callable[[Any, Any], bool] | None = None
    transition: str = ""

    def label_for(self, subject: Any) -> str:
        return self.label if isinstance(self.label, str) else self.label(subject)

    def allows(self, user: User | AnonymousUser, subject: Any = None) -> bool:
        if not any(user.has_perm(permission) for permission in self.permissions):
            return False
        return subject is None or self.who is None or self.who(subject, user)

    def is_legal(self, subject: Any, user: Any, at: datetime) -> bool:
        if self.transition and not has_transition_perm(getattr(subject, self.transition), user):
            return False
        return self.legal(subject, at)


@dataclass(frozen=True)
class Offered:
    """A step that is legal now, as a button."""

    step: Step
    label: str
    url: str


@dataclass(frozen=True)
class DetailTable:
    """A table on a record's page."""

    title: str
    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]
    empty: str = "None."

    @property
    def labelled(self) -> list[list[tuple[str, Any]]]:
        """Each cell with its column's name, which a phone shows beside it."""
        return [list(zip(self.columns, row, strict=True)) for row in self.rows]


class EventText(NamedTuple):
    """An event as a sentence: who, what they did, when."""

    who: str
    text: Any
    at: datetime
