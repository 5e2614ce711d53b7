"""What a finding decides, and what became of it."""

from tickets.models import Finding, Verb

OUTSIDE_GUARANTEE = "outside the guarantee"
# After "it is"; the client may contest each of them.
DECISIONS: dict[Finding.Kind, str] = {
    Finding.Kind.CLIENT_ERROR: OUTSIDE_GUARANTEE,
    Finding.Kind.CLIENT_NEGLIGENCE: OUTSIDE_GUARANTEE,
    Finding.Kind.MAINTENANCE_CAUSE: OUTSIDE_GUARANTEE,
    Finding.Kind.NO_FAULT: "not a fault",
}
# After "the proposal was".
OUTCOMES: dict[Verb, str] = {
    Verb.APPROVE: "approved",
    Verb.DECLINE: "declined",
    Verb.UPHOLD: "upheld",
    Verb.WITHDRAW: "withdrawn",
}
