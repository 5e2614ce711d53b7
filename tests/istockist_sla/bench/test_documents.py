from istockist_sla.bench import SUBJECTS, documents


def test_it_asks_for_postgresql(db, settings, monkeypatch):
    monkeypatch.setattr(documents.connection, "vendor", "sqlite")
    (said,) = SUBJECTS["documents"]()
    assert "DATABASE_URL" in said


def test_the_pdf_has_its_goals():
    assert documents.GOALS == {100: 250, 1000: 1000}
