"""What is read of closed months without their documents."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.tickets.reports.closing.conftest import decided, march
from tickets.models import ClosedClient, ClosedMonth
from tickets.models.closings import CLASSES_LONGEST

__all__ = ["decided", "march"]
pytestmark = pytest.mark.django_db


def test_the_classes_are_those_of_the_document(march):
    for own in ClosedClient.objects.with_classes():
        document = ClosedClient.objects.get(pk=own.pk).document
        assert own.classes == json.loads(document)["figures"]["classes"]


def test_the_classes_fit_with_figures_of_ten_digits(march):
    [own, *_] = ClosedClient.objects.all()
    classes = json.loads(own.document)["figures"]["classes"]
    longer = {code: dict.fromkeys(each, "9" * 10) for code, each in classes.items()}
    assert len(json.dumps(longer)) < CLASSES_LONGEST


def test_what_is_public_is_read_at_once(march):
    with CaptureQueriesContext(connection) as queries:
        for link in ClosedMonth.objects.published():
            assert all([link.head, str(link), link.closing.verifier.digest])
    assert len(queries) == 1
    assert not any(f'"{name}"' in queries[0]["sql"] for name in ("document", "whole", "shared"))
