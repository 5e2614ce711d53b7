"""The schema of what is one client's own."""

from availability.uptime import Bucket
from tickets.reports.bundles.schemas.parts import (
    CODE,
    CODE_OR_EMPTY,
    HASH,
    HASH_OR_EMPTY,
    HUNDREDTHS,
    MAYBE_INSTANT,
    SEAL,
    WORD,
    described,
    document,
    one_of,
    row,
    stamped,
)
from tickets.reports.bundles.schemas.shared import PUBLISHED
from tickets.reports.schema_parts import (
    COUNT,
    INSTANT,
    PERCENT_OR_NONE,
    TRUTH,
    VERDICT,
    Schema,
    by_class,
    list_of,
    nullable,
    record,
)
from tickets.sla.bundle.acts import CHANNELS, FAULT, READ_OF_ACTS, SIDES
from tickets.sla.bundle.documents import CLIENT_PART
from tickets.sla.bundle.published import AS_WRITTEN_UPTIME, SCHEDULED_UPTIME
from tickets.sla.conditions import APPLIES, CONDITION_NAMES, DOES_NOT_APPLY, NOT_ASSESSED
from tickets.sla.history import REQUEST

PERSON = described(COUNT, "Persons are numbered from 1 on in each file.")
READ: dict[str, Schema] = {
    "channel": one_of(*CHANNELS),
    "low_priority": TRUTH,
    "kind": one_of(FAULT, REQUEST),
    "class": CODE_OR_EMPTY,
    "test": CODE_OR_EMPTY,
    "components": list_of(CODE),
    "reason": CODE,
    "question": COUNT,
    "finding": COUNT,
}


def _act(verb: Schema, *read: str) -> Schema:
    return record(
        verb=verb,
        at=INSTANT,
        recorded_at=INSTANT,
        side=one_of(*SIDES),
        person=described(TRUTH, "Whether a person did it, and no program."),
        **{name: READ[name] for name in read},
    )


ACT: Schema = {
    "anyOf": [
        *(_act({"const": verb}, *read) for verb, read in READ_OF_ACTS.items()),
        _act({**CODE, "not": one_of(*READ_OF_ACTS)}),
    ]
}
FINDING = record(
    number=COUNT,
    kind=CODE,
    evidence=HASH_OR_EMPTY,
    proposer=PERSON,
    decider=PERSON,
    answerer=nullable(PERSON),
)
CLOCK: dict[str, Schema] = {
    "verdict": VERDICT,
    "reason": WORD,
    "reading": WORD,
    "class": CODE_OR_EMPTY,
    "limit": nullable(COUNT),
    "elapsed": COUNT,
    "wall_clock": COUNT,
    "stopped_at": MAYBE_INSTANT,
    "due_at": MAYBE_INSTANT,
    "passed": list_of(CODE),
    "reopened": TRUTH,
}
OUTCOME = one_of(APPLIES, DOES_NOT_APPLY, NOT_ASSESSED)
TERMS: dict[str, Schema] = {"agreement": CODE_OR_EMPTY, "version": COUNT, "calendar": WORD}
CLAIM = record(
    response=described(nullable(record(**CLOCK)), "Null where it was opened in another month."),
    fixes=list_of(record(**CLOCK, contractual=TRUTH)),
    conditions=described(row(*[OUTCOME] * len(CONDITION_NAMES)), ", ".join(CONDITION_NAMES)),
    about_orders=TRUTH,
    terms=record(**TERMS, in_force=TRUTH),
)
TICKET = record(
    number=COUNT,
    count=described(COUNT, "Its place among all tickets of the client, as its letter told."),
    recorded_before=described(INSTANT, "It was judged then, by the acts recorded before."),
    facts_before=described(INSTANT, "It rests on the facts that were recorded before."),
    events=described(
        list_of(ACT),
        "In the order of their recording, the opening first. An e-mail about an act tells the "
        "first digits of the SHA-256 of the list up to it, written as it stands here.",
    ),
    findings=list_of(FINDING),
    claim=CLAIM,
    seal=SEAL,
)
FACT = record(
    kind=CODE, value=WORD, since=INSTANT, recorded_at=INSTANT, by=PERSON, evidence=HASH_OR_EMPTY
)
CLASS = record(
    limit=COUNT,
    index=HUNDREDTHS,
    met=COUNT,
    guaranteed=COUNT,
    percent=PERCENT_OR_NONE,
    kept=nullable(TRUTH),
    still_allowed=COUNT,
    orders=row(COUNT, COUNT),
)
OF_THE_MONTH = record(
    terms=record(**TERMS),
    opened=COUNT,
    classes=by_class(CLASS),
    others=described(list_of(row(VERDICT, WORD, COUNT)), "Verdict, reason, how many."),
)
SHARE = row(COUNT, COUNT, PERCENT_OR_NONE)
SHARES = ("as_written", "scheduled", "coverage", "best", "worst")
SECONDS_OF_BUCKETS = ("up", "down", "unknown", "excluded", "systems_down")
AVAILABILITY = record(
    target=HUNDREDTHS,
    judged_by=one_of(AS_WRITTEN_UPTIME, SCHEDULED_UPTIME),
    **dict.fromkeys(SHARES, SHARE),
    kept=nullable(TRUTH),
    marked=TRUTH,
    **dict.fromkeys(SECONDS_OF_BUCKETS, COUNT),
    seconds=described(
        list_of(row(INSTANT, INSTANT, one_of(*map(str, Bucket)), CODE_OR_EMPTY, WORD)),
        "Each stretch that was not up: from, until, what it was, its cause and its source.",
    ),
)
CHANGE = record(
    ticket=described(nullable(COUNT), "Null where it concerns the month as a whole."),
    reading=WORD,
    reason=CODE,
    evidence=described(HASH, "Of the reason in the manager's words, with a salt."),
)
SEALED = ("changes", "published", "facts", "figures")
CLIENT_SCHEMA = document(
    "client.json",
    "What is one client's own: the rows, and what is claimed of them.",
    **stamped(CLIENT_PART),
    amends=described(nullable(HASH), "The client.json before this one."),
    changes=described(list_of(CHANGE), "What an amendment judges anew; none at a closing."),
    client=CODE,
    salt=described(HASH, "Random, so that nobody can guess a neighbour's card."),
    published=PUBLISHED,
    facts=described(list_of(FACT), "Newest first."),
    tickets=list_of(TICKET),
    figures=OF_THE_MONTH,
    availability=nullable(AVAILABILITY),
    seals={
        **record(**dict.fromkeys((*SEALED, "availability"), SEAL)),
        "required": list(SEALED),
    },
)
