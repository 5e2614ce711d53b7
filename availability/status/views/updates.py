"""Updates by mail: asked for by anybody, confirmed and changed by whoever has the letter's link.

No cookie counts here, so a form needs no token against other sites: what is sent is the
sender's own, or bears the signed link.
"""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from availability import subscriptions
from availability.agreement import VERSION_1, StandardAgreement
from availability.models import Subscription
from availability.status.forms import SubscribeForm, form_of
from istockist_sla.core.client_address import client_address
from istockist_sla.core.lib.addresses import network_of
from istockist_sla.core.refusal import ActionRefused

page_with_form = require_http_methods(["GET", "HEAD", "POST"])


@csrf_exempt
@page_with_form
@never_cache
def subscribe(request: HttpRequest, agreement: StandardAgreement = VERSION_1) -> HttpResponse:
    form = SubscribeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            subscriptions.ask(
                form.cleaned_data["address"],
                components=form.chosen(),
                network=network_of(client_address(request)),
                at=timezone.now(),
            )
        except ActionRefused as refusal:
            form.add_error("address", str(refusal))
        else:
            return redirect("status:asked")
    return _rendered("subscribe", form=form)


@require_safe
def asked(request: HttpRequest, agreement: StandardAgreement = VERSION_1) -> HttpResponse:
    return _rendered("asked")


@csrf_exempt
@page_with_form
@never_cache
def subscription(
    request: HttpRequest, token: str, agreement: StandardAgreement = VERSION_1
) -> HttpResponse:
    found = _found(token)
    if found is None:
        return _rendered("ended")
    if found.confirmed_at is None:
        return _rendered("confirm", subscription=found, token=token)
    form = form_of(found, request.POST if request.method == "POST" else None)
    is_saved = form.is_valid()
    if is_saved:
        subscriptions.choose(found, components=form.chosen(), at=timezone.now())
    return _rendered("subscription", subscription=found, form=form, token=token, is_saved=is_saved)


@csrf_exempt
@require_POST
def confirm(
    request: HttpRequest, token: str, agreement: StandardAgreement = VERSION_1
) -> HttpResponse:
    """By a button: programs that look at each link of a mail confirm nothing."""
    found = _found(token)
    if found is not None:
        subscriptions.confirm(found, at=timezone.now())
    return redirect("status:subscription", token)


@csrf_exempt
@page_with_form
@never_cache
def unsubscribe(
    request: HttpRequest, token: str, agreement: StandardAgreement = VERSION_1
) -> HttpResponse:
    """At once by POST, also that of a mail program (RFC 8058); GET shows the button."""
    found = _found(token)
    if found is None:
        return _rendered("ended")
    if request.method == "POST":
        subscriptions.end(found, by=None, at=timezone.now())
        return _rendered("ended")
    return _rendered("unsubscribe", subscription=found, token=token)


def _found(token: str) -> Subscription | None:
    """None where it has ended; 404 for a link that is not ours."""
    key = subscriptions.id_of(token)
    if key is None:
        raise Http404("There is no such link.")
    return Subscription.objects.filter(pk=key).first()


def _rendered(name: str, **context: object) -> HttpResponse:
    """Without the request: these pages, too, know nothing of who is signed in."""
    return HttpResponse(render_to_string(f"status/updates/{name}.html", context))
