"""Checks before the start, processes and their restarts, and all of it as real processes."""

import os
import signal
import socket
import subprocess
import sys
import time
from datetime import UTC, datetime
from urllib.error import HTTPError
from urllib.request import urlopen

import psutil
import pytest
from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from django_q.brokers.orm import ORM
from django_q.tasks import async_task

from istockist_sla.core.models import Heartbeat
from istockist_sla.server import heartbeat, prepare, startup_checks, supervisor
from istockist_sla.server.heartbeat import HeartbeatMonitor
from istockist_sla.server.processes import ManagedProcess

MANAGE = [sys.executable, str(settings.BASE_DIR / "manage.py")]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def until(true, seconds=40.0):
    """Wait for a condition of another process; what it gave at last."""
    deadline = time.monotonic() + seconds
    while not (found := true()) and time.monotonic() < deadline:
        time.sleep(0.1)
    return found


# What would not work, said beforehand


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
    ("name", "value", "told"),
    [
        ("SECRET_KEY", "short", "SECRET_KEY is shorter"),
        ("SUPPORT_ADDRESS", "support", "SUPPORT_ADDRESS must be an e-mail address"),
        ("PORTAL_URL", "http://127.0.0.1/portal", "PORTAL_URL must end after the host"),
        ("ALLOWED_HOSTS", ["other.example"], "ALLOWED_HOSTS lacks 127.0.0.1"),
        ("Q_CLUSTER", {"workers": 0}, "CLUSTER_WORKERS must be 1 or more"),
    ],
)
def test_a_setting_that_makes_no_sense_is_one_line(settings, name, value, told):
    setattr(settings, name, value)
    (line,) = startup_checks.check_settings()
    assert told in line


def test_a_data_folder_that_cannot_be_written_is_one_line(settings):
    settings.DATA_DIR = "/proc"
    (line,) = startup_checks.check_folders()
    assert line.startswith("DATA_DIR: /proc cannot be written")


def test_a_redis_that_does_not_answer_is_one_line(settings):
    settings.REDIS_URL = f"redis://127.0.0.1:{free_port()}"
    (line,) = startup_checks.check_redis()
    assert line.startswith("REDIS_URL: no Redis answers there")


