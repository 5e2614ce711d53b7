"""Requests whose traces are taken back, so that each finds the world as the one before did."""

from http.cookies import SimpleCookie
from typing import Any

from django.db import transaction

from istockist_sla.core.models import Event, Letter


def ask(browser: Any, method: str, url: str) -> tuple[Any, bool]:
    """The response to a request with an empty form, and whether it left a trace."""
    cookies = browser.cookies.output(header="")
    with transaction.atomic():
        before = _traces()
        response = getattr(browser, method.lower())(url)
        changed = _traces() != before
        transaction.set_rollback(True)
    browser.cookies = SimpleCookie(cookies)
    return response, changed


def _traces() -> tuple[int, int]:
    return Event.objects.count(), Letter.objects.count()
