"""The seven conditions of the guarantee on a ticket's page, in rows and in a sentence."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tickets.admin.findings.proposal_links import Link
from tickets.sla.conditions import APPLIES, CONDITION_NAMES, DOES_NOT_APPLY, NONE, Condition
from tickets.sla.terms import VerdictInputs
from tickets.wording.client_facts import first_order

NUMBERS = ("none", "one", "two", "three", "four", "five", "six", "seven")
STATES = {APPLIES: ("m-missed", "applies"), DOES_NOT_APPLY: ("m-met", "does not apply")}


@dataclass(frozen=True, kw_only=True, slots=True)
class ConditionRow:
    """One condition: its state as an icon and in words, its evidence, and where to assess it."""

    name: str
    icon: str
    state: str
    evidence: str
    condition: Condition
    link: Link | None


def condition_rows(
    conditions: Sequence[Condition], inputs: VerdictInputs, links: Mapping[str, Link]
) -> list[ConditionRow]:
    """Each with its evidence; that of the introductory period is the day of the first order.

    `links`: by condition, to its assessment.
    """
    first = inputs.first_order.value if inputs.first_order else NONE
    evidence = {} if first == NONE else {"introductory": first_order(first)}
    rows = []
    for condition in conditions:
        icon, state = STATES.get(condition.outcome, ("m-not-assessed", "not assessed"))
        rows.append(
            ConditionRow(
                name=CONDITION_NAMES[condition.code],
                icon=icon,
                state=state,
                evidence=evidence.get(condition.code, condition.evidence or condition.outcome),
                condition=condition,
                link=links.get(condition.code),
            )
        )
    return rows


def conditions_sentence(conditions: Sequence[Condition]) -> str:
    """`Five do not apply, two are not assessed. Not assessed counts as guaranteed.`"""
    counts = Counter(condition.outcome for condition in conditions)
    applying, not_applying = counts[APPLIES], counts[DOES_NOT_APPLY]
    not_assessed = len(conditions) - applying - not_applying
    parts = [
        (applying, "applies", "apply"),
        (not_applying, "does not apply", "do not apply"),
        (not_assessed, "is not assessed", "are not assessed"),
    ]
    listed = ", ".join(f"{NUMBERS[n]} {one if n == 1 else many}" for n, one, many in parts if n)
    ending = " Not assessed counts as guaranteed." if not_assessed and not applying else ""
    return f"{listed[:1].upper()}{listed[1:]}.{ending}"