@pytest.mark.parametrize(
    ("variable", "value", "told"),
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
def test_the_command_says_what_is_wrong_and_ends(tmp_path, variable, value, told):
    ended = subprocess.run(
        [*MANAGE, "run", "--port", str(free_port())],
        env={**environment(tmp_path), "DEMO": "off", variable: value},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == 1
    assert told in ended.stderr
    assert "Traceback" not in ended.stderr
    assert "verysecret" not in ended.stderr
    assert len(ended.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize("command", [["check"], ["makemigrations", "--check"]])
def test_other_commands_refuse_wrong_settings_too(tmp_path, command):
    ended = subprocess.run(
        [*MANAGE, *command],
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


def test_the_key_of_the_demo_is_written_once_and_for_its_owner_alone(settings, tmp_path):
    settings.DEMO_KEY_FILE = tmp_path / "secret_key"
    settings.SECRET_KEY = first = "a" * 50
    prepare.keep_demo_key()
    settings.SECRET_KEY = "b" * 50
    prepare.keep_demo_key()
    assert settings.DEMO_KEY_FILE.read_text() == first
    assert settings.DEMO_KEY_FILE.stat().st_mode & 0o777 == 0o600


def test_static_files_are_collected_only_when_one_has_changed(settings, tmp_path, monkeypatch):
    settings.STATIC_ROOT = str(tmp_path)
    calls = []
    monkeypatch.setattr(prepare, "call_command", lambda *args, **options: calls.append(args))
    monkeypatch.setattr(prepare, "ManifestFilesMixin", object)
    assert [prepare.collect_static(), prepare.collect_static()] == [True, False]
    assert calls == [("collectstatic",)]


# One process


def test_a_process_that_keeps_ending_waits_longer_each_time():
    process, now, delays = ManagedProcess(name="x", arguments=["nonsense"]), 100.0, []
    for _ in range(3):
        assert process.start_if_due(now)
        delays.append(until(lambda now=now: process.check_exit(now)).delay)
        assert not process.start_if_due(now)
        now += delays[-1]
    assert delays == [1.0, 2.0, 4.0]


def test_a_process_that_ran_for_long_starts_again_soon():
    process = ManagedProcess(name="x", arguments=["nonsense"])
    process.failed_starts = 5
    process.start_if_due(100.0)
    assert until(lambda: process.check_exit(100.0 + 3600)).delay == 1.0


def test_the_limits_leave_the_next_sweep_at_most_three_minutes_late():
    limit = supervisor.SILENT_AFTER
    noticed = limit + limit / heartbeat.QUERIES_PER_LIMIT
    started_again = noticed + supervisor.STUCK_TIMEOUT + 15
    assert started_again - 60 <= 180


@pytest.mark.django_db
def test_the_cluster_is_silent_since_its_last_beat():
    monitor = HeartbeatMonitor(silent_after=0)
    Heartbeat.objects.create(name="cluster", at=datetime(2026, 11, 24, tzinfo=UTC))
    monitor.restart(100.0)
    assert [monitor.silent_for(now) for now in (100.0, 110.0)] == [0.0, 10.0]
    Heartbeat.objects.update(at=datetime(2026, 11, 25, tzinfo=UTC))
    assert monitor.silent_for(120.0) == 0.0


@pytest.mark.django_db
def test_a_database_that_is_away_is_not_held_against_the_cluster(monkeypatch):
    def refuse(**_):
        raise OperationalError

    monitor = HeartbeatMonitor(silent_after=0)
    monitor.restart(100.0)
    monkeypatch.setattr(Heartbeat.objects, "filter", refuse)
    monkeypatch.setattr(connection, "close", lambda: None)
    assert monitor.silent_for(900.0) == 0.0


# All of it, as real processes


def environment(folder):
    """Of a process that has the test's database and a folder of its own, without Redis."""
    name = connection.settings_dict["NAME"]
    given = os.environ.get("DATABASE_URL", "")
    url = f"sqlite:///{name}" if connection.vendor == "sqlite" else given.rpartition("/")[0]
    return {
        **{key: value for key, value in os.environ.items() if key != "REDIS_URL"},
        "DATABASE_URL": url if connection.vendor == "sqlite" else f"{url}/{name}",
        "DATA_DIR": str(folder),
        "SECRET_KEY": settings.SECRET_KEY,
        "DJANGO_SETTINGS_MODULE": "istockist_sla.settings",
        "DEMO": "on",
        "CLUSTER_WORKERS": "1",
        "PYTHONUNBUFFERED": "1",
    }


def title(process):
    try:
        return " ".join(process.cmdline())
    except (psutil.NoSuchProcess, psutil.ZombieProcess):
        return ""


class Running:
    """`manage.py run` as a process, and what it started."""

    def __init__(self, folder, *arguments):
        self.port = free_port()
        self.log = folder / "run.log"
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [*MANAGE, "run", "--port", str(self.port), *arguments],
                env=environment(folder),
                stdout=log,
                stderr=log,
            )
        assert until(lambda: "Serving at" in self.log.read_text()), self.log.read_text()

    def started(self, word):
        """The first process of the web server or of the cluster."""
        children = psutil.Process(self.process.pid).children()
        return next((process for process in children if word in title(process)), None)

    def below(self):
        return psutil.Process(self.process.pid).children(recursive=True)

    def idle_worker(self):
        return next((process for process in self.below() if " idle" in title(process)), None)

    def answers(self):
        try:
            return urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5).status
        except HTTPError as error:
            return error.code
        except OSError:
            return None


@pytest.fixture
def started(tmp_path):
    running = []

    def start(*arguments):
        running.append(Running(tmp_path, *arguments))
        return running[-1]

    yield start
    for each in running:
        if each.process.poll() is None:
            each.process.terminate()
            each.process.wait(40)


cluster = pytest.mark.cluster
real_rows = pytest.mark.django_db(transaction=True)


@cluster
@real_rows
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_stops_cleanly_and_leaves_no_process(started, number):
    run = started()
    assert until(run.idle_worker)
    below = run.below()
    run.process.send_signal(number)
    assert run.process.wait(40) == 0
    assert not psutil.wait_procs(below, timeout=1)[1]


@cluster
@real_rows
def test_what_it_started_ends_when_it_is_killed(started):
    run = started()
    assert until(run.idle_worker)
    below = run.below()
    run.process.kill()
    assert not psutil.wait_procs(below, timeout=30)[1]


@cluster
@real_rows
def test_a_web_server_that_was_killed_serves_again(started):
    run = started()
    before = run.started("web")
    before.kill()
    assert until(lambda: (after := run.started("web")) and after.pid != before.pid)
    assert until(run.answers)
    assert "The web server ended (signal 9)" in run.log.read_text()


@cluster
@real_rows
def test_a_second_one_on_the_same_port_says_that_it_is_taken(started, tmp_path):
    run = started()
    second = subprocess.run(
        [*MANAGE, "run", "--port", str(run.port)],
        env=environment(tmp_path),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (second.returncode, "is taken by another program" in second.stderr) == (1, True)


@cluster
@real_rows
def test_the_cluster_comes_back_after_an_idle_worker_was_killed(started):
    """With one worker it is the one that holds the queue's lock."""
    run = started("--silent-after", "12")

    def beats_after(at):
        async_task("istockist_sla.core.tasks.heartbeat", broker=ORM("istockist"))
        time.sleep(0.4)
        return Heartbeat.objects.filter(name="cluster", at__gt=at).first()

    assert until(lambda: beats_after(datetime(2000, 1, 1, tzinfo=UTC)))
    leader, worker = run.started("qcluster"), until(run.idle_worker)
    worker.kill()
    last = Heartbeat.objects.get().at
    new = until(lambda: (beat := beats_after(last)) and run.started("qcluster") != leader and beat)
    assert new, run.log.read_text()
    assert (new.at - last).total_seconds() < 40
    assert "The cluster has not shown itself for 12 s" in run.log.read_text()
