"""Whatever is changed in the database after a closing is named, and where."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.db.models import F

from availability.models import MaintenanceWindow, Measurement, Outage
from istockist_sla.core import triggers
from istockist_sla.core.models import Event
from tests.conftest import OPENED
from tests.tickets.reports.closing.conftest import APRIL, HOUR, closed_month
from tickets.models import (
    AgreementVersion,
    Attachment,
    ClassLimit,
    ClientFact,
    ClosedClient,
    ClosedMonth,
    ClosedRecord,
    Closing,
    FolderSalt,
    Holiday,
    Message,
    Nonce,
    SupportWindow,
    Ticket,
    Verifier,
)
from tickets.reports.closing.verifying.months import verify_months

pytestmark = pytest.mark.django_db
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
DOWN = datetime(2026, 3, 12, 9, tzinfo=UTC)
CLOSED_APRIL = datetime(2026, 5, 20, 9, tzinfo=UTC)


@pytest.fixture
def unguarded(full, niamh):
    """March, closed, in a database that refuses nothing any more."""
    closed = closed_month(by=niamh)
    connection.check_constraints()
    triggers.remove(connection)
    return closed


def lines():
    return [each.line for each in verify_months()]


def replace(model, column, old, new, **columns):
    """One text in the first such row becomes another."""
    row = model.objects.filter(**columns).order_by("pk")[0]
    text = getattr(row, column)
    assert old in text
    model.objects.filter(pk=row.pk).update(**{column: text.replace(old, new, 1)})


def event(verb, kind="ticket"):
    first = Event.objects.filter(subject_kind=kind, verb=verb).order_by("id")[0]
    return Event.objects.filter(pk=first.pk)


def add_event():
    added = Event.objects.append(
        kind="ticket",
        subject_id=Ticket.objects.earliest("pk").pk,
        verb="reply",
        by=None,
        side="support",
        at=OPENED + 5 * HOUR,
    )
    sql = "UPDATE core_event SET recorded_at = at WHERE id = %s"
    connection.cursor().execute(sql, [added.pk])


def change_file(content):
    name = Attachment.objects.get().file.name
    default_storage.delete(name)
    if content:
        default_storage.save(name, ContentFile(content))


def end_outage_later():
    declared = event("declare", "outage").get()
    data = json.dumps(declared.data).replace("T10:00:00", "T11:00:00")
    event("declare", "outage").update(data=json.loads(data))


def remove_event(verb):
    ids = event(verb).values_list("pk")
    connection.cursor().execute("DELETE FROM core_event WHERE id = %s", ids[0])


def move_event(verb):
    event(verb).update(subject_id=Ticket.objects.latest("pk").pk)


def swap_links():
    """Two months change their places in the chain."""
    for before, after in ((1, 9), (2, 1), (9, 2)):
        ClosedMonth.objects.filter(sequence=before).update(sequence=after)


# What is changed, and how a line begins that names it; # stands for a number.
OF_THE_CHAIN = {
    "document": (
        lambda: replace(ClosedMonth, "document", '"number":1', '"number":2'),
        ["head: 2026-03: not the hash", "chain: 2026-03 number: ", "chain: 2026-03 month.json: "],
    ),
    "document, unreadable": (
        lambda: replace(ClosedMonth, "document", '"number":1', '"number": 1'),
        ["head: 2026-03: ", "chain: 2026-03 month.json: written in another way"],
    ),
    "head": (
        lambda: ClosedMonth.objects.update(head="0" * 64),
        ["head: 2026-03: not the hash", "log: 2026-03: tells of another head"],
    ),
    "sequence": (
        lambda: ClosedMonth.objects.update(sequence=5),
        ["chain: 2026-03 sequence: the document says 1, its row 5"],
    ),
    "closed_at": (
        lambda: ClosedMonth.objects.update(closed_at=F("closed_at") - DAY),
        ["chain: 2026-03 closed_at: "],
    ),
    "instant of the closing": (
        lambda: Closing.objects.update(recorded_before=F("recorded_before") - DAY),
        ["chain: 2026-03 recorded_before: "],
    ),
    "month, of no calendar": (
        lambda: Closing.objects.update(month="2026-99"),
        ["chain: 2026-99 month: the document says 2026-03", "shared: 2026-99: cannot be"],
    ),
    "told head": (
        lambda: event("close", "month").update(data={"head": "0" * 64}),
        ["log: 2026-03: tells of another head"],
    ),
    "shared": (
        lambda: replace(Closing, "shared", '"declared_by":1', '"declared_by":3'),
        [
            "shared: 2026-03: not the file",
            "recomputed: 2026-03 service.interruptions.0.declared_by: the file says 3, ",
        ],
    ),
    "whole, totals": (
        lambda: replace(
            ClosedMonth, "whole", '"totals":{"critical":[1,1]', '"totals":{"critical":[1,2]'
        ),
        ["whole: 2026-03: not the file", "whole: 2026-03 totals.critical.1: "],
    ),
    "verifier": (
        lambda: replace(Verifier, "source", "import sys", "import  sys"),
        ["verifier: 2026-03: its text is not the one"],
    ),
}
OF_A_CLIENT = {
    "document": (
        lambda: replace(ClosedClient, "document", '"elapsed":3600', '"elapsed":3599'),
        [
            "client: 2026-03 meadow: not the file",
            "said: 2026-03 meadow client.json: not the file",
            "said: 2026-03 meadow ticket #.response.elapsed: the file says 3599",
            "recomputed: 2026-03 meadow ticket # claim.response.elapsed: the file says 3599",
        ],
    ),
    "card": (
        lambda: replace(ClosedClient, "card", '"critical":[0,0]', '"critical":[1,1]'),
        ["card: 2026-03 meadow critical.0: ", "card: 2026-03: the cards of all clients"],
    ),
    "removed record": (
        lambda: connection.cursor().execute("DELETE FROM tickets_closedrecord"),
        ["record: 2026-03 meadow: missing", "whole: 2026-03 record: "],
    ),
    "record, unreadable": (
        lambda: ClosedRecord.objects.update(document='{"tickets":[{"number":1}]}'),
        ["record: 2026-03 meadow: cannot be recomputed"],
    ),
    "document, of nothing": (
        lambda: ClosedClient.objects.update(document="{}"),
        ["client: 2026-03 meadow: document or card cannot be read"],
    ),
    "record": (
        lambda: replace(ClosedRecord, "document", '"seals":[[', '"seals":[[9'),
        ["whole: 2026-03 record: ", "event: 2026-03 meadow ticket # event 9#: missing"],
    ),
}
OF_A_TICKET = {
    "data": (
        lambda: event("qualify").update(data={**event("qualify").get().data, "class": "low"}),
        [
            "recomputed: 2026-03 meadow ticket # events.1.class: ",
            "event: 2026-03 meadow ticket # event #: changed",
        ],
    ),
    "data of nothing": (
        lambda: event("qualify").update(data=[]),
        ["client: 2026-03 meadow: cannot be", "event: 2026-03 meadow ticket # event #: changed"],
    ),
    "instant": (
        lambda: event("qualify").update(at=F("at") - SECOND),
        [
            "recomputed: 2026-03 meadow ticket # events.1.at: ",
            "recomputed: 2026-03 meadow ticket # claim.response.elapsed: ",
            "event: 2026-03 meadow ticket # event #: changed",
        ],
    ),
    "microsecond of a note": (
        lambda: event("note").update(at=F("at") - timedelta(microseconds=1)),
        ["event: 2026-03 meadow ticket # event #: changed"],
    ),
    "verb": (
        lambda: event("note").update(verb="reply"),
        ["event: 2026-03 meadow ticket # event #: changed"],
    ),
    "actor": (
        lambda: event("note").update(actor=None),
        ["event: 2026-03 meadow ticket # event #: changed"],
    ),
    "added": (
        add_event,
        [
            "recomputed: 2026-03 meadow ticket # events: the file lists 3, recomputed 4",
            "event: 2026-03 meadow ticket # event #: not in the record",
        ],
    ),
    "removed": (
        lambda: remove_event("note"),
        ["event: 2026-03 meadow ticket # event #: missing"],
    ),
    "of another ticket": (
        lambda: move_event("note"),
        [
            "event: 2026-03 meadow ticket # event #: missing",
            "event: 2026-03 northgate ticket # event #: not in the record",
        ],
    ),
    "opening": (
        lambda: Ticket.objects.filter(client__code="meadow").update(opened_at=OPENED - 30 * DAY),
        [
            "recomputed: 2026-03 meadow ticket #: not of this month any more",
        ],
    ),
    "message": (
        lambda: replace(Message, "text", "morning", "evening"),
        ["message: 2026-03 meadow ticket # message #: changed"],
    ),
    "emptied message": (
        lambda: Message.objects.filter(kind="note").update(text=""),
        ["message: 2026-03 meadow ticket # message #: changed"],
    ),
    "added message": (
        lambda: Message.objects.create(
            ticket=Ticket.objects.earliest("pk"), kind="note", text="Hm.", at=OPENED
        ),
        ["message: 2026-03 meadow ticket # message #: not in the record"],
    ),
    "salt alone": (
        lambda: FolderSalt.objects.filter(message__kind="client").delete(),
        ["message: 2026-03 meadow ticket # message #: its salt is gone, its words are not"],
    ),
    "salt of nothing": (
        lambda: FolderSalt.objects.update(value="x"),
        ["record: 2026-03 meadow: cannot be recomputed"],
    ),
    "name of a file": (
        lambda: Attachment.objects.update(name="other.txt"),
        ["attachment: 2026-03 meadow ticket # attachment #: changed"],
    ),
    "content of a file": (
        lambda: change_file(b"no shoe"),
        ["file: 2026-03 meadow ticket # attachment #: changed"],
    ),
    "removed file": (
        lambda: change_file(b""),
        ["file: 2026-03 meadow ticket # attachment #: missing in the storage"],
    ),
    "evidence": (
        lambda: Message.objects.filter(text="Wrong key.").update(text="Wrong day."),
        [
            "recomputed: 2026-03 meadow ticket # findings.0.evidence: ",
            "message: 2026-03 meadow ticket # message #: changed",
        ],
    ),
    "nonce alone": (
        lambda: Nonce.objects.filter(closed__client__code="meadow").delete(),
        ["recomputed: 2026-03 meadow ticket # findings.0.evidence: "],
    ),
}
OF_WHAT_IT_RESTS_ON = {
    "fact": (
        lambda: ClientFact.objects.filter(client__code="meadow", kind="plan").update(value="free"),
        [
            "recomputed: 2026-03 meadow facts.#.value: ",
            "recomputed: 2026-03 meadow ticket # claim.response.verdict: ",
        ],
    ),
    "evidence of a fact": (
        lambda: ClientFact.objects.filter(client__code="meadow").update(evidence="Told so"),
        ["recomputed: 2026-03 meadow facts.0.evidence: "],
    ),
    "event of an outage": (
        end_outage_later,
        [
            "recomputed: 2026-03 service.outages.0.ended_at: ",
            "recomputed: 2026-03 meadow availability.down: ",
            "service: 2026-03 outages #: the table says another ended_at",
        ],
    ),
    "event of an outage, of nothing": (
        lambda: event("declare", "outage").update(data={}),
        ["service: all months: cannot be recomputed", "shared: 2026-03: cannot be recomputed"],
    ),
    "outage": (
        lambda: Outage.objects.update(ended_at=F("ended_at") + HOUR),
        ["service: 2026-03 outages #: the table says another ended_at"],
    ),
    "check": (
        lambda: Measurement.objects.filter(ok=True).update(second=F("second") + 1),
        ["recomputed: 2026-03 service.checks.0.0: "],
    ),
    "limit": (
        lambda: ClassLimit.objects.filter(fault_class="critical").update(response_seconds=18000),
        ["recomputed: 2026-03 published.agreements."],
    ),
    "index": (
        lambda: AgreementVersion.objects.update(index_percent=97),
        ["recomputed: 2026-03 published.agreements.0.index: "],
    ),
    "window of the calendar": (
        lambda: SupportWindow.objects.filter(weekday=1).update(closes="16:00"),
        ["recomputed: 2026-03 published.calendars.0."],
    ),
    "holiday": (
        lambda: Holiday.objects.filter(day="2026-03-17").update(day="2026-03-18"),
        ["recomputed: 2026-03 published.holidays."],
    ),
    "window of maintenance": (
        lambda: MaintenanceWindow.objects.update(ends_at=F("ends_at") + HOUR),
        ["service: 2026-03 maintenance #: the table says another announcements"],
    ),
    "event of maintenance": (
        lambda: event("announce", "maintenance").update(at=F("at") - HOUR),
        ["service: 2026-03 maintenance #: "],
    ),
}
MATRIX = [
    pytest.param(tamper, expected, id=f"{group}: {name}")
    for group, cases in {
        "chain": OF_THE_CHAIN,
        "client": OF_A_CLIENT,
        "ticket": OF_A_TICKET,
        "ground": OF_WHAT_IT_RESTS_ON,
    }.items()
    for name, (tamper, expected) in cases.items()
]


def unnamed(expected, found):
    """Those of the expected that no line begins with."""
    patterns = [re.escape(each).replace(r"\#", r"\d+") for each in expected]
    return [each for each in patterns if not any(re.match(each, line) for line in found)]


@pytest.mark.parametrize(("tamper", "expected"), MATRIX)
def test_what_was_changed_is_named_at_its_place(unguarded, tamper, expected):
    tamper()
    found = lines()
    assert unnamed(expected, found) == [], found


def test_two_months_that_changed_their_places_are_named(unguarded, niamh):
    closed_month(APRIL, by=niamh, at=CLOSED_APRIL)
    swap_links()
    assert (
        unnamed(
            [
                "chain: 2026-04 sequence: the document says 2, its row 1",
                "chain: 2026-04 month.json: does not follow the month before it",
                "chain: 2026-03 month.json: not in its place",
            ],
            lines(),
        )
        == []
    )


def test_a_client_that_was_left_out_is_named(unguarded):
    kept = ClosedClient.objects.get(client__code="northgate")
    for table in ("closedrecord", "foldersalt", "nonce"):
        sql = f"DELETE FROM tickets_{table} WHERE closed_id = %s"
        connection.cursor().execute(sql, [kept.pk])
    connection.cursor().execute("DELETE FROM tickets_closedclient WHERE id = %s", [kept.pk])
    expected = ["card: 2026-03: the cards of all clients", "whole: 2026-03 cards: the file lists 2"]
    assert unnamed(expected, lines()) == []
