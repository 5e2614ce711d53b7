"""Serves the public pages from their copies, above everything that knows of sessions.

Each process asks the database at most every CHECK_SECONDS whether what a copy rests on is still
so. While the database is away the last copy is served, and a page says that it is one.
"""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache
from threading import Lock

from django.conf import settings
from django.db import Error
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers

from availability.overview.stamp import stamp
from availability.status.copies import Copies, Copy, copy_of
from istockist_sla.core.health import bounded_queries

CHECK_SECONDS = 2.0
# A database that is away is not asked more often: each asking may take as long as a connection.
AWAY_SECONDS = 5.0
# `As of` is never older, as long as the database answers.
OLDEST = timedelta(seconds=60)
CACHE_CONTROL = "public, max-age=2, stale-if-error=86400"
# Where a page says that it could not be refreshed; empty while it could.
NOTICE = b"<!-- as of -->"
COPIES = Copies(settings.DATA_DIR / "status")
# The same with that line filled in, each with the tag of what it was made of as its stamp.
NOTICED = Copies()


class Checked:
    """What this process knows of the database: what pages rest on, and whether it is away."""

    def __init__(self) -> None:
        self.stamp, self.is_away = "", False
        self._until, self._lock = 0.0, Lock()

    def look(self) -> None:
        """One thread asks; the others go on meanwhile with what is known, once anything is."""
        if time.monotonic() < self._until or not self._lock.acquire(blocking=not self.stamp):
            return
        try:
            if time.monotonic() >= self._until:
                self._ask()
        finally:
            self._lock.release()

    def _ask(self) -> None:
        try:
            with bounded_queries():
                self.stamp = stamp(timezone.now())
        except Error:
            self.lose()
        else:
            self.is_away, self._until = False, time.monotonic() + CHECK_SECONDS

    def lose(self) -> None:
        self.is_away, self._until = True, time.monotonic() + AWAY_SECONDS

    def forget(self) -> None:
        self.stamp, self.is_away, self._until = "", False, 0.0


CHECKED = Checked()


class StatusCopies:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self._being_rendered: set[str] = set()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        path = request.path_info
        if not _is_kept(request):
            return self.get_response(request)
        request.get_host()
        CHECKED.look()
        copy = COPIES.find(path)
        if copy is not None and (_holds(copy, timezone.now()) or path in self._being_rendered):
            return _answer(request, copy)
        if CHECKED.is_away:
            return _last_answer(request, copy)
        self._being_rendered.add(path)
        try:
            return self._rendered(request, path)
        finally:
            self._being_rendered.discard(path)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The database went away while a page was rendered."""
        if not isinstance(error, Error) or not getattr(request, "is_kept", False):
            return None
        CHECKED.lose()
        return _last_answer(request, COPIES.find(request.path_info))

    def _rendered(self, request: HttpRequest, path: str) -> HttpResponse:
        """For everybody, so that nothing of this reader is in it."""
        found = CHECKED.stamp
        compressed = request.META.pop("HTTP_ACCEPT_ENCODING", "")
        request.META.pop("HTTP_COOKIE", None)
        request.is_kept = True  # type: ignore[attr-defined]
        response = self.get_response(request)
        request.META["HTTP_ACCEPT_ENCODING"] = compressed
        if response.status_code != 200 or CHECKED.is_away or response.streaming:
            return response
        response["Cache-Control"] = CACHE_CONTROL
        patch_vary_headers(response, ["Accept-Encoding"])
        headers = {name: value for name, value in response.items() if name != "Content-Length"}
        copy = copy_of(headers, response.content, at=timezone.now(), stamp=found)
        COPIES.keep(path, copy)
        return _answer(request, copy)


@cache
def _addresses() -> tuple[str, str]:
    """Of the public pages, and beneath it of those that are one reader's own."""
    return reverse("status:page"), reverse("status:subscribe")


def _is_kept(request: HttpRequest) -> bool:
    public, personal = _addresses()
    path = request.path_info
    is_public = path.startswith(public) and not path.startswith(personal)
    return is_public and request.method in ("GET", "HEAD")


def _holds(copy: Copy, at: datetime) -> bool:
    is_fresh = copy.stamp == CHECKED.stamp and timedelta() <= at - copy.at < OLDEST
    return is_fresh and not CHECKED.is_away


def _last_answer(request: HttpRequest, copy: Copy | None) -> HttpResponse:
    if copy is None:
        text = render_to_string("status/unavailable.html")
        return HttpResponse(text, status=503, headers={"Retry-After": "30"})
    return _answer(request, _noticed(request.path_info, copy) if copy.is_html else copy)


def _noticed(path: str, copy: Copy) -> Copy:
    made = NOTICED.find(path)
    if made is None or made.stamp != copy.etag:
        notice = render_to_string("status/_as_of.html", {"at": copy.at}).encode()
        body = copy.body.replace(NOTICE, notice, 1)
        made = copy_of(copy.headers, body, at=copy.at, stamp=copy.etag)
        NOTICED.keep(path, made)
    return made


def _answer(request: HttpRequest, copy: Copy) -> HttpResponse:
    """The copy, compressed where the reader takes it; 304 where the reader has it already."""
    is_compressed = "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", "")
    body = copy.compressed if is_compressed else copy.body
    response = HttpResponse(body, headers=copy.headers)
    if is_compressed:
        response["Content-Encoding"] = "gzip"
    response["Content-Length"] = str(len(body))
    etag = f'"{copy.etag}{"-gzip" if is_compressed else ""}"'
    response["ETag"] = etag
    if "HTTP_IF_NONE_MATCH" not in request.META:
        return response
    found = get_conditional_response(request, etag=etag, response=response)
    return found or response
