"""What is asked for each component: as the desk has set it up, else as the settings say."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.conf import settings

from availability.models import Component, Probe


@dataclass(frozen=True, kw_only=True, slots=True)
class Target:
    """`timeout` is in seconds, for the whole exchange; `status` and `text` are expected."""

    code: str
    address: str
    kind: str = Probe.Kind.HTTP
    timeout: float = 10.0
    status: int = 200
    text: str = ""


class Result(NamedTuple):
    """`error` is a short code, empty where the component answered as expected."""

    latency_ms: int | None
    error: str = ""
    certificate_ends_at: datetime | None = None


def targets() -> list[Target]:
    """A component with neither a probe nor an address in the settings is not measured; nor is
    one whose probe was stopped."""
    components = list(Component.objects.select_related("probe"))
    found = [_of_component(each) for each in components]
    return [target for target in found if target is not None]


def measured_codes(components: Sequence[Component]) -> set[str]:
    """Those of the components, read with their probes, that are asked each minute."""
    return {each.code for each in components if _of_component(each) is not None}


def _of_component(component: Component) -> Target | None:
    probe: Probe | None = getattr(component, "probe", None)
    if probe is not None:
        return of_probe(component.code, probe) if probe.is_active else None
    address = settings.PROBES.get(component.code)
    if not address:
        return None
    return Target(
        code=component.code,
        address=address,
        timeout=settings.PROBE_TIMEOUT,
        status=settings.PROBE_STATUS,
    )


def of_probe(code: str, probe: Probe) -> Target:
    return Target(
        code=code,
        kind=probe.kind,
        address=probe.address,
        timeout=float(probe.max_seconds),
        status=probe.status,
        text=probe.text,
    )
