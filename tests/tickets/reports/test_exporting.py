"""A long file of a month is made in the background, once, for whoever asked for it."""

import re
from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core import mail
from django.core.files.storage import default_storage

from istockist_sla.core import letters
from tests.tickets.reports.conftest import HOUR, LATER, MARCH, qualify
from tickets import tasks
from tickets.models import Export
from tickets.reports import exporting
from tickets.reports.documents import files, pdf
from tickets.reports.exporting import LEASE, ask, make, make_due, purge

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(niamh):
    return lambda ending="csv", client=None, person=niamh: ask(
        person=person, month=MARCH, client=client, ending=ending, at=LATER
    )


@pytest.fixture
def late(ticket, aoife):
    return qualify(ticket, aoife, 6 * HOUR)


def made(export, at=LATER + HOUR):
    make(export.pk, at=lambda: at)
    return Export.objects.get(pk=export.pk)


def kept():
    return default_storage.listdir("exports")[1] if default_storage.exists("exports") else []


@pytest.mark.parametrize("ending", ["pdf", "xlsx", "csv"])
def test_it_is_kept_as_a_file(late, asked, ending):
    export = made(asked(ending))
    assert (export.state, export.name) == ("done", f"service-level-2026-03.{ending}")
    assert len(default_storage.open(export.file.name).read()) == export.size


def test_it_is_as_of_the_instant_at_which_it_was_asked_for(late, asked):
    export = made(asked(), at=LATER + 5 * HOUR)
    assert b"as_of,2026-04-02T12:00:00Z" in default_storage.open(export.file.name).read()


def test_of_one_client_it_holds_nothing_of_another(late, asked, charlie):
    export = made(asked(client=charlie.client))
    content = default_storage.open(export.file.name).read().decode()
    assert "Northgate" in content
    assert "Meadow" not in content


def test_asked_twice_it_is_one(asked):
    assert asked() == asked()


def test_another_file_or_person_or_client_is_another(asked, meadow, orla):
    assert len({asked(), asked("xlsx"), asked(client=meadow), asked(person=orla)}) == 4


def test_once_it_is_done_it_can_be_asked_for_anew(asked):
    first = made(asked())
    assert asked() != first


def test_it_is_made_once(asked):
    export = asked()
    made(export)
    assert not make(export.pk, at=lambda: LATER + HOUR)


def test_whose_task_has_died_is_taken_up_after_its_lease(asked):
    export = asked()
    Export.objects.update(state="making", attempts=1, lease_until=LATER + LEASE)
    assert make_due(at=lambda: LATER + LEASE - timedelta(seconds=1)) == 0
    assert make_due(at=lambda: LATER + LEASE) == 1
    assert Export.objects.get(pk=export.pk).state == "done"


def test_one_that_dies_each_time_fails_in_the_end(asked):
    export = asked()
    Export.objects.update(state="making", attempts=3, lease_until=LATER)
    found = made(export)
    assert (found.state, found.error) == ("failed", exporting.INTERRUPTED)


def test_a_maker_that_was_overtaken_keeps_nothing(asked, monkeypatch):
    export = asked()
    as_csv = files.MADE["csv"]

    def slow(figures, told):
        Export.objects.update(attempts=2)
        return as_csv(figures, told)

    monkeypatch.setitem(files.MADE, "csv", slow)
    before = kept()
    assert made(export).state == "making"
    assert kept() == before


def test_what_cannot_be_made_says_so(asked, monkeypatch):
    monkeypatch.delitem(files.MADE, "csv")
    found = made(asked())
    assert (found.state, found.error) == ("failed", "It cannot be made (KeyError).")


def test_it_tells_how_many_of_its_parts_are_made(late, open_ticket, aoife, asked, monkeypatch):
    for hours in (7, 8):
        qualify(open_ticket(), aoife, hours * HOUR)
    monkeypatch.setattr(pdf, "MOST_ROWS", 2)
    export = made(asked("pdf"))
    names = ZipFile(BytesIO(default_storage.open(export.file.name).read())).namelist()
    assert export.made == export.parts == len(names) > 1


def test_an_email_leads_whoever_asked_to_its_page(asked, niamh, meadow):
    made(asked(client=meadow))
    letters.send_due(at=lambda: LATER + 2 * HOUR)
    [message] = mail.outbox
    assert niamh.email in message.to[0]
    assert re.search(r"/desk/months/2026-03/export/csv/\?client=meadow", message.body)


def test_after_a_week_it_is_gone_with_its_file(asked):
    export = made(asked())
    assert purge(at=LATER + HOUR + timedelta(days=7)) == 0
    assert purge(at=LATER + HOUR + timedelta(days=7, seconds=1)) == 1
    assert not Export.objects.exists()
    assert not default_storage.exists(export.file.name)


def test_the_jobs_do_it(asked):
    asked()
    assert tasks.make_exports() == 1
    Export.objects.update(ended_at=LATER - timedelta(days=3000))
    assert tasks.purge_exports() == 1


def test_a_task_is_asked_for_after_the_commit(
    asked, monkeypatch, django_capture_on_commit_callbacks
):
    told = []
    monkeypatch.setattr(exporting, "async_task", lambda *args: told.append(args))
    with django_capture_on_commit_callbacks(execute=True):
        export = asked()
    assert told == [("tickets.tasks.make_export", export.pk)]
