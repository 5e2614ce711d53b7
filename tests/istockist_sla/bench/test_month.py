from istockist_sla.bench import month
from istockist_sla.core.lib.months import Month


def test_it_asks_for_postgresql(db, settings, monkeypatch):
    monkeypatch.setattr(month.connection, "vendor", "sqlite")
    (said,) = month.measure()
    assert "DATABASE_URL" in said


def test_the_pages_have_their_goals():
    goals = {each.name: each[2:] for each in month.subjects(Month(2026, 3), "meadow")}
    assert goals["month, all clients"] == (150, 75)
    assert goals["month, one client"] == (None, 50)
    assert goals["list of months"] == (None, 100)
