"""The providers whose posts are understood, and what of a post is the mail."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.utils.module_loading import import_string


class Provider(NamedTuple):
    """The view of django-anymail that checks and reads its posts, and the name under which that
    takes the secret: a key that signs each post, or `user:password` of the address."""

    view: str
    secret: str = "webhook_secret"


PROVIDERS = {
    "mailgun": Provider(
        "anymail.webhooks.mailgun.MailgunInboundWebhookView", "webhook_signing_key"
    ),
    "mailersend": Provider(
        "anymail.webhooks.mailersend.MailerSendInboundWebhookView", "inbound_secret"
    ),
    "mailjet": Provider("anymail.webhooks.mailjet.MailjetInboundWebhookView"),
    "postmark": Provider("anymail.webhooks.postmark.PostmarkInboundWebhookView"),
    "sparkpost": Provider("anymail.webhooks.sparkpost.SparkPostInboundWebhookView"),
}


def posted_mails(request: HttpRequest) -> Iterator[bytes]:
    """The mails of a post. Raises SuspiciousOperation where the provider has not sent it, and
    whatever a form raises that is none of the provider's."""
    provider = PROVIDERS[settings.INBOUND_WEBHOOK]
    secret = {provider.secret: settings.INBOUND_WEBHOOK_SECRET}
    view: Any = import_string(provider.view)(**secret)
    view.run_validators(request)
    for event in view.parse_events(request):
        yield _given_raw(event.esp_event) or event.message.as_bytes()


def _given_raw(post: Any) -> bytes:
    """The source of the mail where the provider hands it on, rather than a mail built anew."""
    if isinstance(post, HttpRequest):
        source = post.POST.get("body-mime", "")
    else:
        source = post.get("RawEmail", "") if isinstance(post, dict) else ""
    return str(source).encode("utf-8", "surrogateescape")
