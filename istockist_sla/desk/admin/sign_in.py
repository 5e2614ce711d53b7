"""Guesses at sign-in codes, told to those who may do something about them."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from istockist_sla.core.models import SignInThrottle
from istockist_sla.desk.alerts import Alert
from istockist_sla.desk.site import site

MOST_ALERTS = 3


@site.add_dashboard
def dashboard(request: HttpRequest) -> dict[str, Any]:
    """The addresses that codes are guessed for most."""
    user: Any = request.user
    if not user.has_perm("core.change_user"):
        return {}
    guessed = SignInThrottle.objects.guessed_often(timezone.now())[:MOST_ALERTS]
    return {"alerts": [_alert(address, failures) for address, failures in guessed]}


def _alert(address: str, failures: int) -> Alert:
    return Alert(
        kind="medium",
        title=f"{failures} wrong sign-in codes for {address} since yesterday.",
        text="Nobody is locked out. Ask the person whether it was they.",
        href=f"{reverse('admin:core_event_changelist')}?verb=fail_sign_in",
        link="See when",
    )
