"""A program that prints the verdicts on random tickets, to be run in different time zones."""

import json
import random
import sys
from dataclasses import asdict, is_dataclass
from datetime import datetime, timedelta
from typing import Any

from tests.tickets.sla.cases import at, facts, switched
from tickets.sla.off_the_clock import work_done
from tickets.sla.terms import CLASS_TESTS, Act, VerdictInputs
from tickets.sla.verdict import judge

TICKETS, DAY = 200, 86_400
VERBS = ["take", "qualify", "ask", "write", "reply", "downgrade", "close"]


def printed(value: Any) -> str:
    return json.dumps(value, default=_plain)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    raise TypeError(f"{value!r} has no form in JSON.")


def _random(chance: random.Random) -> VerdictInputs:
    opened = at("01-02 00:00") + timedelta(seconds=chance.randrange(330 * DAY))
    begins = opened + timedelta(seconds=chance.randrange(2 * DAY))
    test = chance.choice(list(CLASS_TESTS))
    given = {"qualify": {"kind": "fault", "fault_class": CLASS_TESTS[test], "class_test": test}}
    given["close"] = {"reason": "resolved"}
    instants = sorted(opened + timedelta(seconds=chance.randrange(6 * DAY)) for _ in VERBS)
    return facts(
        *[
            Act(
                verb=verb,
                at=instant,
                side="client" if verb == "write" else "support",
                **given.get(verb, {}),
            )
            for verb, instant in zip(VERBS, instants, strict=True)
            if verb in ("take", "qualify") or chance.random() < 0.7
        ],
        opened=opened,
        terms=switched(elapsed=chance.random() < 0.2, from_downgrade=chance.random() < 0.2),
        maintenance=(work_done(begins, begins + timedelta(hours=3), "New disks"),),
    )


if __name__ == "__main__":
    chance = random.Random(1)
    for _ in range(TICKETS):
        found = _random(chance)
        now = found.opened_at + timedelta(days=7)
        sys.stdout.write(f"{printed(judge(found, now=now))}\n")
