"""The letters about a closed month carry the head, and lead to where it stands."""

import pytest

from istockist_sla.core.models import Letter
from tickets.reports.closing import letters

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["month_closed", "month_closed_client"])
def rendered(request, march):
    return letters.render(Letter.objects.filter(template=request.param).first())


def test_each_letter_carries_the_head_in_both_forms(rendered, march):
    assert march.head in rendered.text
    assert march.head in rendered.html


def test_the_client_is_led_to_its_months_and_to_the_chain(march, clara, settings):
    letter = Letter.objects.get(template="month_closed_client", to_address=clara.email)
    text = letters.render(letter).text
    assert f"{settings.PORTAL_URL}/service-level/2026-03/" in text
    assert f"{settings.PORTAL_URL}/closed-months/" in text
