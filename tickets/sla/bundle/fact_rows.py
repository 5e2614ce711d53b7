"""The facts about one client in its document: evidence is a hash, persons are numbers. PURE."""

from collections.abc import Sequence
from typing import Any

from tickets.sla.bundle.folder_rows import FIRST_ORDER
from tickets.sla.bundle.values import Part, written
from tickets.sla.conditions import NONE
from tickets.sla.folder import FactRow


def facts_document(facts: Sequence[FactRow]) -> list[dict[str, Any]]:
    return [
        {
            "kind": fact.kind,
            "value": fact.value,
            "since": written(fact.since),
            "recorded_at": written(fact.recorded_at),
            "by": int(fact.author),
            "evidence": fact.evidence,
        }
        for fact in facts
    ]


def read_fact(part: Part) -> FactRow:
    found = part.fields("kind", "value", "since", "recorded_at", "by", "evidence")
    kind, value = found["kind"].code(), found["value"]
    is_instant = kind == FIRST_ORDER and value.value != NONE
    return FactRow(
        kind=kind,
        value=value.instant_text() if is_instant else value.code(),
        since=found["since"].at(),
        evidence=found["evidence"].digest_or_empty(),
        author=str(found["by"].count()),
        recorded_at=found["recorded_at"].at(),
    )
