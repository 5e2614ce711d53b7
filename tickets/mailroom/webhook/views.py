"""The address that a mail provider posts to; without its setting there is none."""

import logging

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured, RequestDataTooBig, SuspiciousOperation
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from tickets.mailroom import intake
from tickets.mailroom.webhook.providers import posted_mails

log = logging.getLogger(__name__)
# What a provider adds to a mail in its form, and that four bytes stand for three.
MAX_OVERHEAD_BYTES = 1024 * 1024
# What a form that is not the provider's makes its reader raise.
UNREADABLE = (ImproperlyConfigured, LookupError, ValueError, TypeError, AttributeError)


@csrf_exempt
def inbound_mail(request: HttpRequest) -> HttpResponse:
    """Answers that the mail is taken only once it is stored: a provider tries again otherwise."""
    if not settings.INBOUND_WEBHOOK:
        raise Http404("No provider posts mail here.")
    if request.method != "POST":
        return _said(405, "Only the mail provider posts here.", Allow="POST")
    if _is_too_long(request):
        return _said(413, "The mail is larger than what is kept of one.")
    try:
        mails = list(posted_mails(request))
    except RequestDataTooBig:
        return _said(413, "The mail is larger than a field of a form may be.")
    except SuspiciousOperation as error:
        log.warning("A post that is not the mail provider's was refused: %s", error)
        return _said(403, "This is not signed by the mail provider.")
    except UNREADABLE as error:
        log.warning("A post of the mail provider cannot be read: %s", type(error).__name__)
        return _said(400, "This is no mail as the provider posts it.")
    return _take(mails)


inbound_mail.is_machine_address = True  # type: ignore[attr-defined]


def _is_too_long(request: HttpRequest) -> bool:
    """Reads the body, which is bounded by the server's own limit too; base64 makes it longer."""
    limit = settings.MAIL_KEEP_BYTES * 4 // 3 + MAX_OVERHEAD_BYTES
    body = request.read(limit + 1)
    request._body = body  # type: ignore[attr-defined]
    return len(body) > limit


def _take(mails: list[bytes]) -> HttpResponse:
    now = timezone.now()
    try:
        for raw in mails:
            intake.receive(raw, at=now)
    except (DatabaseError, OSError) as error:
        log.warning("Posted mail cannot be received now: %s", error)
        return _said(503, "The mail cannot be received now. Please try again.")
    return _said(200, "Received.")


def _said(status: int, text: str, **headers: str) -> HttpResponse:
    answer = HttpResponse(f"{text}\n", content_type="text/plain; charset=utf-8", status=status)
    for name, value in headers.items():
        answer[name] = value
    return answer
