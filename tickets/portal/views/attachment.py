"""A file of a ticket, to be saved and never to be shown by the browser."""

from django.http import FileResponse, HttpRequest
from django.views.decorators.http import require_safe

from tickets import access
from tickets.access import Visit
from tickets.attachments import download
from tickets.portal.decorators import for_administrators


@require_safe
@for_administrators
def attachment(request: HttpRequest, visit: Visit, attachment_id: int) -> FileResponse:
    return download(access.attachment_or_404(visit.administrator, attachment_id))
