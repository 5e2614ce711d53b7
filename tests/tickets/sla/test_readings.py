"""The register of readings: complete, cited correctly, and with switches that exist."""

import re
from pathlib import Path

import pytest
from django.apps import apps

from tests.tickets.sla.cases import LONG_AGO, closed, facts, qualified
from tickets.sla import clock
from tickets.sla.conditions import assess
from tickets.sla.readings import GROUPS, READING_OF_REASON, REGISTER
from tickets.sla.terms import DecidedFinding, FactAtOpening, VerdictInputs
from tickets.sla.verdict import judge

ROOT = Path(__file__).resolve().parents[3]
# An "M" behind a quotation mark begins the path of a drawing.
CITED = re.compile(r"\b(?:[POCKEBGVA]|(?<!\")M)\d{1,2}\b")
LETTERS = {"P": 8, "O": 4, "C": 7, "K": 13, "E": 4, "B": 1, "G": 10, "V": 1, "A": 7, "M": 2}


def sources():
    for folder in ("tickets", "availability", "istockist_sla"):
        for path in (ROOT / folder).rglob("*.py"):
            if "migrations" not in path.parts:
                yield path
    yield from (ROOT / "templates").rglob("*.html")


def test_every_open_point_has_its_reading():
    assert list(REGISTER) == [f"{a}{n}" for a, most in LETTERS.items() for n in range(1, most + 1)]


def test_no_reading_is_listed_twice():
    assert sum(len(group.readings) for group in GROUPS) == len(REGISTER)


def test_every_reading_cited_in_code_and_pages_is_in_the_register():
    cited = {
        (path.relative_to(ROOT).as_posix(), found)
        for path in sources()
        for found in CITED.findall(path.read_text())
    }
    assert {(path, found) for path, found in cited if found not in REGISTER} == set()


def test_the_code_cites_readings_of_every_letter_but_the_unwritten():
    cited = {found for path in sources() for found in CITED.findall(path.read_text())}
    assert {found[0] for found in cited} >= set("POCKEGVA")


COLUMNS = [
    {},
    {"in_force": False},
    {"plan": FactAtOpening(value="free", since=LONG_AGO, evidence="", author="")},
    {"low_priority": True},
    {"findings": (DecidedFinding(kind="no-fault", evidence="", author="", at=LONG_AGO),)},
    {"findings": (DecidedFinding(kind="client-error", evidence="", author="", at=LONG_AGO),)},
    {"first_order": None},
]


@pytest.mark.parametrize(
    "acts", [[], [qualified("03-10 10:00"), closed("03-10 11:00")], [closed("03-10 11:00", "spam")]]
)
def test_verdicts_and_conditions_cite_the_register(acts):
    cited = set()
    for columns in COLUMNS:
        case: VerdictInputs = facts(*acts, **columns)
        verdicts = judge(case, now=case.opened_at)
        cited |= {verdicts.response.reading, verdicts.fix.reading}
        cited |= {condition.reading for condition in assess(case)}
    assert cited <= set(REGISTER)


def test_every_reason_of_a_ledger_has_its_reading():
    reasons = {getattr(clock, name) for name in clock.__all__ if name.isupper()}
    assert set(READING_OF_REASON) == reasons
    assert set(READING_OF_REASON.values()) <= set(REGISTER)


SWITCHES = [(r.id, switch) for r in REGISTER.values() for switch in r.switches]


def test_every_switch_is_a_field_of_a_version():
    for _reading, switch in SWITCHES:
        assert apps.get_model("tickets", switch.model)._meta.get_field(switch.field)


def test_a_switch_named_in_a_fields_label_stands_in_the_register():
    """`hours of a limit (K4)`: what the form names is what the register names."""
    named = {
        (found, field.name)
        for field in apps.get_model("tickets", "AgreementVersion")._meta.concrete_fields
        for found in CITED.findall(str(field.verbose_name))
    }
    assert named <= {(reading, switch.field) for reading, switch in SWITCHES}


def test_every_title_begins_with_a_capital():
    assert [r.id for r in REGISTER.values() if not r.title[:1].isupper()] == []


def test_every_text_is_in_whole_sentences():
    assert [r.id for r in REGISTER.values() if not r.text.endswith(".") or "  " in r.text] == []
