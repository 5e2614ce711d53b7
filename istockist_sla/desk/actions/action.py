"""An action of the desk: one class says who may do what, when, with which fields, and does it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, NamedTuple

from django import forms
from django.contrib.auth.models import AnonymousUser
from django_fsm import has_transition_perm

from istockist_sla.core.models import User


class ActionForm(forms.Form):
    """A form that performs: subclass it once for each verb.

    `permissions`: one of them is enough. `transition`: the django-fsm method that must be open to
    the person. `seen` is the id of the newest event that its author saw, 0 where none is known.
    """

    # Templates read the class's attributes, and would otherwise call the class.
    do_not_call_in_templates = True
    verb: ClassVar[str] = ""
    label: ClassVar[str] = ""
    permissions: ClassVar[tuple[str, ...]] = ()
    transition: ClassVar[str] = ""
    description: ClassVar[str] = ""
    submit_label: ClassVar[str] = ""
    # An action whose outcome differs sets its own as it performs.
    success_message: str = "Done."
    icon: ClassVar[str] = ""
    template: ClassVar[str] = ""
    is_dangerous: ClassVar[bool] = False
    in_toolbar: ClassVar[bool] = True
    # Acts at once, by a button; otherwise a page asks first.
    is_immediate: ClassVar[bool] = False
    # Asks once more, beside what will come of it.
    is_guided: ClassVar[bool] = False

    def __init__(
        self, *args: Any, subject: Any, user: User, at: datetime, seen: int = 0, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.subject, self.user, self.at, self.seen = subject, user, at, seen

    @classmethod
    def get_label(cls, subject: Any) -> str:
        return cls.label

    @classmethod
    def has_permission(cls, user: User | AnonymousUser) -> bool:
        return any(user.has_perm(permission) for permission in cls.permissions)

    @classmethod
    def has_object_permission(cls, subject: Any, user: User | AnonymousUser) -> bool:
        """Narrows the permission to people of this subject."""
        return True

    @classmethod
    def is_available(cls, subject: Any, user: Any, at: datetime) -> bool:
        """Whether the state of the subject allows it at `at`."""
        return not cls.transition or has_transition_perm(getattr(subject, cls.transition), user)

    @classmethod
    def events_of(cls, subject: Any) -> Any:
        """The events whose newest the form's author has seen; None: those of the subject."""
        return None

    def perform(self) -> Any:
        """Go through the door; called once the form is valid. Returns what was made or changed.

        Raises ActionRefused with a reason that is shown on the form.
        """
        raise NotImplementedError


class ImmediateAction(ActionForm):
    """Nothing to fill in and nothing to confirm: a button performs it."""

    is_immediate = True


class ConfirmForm(ActionForm):
    """Nothing to fill in: the page only says what will happen."""


class GuidedForm(ActionForm):
    """Shows what will come of it before it is done: it is carried out, looked at and undone."""

    is_guided = True

    def preview(self, made: Any) -> list[Any]:
        """Sentences about what `perform` made, one an effect."""
        raise NotImplementedError


class ActionLink(NamedTuple):
    """An action that is available now, and where it is taken."""

    form_class: type[ActionForm]
    label: str
    url: str


@dataclass(frozen=True)
class DetailTable:
    """A table on a row's page."""

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
