"""Answers to HEAD without a body, whatever the server in front of the application makes of one."""

from collections.abc import Callable, Iterable
from typing import Any

Environ = dict[str, Any]
StartResponse = Callable[..., Callable[[bytes], Any]]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]
BODILESS = ("1", "204", "304")


def bodiless_head(application: Application) -> Application:
    """The WSGI application, whose answer to HEAD is that to GET but for its body.

    Content-Length is what GET would send (RFC 9110, 8.6); where the answer does not know it, as a
    stream does not, it is counted. Without one a server would send the end of a chunked body, which
    the next answer on the connection would begin with.
    """

    def answer(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] != "HEAD":
            return application(environ, start_response)
        begun = _Beginning()
        content = application(environ, begun.start_response)
        try:
            begun.count(content)
        finally:
            close = getattr(content, "close", None)
            if close is not None:
                close()
        start_response(begun.status, begun.headers, *begun.rest)
        return []

    return answer


class _Beginning:
    """Status and headers, held back until the length of the body is known."""

    def __init__(self) -> None:
        self.status = ""
        self.headers: list[tuple[str, str]] = []
        self.rest: tuple[Any, ...] = ()
        self._written = 0

    def start_response(
        self, status: str, headers: list[tuple[str, str]], *rest: Any
    ) -> Callable[[bytes], None]:
        self.status, self.headers, self.rest = status, list(headers), rest
        return self._write

    def _write(self, data: bytes) -> None:
        self._written += len(data)

    def count(self, content: Iterable[bytes]) -> None:
        """Read the body only where its length is not known."""
        if self.status and (self.status.startswith(BODILESS) or self._has_length()):
            return
        length = sum(len(chunk) for chunk in content) + self._written
        if not self._has_length():
            self.headers.append(("Content-Length", str(length)))

    def _has_length(self) -> bool:
        return any(name.lower() == "content-length" for name, _ in self.headers)
