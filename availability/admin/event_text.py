"""Events of availability as words, and cells that several pages show."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from availability.models import Exclusion, Outage
from istockist_sla.core.lib.text import NONE, clock_gmt, instant
from istockist_sla.core.models import Event

EVENT_TEXTS = {
    "create": "added it",
    "revise": "changed what is said of it",
    "set_probe": "set its probe",
    "stop_probe": "stopped its probe",
    "let_decide": "let it decide the contractual figure",
    "start_monitoring": "made the first measurement",
    "declare": "declared it",
    "confirm": "confirmed an interruption by two failures in a row",
    "recover": "ended an interruption by two answers in a row",
    "publish": "published it",
    "update": "added to the status page",
    "end": "ended what was declared",
    "over": "closed it: nothing is interrupted any more",
    "state_cause": "stated the cause",
    "approve_cause": "confirmed the cause",
    "refuse_cause": "refused the cause",
    "split": "split it",
    "split_off": "split it off another outage",
    "separate": "took it out of its incident",
    "merge": "made it a part of another incident",
    "take_in": "merged another outage with it",
    "propose_exclusion": "proposed an exclusion",
    "approve_exclusion": "approved an exclusion",
    "refuse_exclusion": "refused an exclusion",
    "approve_interruption": "approved what was declared",
    "refuse_interruption": "refused what was declared",
    "propose_correction": "proposed a correction",
    "propose_withdrawal": "proposed to withdraw it as false",
    "approve_correction": "approved a correction",
    "refuse_correction": "refused a correction",
    "propose_import": "proposed what another monitor recorded",
    "approve_import": "approved what another monitor recorded",
    "refuse_import": "refused what another monitor recorded",
    "take_over": "took it over from the checks of another monitor",
    "explain_gap": "said why nothing was measured for a while",
    "announce": "announced the window",
    "move": "moved the window",
    "cancel": "cancelled it",
    "begin_work": "began the work",
    "end_work": "ended the work",
    "approve_work": "approved work recorded later",
    "refuse_work": "refused work recorded later",
}
DECISIONS = {None: "to decide", True: "approved", False: "refused"}


def event_text(event: Event) -> str:
    """With the component, where the event is about one of several; work that was written down
    later says so, as it does not count yet (A4)."""
    text = EVENT_TEXTS.get(event.verb, event.verb)
    if event.verb in ("begin_work", "end_work") and "work" in event.data:
        return f"{text}, recorded {clock_gmt(event.recorded_at)}"
    return f"{text}: {event.data['code']}" if "code" in event.data else text


def instant_or_dash(at: datetime | None) -> str:
    return instant(at) if at else NONE


def bounds(start: datetime, end: datetime | None) -> str:
    return f"{clock_gmt(start)} to {clock_gmt(end) if end else 'now'}"


def exclusion_link(exclusion: Exclusion) -> SafeString:
    url = reverse("admin:availability_exclusion_change", args=[exclusion.pk])
    return format_html('<a href="{}">{}</a>', url, exclusion.get_cause_display())


def outage_link(outage: Outage) -> SafeString:
    url = reverse("admin:availability_outage_change", args=[outage.pk])
    return format_html('<a href="{}">{}</a>', url, outage)


def component_names(components: Any) -> str:
    return ", ".join(component.name for component in components.all())
