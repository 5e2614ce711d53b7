"""Why nothing was measured for a while: kept, and no figure moves."""

import pytest

from availability import figures, incidents
from availability.models import GapExplanation
from istockist_sla.core.models import Event
from istockist_sla.core.refusal import ActionRefused
from tests.availability.instants import gmt

pytestmark = pytest.mark.django_db


@pytest.fixture
def explain(ruairi, api):
    def explained(**given):
        return incidents.explain_gap(
            **{
                "components": [api],
                "starts_at": gmt("10:00"),
                "ends_at": gmt("11:00"),
                "text": "Our own line was cut.",
                "by": ruairi,
                "at": gmt("12:00"),
                **given,
            }
        )

    return explained


def test_an_explanation_is_kept_with_its_components(explain, api):
    assert list(explain().components.all()) == [api]


def test_an_explanation_moves_no_figure(explain, api):
    month = {"start": gmt("00:00", 1), "end": gmt("00:00", 30), "at": gmt("12:00")}
    before = figures.month_figure(api, **month)
    explain()
    assert figures.month_figure(api, **month) == before


def test_an_explanation_is_an_event_without_its_words(explain):
    made = explain()
    [event] = Event.objects.all()
    assert event.verb == "explain_gap"
    assert event.data == {
        "explanation": made.pk,
        "starts_at": "2026-06-09T10:00:00+00:00",
        "ends_at": "2026-06-09T11:00:00+00:00",
    }


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"components": []}, "component"),
        ({"ends_at": gmt("10:00")}, "ends after its start"),
        ({"ends_at": gmt("12:01")}, "has passed"),
        ({"text": " "}, "Say why"),
    ],
)
def test_what_explains_nothing_is_refused(explain, given, words):
    with pytest.raises(ActionRefused, match=words):
        explain(**given)
    assert not GapExplanation.objects.exists()
