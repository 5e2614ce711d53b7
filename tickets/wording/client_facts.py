"""Facts about a client as people read them."""

from datetime import datetime

from istockist_sla.core.lib import text
from tickets.models import ClientFact

# For a narrow place; in full a plan reads as `ClientFact.Plan` names it.
PLANS: dict[str, str] = {
    ClientFact.Plan.FREE: "Free",
    ClientFact.Plan.SELF_SERVICE: "Self-service",
    ClientFact.Plan.CUSTOM: "Custom",
}


def plan_name(plan: str | None, premium: str | None) -> str:
    """`Custom · Premium`."""
    name = PLANS.get(plan or "", "No plan")
    return f"{name} · Premium" if premium == ClientFact.YES else name


def fact_value(kind: str, value: str) -> str:
    """`Custom enterprise`, `yes`, or the day of the first order."""
    if kind == ClientFact.Kind.PLAN:
        return str(ClientFact.Plan(value).label) if value in ClientFact.Plan.values else value
    if kind == ClientFact.Kind.FIRST_ORDER and value != ClientFact.NONE:
        return text.stamp(datetime.fromisoformat(value))
    return value


def first_order(value: str) -> str:
    """`first order 3 Feb 2024`, for a narrow place."""
    return f"first order {datetime.fromisoformat(value):%-d %b %Y}".replace(" ", text.NBSP)
