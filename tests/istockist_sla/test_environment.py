"""The environment: one line for each value that makes no sense."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from istockist_sla.environment import Environment, keep_demo_key

WEB = ("http://", "https://")


@pytest.fixture
def env(monkeypatch):
    return Environment()


def refused(env, read):
    with pytest.raises(ImproperlyConfigured) as refusal:
        read(env)
    assert "\n" not in str(refusal.value)
    return str(refusal.value)


def test_a_number_that_is_none_is_refused_by_name(env, monkeypatch):
    monkeypatch.setenv("CLUSTER_WORKERS", "two")
    told = refused(env, lambda env: env.int("CLUSTER_WORKERS", default=2))
    assert told == "CLUSTER_WORKERS must be a whole number, not 'two'."


def test_a_switch_is_on_or_off(env, monkeypatch):
    monkeypatch.setenv("DEBUG", "perhaps")
    assert "DEBUG must be on or off" in refused(env, lambda env: env.bool("DEBUG", default=False))


@pytest.mark.parametrize("value", ["nonsense", "mysql://a/b", "postgres://host:port/name"])
def test_what_names_no_database_is_refused(env, monkeypatch, value):
    monkeypatch.setenv("DATABASE_URL", value)
    told = refused(env, lambda env: env.database("DATABASE_URL", "sqlite:////tmp/x"))
    assert told.startswith("DATABASE_URL names no database.")


def test_a_refused_database_address_is_not_repeated(env, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "oracle://me:verysecret@host/x")
    assert "verysecret" not in refused(env, lambda e: e.database("DATABASE_URL", "sqlite:////x"))


@pytest.mark.parametrize("value", ["nonsense", "pigeon://loft", "smtp:host", "smtp://host:port"])
def test_what_names_no_mail_server_is_refused(env, monkeypatch, value):
    monkeypatch.setenv("EMAIL_URL", value)
    told = refused(env, lambda env: env.mail_server("EMAIL_URL", "filemail:////tmp/letters"))
    assert told.startswith("EMAIL_URL names no")


@pytest.mark.parametrize("value", ["hello", "ftp://host", "https://", "http://host:port"])
def test_what_is_no_web_address_is_refused(env, monkeypatch, value):
    monkeypatch.setenv("PORTAL_URL", value)
    told = refused(env, lambda env: env.address("PORTAL_URL", schemes=WEB))
    assert told == "PORTAL_URL must begin with http:// or https:// and a host."


def test_an_empty_address_means_the_default(env, monkeypatch):
    monkeypatch.setenv("PORTAL_URL", "")
    assert env.address("PORTAL_URL", schemes=WEB, default="http://here") == "http://here"


def test_an_unknown_log_level_is_refused(env, monkeypatch):
    monkeypatch.setenv("LOG_LEVEL", "loud")
    assert "LOG_LEVEL must be one of" in refused(env, lambda env: env.level("LOG_LEVEL", "INFO"))


def test_the_key_of_the_demo_is_written_once_and_for_its_owner_alone(tmp_path):
    path = tmp_path / "secret_key"
    keep_demo_key(path, "a" * 50)
    keep_demo_key(path, "b" * 50)
    assert path.read_text() == "a" * 50
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    "value", ["", "/run/clamav/clamd.ctl", "tcp://127.0.0.1:3310", "tcp://[::1]:3310"]
)
def test_a_scanner_is_a_path_or_a_host_with_its_port(env, monkeypatch, value):
    monkeypatch.setitem(env.ENVIRON, "CLAMD_SOCKET", value)
    assert env.scanner("CLAMD_SOCKET") == value


@pytest.mark.parametrize(
    "value", ["clamd.ctl", "tcp://host", "tcp://:3310", "tcp://host:x", "http://host:1", "on"]
)
def test_what_is_no_scanner_is_refused(env, monkeypatch, value):
    monkeypatch.setitem(env.ENVIRON, "CLAMD_SOCKET", value)
    with pytest.raises(ImproperlyConfigured, match="CLAMD_SOCKET must be a path"):
        env.scanner("CLAMD_SOCKET")
