"""Pages of records: a row is found by its id alone."""

import pytest

from istockist_sla.core.models import Event

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("field", ["", "id", "verb", "nothing", "%00"])
@pytest.mark.parametrize("page", ["change", "delete", "history"])
def test_another_field_that_an_address_names_is_not_read(client, sys, ticket, page, field):
    client.force_login(sys)
    event = Event.objects.latest("id")
    answer = client.get(f"/desk/core/event/{event.pk}/{page}/?_to_field={field}")
    assert answer.status_code < 500
