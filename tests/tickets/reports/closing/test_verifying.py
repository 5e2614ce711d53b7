"""A month that nobody has tampered with is the same, whenever it is asked."""

import io
import json
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from istockist_sla.core import triggers
from tests.conftest import OPENED
from tests.factories import LONG_AGO, AdministratorFactory, ClientFactory, FactFactory
from tests.tickets.reports.closing.conftest import APRIL, CLOSED, HOUR, closed_month
from tickets import lifecycle
from tickets.models import Attachment, ClosedClient, FolderSalt, Message, Nonce
from tickets.reports.closing.beginning import verifier_source
from tickets.reports.closing.verifying.months import verify_months

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
LATER = datetime(2026, 5, 20, 9, tzinfo=UTC)
MOST_STATEMENTS = 17


def said(*arguments):
    out = io.StringIO()
    call_command("verify_month", *arguments, stdout=out)
    return out.getvalue().splitlines()


def lines():
    return [each.line for each in verify_months()]


@pytest.fixture
def closed(full, niamh):
    return closed_month(by=niamh)


def test_unchanged_it_is_the_same(closed):
    assert said() == said("2026-03") == ["same"]


def test_what_happens_after_the_closing_changes_nothing(closed, full, aoife, niamh, meadow, clara):
    FactFactory(client=meadow, kind="plan", value="free", since=LONG_AGO, recorded_at=CLOSED + DAY)
    lifecycle.reply(full.pk, text="Done?", by=aoife, at=CLOSED + DAY)
    lifecycle.write(full.pk, text="Yes.", by=clara.user, at=CLOSED + DAY + HOUR)
    lifecycle.close(full.pk, reason="resolved", by=aoife, at=CLOSED + 2 * DAY, seen=None)
    closed_month(APRIL, by=niamh, at=LATER)
    assert said() == ["same"]


def test_a_month_that_is_not_closed_is_refused(closed):
    with pytest.raises(CommandError, match="2026-04 is not closed"):
        said("2026-04")
    with pytest.raises(CommandError, match="Write the month"):
        said("April")


def test_a_difference_ends_it_with_1(closed):
    Message.objects.filter(kind="note").update(text="Other.")
    with pytest.raises(CommandError, match=r"\d differences\.") as ended:
        said()
    assert ended.value.returncode == 1


def test_as_json_each_line_is_an_object(closed, capsys):
    Message.objects.filter(text="Look at their key.").update(text="Other.")
    out = io.StringIO()
    with pytest.raises(CommandError, match="1 difference"):
        call_command("verify_month", "--json", stdout=out)
    [found] = map(json.loads, out.getvalue().splitlines())
    assert (found["code"], found["month"], found["client"]) == ("message", "2026-03", "meadow")
    assert found["ticket"] == Message.objects.get(text="Other.").ticket.number


class TestErasure:
    def test_a_message_without_text_and_salt_is_erased(self, closed, full):
        note = Message.objects.get(text="Look at their key.")
        FolderSalt.objects.filter(message=note).delete()
        Message.objects.filter(pk=note.pk).update(text="")
        line = f"erased: 2026-03 meadow ticket {full.number} message {note.pk}: text and salt"
        assert said() == [line, "same"]

    def test_evidence_is_erased_where_it_is_hashed_twice(self, closed, full):
        note = Message.objects.get(text="Wrong key.")
        FolderSalt.objects.filter(message=note, attachment=None).delete()
        Nonce.objects.filter(closed__client__code="meadow").order_by("-id")[0].delete()
        Message.objects.filter(pk=note.pk).update(text="")
        place = f"erased: 2026-03 meadow ticket {full.number}"
        assert said() == [
            f"{place} findings.0.evidence: text and salt",
            f"{place} message {note.pk}: text and salt",
            "same",
        ]

    def test_a_file_is_erased(self, closed, full):
        file = Attachment.objects.get()
        FolderSalt.objects.filter(attachment=file).delete()
        Attachment.objects.update(name="", sha256="", file="")
        line = f"erased: 2026-03 meadow ticket {full.number} attachment {file.pk}: text and salt"
        assert said() == [line, "same"]


class TestAnotherEngine:
    @pytest.fixture
    def older(self, full, niamh, monkeypatch):
        """March was closed with an engine that has another text."""
        source = verifier_source().replace("import sys", "import sys  # as it was", 1)
        monkeypatch.setattr("tickets.reports.closing.beginning.verifier_source", lambda: source)
        return closed_month(by=niamh)

    def test_the_one_that_the_month_names_says_the_same(self, older):
        assert said() == ["same"]

    def test_what_todays_makes_of_it_is_said_apart(self, older, monkeypatch):
        monkeypatch.setattr(
            "tickets.reports.closing.verifying.kept_verifier.verify",
            lambda files, head: ["figures.opened: the file says 1, recomputed 2"],
        )
        told = "figures.opened: the file says 1, recomputed 2"
        codes = ("meadow", "northgate")
        assert said() == [*(f"today: 2026-03 {code} {told}" for code in codes), "same"]

    def test_one_that_says_otherwise_is_a_difference(self, older, monkeypatch):
        triggers.remove(connection)
        ClosedClient.objects.filter(client__code="meadow").update(document="{}")
        assert any(each.startswith("said: 2026-03 meadow") for each in lines())


def another_client(open_ticket, aoife, code, tickets):
    administrator = AdministratorFactory(client=ClientFactory(code=code, name=code))
    FactFactory(client=administrator.client, kind="plan", value="custom")
    for number in range(tickets):
        at = OPENED + number * HOUR
        ticket = open_ticket(at=at, administrator=administrator)
        lifecycle.qualify(ticket.pk, class_test="degraded", by=aoife, at=at + HOUR, seen=None)


def queries(open_ticket, aoife, niamh, *tickets):
    """Of a month with a client for each of these numbers of tickets."""
    with transaction.atomic():
        for number, many in enumerate(tickets):
            another_client(open_ticket, aoife, f"other-{number}", many)
        closed_month(by=niamh)
        with CaptureQueriesContext(connection) as captured:
            assert lines() == []
        transaction.set_rollback(True)
    return len(captured)


def test_each_client_takes_as_many_statements_however_many_tickets_it_has(
    full, open_ticket, aoife, niamh
):
    people = open_ticket, aoife, niamh
    without, one, many = queries(*people), queries(*people, 1), queries(*people, 7)
    assert one == many
    assert many - without <= MOST_STATEMENTS, many - without
