import pytest
from django.utils import timezone

from tickets.models import AgreementVersion, HolidayList

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    standard = AgreementVersion.objects.get(agreement__client=None, number=1)
    row = AgreementVersion.objects.create(
        agreement=standard.agreement,
        number=2,
        calendar=standard.calendar,
        effective_from=timezone.now(),
    )
    for limit in standard.limits.all():
        row.limits.create(fault_class=limit.fault_class, response_seconds=60, fix_seconds=60)
    return row


def url(version) -> str:
    return f"/desk/tickets/{version._meta.model_name}/{version.pk}/preview/"


def test_the_preview_tells_what_would_have_changed(client, sys, draft):
    client.force_login(sys)
    page = client.get(url(draft))
    assert b"No verdict would have been different" in page.content


def test_a_draft_links_to_its_preview(client, sys, draft):
    client.force_login(sys)
    page = client.get(f"/desk/tickets/agreementversion/{draft.pk}/change/")
    assert url(draft) in page.content.decode()


def test_a_holiday_list_can_be_previewed(client, sys, draft):
    client.force_login(sys)
    holidays = HolidayList.objects.create(
        calendar=draft.calendar, year=2028, number=1, effective_from=timezone.now()
    )
    assert client.get(url(holidays)).status_code == 200


def test_a_published_version_has_no_preview(client, sys):
    client.force_login(sys)
    assert client.get(url(AgreementVersion.objects.get())).status_code == 403


def test_an_agent_does_not_preview(client, aoife, draft):
    client.force_login(aoife)
    assert client.get(url(draft)).status_code == 403


def test_the_stranger_is_sent_away(client, charlie, draft):
    client.force_login(charlie.user)
    assert client.get(url(draft)).status_code in (302, 404)


def test_it_is_only_read(client, sys, draft):
    client.force_login(sys)
    assert client.post(url(draft)).status_code == 405


@pytest.mark.parametrize("pk", ["0", "x", "999999"])
def test_an_unknown_version_is_not_found(client, sys, pk):
    client.force_login(sys)
    assert client.get(f"/desk/tickets/agreementversion/{pk}/preview/").status_code == 404
