"""What is published is asked once for a page, and anew for the next."""

from datetime import timedelta

import pytest

from tests.conftest import OPENED
from tickets import inputs
from tickets.models import Agreement, AgreementVersion, ClassLimit

pytestmark = pytest.mark.django_db


def publish():
    agreement = Agreement.objects.get(client=None)
    version = AgreementVersion.objects.create(
        agreement=agreement,
        number=agreement.versions.count() + 1,
        calendar=agreement.versions.first().calendar,
        effective_from=OPENED,
    )
    for code in ("critical", "medium", "low"):
        ClassLimit.objects.create(version=version, fault_class=code, response_seconds=60)
    version.published_at = OPENED - timedelta(days=1)
    version.save()


def number_in_force():
    return inputs.published_versions().standard(OPENED).version


def test_a_page_asks_once(django_assert_num_queries):
    number_in_force()
    with django_assert_num_queries(1), inputs.asked_once():
        assert number_in_force() == number_in_force()


def test_a_page_keeps_what_was_published_when_it_asked():
    with inputs.asked_once():
        before = number_in_force()
        publish()
        assert number_in_force() == before


def test_the_next_page_sees_what_was_published_meanwhile():
    with inputs.asked_once():
        before = number_in_force()
        publish()
    with inputs.asked_once():
        assert number_in_force() != before


def test_outside_of_a_page_it_is_asked_each_time(django_assert_num_queries):
    number_in_force()
    with django_assert_num_queries(2):
        assert number_in_force() == number_in_force()
