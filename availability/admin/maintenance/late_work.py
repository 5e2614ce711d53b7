"""Work that was written down after it happened, and its approval by another person (A4)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Model

from availability import incidents
from availability.admin.decisions import DecisionForm
from availability.incidents.work import Bound, bound_of
from availability.models import LateWork, Maintenance
from istockist_sla.core.lib.text import clock_gmt
from istockist_sla.desk.actions import ActionForm
from istockist_sla.desk.fields import InstantField


class RecordWorkForm(ActionForm):
    verb = "record"
    label = "Record work done earlier…"
    permissions = ("availability.do_maintenance",)
    description = (
        "For a beginning or an end that nobody recorded as it happened. It counts once another "
        "person has approved it (A4)."
    )
    success_message = "Recorded. Another person decides it."

    begun_at = InstantField(label="Work begun (GMT)", required=False)
    ended_at = InstantField(label="Work ended (GMT)", required=False)

    @classmethod
    def is_available(cls, subject: Maintenance, user: Any, at: datetime) -> bool:
        bounds = [bound_of(subject, bound) for bound in Bound]
        return subject.cancelled_at is None and None in bounds

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not any(data.values()):
            self.add_error("begun_at", "Say when the work began, when it ended, or both.")
        return data

    @transaction.atomic
    def perform(self) -> Maintenance:
        maintenance, data = self.subject, self.cleaned_data
        author: dict[str, Any] = {"by": self.user, "recorded_at": self.at}
        if data["begun_at"]:
            maintenance = incidents.begin_work(maintenance, at=data["begun_at"], **author)
        if data["ended_at"]:
            maintenance = incidents.end_work(maintenance, at=data["ended_at"], **author)
        return maintenance


class DecideWorkForm(DecisionForm):
    description = "Until you approve it, it excludes no time and stops no clock (A4, K11)."
    doors = {LateWork: (incidents.approve_work, incidents.refuse_work)}

    @classmethod
    def waiting(cls, subject: Maintenance, user: Any) -> Sequence[Model]:
        rows = LateWork.objects.to_decide().filter(maintenance=subject)
        return list(rows.exclude(recorded_by=user.pk).select_related("recorded_by"))

    def words(self, row: Any) -> str:
        recorded = f"recorded {clock_gmt(row.recorded_at)} by {row.recorded_by}"
        return f"{row.get_bound_display()} of the work, {clock_gmt(row.at)}, {recorded}"
