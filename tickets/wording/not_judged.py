"""Why a ticket is not judged: it is not covered (G9), or a condition excludes it (G2)."""

from tickets.sla.conditions import CONDITION_NAMES as CONDITION_WORDS
from tickets.sla.verdict import REASON_WORDS

LABELS: dict[str, str] = {**REASON_WORDS, **CONDITION_WORDS}
UNCLASSED = "still without a class"
SENTENCES_FOR_CLIENT: dict[str, str] = {
    "no-agreement": "No agreement was in force when it was opened.",
    "imported": "It was taken over from an earlier system.",
    "free-plan": "The Free plan names no limit; we answer as soon as we can.",
    "request": "A request for information has no limit.",
    "no-fault": "We decided on the interruption ourselves, so it is not a fault.",
    "duplicate": "It repeats another ticket, and that one is judged.",
    "spam": "It was closed as unwanted mail.",
    "unqualified": "It was closed before it had a class.",
    "outside-scope": "Your agreement covers order processing only.",
    "rate-limit": "Your account had a rate limit when it was opened.",
    "client-error": "The cause was found to be an error on your side.",
    "client-negligence": "The cause was found to be negligence on your side.",
    "introductory": "It was opened before your first order was thirty days old.",
    "order-volume": "Your order volume had changed a great deal when it was opened.",
    "low-priority": "It was opened with low priority.",
    "maintenance-cause": "Announced maintenance was the cause.",
}


def sentence_for_client(reason: str) -> str:
    """Empty where the ticket is judged."""
    return SENTENCES_FOR_CLIENT.get(reason, "")
