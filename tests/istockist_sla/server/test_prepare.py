"""What is brought up to date before the processes start."""

from istockist_sla.server import prepare


def test_static_files_are_collected_only_when_one_has_changed(settings, tmp_path, monkeypatch):
    settings.STATIC_ROOT = str(tmp_path)
    calls = []
    monkeypatch.setattr(prepare, "call_command", lambda *args, **options: calls.append(args))
    monkeypatch.setattr(prepare, "ManifestFilesMixin", object)
    assert [prepare.collect_static(), prepare.collect_static()] == [True, False]
    assert calls == [("collectstatic",)]
