"""A full or read-only disk: mail waits with sender, subject and receipt, and is taken in later."""

from datetime import timedelta
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path

import pytest
from django.db import OperationalError

from istockist_sla.core import health
from istockist_sla.core.models import Heartbeat
from tests.conftest import OPENED
from tests.full_disk import Disk
from tests.tickets.mailroom.writing import eml
from tickets import lifecycle
from tickets.attachments import NoRoom, Upload
from tickets.mailroom import deciding, intake
from tickets.models import Attachment, InboundMail, Message, Ticket

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def full(monkeypatch, settings, tmp_path):
    """A disk with room for one file of two thousand bytes."""
    backend = {"BACKEND": "tests.full_disk.FullDisk"}
    settings.STORAGES = {**settings.STORAGES, "default": backend}
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(Disk, "room", 2500)
    return tmp_path


def files(folder):
    return [path for path in Path(folder).rglob("*") if path.is_file()]


def with_files(*contents, sender="clara@meadow.example", subject="Labels"):
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, "support@istockist.com", subject
    message["Message-ID"] = "<one@meadow.example>"
    message.set_content("See the files.")
    for number, content in enumerate(contents):
        message.add_attachment(
            content, maintype="application", subtype="octet-stream", filename=f"{number}.bin"
        )
    return message.as_bytes()


def test_mail_waits_and_says_from_whom_it_is(full, clara):
    mail = intake.receive(with_files(b"x" * 4000), at=OPENED)
    assert (mail.state, mail.held_for, mail.wait_until) == (
        "waiting", "no-room", OPENED + intake.UNTIL_ROOM,
    )  # fmt: skip
    assert (mail.from_address, mail.subject, mail.received_at) == (clara.email, "Labels", OPENED)
    assert not Ticket.objects.exists()


def test_no_part_of_a_file_stays(full, clara):
    intake.receive(with_files(b"x" * 4000), at=OPENED)
    assert files(full) == []


def test_it_is_taken_in_as_of_its_receipt_once_there_is_room(full, clara, monkeypatch):
    intake.receive(with_files(b"x" * 4000, b"y" * 4000), at=OPENED)
    for minutes in range(0, 5000, 500):
        intake.process_waiting(at=OPENED + minutes * MINUTE)
    assert InboundMail.objects.get().state == "waiting"
    monkeypatch.setattr(Disk, "room", None)
    later = InboundMail.objects.get().wait_until
    intake.process_waiting(at=later)
    assert (Ticket.objects.get().opened_at, Ticket.objects.get().created_at) == (OPENED, later)
    assert [each.file.read() for each in Attachment.objects.all()] == [b"x" * 4000, b"y" * 4000]


def test_mail_without_files_goes_on(full, clara):
    monkeypatched = intake.receive(eml("It is urgent."), at=OPENED)
    assert monkeypatched.state == "accepted"


def test_a_copy_that_comes_meanwhile_makes_no_second_ticket(full, clara, monkeypatch):
    raw = with_files(b"x" * 4000)
    intake.receive(raw, at=OPENED)
    intake.receive(b"Delivered-To: other@istockist.example\r\n" + raw, at=OPENED)
    monkeypatch.setattr(Disk, "room", None)
    intake.process_waiting(at=OPENED + intake.UNTIL_ROOM)
    assert Ticket.objects.count() == 1
    assert sorted(InboundMail.objects.values_list("state", flat=True)) == ["accepted", "copy"]


@pytest.mark.parametrize("error", [OperationalError("locked"), PermissionError("read-only")])
def test_whatever_the_machine_is_short_of_parks_nothing(clara, monkeypatch, error):
    with monkeypatch.context() as broken:
        broken.setattr(deciding, "decide", lambda *_: (_ for _ in ()).throw(error))
        mail = intake.receive(eml(), at=OPENED)
        for hour in range(1, 10):
            intake.process_waiting(at=OPENED + hour * timedelta(hours=1))
    mail.refresh_from_db()
    assert (mail.state, mail.attempts, mail.from_address) == ("waiting", 0, clara.email)
    intake.process_waiting(at=OPENED + timedelta(hours=10))
    mail.refresh_from_db()
    assert mail.state == "accepted"


def test_what_an_agent_let_in_stays_let_in(full, clara):
    mail = intake.store(with_files(b"x" * 4000), at=OPENED)
    InboundMail.objects.filter(pk=mail.pk).update(
        state="waiting", wait_until=OPENED, held_for="let-in", administrator=clara
    )
    intake.process_waiting(at=OPENED)
    mail.refresh_from_db()
    assert (mail.state, mail.held_for) == ("waiting", "let-in")


def test_a_reply_with_a_file_is_refused_with_a_reason_and_changes_nothing(full, ticket, aoife):
    before = Message.objects.count()
    with pytest.raises(NoRoom, match="disk takes none"):
        lifecycle.reply(
            ticket.pk, text="Here", by=aoife, at=OPENED, files=[Upload("a", b"x" * 4000)]
        )
    assert Message.objects.count() == before


def test_the_portal_keeps_the_text_and_says_why(full, ticket, clara, client, time_machine):
    time_machine.move_to(OPENED + MINUTE)
    client.force_login(clara.user)
    url = f"/tickets/{ticket.number}/"
    page = client.get(url)
    assert page.status_code == 200
    from_form = {"text": "The label is attached.", "uploads": _file(4000)}
    answer = client.post(f"{url}reply/", from_form, follow=True)
    assert "disk takes none" in answer.text
    assert "The label is attached." in answer.text


def test_the_desk_keeps_the_text_and_says_why(full, ticket, aoife, client):
    client.force_login(aoife)
    given = {"text": "Here is the file.", "uploads": _file(4000)}
    answer = client.post(f"/desk/tickets/ticket/{ticket.pk}/steps/reply/", given)
    assert "disk takes none" in answer.text
    assert "Here is the file." in answer.text


def _file(size):
    from_memory = BytesIO(b"x" * size)
    from_memory.name = "label.bin"
    return from_memory


def test_monitors_see_that_there_is_no_room(full):
    Heartbeat.objects.create(name="cluster", at=OPENED)
    assert health.examine(at=OPENED).problems == ["storage"]
