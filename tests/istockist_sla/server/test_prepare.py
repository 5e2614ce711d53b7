"""What is brought up to date before the processes start."""

import pytest
from django.db import OperationalError

from istockist_sla.server import prepare
from istockist_sla.server.startup_checks import StartupError


def test_static_files_are_collected_only_when_one_has_changed(settings, tmp_path, monkeypatch):
    settings.STATIC_ROOT = str(tmp_path)
    calls = []
    monkeypatch.setattr(prepare, "call_command", lambda *args, **options: calls.append(args))
    monkeypatch.setattr(prepare, "ManifestFilesMixin", object)
    assert [prepare.collect_static(), prepare.collect_static()] == [True, False]
    assert calls == [("collectstatic",)]


def test_a_database_that_does_not_come_up_to_date_is_one_line(settings, tmp_path, monkeypatch):
    def refuse(*args, **options):
        raise OperationalError("table exists\nHINT")

    settings.STATIC_ROOT = str(tmp_path)
    monkeypatch.setattr(prepare, "call_command", refuse)
    with pytest.raises(StartupError, match=r"cannot be brought up to date \(table exists\)"):
        prepare.prepare()
