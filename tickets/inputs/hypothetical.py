"""The facts of a ticket with an undecided finding and without it, for a preview."""

from dataclasses import replace
from datetime import datetime

from istockist_sla.core.models import Event
from tickets.models import Finding, Verb
from tickets.sla.terms import Act, VerdictInputs
from tickets.sla.terms import DecidedFinding as Found

Kinds = Finding.Kind
SUPPORT = Event.Side.SUPPORT


def with_and_without(
    facts: VerdictInputs, finding: Finding, *, at: datetime
) -> tuple[VerdictInputs, VerdictInputs]:
    """Facts as if the finding were approved at `at`, and without it; a contested one is in
    effect already, and an invoicing moves no verdict."""
    if finding.is_in_effect:
        others = tuple(found for found in facts.findings if found.kind != finding.kind)
        return facts, replace(facts, findings=others)
    return _with(facts, finding, at), facts


def _with(facts: VerdictInputs, finding: Finding, at: datetime) -> VerdictInputs:
    if finding.kind == Kinds.INVOICING:
        return facts
    if finding.kind == Kinds.RECTIFICATION:
        return replace(facts, acts=(*facts.acts, _rectifies(finding, at)))
    if finding.kind in (Kinds.DUPLICATE, Kinds.SPAM):
        closing = Act(verb=Verb.CLOSE, at=at, side=SUPPORT, reason=finding.kind)
        return replace(facts, acts=(*facts.acts, closing))
    found = Found(kind=finding.kind, evidence=finding.evidence.text, author="", at=at)
    return replace(facts, findings=(*facts.findings, found))


def _rectifies(finding: Finding, at: datetime) -> Act:
    return Act(
        verb=Verb.RECTIFY,
        at=at,
        side=SUPPORT,
        kind=finding.to_kind,
        fault_class=finding.fault_class,
        class_test=finding.class_test,
    )
