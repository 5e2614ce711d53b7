"""Who may read the months."""

from collections.abc import Callable

from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from istockist_sla.desk.site import site


def guarded(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Safe methods, signed in to the desk, and the months' own permission."""
    checked = permission_required("tickets.view_month", raise_exception=True)(view)
    return site.admin_view(require_safe(checked))
