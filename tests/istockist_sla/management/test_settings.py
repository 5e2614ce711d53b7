"""What is in force is shown, and no secret of it."""

import io
import json
import subprocess

import pytest
from django.core.management import call_command

from istockist_sla.environment import without_secrets
from tests.istockist_sla.server.processes import MANAGE


@pytest.fixture
def shown():
    out = io.StringIO()
    call_command("settings", "--json", stdout=out)
    return json.loads(out.getvalue())


def test_each_has_its_value_and_whether_it_was_given(shown):
    assert shown["LOG_LEVEL"]["value"] == "WARNING"
    assert {row["given"] for row in shown.values()} <= {True, False}


def test_those_that_the_readme_names_are_there(shown):
    assert {"DATA_DIR", "DATABASE_URL", "EMAIL_URL", "PORTAL_URL", "S3_ENDPOINT_URL"} <= set(shown)


@pytest.mark.parametrize(
    ("name", "value", "written"),
    [
        ("SECRET_KEY", "a" * 50, "(set, not shown)"),
        ("SECRET_KEY_FALLBACKS", ["a" * 50], "(set, not shown)"),
        ("INBOUND_WEBHOOK_SECRET", "user:password", "(set, not shown)"),
        ("HEALTH_TOKEN", "", ""),
        ("DATABASE_URL", "postgres://me:p@ss/w@host/x", "postgres://me:…@host/x"),
        ("REDIS_URL", "redis://:secret@host:6379/1", "redis://:…@host:6379/1"),
        ("IMAP_URL", "imaps://a:b@c/I, imaps://d:e@f/I", "imaps://a:…@c/I, imaps://d:…@f/I"),
        ("IMAP_DELETE", False, "off"),
        ("ALLOWED_HOSTS", ["a", "b"], "a,b"),
    ],
)
def test_no_secret_is_shown(name, value, written):
    assert without_secrets(name, value) == written


def test_help_lists_our_commands_without_a_secret():
    ended = subprocess.run([*MANAGE, "help"], env={}, capture_output=True, text=True, check=True)
    assert "probe_agent" in ended.stdout
