"""Forms beyond Django's limits: what was read of them is kept, and says why it was refused.

Django answers them with a bare 400. Here reading stops at the same limits, and `refusal_of` tells
why; whoever asks it does not act on the part that was read.
"""

from contextlib import suppress
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, QueryDict, UnreadablePostError
from django.http.multipartparser import MultiPartParser
from django.template.defaultfilters import filesizeformat
from django.utils.datastructures import MultiValueDict

TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
REFUSAL = "istockist.form_refusal"
URLENCODED, MULTIPART = "application/x-www-form-urlencoded", "multipart/form-data"


class _StoppingParser(MultiPartParser):
    """Ends at a limit with the fields and files that came before it."""

    stopped_by: Exception | None = None

    def _parse(self) -> tuple[QueryDict, MultiValueDict[str, Any]]:
        try:
            return super()._parse()  # type: ignore[misc, no-any-return]
        except TOO_MUCH as error:
            self.stopped_by = error
            return self._post, self._files  # type: ignore[attr-defined]


def read(request: HttpRequest) -> None:
    """Reads the form, up to the limits."""
    # Of an upload that breaks off nothing is read; the check of the form's token refuses it.
    with suppress(UnreadablePostError):
        _read(request)


def _read(request: HttpRequest) -> None:
    if request.content_type == MULTIPART:
        request.parse_file_upload = _parse_for(request)  # type: ignore[method-assign]
        request.POST  # noqa: B018
    elif request.content_type == URLENCODED:
        _read_urlencoded(request)


def _parse_for(request: HttpRequest) -> Any:
    def parse_file_upload(
        meta: dict[str, Any], post_data: Any
    ) -> tuple[QueryDict, MultiValueDict[str, Any]]:
        parser = _StoppingParser(meta, post_data, request.upload_handlers, request.encoding)
        parsed = parser.parse()
        _refuse(request, parser.stopped_by)
        return parsed

    return parse_file_upload


def _read_urlencoded(request: HttpRequest) -> None:
    try:
        request.POST  # noqa: B018
    except RequestDataTooBig as error:
        # Refused by its declared length, before anything was read.
        _take_a_part(request, request.read(settings.DATA_UPLOAD_MAX_MEMORY_SIZE))
        _refuse(request, error)
    except TooManyFieldsSent as error:
        _take_a_part(request, request.body)
        _refuse(request, error)


def _take_a_part(request: HttpRequest, body: bytes) -> None:
    """As many fields as are allowed; the last one may be cut."""
    fields = body.split(b"&")[: settings.DATA_UPLOAD_MAX_NUMBER_FIELDS]
    request.POST = QueryDict(b"&".join(fields), encoding=request.encoding)  # type: ignore[assignment]
    # Without it Django reads the form once more, in vain.
    request._files = MultiValueDict()  # type: ignore[attr-defined]


def _refuse(request: HttpRequest, error: Exception | None) -> None:
    if error is not None:
        request.META[REFUSAL] = _words(error)


def _words(error: Exception) -> str:
    if isinstance(error, TooManyFilesSent):
        return (
            f"At most {settings.UPLOAD_MAX_FILES} files at a time; these are more than "
            f"{settings.DATA_UPLOAD_MAX_NUMBER_FILES}. Choose them again."
        )
    if isinstance(error, TooManyFieldsSent):
        return "The form had more fields than it was shown with. Nothing was sent."
    size = filesizeformat(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
    return f"A form may hold {size} of text; this is more. Put it into a file."


def refusal_of(request: HttpRequest) -> str:
    """Why the form was not read to its end; empty for one that was."""
    return str(request.META.get(REFUSAL, ""))
