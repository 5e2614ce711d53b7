"""Texts are sent compressed."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

TEXTS = ("text/", "application/json", "application/xml", "application/rss+xml")


class TextCompressionMiddleware(GZipMiddleware):
    """Pages, feeds and tables; files are sent as they are, with their length.

    The length of a compressed page may betray a secret that stands in it beside words of the
    attacker's choice (BREACH), to one who sees the traffic and can make the person's browser ask
    again and again. That is not to be had here. The session's cookie is `SameSite=Lax`: what
    another site asks for comes without it, but for whole pages before the person's eyes. The token
    against forged forms is masked anew in each page. Codes and keys stand in no page that
    repeats words of its address. And Django adds up to a hundred random bytes to each answer, so
    that one length tells nothing.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        kind = response.get("Content-Type", "")
        if response.streaming or not kind.startswith(TEXTS):
            return response
        return super().process_response(request, response)
