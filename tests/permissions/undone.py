"""Requests whose traces are taken back, so that each finds the world as the one before did."""

from http.cookies import SimpleCookie
from typing import Any

from django.db import connection, transaction

from istockist_sla.core.models import Event, Letter
from tickets import inputs

# Asked twice for each of many thousand requests.
TRACES = f"""
    SELECT (SELECT COUNT(*) FROM {Event._meta.db_table}),
           (SELECT COUNT(*) FROM {Letter._meta.db_table})"""


def ask(browser: Any, method: str, url: str) -> tuple[Any, bool]:
    """The response to a request with an empty form, and whether it left a trace."""
    cookies = browser.cookies.output(header="")
    inputs.book()  # Else what the request read of it would be taken back too.
    with transaction.atomic():
        before = _traces()
        response = getattr(browser, method.lower())(url)
        changed = _traces() != before
        transaction.set_rollback(True)
    browser.cookies = SimpleCookie(cookies)
    return response, changed


def _traces() -> Any:
    with connection.cursor() as cursor:
        cursor.execute(TRACES)
        return cursor.fetchone()
