"""A month's files, for whoever may read its page."""

import pytest

from tests.tickets.admin.months.test_months import MARCH
from tickets.reports import exports
from tickets.reports.documents import files

pytestmark = pytest.mark.django_db
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FILES = [
    ("pdf", "application/pdf", b"%PDF-"),
    ("xlsx", SHEET, b"PK"),
    (
        "csv",
        "text/csv; charset=utf-8",
        b'report,"Service level report, March 2026, all clients"\r\n',
    ),
]


@pytest.mark.parametrize(("ending", "content_type", "beginning"), FILES)
def test_a_manager_takes_the_month_away_as_a_file(
    client, niamh, ticket, ending, content_type, beginning
):
    client.force_login(niamh)
    answer = client.get(f"{MARCH}{ending}/")
    assert answer["Content-Type"] == content_type
    assert answer["Content-Disposition"] == (
        f'attachment; filename="service-level-2026-03.{ending}"'
    )
    assert answer.content.startswith(beginning)


@pytest.mark.parametrize(("ending", "content_type", "beginning"), FILES)
def test_who_asks_for_the_headers_has_no_file_made(
    client, niamh, ticket, monkeypatch, ending, content_type, beginning
):
    monkeypatch.delitem(files.MADE, ending)
    client.force_login(niamh)
    answer = client.head(f"{MARCH}{ending}/")
    assert answer.status_code == 200
    assert answer["Content-Type"] == content_type
    assert f"service-level-2026-03.{ending}" in answer["Content-Disposition"]
    assert "Content-Length" not in answer


def test_nor_are_the_figures_of_the_json_written(client, niamh, monkeypatch):
    monkeypatch.delattr(exports, "as_data")
    client.force_login(niamh)
    answer = client.head(f"{MARCH}json/")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/json")


@pytest.mark.parametrize("ending", ["pdf", "xlsx", "csv", "json"])
def test_the_page_leads_to_each_file_of_the_client_shown(client, niamh, meadow, ending):
    client.force_login(niamh)
    page = client.get(MARCH, {"client": "meadow"}).content.decode()
    assert f'href="{MARCH}{ending}/?client=meadow"' in page


def test_the_page_leads_to_the_schema(client, niamh):
    client.force_login(niamh)
    assert 'href="/desk/months/schema/"' in client.get(MARCH).content.decode()
    answer = client.get("/desk/months/schema/")
    assert answer["Content-Type"] == "application/schema+json"
    assert answer.json()["type"] == "object"


URLS = [*(f"{MARCH}{ending}/" for ending in ("pdf", "xlsx", "csv")), "/desk/months/schema/"]


@pytest.mark.parametrize("url", URLS)
def test_an_agent_may_not_have_it(client, aoife, url):
    client.force_login(aoife)
    assert client.get(url).status_code == 403


@pytest.mark.parametrize("url", URLS)
def test_for_the_stranger_there_is_no_such_file(client, charlie, url):
    client.force_login(charlie.user)
    assert client.get(url).status_code == 404


@pytest.mark.parametrize("url", URLS)
def test_files_are_only_read(client, niamh, url):
    client.force_login(niamh)
    assert client.post(url).status_code == 405


@pytest.mark.parametrize("ending", ["pdf", "xlsx", "csv"])
def test_there_is_no_file_of_a_month_to_come(client, niamh, ending):
    client.force_login(niamh)
    answer = client.get(f"/desk/months/2099-01/{ending}/")
    assert answer.status_code == 404
    assert "There are no figures of January 2099 yet" in answer.content.decode()
