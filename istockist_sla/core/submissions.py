"""A form acts once: a second click on it changes nothing."""

from datetime import datetime
from hashlib import sha256

from django.http import HttpRequest

from istockist_sla.core.models import Submission

SAID_TWICE = "This was sent twice and recorded once."
# What may differ between two clicks on the same form.
BESIDE_THE_POINT = {"csrfmiddlewaretoken", "author", "seen"}
LONGEST_TOKEN = 64


def is_first(request: HttpRequest, *, at: datetime) -> bool:
    """Whether this person has not yet sent the same to the same address by the same form.

    Called inside the transaction of the act: a refusal, or a fault, gives the form back, and the
    second of two clicks at once waits here for the first. A form without a token is a new one.
    """
    once = token_of(request)
    if not once:
        return True
    _, created = Submission.objects.get_or_create(
        person_id=request.user.pk, once=once, act=act_of(request), defaults={"at": at}
    )
    return created


def was_sent(request: HttpRequest) -> bool:
    """Whether the form as it was shown has been carried out, with any content."""
    once = token_of(request)
    return bool(once) and Submission.objects.filter(person=request.user.pk, once=once).exists()


def token_of(request: HttpRequest) -> str:
    return request.POST.get("once", "").replace("\0", "")[:LONGEST_TOKEN]


def act_of(request: HttpRequest) -> str:
    """The address, which names subject and verb, and everything that was sent to it."""
    fields = sorted(
        (name, values) for name, values in request.POST.lists() if name not in BESIDE_THE_POINT
    )
    files = [(str(file.name), file.size) for _, sent in request.FILES.lists() for file in sent]
    content = repr((request.path, fields, files))
    return sha256(content.encode(errors="surrogatepass")).hexdigest()


def forget(*, before: datetime) -> int:
    """Rows whose form nobody sends again."""
    return Submission.objects.filter(at__lt=before).delete()[0]
