"""What is brought up to date before the processes start."""

from istockist_sla.server import prepare


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
