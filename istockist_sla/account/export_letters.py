"""The letter to a person whose export is ready."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse

from istockist_sla.core.lib.months import Month
from istockist_sla.core.models import Letter


def _ready(letter: Letter) -> dict[str, Any]:
    """It leads to the page, which says so too where the file is gone."""
    told = letter.context
    page = reverse("months:export", args=[told["month"], told["format"]])
    query = f"?{urlencode({'client': told['client']})}" if told["client"] else ""
    return {
        "month": Month.parse(told["month"]),
        "whose": told["whose"],
        "format": told["format"].upper(),
        "page_url": settings.PORTAL_URL + page + query,
    }


CONTEXTS: dict[str, Callable[[Letter], dict[str, Any]]] = {"export_ready": _ready}
