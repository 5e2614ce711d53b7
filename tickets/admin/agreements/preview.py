"""What a draft would have changed, shown before anybody publishes it (V1)."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from istockist_sla.desk.site import site
from tickets.reports.what_if.drafts import preview


def draft_name(model_admin: Any, draft: Any) -> str:
    """As the what-if of closed months takes it in its address."""
    return f"{model_admin.event_kind}-{draft.pk}"


def preview_of(model_admin: Any) -> Any:
    """The preview page of a kind of version, for who may change its drafts."""

    @require_safe
    def view(request: HttpRequest, object_id: str) -> HttpResponse:
        draft = model_admin.get_viewable(request, object_id)
        if not model_admin.has_change_permission(request, draft):
            raise PermissionDenied
        now = timezone.now()
        context = {
            **site.each_context(request),
            "opts": model_admin.opts,
            "title": f"{draft}: what it would have changed",
            "draft": draft,
            "draft_name": draft_name(model_admin, draft),
            "now": now,
            "preview": preview(draft, at=now),
        }
        return TemplateResponse(request, "admin/version_preview.html", context)

    return site.admin_view(view)
