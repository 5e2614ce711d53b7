"""A proposal in the inbox, and what is shown of it once it is opened."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from istockist_sla.core.models import User
from istockist_sla.desk.actions import ActionForm, DetailTable


@dataclass(frozen=True, kw_only=True, slots=True)
class Proposal:
    """`barred` may not decide: whoever proposed it, and whoever it is about (G10). `touches` is the
    time whose months cannot be closed before the decision."""

    kind: str
    pk: int
    icon: str
    title: str
    about: str
    proposer: User | None
    proposed_at: datetime
    barred: frozenset[int]
    touches: tuple[datetime, datetime] | None = None


class Change(NamedTuple):
    """What is so now, and with the decision; each with what it counts."""

    name: Any
    now: Any
    then: Any
    second: Any = ""


class Evidence(NamedTuple):
    icon: str
    text: str
    second: str = ""
    url: str = ""
    link: str = "Open"


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """A decision, carried out by the action of the row's own page: its form, or a button with what
    the form would hold."""

    label: str
    url: str
    seen: int = 0
    form: ActionForm | None = None
    hidden: Sequence[tuple[str, str]] = ()
    is_main: bool = False
    is_dangerous: bool = False

    @property
    def draft(self) -> str:
        """Where the text of its form is kept: the action's own page finds it."""
        return f"{self.url}#form"

    @property
    def button(self) -> str:
        return self.label.rstrip("…")

    @property
    def is_filled_in(self) -> bool:
        return self.form is not None and bool(self.form.fields)


@dataclass(frozen=True, kw_only=True, slots=True)
class Sheet:
    """The open proposal from top to bottom: one sentence, what it changes, evidence, steps."""

    sentence: Any
    words: str = ""
    columns: tuple[str, str] = ("Now", "With approval")
    changes: Sequence[Change] = ()
    tables: Sequence[DetailTable] = ()
    evidence: Sequence[Evidence] = ()
    note: str = ""
    ask_url: str = ""
    steps: Sequence[Step] = ()
    page_url: str = ""
