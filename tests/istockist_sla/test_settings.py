"""What the settings make of the environment."""

import runpy

import pytest

from istockist_sla import environment


@pytest.fixture
def read(monkeypatch, tmp_path):
    def settings(**variables):
        monkeypatch.setenv("DATA_DIR", str(tmp_path))
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(environment.__file__.replace("environment.py", "settings.py"))

    return settings


def test_over_https_browsers_are_told_to_keep_to_it_for_a_year(read):
    settings = read(PORTAL_URL="https://support.example")
    assert settings["SECURE_HSTS_SECONDS"] == 365 * 24 * 3600


def test_the_browsers_own_list_is_asked_for_by_a_setting_of_its_own(read):
    assert not read(PORTAL_URL="https://support.example")["SECURE_HSTS_PRELOAD"]
    assert read(SECURE_HSTS_PRELOAD="on")["SECURE_HSTS_PRELOAD"]


def test_without_https_nothing_of_it_is_told(read):
    settings = read(PORTAL_URL="http://127.0.0.1:8000", SECURE_HSTS_PRELOAD="on")
    assert not settings["SECURE_HSTS_PRELOAD"]
    assert settings["SECURE_HSTS_SECONDS"] == 0


def test_the_proxy_is_believed_by_its_setting_alone(read):
    assert "SECURE_PROXY_SSL_HEADER" not in read()
    assert read(BEHIND_PROXY="on")["SECURE_PROXY_SSL_HEADER"][0] == "HTTP_X_FORWARDED_PROTO"
