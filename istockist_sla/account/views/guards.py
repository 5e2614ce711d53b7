"""What a view of the account asks for before it answers."""

from typing import Any

from allauth.account.adapter import get_adapter
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache

from istockist_sla.account import factors
from istockist_sla.core.models import User


@method_decorator(never_cache, name="dispatch")
class SignedIn(LoginRequiredMixin):
    """Only for somebody who is signed in."""


class Confirmed(SignedIn):
    """Only for somebody who has proved who they are a short while ago; asks for it otherwise."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and not factors.is_confirmed(request, timezone.now()):
            way = get_adapter().get_reauthentication_methods(request.user)[0]["url"]
            return redirect(f"{way}?{urlencode({'next': request.path})}")
        return super().dispatch(request, *args, **kwargs)


def lock_own(request: HttpRequest) -> User:
    """Whoever asks, until the commit: a person's factors change one at a time.

    Raises `PermissionDenied` where their sessions were ended meanwhile, as by a reset.
    """
    asker: Any = request.user
    user = User.objects.select_for_update().get(pk=asker.pk)
    if user.get_session_auth_hash() != asker.get_session_auth_hash():
        raise PermissionDenied
    return user
