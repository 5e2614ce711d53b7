"""The inbox of one person: what waits for them, oldest first, and what waits for others."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django.urls import reverse

from istockist_sla.core.lib.months import Month
from istockist_sla.core.lib.text import counted, join_words
from istockist_sla.core.models import User
from istockist_sla.desk.approvals.items import Change, Proposal
from istockist_sla.desk.approvals.source import ProposalSource
from istockist_sla.desk.site import site
from tickets import inputs

# So many of one kind are shown; the next ones come up as these are decided.
MOST = 200
MOST_NAMES = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """A proposal as one person sees it; `blocks` is the month whose closing waits for it."""

    proposal: Proposal
    may_decide: bool
    is_own: bool
    blocks: Month | None
    waits_for: str

    @property
    def url(self) -> str:
        return reverse("admin:approval", args=[self.proposal.kind, self.proposal.pk])


@dataclass(frozen=True, kw_only=True, slots=True)
class Inbox:
    to_decide: Sequence[Entry]
    of_others: Sequence[Entry]

    @property
    def entries(self) -> list[Entry]:
        return [*self.to_decide, *self.of_others]

    @property
    def blocked(self) -> list[Month]:
        """The months that cannot be closed before this person has decided."""
        return sorted({each.blocks for each in self.to_decide if each.blocks is not None})

    def closing_change(self, entry: Entry) -> Change | None:
        """How many decisions the closing waits for, now and then."""
        if entry.blocks is None:
            return None
        waiting = sum(each.blocks == entry.blocks for each in self.entries)
        left = f"waits for {waiting - 1} more" if waiting > 1 else "no proposal stands in its way"
        now = f"waits for {counted(waiting, 'decision')}"
        return Change(f"Closing of {entry.blocks.name}", now, left)

    @property
    def blocking(self) -> int:
        return sum(each.blocks is not None for each in self.to_decide)


def sources_for(user: Any) -> list[ProposalSource]:
    """Those on which the person may decide."""
    sources = cast(list[ProposalSource], site.proposal_sources)
    return [each for each in sources if user.has_perm(each.permission)]


def inbox_of(user: Any, *, at: datetime) -> Inbox:
    with inputs.asked_once():
        deciders = _deciders()
        found = [
            (source, source.proposal(row))
            for source in sources_for(user)
            for row in source.open()[:MOST]
        ]
        found.sort(key=lambda pair: (pair[1].proposed_at, pair[1].kind, pair[1].pk))
        entries = [
            Entry(
                proposal=proposal,
                may_decide=user.pk not in proposal.barred,
                is_own=proposal.proposer is not None and proposal.proposer.pk == user.pk,
                blocks=_blocked(proposal.touches, at) if proposal.touches else None,
                waits_for=_names(deciders.get(source.role, ()), proposal.barred),
            )
            for source, proposal in found
        ]
    return Inbox(
        to_decide=[each for each in entries if each.may_decide],
        of_others=[each for each in entries if not each.may_decide],
    )


def count_for(user: Any) -> int:
    """How many proposals wait for this person: for a first page or the strip."""
    return sum(
        user.pk not in source.proposal(row).barred
        for source in sources_for(user)
        for row in source.open()[:MOST]
    )


def _blocked(touches: tuple[datetime, datetime], at: datetime) -> Month | None:
    """The first month of this time that is over and waits to be closed (M1)."""
    book = inputs.book()
    start, end = touches
    month, last = inputs.month_of(start), inputs.month_of(min(end, at))
    after = max(book.closed, default=None)
    if after is not None and month <= after:
        month = after.next
    is_over = inputs.month_bounds(month).end <= at
    return month if month <= last and is_over else None


def _deciders() -> dict[str, list[tuple[int, str]]]:
    """The people of each role by name, one row a role that they have."""
    found: dict[str, list[tuple[int, str]]] = {}
    rows = User.objects.filter(is_active=True, groups__isnull=False).order_by("name")
    for pk, name, group in rows.values_list("pk", "name", "groups__name"):
        found.setdefault(group, []).append((pk, name))
    return found


def _names(people: Iterable[tuple[int, str]], barred: frozenset[int]) -> str:
    """`Orla Byrne or Eoghan Byrne`; nothing where nobody else could decide."""
    names = [name for pk, name in people if pk not in barred]
    if len(names) > MOST_NAMES:
        return f"one of {len(names)} others"
    return join_words(names, "or") if names else ""
