"""What no browser sends is refused before any page reads it."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse

NUL = "\0"


def request_guard(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable:
    """No NUL stands in an address or a cookie, for PostgreSQL keeps none; forms refuse it in their
    fields themselves."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if NUL in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            raise Http404("There is no NUL in our addresses.")
        for name in [name for name, value in request.COOKIES.items() if NUL in value]:
            # None that we have set, so it counts as none.
            del request.COOKIES[name]
        return get_response(request)

    return middleware
