"""Subscribers in the desk: listed, and removed on their wish."""

import pytest

from availability.models import Subscription
from istockist_sla.core.models import Event
from tests.availability.instants import gmt

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
LIST = "/desk/availability/subscription/"


@pytest.fixture
def subscription(api):
    found = Subscription.objects.create(
        address="ops@shop.example", asked_at=gmt("08:00"), confirmed_at=gmt("08:01")
    )
    found.components.add(api)
    return found


def test_a_manager_lists_them(client, niamh, subscription):
    client.force_login(niamh, BACKEND)
    text = client.get(LIST).content.decode()
    assert "ops@shop.example" in text
    assert "1 subscription" in text


def test_a_manager_removes_one(client, niamh, subscription):
    client.force_login(niamh, BACKEND)
    response = client.post(f"{LIST}{subscription.pk}/steps/remove/", {"seen": "0"})
    assert response.url == LIST
    assert not Subscription.objects.exists()
    assert Event.objects.get(subject_kind="subscription").actor == niamh


def test_the_list_takes_a_fixed_number_of_queries(
    client, niamh, subscription, django_assert_max_num_queries
):
    for number in range(10):
        Subscription.objects.create(address=f"{number}@shop.example", asked_at=gmt("08:00"))
    client.force_login(niamh, BACKEND)
    with django_assert_max_num_queries(20):
        client.get(LIST)
