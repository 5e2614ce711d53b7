"""The demo is filled once, never over other data, and runs as real processes."""

import signal
import subprocess
from datetime import UTC, datetime
from urllib.request import urlopen

import pytest

from availability.models import Measurement
from istockist_sla import server
from istockist_sla.core.models import User
from istockist_sla.demo import start
from tests.factories import ClientFactory
from tests.istockist_sla.server.processes import MANAGE, environment, free_port, until
from tickets.models import Ticket

NOW = datetime(2026, 11, 24, 11, 40, tzinfo=UTC)
MONTH = 30 * 24 * 3600


@pytest.mark.django_db
def test_what_is_filled_is_not_filled_again(monkeypatch):
    ClientFactory()
    monkeypatch.setattr(start, "fill", lambda **_: pytest.fail("filled again"))
    start._fill_once(seed=1, tickets=10, at=NOW)


@pytest.mark.django_db
def test_a_database_of_other_people_is_refused():
    ClientFactory()
    assert list(start._check_other_data()) == [start.OTHER_DATA]


@pytest.mark.django_db
def test_a_database_of_the_demo_is_not_refused():
    ClientFactory()
    User.objects.create_user("aoife@istockist.example")
    assert list(start._check_other_data()) == []


def test_fresh_begins_anew_with_the_demos_own_file_only(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    with pytest.raises(server.StartupError, match="own SQLite file only"):
        start._delete_data(free_port())


def test_the_demo_says_that_it_asks_for_no_second_factor(capsys):
    start._introduce()
    assert "No second factor is asked for here" in capsys.readouterr().out


def test_the_demo_is_reached_by_a_name_for_passkeys_need_one(monkeypatch, settings):
    monkeypatch.setenv("PORTAL_URL", "")
    start._set_portal_url(8123)
    assert settings.PORTAL_URL == "http://localhost:8123"


@pytest.fixture
def run_demo(tmp_path):
    """Runs a small demo until it is ready, stops it as Ctrl-C does, and gives what it said."""
    port = free_port()

    def run():
        log = tmp_path / "demo.log"
        with log.open("w") as out:
            demo = subprocess.Popen(
                [*MANAGE, "demo", "--port", str(port), "--tickets", "8"],
                env={**environment(tmp_path), "PORTAL_URL": ""},
                stdout=out,
                stderr=out,
            )
        try:
            assert until(lambda: "The demo is ready" in log.read_text(), 120), log.read_text()
            assert urlopen(f"http://127.0.0.1:{port}/status/", timeout=10).status == 200
            demo.send_signal(signal.SIGINT)
            assert demo.wait(40) == 0
        finally:
            demo.kill()
            demo.wait()
        return log.read_text()

    return run


@pytest.mark.cluster
@pytest.mark.django_db(transaction=True)
def test_the_demo_fills_once_serves_and_stops(run_demo):
    said = [run_demo(), run_demo()]
    assert ["Filling the demo" in each for each in said] == [True, False]
    assert Ticket.objects.count() == 8
    assert Measurement.objects.filter(
        second__lt=Measurement.objects.latest("second").second - MONTH
    ).exists()
