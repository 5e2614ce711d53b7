"""The pages of signing in: ask for a code, enter it, or come by a link."""

from datetime import timedelta
from typing import Any

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from istockist_sla.account.sign_in import asking, guessing, links
from istockist_sla.account.sign_in.asking import AskedTooOften
from istockist_sla.account.sign_in.forms import AskForm, CodeForm
from istockist_sla.core.client_address import client_address
from istockist_sla.core.lib import text
from istockist_sla.core.lib.addresses import network_of
from istockist_sla.core.models import User

# In the session: the address, the requests for codes, and where to go afterwards.
KEY = "sign_in"
TOO_MANY_REQUESTS = 429
page = require_http_methods(["GET", "HEAD", "POST"])


@page
@never_cache
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for a code. The answer is the same whether or not somebody has the address."""
    target = _target(request)
    if request.user.is_authenticated:
        return redirect(target or reverse("home"))
    form = AskForm(request.POST or None)
    status = 200
    if form.is_valid():
        address = asking.normalised(form.cleaned_data["email"])
        try:
            _ask(request, address, target)
        except AskedTooOften as refusal:
            form.add_error(None, _too_often(refusal.wait))
            status = TOO_MANY_REQUESTS
        else:
            return redirect("account_confirm_login_code")
    context = {"form": form, "target": target, "has_code": KEY in request.session}
    return render(request, "account/request_login_code.html", context, status=status)


@page
@never_cache
@sensitive_post_parameters("code")
def enter(request: HttpRequest) -> HttpResponse:
    """Enter the code, or ask for another one."""
    asked = request.session.get(KEY)
    if request.user.is_authenticated:
        return redirect("home")
    if asked is None:
        messages.info(request, "Ask for a code first.")
        return redirect("account_login")
    if request.method != "POST":
        return _show_code_page(request, CodeForm())
    if request.POST.get("action") == "resend":
        return _ask_again(request, asked)
    form = CodeForm(request.POST)
    if not form.is_valid():
        return _show_code_page(request, form)
    outcome = guessing.judge(
        asked["requests"],
        form.cleaned_data["code"],
        address=asked["address"],
        network=_network(request),
        at=timezone.now(),
    )
    if outcome.user is not None:
        del request.session[KEY]
        return sign_in(request, outcome.user, method="code", target=asked["target"])
    if outcome.wait is not None:
        form.add_error("code", _wait_first(outcome.wait))
        return _show_code_page(request, form, status=TOO_MANY_REQUESTS)
    form.add_error("code", "This is not a code that works now. Check it, or ask for another one.")
    return _show_code_page(request, form)


@page
@never_cache
def link(request: HttpRequest, secret: str) -> HttpResponse:
    """A page with a button, since mail programs and chats open links by themselves."""
    at = timezone.now()
    found = links.find(secret, at=at)
    if found is None:
        return render(request, "account/link_gone.html", status=404)
    if request.user.is_authenticated:
        return redirect("home")
    if request.method != "POST":
        return render(request, "account/link.html", {"person": found.user})
    if not links.use(found, at=at):
        return render(request, "account/link_gone.html", status=404)
    return sign_in(request, found.user, method="link", target="")


def sign_in(request: HttpRequest, user: User, *, method: str, target: str) -> HttpResponse:
    """Go on with the second factor, if there is one, and then to `target`."""
    record_authentication(request, user, method=method)
    return perform_login(request, Login(user=user, email=user.email, redirect_url=target or None))


def _ask(request: HttpRequest, address: str, target: str) -> None:
    """Codes that this session has asked for before go on working, for the same address."""
    made = asking.ask(address, network=_network(request), at=timezone.now())
    before = request.session.get(KEY) or {}
    known = before.get("requests", []) if before.get("address") == address else []
    request.session[KEY] = {
        "address": address,
        "requests": [*known, *([made.pk] if made else [])][-asking.MOST_OF_ADDRESS :],
        "target": target or before.get("target", ""),
    }


def _ask_again(request: HttpRequest, asked: dict[str, Any]) -> HttpResponse:
    try:
        _ask(request, asked["address"], asked["target"])
    except AskedTooOften as refusal:
        messages.warning(request, _too_often(refusal.wait))
        return _show_code_page(request, CodeForm(), status=TOO_MANY_REQUESTS)
    messages.info(request, "We have noted it. If the address may sign in, another code is coming.")
    return redirect("account_confirm_login_code")


def _show_code_page(request: HttpRequest, form: CodeForm, status: int = 200) -> HttpResponse:
    context = {"form": form, "email": request.session[KEY]["address"]}
    return render(request, "account/confirm_login_code.html", context, status=status)


def _too_often(wait: timedelta) -> str:
    return (
        f"A code was asked for {asking.MOST_OF_ADDRESS} times within {_in_words(asking.SPAN)}. "
        f"The next one can be asked for in {_in_words(wait)}; those that have arrived work "
        "meanwhile."
    )


def _wait_first(wait: timedelta) -> str:
    return f"Not looked at yet, after several wrong codes. Enter it again in {_in_words(wait)}."


def _in_words(wait: timedelta) -> str:
    """Rounded up, so that what is tried then is heard."""
    seconds = -(-wait // timedelta(seconds=1))
    if seconds < 60:
        return text.counted(max(1, seconds), "second")
    return text.counted(-(-seconds // 60), "minute")


def _network(request: HttpRequest) -> str:
    return network_of(client_address(request))


def _target(request: HttpRequest) -> str:
    """Where to go afterwards: a path of this portal, or nothing."""
    target = request.POST.get("next") or request.GET.get("next") or ""
    is_own = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if is_own and target.startswith("/") else ""
