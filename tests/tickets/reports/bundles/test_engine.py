"""The verifier as one file is the engine, and runs where there is nothing but Python."""

import ast
import json
import subprocess
import sys
from datetime import datetime

import pytest

from tests.tickets.reports.bundles.conftest import CLOSED
from tests.tickets.reports.bundles.tampering import hashed_anew
from tickets.reports.bundles.engine import NotBuilt, build, engine_sources
from tickets.reports.bundles.packing import packed
from tickets.sla.bundle.acts import digest_of_acts
from tickets.sla.bundle.canonical import digest
from tickets.sla.bundle.command import main

SOURCES = engine_sources()
FILE = build(SOURCES)


def definitions(text):
    return {
        node.name: ast.dump(node)
        for node in ast.parse(text).body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
    }


def test_each_function_is_that_of_its_module():
    everything: dict[str, str] = {}
    for text in SOURCES.values():
        everything |= definitions(text)
    assert definitions(FILE) == everything


def test_each_part_is_headed_by_its_module_and_hash():
    heads = [line for line in FILE.splitlines() if line.startswith("# tickets.sla.verdict ")]
    assert heads == [f"# tickets.sla.verdict {digest(SOURCES['tickets.sla.verdict'].encode())}"]


def test_no_time_zone_is_asked_for():
    assert "zoneinfo" not in FILE


def test_it_is_the_same_each_time():
    assert build(engine_sources()) == FILE


def run(folder, *arguments, **files):
    (folder / "verify.py").write_text(FILE)
    (folder / "bundle.zip").write_bytes(packed(files, CLOSED))
    return subprocess.run(
        [sys.executable, "-I", "verify.py", "bundle.zip", *arguments],
        cwd=folder,
        env={"TZ": "Pacific/Apia", "LC_ALL": "C", "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["meadow", "northgate"])
def test_elsewhere_it_says_the_same(made, tmp_path, code):
    found = run(tmp_path, "--head", made.head, **made.files(code))
    assert (found.stdout, found.stderr, found.returncode) == ("same\n", "", 0)


@pytest.mark.django_db
def test_elsewhere_it_names_what_was_changed(made, tmp_path):
    files = made.files("meadow")
    document = json.loads(files["client.json"])
    document["tickets"][0]["claim"]["response"]["elapsed"] = 14_300
    found = run(tmp_path, **hashed_anew(files, "client.json", document))
    number = document["tickets"][0]["number"]
    said = found.stdout.splitlines()
    assert said[0] == f"ticket {number}.response.elapsed: the file says 14300, recomputed 3600"
    assert said[1].startswith("note: nothing inside a bundle can prove the bundle")
    assert (found.stderr, found.returncode) == ("", 1)


@pytest.mark.django_db
def test_elsewhere_it_compares_what_the_client_holds_beside(made, tmp_path):
    (tmp_path / "before.zip").write_bytes(packed(made.files("meadow"), CLOSED))
    (tmp_path / "whole.json").write_bytes(made.whole)
    [ticket, *_] = json.loads(made.clients["meadow"].data)["tickets"]
    letter = (
        f"{ticket['number']}=1:{ticket['events'][0]['at']}:{digest_of_acts(ticket['events'][:1])}"
    )
    beside = ["--before", "before.zip", "--whole", "whole.json", "--letter", letter]
    found = run(tmp_path, "--head", made.head, *beside, **made.files("meadow"))
    assert (found.stdout, found.stderr, found.returncode) == ("same\n", "", 0)


@pytest.fixture
def bundle(made, tmp_path):
    (tmp_path / "bundle.zip").write_bytes(packed(made.files("meadow"), CLOSED))
    return str(tmp_path / "bundle.zip")


@pytest.mark.django_db
def test_a_letter_is_compared_with_the_bundle(made, bundle, capsys):
    [first, *_] = json.loads(made.clients["meadow"].data)["tickets"]
    number, at = first["number"], first["events"][0]["at"]
    told = ["--ticket", f"{number}={at}"]
    assert main([bundle, "--head", made.head, *told]) == 0
    other = datetime.fromisoformat(at).replace(hour=8).isoformat().replace("+00:00", "Z")
    assert main([bundle, "--head", made.head, "--ticket", f"{number}={other}"]) == 1
    said = capsys.readouterr().out.splitlines()
    assert said[1] == f"ticket {number}: opened at {at}, the letter says {other}"


@pytest.mark.django_db
def test_a_ticket_that_was_left_out_is_named(made, bundle, capsys):
    assert main([bundle, "--head", made.head, "--ticket", "7=2026-03-10T09:00:00Z"]) == 1
    assert capsys.readouterr().out == "ticket 7: not in the bundle\n"


@pytest.mark.django_db
def test_the_ledger_of_a_ticket_is_shown(made, bundle, capsys):
    number = json.loads(made.clients["meadow"].data)["tickets"][0]["number"]
    assert main([bundle, "--head", made.head, "--why", str(number)]) == 0
    same, first, *_ = capsys.readouterr().out.splitlines()
    span = "2026-03-10T09:00:00Z 2026-03-10T10:00:00Z 3600"
    assert (same, first) == (
        "same",
        f"ticket {number}.response: {span} counts: support hours",
    )


def test_what_is_no_bundle_is_not_read(tmp_path, capsys):
    (tmp_path / "bundle.zip").write_bytes(b"no zip")
    assert main([str(tmp_path / "bundle.zip")]) == 2
    assert capsys.readouterr().out == "not read: BadZipFile\n"


PLANTED = [
    ("import os", "imports os"),
    ("from zoneinfo import ZoneInfo", "imports zoneinfo"),
    ("import tickets.sla.verdict", "imports tickets.sla.verdict as a whole"),
    ("from json import loads as read", "an import under another name"),
    ("def f():\n    import json", "an import inside"),
    ("def judge(): ...", "judge has two meanings"),
    ("x, judge = 1, 2", "judge has two meanings"),
    ("json = 1", "json hides an import"),
    ("from re import date", "date is imported from two places"),
    ("def f():\n    return nowhere", "nowhere is defined nowhere"),
    ("SHARE = 0.98", "a literal with a fraction"),
    ("def f(a, b):\n    return a / b", "1 divisions"),
    ("def f():\n    return datetime.now()", "asks the clock by now"),
    ("def f():\n    return open('x')", "calls open"),
    ("def f():\n    return eval('x')", "calls eval"),
    ("def f():\n    print('x')", "calls print"),
]


def test_the_files_that_it_was_given_are_opened_in_one_place_to_be_read():
    assert FILE.count("open(path") == 1
    assert 'with open(path, "rb") as file:' in FILE


@pytest.mark.parametrize(("text", "refused"), PLANTED)
def test_what_a_verifier_may_not_do_is_refused(text, refused):
    with pytest.raises(NotBuilt, match=refused):
        build({**SOURCES, "tickets.sla.odd": text})
