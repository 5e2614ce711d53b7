"""Components by name, an outage and a window, and a cache of each test's own."""

from datetime import timedelta

import pytest
from django.core.cache import cache

from availability import incidents, probes
from availability.models import Component, Maintenance
from tests.availability.instants import gmt

ONE_O_CLOCK = gmt("13:00")


@pytest.fixture(autouse=True)
def own_cache(settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()


@pytest.fixture
def api(db):
    return Component.objects.get(code="api")


@pytest.fixture
def ordering(db):
    return Component.objects.get(code="ordering")


@pytest.fixture
def probe(api):
    """Feeds results minute by minute: `+` answered, `-` failed, a space is no measurement."""

    def feed(results, start=ONE_O_CLOCK, component=api):
        for minute, result in enumerate(results):
            if result != " ":
                error = "timeout" if result == "-" else ""
                instant = start + timedelta(minutes=minute)
                probes.record(component, probes.Result(40, error), at=instant)

    return feed


@pytest.fixture
def declare(aoife, ordering):
    """Ordering is down since 13:00, declared at 13:05, on Tuesday 9 June 2026."""

    def declared(**given):
        return incidents.declare(
            **{
                "title": "Orders do not arrive",
                "impacts": {ordering: "down"},
                "started_at": gmt("13:00"),
                "by": aoife,
                "at": gmt("13:05"),
                **given,
            }
        )

    return declared


@pytest.fixture
def announce(ruairi, api):
    """New disks, from 22:00 to 23:00, announced at 09:00."""

    def announced(**given):
        return incidents.announce(
            **{
                "kind": Maintenance.Kind.TECHNICAL,
                "title": "New disks for the database servers",
                "text": "Ordering may pause for up to ten minutes.",
                "components": [api],
                "starts_at": gmt("22:00"),
                "ends_at": gmt("23:00"),
                "by": ruairi,
                "at": gmt("09:00"),
                **given,
            }
        )

    return announced
