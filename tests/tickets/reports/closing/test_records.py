"""What a closing keeps of the folders of its tickets."""

import json

import pytest
from django.db import DatabaseError, transaction

from istockist_sla.core.models import Event
from tests.conftest import OPENED
from tests.tickets.reports.closing.conftest import CLOSED, HOUR, MARCH, closed_month
from tickets import lifecycle
from tickets.attachments import Upload
from tickets.models import Attachment, ClosedRecord, FolderSalt, Message
from tickets.reports.closing.beginning import begin
from tickets.reports.closing.proceeding import proceed
from tickets.sla.bundle.canonical import canonical, digest

pytestmark = pytest.mark.django_db


def tickets_of(code="meadow"):
    record = ClosedRecord.objects.get(closed__client__code=code)
    return json.loads(record.document)["tickets"]


def test_every_act_and_message_of_each_ticket_has_a_hash(march, decided):
    [ticket] = tickets_of()
    events = Event.objects.about(Event.Kind.TICKET, decided.pk).order_by("id")
    assert [number for number, _ in ticket["seals"]] == [each.pk for each in events]
    assert [number for number, _ in ticket["messages"]] == [decided.messages.get().pk]


def test_a_file_has_a_hash_and_a_salt_of_its_own(decided, aoife, niamh):
    lifecycle.note(
        decided.pk, text="See", by=aoife, at=OPENED + 2 * HOUR, files=[Upload("a.txt", b"1")]
    )
    closed_month(by=niamh)
    file = Attachment.objects.get()
    [ticket] = tickets_of()
    assert [number for number, _ in ticket["attachments"]] == [file.pk]
    salts = FolderSalt.objects.filter(message=file.message)
    assert sorted(salts.values_list("attachment", flat=True), key=str) == [file.pk, None]


def test_what_is_recorded_while_the_month_is_made_is_not_in_it(decided, niamh, aoife):
    closing = begin(MARCH, by=niamh, at=CLOSED)
    later = lifecycle.reply(decided.pk, text="Soon.", by=aoife, at=CLOSED + HOUR)
    proceed(closing, at=CLOSED + HOUR, is_time=lambda: True)
    [ticket] = tickets_of()
    assert later.pk not in [number for number, _ in ticket["messages"]]
    assert len(ticket["seals"]) == 2


def test_a_message_that_no_act_is_about_is_in_it(decided, niamh, aoife):
    stray = Message.objects.create(ticket=decided, kind="note", text="Hm.", at=OPENED)
    closed_month(by=niamh)
    [ticket] = tickets_of()
    assert stray.pk in [number for number, _ in ticket["messages"]]


def test_no_word_is_in_it(march):
    for record in ClosedRecord.objects.all():
        assert "nothing arrives" not in record.document


def test_the_whole_of_the_month_has_the_hash_of_all_of_them(march):
    hashes = sorted(digest(each.document.encode()) for each in ClosedRecord.objects.all())
    assert json.loads(march.whole)["record"] == digest(canonical(hashes))


def test_a_record_cannot_be_changed_but_a_salt_is_erased(march):
    with pytest.raises(DatabaseError), transaction.atomic():
        ClosedRecord.objects.update(document="{}")
    assert FolderSalt.objects.all().delete()[0] == 2
