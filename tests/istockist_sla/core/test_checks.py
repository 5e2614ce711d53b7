"""The system checks of the settings; their messages are tested where `run` shows them."""

import pytest
from django.core.checks import run_checks

from istockist_sla.core import checks
from istockist_sla.core.checks import SETTINGS_TAG, check_limits


@pytest.fixture(autouse=True)
def as_shipped(settings):
    """The tests of everything else ask staff for no second factor."""
    settings.SECOND_FACTOR_REQUIRED = True


def test_the_settings_of_the_tests_pass():
    assert run_checks(tags=[SETTINGS_TAG], include_deployment_checks=True) == []


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("SECRET_KEY", "short", "E001"),
        ("SUPPORT_ADDRESS", "support", "E002"),
        ("SUPPORT_ADDRESS", "a@b@c", "E002"),
        ("DEFAULT_FROM_EMAIL", "garbage", "E011"),
        ("DEFAULT_FROM_EMAIL", "Support <a@b@c>", "E011"),
        ("AUTHSERV_ID", "%%%", "E012"),
        ("RECEIVED_BY", "mx example", "E012"),
        ("Q_CLUSTER", {"workers": 0}, "E003"),
        ("PORTAL_URL", "http://127.0.0.1/portal", "E004"),
        ("ALLOWED_HOSTS", ["other.example"], "E005"),
        ("PROBE_TIMEOUT", 0.0, "E006"),
        ("PROBE_TIMEOUT", 31.0, "E006"),
        ("PROBE_STATUS", 20, "E007"),
        ("PROBE_AGENT_KEY", "short", "E008"),
        ("HEALTH_TOKEN", "short", "E008"),
        ("SECRET_KEY_FALLBACKS", ["short"], "E008"),
        ("SECOND_FACTOR_REQUIRED", False, "W001"),
        ("S3_BUCKET", "files", "E010"),
        ("S3_BUCKET", "My files", "E013"),
    ],
)
def test_each_has_an_id_of_its_own(settings, monkeypatch, name, value, code):
    monkeypatch.setattr(checks, "find_spec", lambda library: None)
    setattr(settings, name, value)
    assert [
        error.id for error in run_checks(tags=[SETTINGS_TAG], include_deployment_checks=True)
    ] == [f"istockist.{code}"]


@pytest.mark.parametrize(
    ("name", "nonsense"),
    [
        ("LETTERS_PER_MINUTE", -1),
        ("LETTER_MAX_BYTES", -1),
        ("MAIL_TICKETS_PER_HOUR", 0),
        ("MAIL_ACKNOWLEDGEMENTS_PER_HOUR", -1),
        ("UPLOAD_MAX_BYTES", 0),
    ],
)
def test_a_limit_that_makes_no_sense_is_named(settings, name, nonsense):
    setattr(settings, name, nonsense)
    (error,) = check_limits(None)
    assert error.msg.startswith(f"{name} must be")


def test_the_limits_as_shipped_make_sense():
    assert check_limits(None) == []
