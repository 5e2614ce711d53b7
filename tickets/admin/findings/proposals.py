"""The steps that put findings about a ticket forward, and the links that lead to them."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.http import urlencode

from istockist_sla.desk.actions import ActionAdmin, ActionForm, ActionLink, Doing, Step
from tickets import lifecycle
from tickets.admin.findings.forms import (
    ClientReasonForm,
    DuplicateForm,
    InvoicingForm,
    MaintenanceForm,
    NoFaultForm,
    ProposeForm,
    RecordContestForm,
    RectifyForm,
)
from tickets.models import Finding, Ticket

HANDLE = ("tickets.handle_ticket",)
Kinds = Finding.Kind
PREFIX = "propose-"
WAITS = "Put forward. Another manager decides; until then it applies to nothing."


class Link(NamedTuple):
    label: str
    url: str


def verb_of(kind: str) -> str:
    """The address of the step that puts this kind forward."""
    return f"{PREFIX}{kind}"


def _propose(kind: str) -> Callable[[Doing], Any]:
    def act(doing: Doing) -> Any:
        data = doing.data
        return lifecycle.propose(
            doing.subject.pk,
            kind=kind,
            evidence=data["evidence"],
            files=data["uploads"],
            told=data.get("told", ""),
            by=doing.by,
            at=doing.at,
            **data["adds"],
        )

    return act


def _contest(doing: Doing) -> Any:
    return lifecycle.contest_by_message(
        doing.data["finding"].pk, message=doing.data["message"], by=doing.by, at=doing.at
    )


def _step(
    kind: str,
    label: str,
    form: type[ActionForm],
    legal: Callable[[Ticket], bool],
    intro: str,
    done: str = WAITS,
) -> Step:
    return Step(
        verb_of(kind),
        label,
        HANDLE,
        _propose(kind),
        form=form,
        legal=lambda ticket, at: legal(ticket) and _is_free(ticket, kind),
        done=done,
        intro=intro,
        submit="Put it forward",
        in_bar=False,
    )


def _is_free(ticket: Ticket, kind: str) -> bool:
    """Neither to be decided nor, for what excludes, in effect already."""
    again = kind in (Kinds.RECTIFICATION, Kinds.INVOICING)
    return not any(
        finding.kind == kind and (finding.is_undecided or (finding.is_in_effect and not again))
        for finding in ticket.findings.all()
    )


def _has_class(ticket: Ticket) -> bool:
    return ticket.is_fault and bool(ticket.fault_class)


def _is_unclosed(ticket: Ticket) -> bool:
    return not ticket.is_closed


def _lacks_a_check(ticket: Ticket) -> bool:
    return any(check.get("state") == "not done" for check in ticket.checks.values())


def _is_contestable(ticket: Ticket, at: datetime) -> bool:
    return any(finding.may_be_contested for finding in ticket.findings.all())


EXCLUDES = "Approved it takes the ticket out of the guarantee; it is still measured and listed. "
STEPS = (
    _step(
        Kinds.CLIENT_ERROR,
        "Propose client error…",
        ClientReasonForm,
        lambda ticket: ticket.is_fault,
        f"{EXCLUDES}The client is told at the decision and may contest it (G3).",
    ),
    _step(
        Kinds.CLIENT_NEGLIGENCE,
        "Propose client negligence…",
        ClientReasonForm,
        lambda ticket: ticket.is_fault,
        f"{EXCLUDES}The client is told at the decision and may contest it (G3).",
    ),
    _step(
        Kinds.MAINTENANCE_CAUSE,
        "Propose maintenance as the cause…",
        MaintenanceForm,
        lambda ticket: ticket.is_fault,
        f"{EXCLUDES}The client is told at the decision and may contest it (G3).",
    ),
    _step(
        Kinds.NO_FAULT,
        "Propose “not a fault”…",
        NoFaultForm,
        lambda ticket: ticket.is_fault,
        "An interruption that we decided ourselves because of the client’s abnormal behaviour is "
        "no fault. The client is told at the decision and may contest it (C5).",
    ),
    _step(
        Kinds.RECTIFICATION,
        "Propose a rectification…",
        RectifyForm,
        _has_class,
        "Puts an honest error right, from the opening; both classes are kept, listed in the report "
        "and told to the client, who cannot contest it (C3).",
    ),
    _step(
        Kinds.DUPLICATE,
        "Propose closing as duplicate…",
        DuplicateForm,
        _is_unclosed,
        "Past its limit a ticket is closed as a duplicate only by an approval (E4).",
    ),
    _step(
        Kinds.SPAM,
        "Propose closing as spam…",
        ProposeForm,
        _is_unclosed,
        "Past its limit a ticket is closed as spam only by an approval (E4).",
    ),
    _step(
        Kinds.INVOICING,
        "Propose invoicing…",
        InvoicingForm,
        _lacks_a_check,
        "The cause is the client’s configuration or environment, and a check before opening was "
        "not done. The client is told now: only then may further minutes count (B1).",
        "Put forward, and the client is told. Another manager decides.",
    ),
    Step(
        "contest",
        "Record a contest…",
        HANDLE,
        _contest,
        form=RecordContestForm,
        legal=_is_contestable,
        done="Recorded. The decision stands until another manager upholds or withdraws it.",
        submit="Record it",
        intro="The client contests a decision in a message of this folder, by mail for one (G3).",
        in_bar=False,
    ),
)


def links(ticket: Ticket, offered: Sequence[ActionLink]) -> list[Link]:
    """What may be put forward now; late duplicate and spam only once the ticket is late."""
    late_only = {verb_of(Kinds.DUPLICATE), verb_of(Kinds.SPAM)}
    return [
        Link(offer.label, offer.url)
        for offer in offered
        if (offer.form_class.verb.startswith(PREFIX) or offer.form_class.verb == "contest")
        and (offer.form_class.verb not in late_only or ticket.response.late_by)
    ]


def assessments(ticket: Ticket, offered: Sequence[ActionLink]) -> dict[str, Link]:
    """By condition, the way to its assessment or to the finding that waits or stands."""
    ways = {
        offer.form_class.verb.removeprefix(PREFIX): Link("Assess…", offer.url)
        for offer in offered
        if offer.form_class.verb.startswith(PREFIX)
    }
    for finding in ticket.findings.all():
        if finding.is_undecided:
            ways[finding.kind] = Link(finding.get_state_display(), page_of(finding.pk))
        elif finding.is_in_effect:
            ways[finding.kind] = Link("Decision", page_of(finding.pk))
    return ways


def closing_url(desk: ActionAdmin, ticket: Ticket, closing: dict[str, Any]) -> str:
    """Where a late ticket's closing as duplicate or spam is put forward instead (E4)."""
    original = closing.get("duplicate_of")
    known = {"evidence": closing.get("text", "")}
    if original is not None:
        known["duplicate_of"] = original.number
    return f"{desk.get_action_url(ticket, verb_of(closing['reason']))}?{urlencode(known)}"


def page_of(finding_id: int) -> str:
    return reverse("admin:tickets_finding_change", args=[finding_id])
