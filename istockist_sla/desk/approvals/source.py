"""Where the inbox finds proposals of one kind, and the steps that decide on them."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, ClassVar, cast
from urllib.parse import quote

from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.urls import reverse

from istockist_sla.core.models import User
from istockist_sla.desk.actions import ActionAdmin
from istockist_sla.desk.approvals.items import Proposal, Sheet, Step
from istockist_sla.desk.site import site


class ProposalSource:
    """Subclass it once for each kind; the app's screen gives it to `site.add_proposals`."""

    kind: ClassVar[str] = ""
    permission: ClassVar[str] = ""
    # The role of whoever decides.
    role: ClassVar[str] = ""

    def open(self) -> QuerySet[Any]:
        """What waits for a decision, with what its proposal shows."""
        raise NotImplementedError

    def proposal(self, row: Any) -> Proposal:
        raise NotImplementedError

    def sheet(self, row: Any, request: HttpRequest, at: datetime) -> Sheet:
        raise NotImplementedError

    def find(self, pk: int) -> Any | None:
        return self.open().filter(pk=pk).first()

    def is_known(self, pk: int) -> bool:
        """Whether there is such a row, decided or not."""
        return bool(cast(Any, self.open().model).objects.filter(pk=pk).exists())


def steps_of(subject: Model, request: HttpRequest, at: datetime, *verbs: str) -> Iterator[Step]:
    """The actions of the row's own page with these verbs, as far as they are open to the person;
    the first is the main one."""
    admin = cast(ActionAdmin, site._registry[type(subject)])
    seen = admin.get_events(subject).newest_id() if admin.event_kind else 0
    for action in admin.available_actions(request, subject, at):
        verb = str(action.form_class.verb)
        if verb in verbs:
            form = action.form_class(
                subject=subject,
                user=cast(User, request.user),
                at=at,
                auto_id=f"{verb}_%s",
            )
            yield Step(
                label=action.label,
                url=action.url,
                seen=seen,
                form=form,
                is_main=verb == verbs[0],
                is_dangerous=action.form_class.is_dangerous,
            )


def asked_by_mail(proposer: User | None, proposal: Proposal) -> str:
    """To ask whoever proposed it, where there is no folder in which to ask."""
    if proposer is None:
        return ""
    return f"mailto:{proposer.email}?subject={quote(f'{proposal.title}, {proposal.about}')}"


def change_page(name: str, pk: int) -> str:
    return reverse(f"admin:{name}_change", args=[pk])


def chosen(key: str, values: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """What a form's choices would hold."""
    return (("statement", key), *(("decision", value) for value in values))
