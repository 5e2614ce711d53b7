"""The facts of a ticket with an undecided finding and without it, for a preview."""

from dataclasses import replace
from datetime import datetime

from tickets.models import Finding
from tickets.sla.terms import Act, Facts
from tickets.sla.terms import Finding as Found

Kinds = Finding.Kind
SUPPORT = "support"


def with_and_without(known: Facts, finding: Finding, *, at: datetime) -> tuple[Facts, Facts]:
    """Facts as if the finding were approved at `at`, and without it; a contested one is in
    effect already, and an invoicing moves no verdict."""
    if finding.is_in_effect:
        others = tuple(found for found in known.findings if found.kind != finding.kind)
        return known, replace(known, findings=others)
    return _with(known, finding, at), known


def _with(known: Facts, finding: Finding, at: datetime) -> Facts:
    if finding.kind == Kinds.INVOICING:
        return known
    if finding.kind == Kinds.RECTIFICATION:
        return replace(known, acts=(*known.acts, _rectifies(finding, at)))
    if finding.kind in (Kinds.DUPLICATE, Kinds.SPAM):
        closing = Act("close", at, SUPPORT, reason=finding.kind)
        return replace(known, acts=(*known.acts, closing))
    found = Found(finding.kind, finding.evidence.text, "", at)
    return replace(known, findings=(*known.findings, found))


def _rectifies(finding: Finding, at: datetime) -> Act:
    return Act(
        "rectify",
        at,
        SUPPORT,
        kind=finding.to_kind,
        fault_class=finding.fault_class,
        class_test=finding.class_test,
    )
