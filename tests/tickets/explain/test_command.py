"""`manage.py explain`."""

import json
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command

from tests.conftest import gmt
from tickets.explain import CLIENT, as_text, explain

NOW = gmt(6, 3, 12)

pytestmark = pytest.mark.django_db


def printed(*words) -> str:
    out = StringIO()
    with time_machine.travel(NOW, tick=False):
        call_command("explain", *words, stdout=out)
    return out.getvalue()


def test_it_prints_the_text(missed):
    assert printed(missed.number) == as_text(explain(missed, now=NOW))


def test_it_prints_what_the_client_reads(missed):
    assert printed(missed.number, "--client") == as_text(explain(missed, now=NOW, audience=CLIENT))


def test_it_prints_json(missed):
    data = json.loads(printed(missed.number, "--json"))
    assert data["clocks"][0]["late_by"] == 1353
    assert data["clocks"][0]["rows"][0]["start"] == "2026-05-29T15:20:08Z"


@pytest.mark.parametrize("number", [999, 0, -1, 10**30])
def test_an_unknown_number_is_said_in_one_line(number):
    with pytest.raises(CommandError, match=f"^There is no ticket {number}.$"):
        call_command("explain", number)
