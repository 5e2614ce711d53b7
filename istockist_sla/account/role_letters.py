"""What the letters about changed roles and reset second factors say."""

from collections.abc import Callable, Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse

from istockist_sla.core.lib import text
from istockist_sla.core.models import Event, Letter, RoleProposal, SecondFactorReset, User
from tickets.notifications.client_facts import FactRow

# Verbs of events as sentences go on after a name, before that of the person.
CHANGES = {
    "engage": "has added",
    "reassign": "has changed the roles of",
    "dismiss": "has dismissed",
    "readmit": "has readmitted",
}
PROPOSALS = {
    "engage": "to add",
    "reassign": "to change the roles of",
    "dismiss": "to dismiss",
    "readmit": "to readmit",
}
OPERATOR = "An operator of the server"


def role_changed(letter: Letter) -> dict[str, Any]:
    event, person = _event(letter), _person(letter)
    proposal = _proposal(event)
    rows = [*_roles(event.data, "Before", "Now"), FactRow("When", text.instant_long(event.at))]
    if proposal and proposal.decider:
        rows.append(FactRow("Proposed by", str(proposal.proposer)))
        rows.append(FactRow("Approved by", str(proposal.decider)))
    if proposal:
        rows.append(FactRow("Reason", proposal.reason))
    return {
        **_about(event, person),
        "does": CHANGES[event.verb],
        "rows": rows,
        "by_one_hand": bool(proposal and not proposal.decider),
        "ticket_url": _page("core_user", person.pk),
    }


def role_proposed(letter: Letter) -> dict[str, Any]:
    event, person = _event(letter), _person(letter)
    proposal = RoleProposal.objects.get(pk=event.data["proposal"])
    rows = [*_roles(event.data, "Held", "Proposed"), FactRow("Reason", proposal.reason)]
    return {
        **_about(event, person),
        "wants": PROPOSALS[proposal.change],
        "rows": rows,
        "ticket_url": _page("core_roleproposal", proposal.pk),
    }


def second_factor_reset(letter: Letter) -> dict[str, Any]:
    event, person = _event(letter), _person(letter)
    reset = SecondFactorReset.objects.get(pk=event.data["reset"])
    rows = [
        FactRow("When", text.instant_long(event.at)),
        FactRow("By", str(event.actor or OPERATOR)),
        FactRow("Reason", reset.reason),
    ]
    return {
        **_about(event, person),
        "rows": rows,
        "support_address": settings.SUPPORT_ADDRESS,
        "ticket_url": settings.PORTAL_URL + reverse("account_login"),
    }


def second_factor_reset_told(letter: Letter) -> dict[str, Any]:
    return {
        **second_factor_reset(letter),
        "ticket_url": _page("core_user", letter.subject_id),
    }


CONTEXTS: dict[str, Callable[[Letter], dict[str, Any]]] = {
    "role_changed": role_changed,
    "role_proposed": role_proposed,
    "second_factor_reset": second_factor_reset,
    "second_factor_reset_told": second_factor_reset_told,
}


def _event(letter: Letter) -> Event:
    return Event.objects.select_related("actor").get(pk=letter.context["event"])


def _person(letter: Letter) -> User:
    return User.objects.get(pk=letter.subject_id)


def _proposal(event: Event) -> RoleProposal | None:
    proposals = RoleProposal.objects.select_related("proposer", "decider")
    return proposals.filter(pk=event.data.get("proposal")).first()


def _about(event: Event, person: User) -> dict[str, Any]:
    return {"event": event, "person": person, "who": str(event.actor or OPERATOR)}


def _roles(data: dict[str, Any], before: str, after: str) -> list[FactRow]:
    return [FactRow(before, _names(data["before"])), FactRow(after, _names(data["groups"]))]


def _names(names: Sequence[str]) -> str:
    return text.join_words(names) if names else "No role"


def _page(name: str, pk: int) -> str:
    return settings.PORTAL_URL + reverse(f"admin:{name}_change", args=[pk])
