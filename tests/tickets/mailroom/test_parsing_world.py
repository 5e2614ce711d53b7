"""Messages as the mailers of the world write them, each named after its defect.

Beside each `.eml` in `tests/mail/world` stands what is to be read from it.
"""

import json

import pytest

from tests.tickets.mailroom.mails import OUR_SERVER, WORLD
from tickets.mailroom.parsing import Incoming, parse

NAMES = sorted(path.stem for path in WORLD.glob("*.eml"))


def found(read: Incoming, what: str):
    value = [file.name for file in read.attachments] if what == "files" else getattr(read, what)
    return list(value) if isinstance(value, tuple) else value


@pytest.mark.parametrize("name", NAMES)
def test_a_defect_of_the_world_is_read(name):
    expected = json.loads((WORLD / f"{name}.json").read_text(encoding="utf-8"))
    read = parse((WORLD / f"{name}.eml").read_bytes(), authserv_id=OUR_SERVER)
    assert {what: found(read, what) for what in expected} == expected


def test_each_message_has_its_expectation():
    assert NAMES == sorted(path.stem for path in WORLD.glob("*.json"))
