"""What would not work, in one line each, before anything starts."""

import socket
import subprocess

import pytest
from django.db import OperationalError, connection, transaction
from django.db.migrations.recorder import MigrationRecorder

from istockist_sla.server import startup_checks
from tests.istockist_sla.server.processes import MANAGE, environment, free_port


def test_a_port_that_is_taken_is_one_line():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(startup_checks.StartupError, match=r"Port \d+ of 127.0.0.1 is taken"):
            startup_checks.listen("127.0.0.1", other.getsockname()[1])


def test_an_address_of_another_machine_is_one_line():
    with pytest.raises(
        startup_checks.StartupError, match=r"192.0.2.1 port 8000 is none of this machine"
    ):
        startup_checks.listen("192.0.2.1", 8000)


@pytest.mark.parametrize("port", [0, 99999])
def test_a_port_that_does_not_exist_is_one_line(port):
    with pytest.raises(startup_checks.StartupError, match=f"Port {port} does not exist"):
        startup_checks.listen("127.0.0.1", port)


@pytest.mark.django_db
def test_a_database_that_works_is_fine():
    assert list(startup_checks.check_database()) == []


@pytest.mark.django_db
def test_a_database_that_takes_no_writes_is_one_line():
    vendor = connection.vendor
    switch = "PRAGMA query_only = %s" if vendor == "sqlite" else "SET transaction_read_only = %s"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(switch % "ON")
        (line,) = startup_checks.check_database()
        if vendor == "sqlite":
            cursor.execute(switch % "OFF")
        transaction.set_rollback(True)
    assert "cannot be written" in line


@pytest.mark.django_db
def test_a_database_of_a_newer_version_is_one_line():
    MigrationRecorder(connection).record_applied("tickets", "9999_tomorrow")
    (line,) = startup_checks.check_database()
    assert "belongs to another version (it has tickets.9999_tomorrow)" in line


@pytest.mark.django_db
def test_the_line_about_a_database_has_no_password(monkeypatch):
    def refuse():
        raise OperationalError("connection refused\nIs the server running?")

    monkeypatch.setattr(connection, "ensure_connection", refuse)
    monkeypatch.setitem(connection.settings_dict, "PASSWORD", "verysecret")
    (line,) = startup_checks.check_database()
    assert "connection refused" in line
    assert "verysecret" not in line


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("SECRET_KEY", "short", "SECRET_KEY is shorter"),
        ("SUPPORT_ADDRESS", "support", "SUPPORT_ADDRESS must be an e-mail address"),
        ("PORTAL_URL", "http://127.0.0.1/portal", "PORTAL_URL must end after the host"),
        ("ALLOWED_HOSTS", ["other.example"], "ALLOWED_HOSTS lacks localhost"),
        ("Q_CLUSTER", {"workers": 0}, "CLUSTER_WORKERS must be 1 or more"),
    ],
)
def test_a_setting_that_makes_no_sense_is_one_line(settings, name, value, text):
    setattr(settings, name, value)
    (line,) = startup_checks.check_settings()
    assert text in line


def test_what_is_only_unwise_does_not_stop_it(settings):
    settings.SECOND_FACTOR_REQUIRED = False
    assert list(startup_checks.check_settings()) == []


def test_a_data_folder_that_cannot_be_written_is_one_line(settings):
    settings.DATA_DIR = "/proc"
    (line,) = startup_checks.check_folders()
    assert line.startswith("DATA_DIR: /proc cannot be written")


def test_a_redis_that_does_not_answer_is_one_line(settings):
    settings.REDIS_URL = f"redis://127.0.0.1:{free_port()}"
    (line,) = startup_checks.check_redis()
    assert line.startswith("REDIS_URL: no Redis answers there")


@pytest.mark.parametrize(
    ("variable", "value", "text"),
    [
        ("DATABASE_URL", "sqlite:////nowhere/at/all.sqlite3", "cannot be reached"),
        ("DATABASE_URL", "postgres://me:verysecret@127.0.0.1:9/portal", "cannot be reached"),
        ("DATABASE_URL", "sqlite:////proc/version", "cannot be reached"),
        ("IMAP_URL", "pop3://host", "IMAP_URL must begin with imaps://"),
        ("PORTAL_URL", "support.example", "PORTAL_URL must begin with http://"),
        ("UPLOAD_MAX_BYTES", "10 MB", "UPLOAD_MAX_BYTES must be a whole number"),
        ("SECRET_KEY", "", "SECRET_KEY is not set"),
        ("SECRET_KEY", "short", "SECRET_KEY is shorter than 32 characters."),
        ("DATA_DIR", "/proc/version/data", "DATA_DIR /proc/version/data is no folder"),
    ],
)
def test_the_command_says_what_is_wrong_and_ends(tmp_path, variable, value, text):
    ended = subprocess.run(
        [*MANAGE, "run", "--port", str(free_port())],
        env={**environment(tmp_path), "DEMO": "off", variable: value},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == 1
    assert text in ended.stderr
    assert "Traceback" not in ended.stderr
    assert "verysecret" not in ended.stderr
    assert len(ended.stderr.strip().splitlines()) == 1


def test_a_check_before_deployment_names_wrong_settings(tmp_path):
    ended = subprocess.run(
        [*MANAGE, "check", "--deploy"],
        env={**environment(tmp_path), "CLUSTER_WORKERS": "0"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (ended.returncode, "(istockist.E003) CLUSTER_WORKERS" in ended.stderr) == (1, True)


def test_a_data_folder_is_made_for_any_command(tmp_path):
    folder = tmp_path / "var" / "live"
    subprocess.run([*MANAGE, "check"], env=environment(folder), timeout=60, check=True)
    assert list(folder.iterdir()) == []
