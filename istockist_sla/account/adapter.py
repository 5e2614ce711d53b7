"""allauth's rules for this portal: closed sign-up, and a record of who signs in and out."""

import logging
from datetime import datetime
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from istockist_sla.core.client_address import client_address
from istockist_sla.core.lib.addresses import network_of
from istockist_sla.core.lib.time import to_second
from istockist_sla.core.models import Event, KnownNetwork, User

log = logging.getLogger(__name__)


class Adapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return "/desk/" if request.user.is_staff else "/"

    def post_login(self, request: HttpRequest, user: Any, **hooks: Any) -> HttpResponse:
        """Each sign-in is an event, and makes its network a known one."""
        at, network = timezone.now(), network_of(client_address(request))
        methods = [_method(record) for record in get_authentication_records(request, user)]
        KnownNetwork.objects.update_or_create(user=user, network=network, defaults={"last_at": at})
        _append(user, "sign_in", at, {"methods": methods})
        log.info("%s signed in from %s by %s.", user.email, network, " and ".join(methods))
        return super().post_login(request, user, **hooks)

    def logout(self, request: HttpRequest) -> None:
        user: Any = request.user
        if user.is_authenticated:
            _append(user, "sign_out", timezone.now(), {})
            log.info("%s signed out.", user.email)
        super().logout(request)


def _method(record: dict[str, Any]) -> str:
    """`code`, `link`, or the kind of second factor."""
    return str(record.get("type") or record["method"])


def _append(user: User, verb: str, at: datetime, data: dict[str, Any]) -> None:
    Event.objects.append(
        kind=Event.Kind.USER,
        subject_id=user.pk,
        verb=verb,
        by=user,
        side=Event.Side.SUPPORT if user.is_staff else Event.Side.CLIENT,
        at=to_second(at),
        data=data,
    )
