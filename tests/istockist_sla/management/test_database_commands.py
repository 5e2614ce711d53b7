"""Commands on a database that is empty, of an older version, or not there."""

import io
import subprocess

import pytest
from django.core.management import get_commands, load_command_class
from django.db import OperationalError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from istockist_sla.core import database
from istockist_sla.management.base import DatabaseCommand
from tests.istockist_sla.server.processes import MANAGE, environment

PROJECT = ("istockist_sla", "tickets", "availability")
# What brings the database up to date itself, or asks none.
OTHERS = {"run", "demo", "bench", "lifecycle", "createsuperuser", "probe_agent", "settings"}
ARGUMENTS = {
    "explain": ["1001"],
    "month": ["2026-10"],
    "import_orders": ["orders.csv"],
    "import_availability": ["csv-checks", "checks.csv", "--by", "niamh@istockist.example"],
    "process": ["cluster"],
    "appoint_administrator": ["sys@istockist.example", "--name", "Sinéad Walsh"],
    "reset_second_factor": ["sys@istockist.example", "--reason", "Lost."],
    "verify_month": ["2026-10"],
    "sign_in_link": ["sys@istockist.example"],
}
LINE = "DATABASE_URL: the SQLite file x is empty."


def commands():
    """Every command of the project."""
    return {
        name: load_command_class(app, name)
        for name, app in get_commands().items()
        if isinstance(app, str) and app.startswith(PROJECT)
    }


GUARDED = sorted(set(commands()) - OTHERS)


@pytest.mark.parametrize("name", GUARDED)
def test_each_command_that_asks_the_database_has_the_guard(name):
    assert isinstance(commands()[name], DatabaseCommand)


@pytest.mark.parametrize("name", GUARDED)
def test_it_says_one_line_and_does_nothing(name, monkeypatch, capsys):
    command = commands()[name]
    monkeypatch.setattr(database, "problem", lambda: LINE)
    monkeypatch.setattr(command, "handle", lambda *args, **options: pytest.fail("it began"))
    with pytest.raises(SystemExit) as ended:
        command.run_from_argv(["manage.py", name, *ARGUMENTS.get(name, [])])
    assert ended.value.code == (75 if name == "receive_mail" else 1)
    assert capsys.readouterr().err == f"CommandError: {LINE}\n"


@pytest.mark.django_db
def test_a_database_that_fails_meanwhile_is_one_line(monkeypatch, capsys):
    def handle(*args, **options):
        raise OperationalError("no such column: core_user.phone\nHINT")

    command = commands()["sync"]
    monkeypatch.setattr(command, "handle", handle)
    with pytest.raises(SystemExit):
        command.run_from_argv(["manage.py", "sync"])
    said = capsys.readouterr().err
    assert said.endswith("failed (no such column: core_user.phone).\n")
    assert len(said.splitlines()) == 1


def manage(folder, *arguments, **variables):
    ended = subprocess.run(
        [*MANAGE, *arguments],
        env={**environment(folder), "DEMO": "off", **variables},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert "Traceback" not in ended.stderr
    return ended.returncode, ended.stderr.strip()


@pytest.mark.parametrize(("name", "status"), [("month", 1), ("receive_mail", 75)])
def test_an_empty_database_is_one_line(tmp_path, name, status):
    file = tmp_path / "empty.sqlite3"
    file.touch()
    said = manage(tmp_path, name, *ARGUMENTS.get(name, []), DATABASE_URL=f"sqlite:///{file}")
    assert said == (
        status,
        f"CommandError: DATABASE_URL: the SQLite file {file} is empty. {database.HOW_TO_MIGRATE}",
    )


def test_a_wrong_setting_loses_no_mail(tmp_path):
    assert manage(tmp_path, "receive_mail", SECRET_KEY="")[0] == 75


def test_a_file_that_is_not_there_is_one_line_and_not_made(tmp_path, monkeypatch):
    file = tmp_path / "none.sqlite3"
    monkeypatch.setattr(connection, "vendor", "sqlite")
    monkeypatch.setitem(connection.settings_dict, "NAME", str(file))
    assert f"the SQLite file {file} does not exist. Run" in database.problem()
    assert not file.exists()


@pytest.mark.django_db
def test_a_database_as_the_code_knows_it_is_fine():
    assert database.problem() is None


@pytest.mark.django_db
def test_an_older_database_is_one_line():
    (newest,) = MigrationLoader(connection).graph.leaf_nodes("tickets")
    MigrationRecorder(connection).record_unapplied(*newest)
    lacks = f"is of an older version (it lacks {'.'.join(newest)}). Run manage.py migrate"
    assert lacks in database.problem()


@pytest.mark.django_db
def test_a_much_older_database_says_how_much_it_lacks():
    MigrationRecorder(connection).migration_qs.filter(app="tickets").delete()
    assert "(it lacks tickets.0001_initial and " in database.problem()


@pytest.mark.django_db
def test_a_database_of_a_newer_version_is_one_line():
    MigrationRecorder(connection).record_applied("tickets", "9999_tomorrow")
    assert "belongs to another version (it has tickets.9999_tomorrow)" in database.problem()


@pytest.mark.django_db
def test_a_database_that_does_not_answer_is_one_line(monkeypatch):
    def refuse():
        raise OperationalError("connection refused\nIs the server running?")

    monkeypatch.setattr(connection, "ensure_connection", refuse)
    assert database.problem().endswith("cannot be reached (connection refused).")


class Standard(io.StringIO):
    def __init__(self) -> None:
        super().__init__()
        self.buffer = io.BytesIO(b"From: a@b.example\n\nHelp")


@pytest.mark.django_db
@pytest.mark.parametrize("error", [OSError("No space left on device"), OperationalError("away")])
def test_a_mail_that_cannot_be_stored_is_kept_by_the_mail_server(monkeypatch, capsys, error):
    def refuse(raw, at, size):
        raise error

    monkeypatch.setattr("sys.stdin", Standard())
    monkeypatch.setattr("tickets.mailroom.intake.receive", refuse)
    with pytest.raises(SystemExit) as ended:
        commands()["receive_mail"].run_from_argv(["manage.py", "receive_mail"])
    assert ended.value.code == 75
    assert f"The mail cannot be received now: {error}." in capsys.readouterr().err
