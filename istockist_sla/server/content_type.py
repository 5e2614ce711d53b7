"""A body is read as UTF-8 or as no form: by other codecs Django breaks before it has a request."""

import codecs
from collections.abc import Callable, Iterable
from typing import Any

from django.utils.http import parse_header_parameters

UNREADABLE = "application/octet-stream"
Environ = dict[str, Any]
Application = Callable[[Environ, Any], Iterable[bytes]]


def with_readable_content_type(application: Application) -> Application:
    def wrapper(environ: Environ, start_response: Any) -> Iterable[bytes]:
        return application(readable(environ), start_response)

    return wrapper


def readable(environ: Environ) -> Environ:
    """Without a Content-Type that cannot be read, or that names another charset than UTF-8.

    Python knows codecs that give no text, and some that give lone surrogates.
    """
    if _is_readable(environ.get("CONTENT_TYPE", "")):
        return environ
    return {**environ, "CONTENT_TYPE": UNREADABLE}


def _is_readable(content_type: str) -> bool:
    try:
        _, parameters = parse_header_parameters(content_type)
        return codecs.lookup(parameters.get("charset", "utf-8")).name == "utf-8"
    except LookupError:
        # Django passes over a charset that nobody knows.
        return True
    except ValueError:
        return False
