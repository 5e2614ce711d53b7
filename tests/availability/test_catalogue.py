"""Components and probes: made, changed, and which component decides."""

import pytest

from availability import catalogue, figures
from availability.models import Component, Probe
from istockist_sla.core.models import Event
from istockist_sla.core.refusal import ActionRefused
from tests.availability.instants import gmt

pytestmark = pytest.mark.django_db
SYSTEM, APPLICATION = Component.Layer.SYSTEM, Component.Layer.APPLICATION


@pytest.fixture
def create(sys):
    def created(code="database", **given):
        return catalogue.create(
            **{
                "code": code,
                "name": code.capitalize(),
                "description": "",
                "layer": SYSTEM,
                "depends_on": [],
                "order": 9,
                "by": sys,
                "at": gmt("13:00"),
                **given,
            }
        )

    return created


@pytest.fixture
def revise(sys):
    def revised(component, **given):
        return catalogue.revise(
            component,
            **{
                "name": component.name,
                "description": "",
                "layer": component.layer,
                "depends_on": component.depends_on.all(),
                "order": component.order,
                "by": sys,
                "at": gmt("13:10"),
                **given,
            },
        )

    return revised


def test_a_system_is_made_that_an_application_depends_on(create, revise, api):
    database = create()
    revise(api, depends_on=[database])
    assert list(api.depends_on.all()) == [database]
    assert list(database.dependants.all()) == [api]


def test_a_code_is_given_once(create):
    create()
    with pytest.raises(ActionRefused, match="this code"):
        create()


def test_a_system_depends_on_no_application(create, api):
    with pytest.raises(ActionRefused, match="cannot depend"):
        create(depends_on=[api])


def test_what_a_system_depends_on_stays_a_system(create, revise):
    hosting = create("hosting")
    create("network", depends_on=[hosting])
    with pytest.raises(ActionRefused, match="Network is a system"):
        revise(hosting, layer=APPLICATION)


def test_nothing_depends_on_itself(create, revise):
    hosting = create("hosting")
    with pytest.raises(ActionRefused, match="depends on Hosting already"):
        revise(hosting, depends_on=[hosting])


def test_nothing_depends_on_itself_by_way_of_others(create, revise):
    hosting = create("hosting")
    database = create("database", depends_on=[hosting])
    network = create("network", depends_on=[database])
    with pytest.raises(ActionRefused, match="Network depends on Hosting already"):
        revise(hosting, depends_on=[network])


def test_an_application_rests_on_the_usual_systems_which_are_added_once(api, ordering, sys):
    for component in (api, ordering):
        catalogue.rest_on_usual_systems(component, by=sys, at=gmt("13:00"))
    systems = Component.objects.filter(layer=SYSTEM)
    below = {each.code: [other.code for other in each.depends_on.all()] for each in systems}
    assert below == {"network": [], "hosting": ["network"], "database": ["hosting"]}
    for component in (api, ordering):
        assert set(component.depends_on.all()) == set(systems)


def test_what_an_application_rested_on_stays(api, ordering, revise, sys):
    revise(ordering, depends_on=[api])
    catalogue.rest_on_usual_systems(ordering, by=sys, at=gmt("13:30"))
    assert api in ordering.depends_on.all()


def test_a_system_does_not_rest_on_the_usual_systems(create, sys):
    with pytest.raises(ActionRefused, match="this is a system"):
        catalogue.rest_on_usual_systems(create("hosting"), by=sys, at=gmt("13:00"))


def test_a_usual_system_that_is_called_an_application_here_is_refused(api, create, sys):
    create("hosting", layer="application")
    with pytest.raises(ActionRefused, match="cannot depend on an application"):
        catalogue.rest_on_usual_systems(api, by=sys, at=gmt("13:00"))
    assert not Component.objects.filter(code="network").exists()


def test_a_second_probe_of_a_component_takes_the_place_of_the_first(api, sys):
    by = {"by": sys, "at": gmt("13:00")}
    catalogue.set_probe(api, kind="tcp", address="a.example:1", **by)
    catalogue.stop_probe(api, **by)
    catalogue.set_probe(api, kind="tcp", address="b.example:1", **by)
    assert Probe.objects.get().address == "b.example:1"
    assert Probe.objects.get().is_active


def test_a_probe_is_stopped_once(api, sys):
    with pytest.raises(ActionRefused, match="no probe"):
        catalogue.stop_probe(api, by=sys, at=gmt("13:00"))


def test_another_component_decides_while_nothing_was_measured(api, ordering, sys):
    catalogue.let_decide(ordering, by=sys, at=gmt("13:00"))
    assert Component.objects.contractual() == ordering
    assert Component.objects.filter(is_contractual=True).count() == 1


def test_the_mark_stays_once_its_component_was_measured(probe, ordering, sys):
    probe("+")
    with pytest.raises(ActionRefused, match="has been measured since"):
        catalogue.let_decide(ordering, by=sys, at=gmt("13:10"))


def test_no_system_decides(create, sys):
    with pytest.raises(ActionRefused, match="of an application"):
        catalogue.let_decide(create(), by=sys, at=gmt("13:10"))


def test_what_decides_becomes_no_system(revise, api):
    with pytest.raises(ActionRefused, match="of an application"):
        revise(api, layer=SYSTEM)


def test_each_change_is_an_event_that_no_figure_rests_on(create, revise, ordering, sys):
    by = {"by": sys, "at": gmt("13:20")}
    revise(create("hosting"))
    catalogue.set_probe(ordering, kind="tcp", address="a.example:1", **by)
    catalogue.stop_probe(ordering, **by)
    catalogue.let_decide(ordering, **by)
    verbs = list(Event.objects.order_by("id").values_list("verb", flat=True))
    assert verbs == ["create", "revise", "set_probe", "stop_probe", "let_decide"]
    assert figures.told() == figures.stored()


def test_no_event_tells_an_address(ordering, sys):
    catalogue.set_probe(ordering, kind="tcp", address="inside.example:1", by=sys, at=gmt("13:00"))
    assert "inside.example" not in str(Event.objects.get().data)
