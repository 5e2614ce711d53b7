"""Counts of several kinds in one statement, each up to its cap."""

import pytest

from istockist_sla.core import capped_counts
from istockist_sla.core.capped_counts import Capped
from istockist_sla.core.models import User
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def test_each_kind_is_counted_up_to_its_cap(django_assert_num_queries):
    UserFactory.create_batch(3)
    people = User.objects.filter(is_staff=False)
    kinds = {
        "all": Capped(people, 10),
        "some": Capped(people, 2),
        "named": Capped(people.filter(email__endswith="%"), 10),
    }
    with django_assert_num_queries(1):
        assert capped_counts.count(kinds) == {"all": 3, "some": 2, "named": 0}


def test_what_can_be_nothing_is_not_asked(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert capped_counts.count({"none": Capped(User.objects.none(), 5)}) == {"none": 0}
