"""Background tasks that failed, read-only: what ran, with what, and how it broke."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django_q.models import Failure

from istockist_sla.core.lib.text import NONE, stamp
from istockist_sla.desk.actions import ReadOnlyAdmin, instant_column
from istockist_sla.desk.site import site

# What django-q2 writes between an exception's message and its traceback.
TRACEBACK = " : Traceback"
MAX_ERROR_LENGTH = 200


@admin.register(Failure, site=site)
class FailureAdmin(ReadOnlyAdmin):
    page_template = "admin/django_q/failure/page.html"
    list_display = (
        "name",
        "func",
        instant_column("started", "Started"),
        instant_column("stopped", "Stopped"),
        "attempt_count",
        "error",
    )
    search_fields = ("name", "func")
    search_help_text = "Task, function"
    order_words = "Newest first"
    ordering = ("-stopped",)

    @admin.display(description="Error")
    def error(self, task: Failure) -> str:
        """The message's first line."""
        message = str(task.result or "").partition(TRACEBACK)[0].strip()
        return message.split("\n", 1)[0][:MAX_ERROR_LENGTH] or NONE

    def get_details(self, subject: Failure) -> list[tuple[str, Any]]:
        return [
            ("Name", subject.name),
            ("Function", subject.func),
            ("Arguments", repr(subject.args) if subject.args else NONE),
            ("Keyword arguments", repr(subject.kwargs) if subject.kwargs else NONE),
            ("Started", stamp(subject.started)),
            ("Stopped", stamp(subject.stopped)),
            ("Attempts", subject.attempt_count),
        ]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        result = str(self.get_viewable(request, object_id).result or "")
        return super().change_view(
            request, object_id, form_url, {"result": result, **(extra_context or {})}
        )
