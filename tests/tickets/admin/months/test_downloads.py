"""A month's files, for whoever may read its page."""

import pytest

from tests.tickets.admin.months.test_months import MARCH

pytestmark = pytest.mark.django_db
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FILES = [
    ("pdf", "application/pdf", b"%PDF-"),
    ("xlsx", SHEET, b"PK"),
    ("csv", "text/csv; charset=utf-8", b"number,client,"),
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
