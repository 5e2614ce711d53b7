"""What is stated about the service and waits for another person, in the inbox (A2 to A5, G10)."""

from availability.admin.approvals.figures import ExclusionSource, ImportSource, LateWorkSource
from availability.admin.approvals.outages import CauseSource, CorrectionSource, InterruptionSource
from istockist_sla.desk.site import site

for source in (
    InterruptionSource,
    CorrectionSource,
    CauseSource,
    ExclusionSource,
    LateWorkSource,
    ImportSource,
):
    site.add_proposals(source())
