"""The arguments that several commands share."""

from argparse import ArgumentParser, ArgumentTypeError
from datetime import UTC, datetime

import pytest

from istockist_sla.management.arguments import add_at, instant


def test_an_instant_of_another_offset_is_taken_in_utc():
    assert instant("2026-11-28T13:00:00+01:00") == datetime(2026, 11, 28, 12, tzinfo=UTC)
    assert instant("2026-11-28T13:00:00+01:00").tzinfo == UTC


@pytest.mark.parametrize("text", ["yesterday", "2026-11-28T12:00:00"])
def test_what_is_no_instant_is_refused(text):
    with pytest.raises(ArgumentTypeError):
        instant(text)


def test_without_it_a_command_takes_the_present():
    parser = ArgumentParser()
    before = datetime.now(UTC)
    add_at(parser)
    assert before <= parser.parse_args([]).at <= datetime.now(UTC)


def test_it_is_not_shown_in_the_help():
    parser = ArgumentParser()
    add_at(parser)
    assert "--at" not in parser.format_help()
