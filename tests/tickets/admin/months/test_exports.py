"""The page of a long file, which is made in the background."""

import pytest

from tests.conftest import OPENED
from tickets.models import Export
from tickets.reports import exporting

pytestmark = pytest.mark.django_db
MARCH = "/desk/months/2026-03/"
PAGE = f"{MARCH}export/csv/"


@pytest.fixture
def manager(client, niamh):
    client.force_login(niamh)
    return client


@pytest.fixture
def done(manager):
    manager.post(PAGE)
    exporting.make_due(at=lambda: OPENED)
    return Export.objects.get()


@pytest.mark.parametrize("ending", ["pdf", "xlsx", "csv"])
@pytest.mark.parametrize("method", ["get", "head"])
def test_a_long_file_leads_there(manager, ticket, monkeypatch, ending, method):
    monkeypatch.setattr(exporting, "MOST_ROWS_AT_ONCE", 0)
    answer = getattr(manager, method)(f"{MARCH}{ending}/?client=meadow")
    assert answer["Location"] == f"{MARCH}export/{ending}/?client=meadow"


def test_to_look_makes_nothing(manager):
    assert "Make it</button>" in manager.get(PAGE).content.decode()
    assert not Export.objects.exists()


def test_while_it_is_made_the_page_comes_anew_by_itself(manager):
    answer = manager.post(PAGE, follow=True)
    assert answer["Refresh"] == "5"
    assert "Waiting for its turn" in answer.content.decode()
    Export.objects.update(state="making", parts=4, made=1)
    assert "1 of 4 parts made" in manager.get(PAGE).content.decode()


def test_two_clicks_ask_once(manager):
    for _ in range(2):
        manager.post(PAGE, {"once": "a"})
    assert Export.objects.count() == 1


def test_once_it_is_done_the_page_leads_to_it(manager, done):
    answer = manager.get(PAGE)
    assert f'href="/desk/months/exports/{done.pk}/file/"' in answer.content.decode()
    assert "Refresh" not in answer


def test_whoever_asked_fetches_it(manager, done):
    answer = manager.get(f"/desk/months/exports/{done.pk}/file/")
    assert answer["Content-Disposition"] == 'attachment; filename="service-level-2026-03.csv"'
    assert {"private", "no-store"} <= set(answer["Cache-Control"].split(", "))
    assert b"".join(answer.streaming_content).startswith(b"report,")


def test_for_another_manager_there_is_none(client, done, orla):
    client.force_login(orla)
    assert client.get(f"/desk/months/exports/{done.pk}/file/").status_code == 404
    assert done.name not in client.get(PAGE).content.decode()


def test_an_agent_may_not_have_it(client, done, aoife):
    client.force_login(aoife)
    assert client.get(f"/desk/months/exports/{done.pk}/file/").status_code == 403


def test_what_failed_says_so_and_can_be_asked_for_anew(manager):
    manager.post(PAGE)
    Export.objects.update(state="failed", error="The disk is full.", ended_at=OPENED)
    page = manager.get(PAGE).content.decode()
    assert "The disk is full." in page
    assert "Make it anew</button>" in page


@pytest.mark.parametrize("page", [f"{MARCH}export/json/", "/desk/months/2099-01/export/csv/"])
def test_there_is_no_such_file(manager, page):
    assert manager.get(page).status_code == 404
