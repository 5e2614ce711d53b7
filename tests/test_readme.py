"""The README tells the truth about the code."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands

from tickets.lifecycle import documentation

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text()
SETTINGS = (ROOT / "istockist_sla" / "settings.py").read_text()


def lifecycle_block() -> str:
    return README.partition("<!-- lifecycle -->")[2].partition("<!-- end -->")[0].strip()


def test_the_picture_of_states_is_the_codes():
    assert documentation.state_diagram() in lifecycle_block()


def test_the_table_of_steps_is_the_codes():
    assert documentation.verb_table() in lifecycle_block()


def test_every_setting_is_told():
    names = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', SETTINGS))
    assert {name for name in names if f"`{name}`" not in README} == set()


def test_every_command_told_exists():
    told = set(re.findall(r"manage\.py (\w+)", README))
    assert told - set(get_commands()) == set()


def test_every_file_linked_exists():
    links = re.findall(r"\]\(([^)#:]+)\)", README) + re.findall(r"tests/mail/\w+\.eml", README)
    assert [link for link in links if not (ROOT / link).exists()] == []


@pytest.mark.parametrize("marker", ["demo", "tests"])
def test_each_of_the_two_commands_is_one_line(marker):
    block = README.partition(f"<!-- {marker} -->")[2].split("```")[1]
    assert len(block.removeprefix("sh").strip().splitlines()) == 1
