"""`manage.py run` as real processes."""

import signal
import subprocess
import time
from datetime import UTC, datetime
from urllib.error import HTTPError
from urllib.request import urlopen

import psutil
import pytest
from django_q.brokers.orm import ORM
from django_q.tasks import async_task

from istockist_sla.core.models import Heartbeat
from tests.istockist_sla.server.conftest import Connection
from tests.istockist_sla.server.processes import MANAGE, environment, free_port, until


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
def test_the_answer_after_one_to_head_follows_at_once(started):
    run = started()
    assert until(lambda: run.answers() == 200)
    connection = Connection(run.port)

    def agree(path: str) -> bool:
        head, got = (connection.request(method, path) for method in ("HEAD", "GET"))
        return (head.status, head.headers["Content-Length"]) == (got.status, str(len(got.body)))

    for path in ("/static/css/base.css", "/nowhere", "/healthz"):
        assert agree(path), path
    # The state of the service stands there, and may change between the two.
    assert until(lambda: agree("/sign-in/"))


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
