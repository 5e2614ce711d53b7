"""A file of a ticket, to be saved and never to be shown by the browser."""

from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from tickets import access
from tickets.access import Visit
from tickets.attachments import UNKNOWN_TYPE
from tickets.portal.decorators import for_administrators


@require_safe
@for_administrators
def attachment(request: HttpRequest, visit: Visit, attachment_id: int) -> FileResponse:
    found = access.attachment_or_404(visit.administrator, attachment_id)
    try:
        content = found.file.open("rb")
    except FileNotFoundError as missing:
        raise Http404 from missing
    response = FileResponse(content, as_attachment=True, filename=found.name)
    response["Content-Type"] = found.content_type or UNKNOWN_TYPE
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
