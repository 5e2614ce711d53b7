"""The monitor of the monitor: whether anything is measured at all, and who is told if not."""

from datetime import datetime, timedelta

from availability.models import Component, Measurement
from availability.probes.targets import measured_codes
from istockist_sla.core import letters
from istockist_sla.core.letters import Address
from istockist_sla.core.models import Event
from istockist_sla.core.role_changes import administrators

# A round each minute, and one that is cut off ends within the next.
SILENT_AFTER = timedelta(minutes=5)
CERTIFICATE_WARNING = timedelta(days=21)


def last_measured(at: datetime) -> datetime | None:
    """The newest measurement of all components that are asked now; None where nothing is asked,
    or nothing was measured yet."""
    components = list(Component.objects.select_related("probe"))
    asked = measured_codes(components)
    newest = Measurement.objects.newest_by_component(at)
    found = [newest[each.pk].at for each in components if each.code in asked and each.pk in newest]
    return max(found, default=None)


def silent_since(at: datetime) -> datetime | None:
    """When the probes stopped; None while they run."""
    last = last_measured(at)
    return last if is_silent(last, at) else None


def is_silent(last: datetime | None, at: datetime) -> bool:
    """Whether the newest measurement is too old for probes that run."""
    return last is not None and at - last > SILENT_AFTER


def ending_certificates(at: datetime) -> list[Component]:
    """Those that end within 21 days, or have ended, the first first."""
    found = Component.objects.filter(certificate_ends_at__lte=at + CERTIFICATE_WARNING)
    asked = measured_codes(list(Component.objects.select_related("probe")))
    return [each for each in found.order_by("certificate_ends_at") if each.code in asked]


def alert(*, at: datetime) -> int:
    """Write to every System administrator, once for each silence; how many were written to."""
    since = silent_since(at)
    if since is None:
        return 0
    component = Component.objects.contractual() or Component.objects.first()
    if component is None:
        return 0
    readers = administrators()
    for reader in readers:
        letters.queue(
            key=f"probing:{since.isoformat()}",
            kind=Event.Kind.COMPONENT,
            subject_id=component.pk,
            template="probing_stopped",
            to=Address(reader.email, reader.name),
            at=at,
            context={"since": since.isoformat()},
        )
    return len(readers)
