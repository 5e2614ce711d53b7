"""Tickets in the desk: the queue, a ticket's page, its actions, its files and its history."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db.models import Prefetch, QuerySet
from django.forms import Media
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotAllowed,
)
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST, require_safe

from istockist_sla.core.drafts import keeping
from istockist_sla.core.models import Event
from istockist_sla.desk.actions import ActionAdmin, ActionForm
from istockist_sla.desk.site import site
from tickets import inputs, lifecycle
from tickets.admin import event_text, saved_views
from tickets.admin.findings.proposal_links import closing_proposal_url
from tickets.admin.tickets import beside, bulk, columns, filters, queue, queue_page, ticket_page
from tickets.admin.tickets.actions import ACTION_FORMS
from tickets.admin.tickets.base_forms import with_open_ends
from tickets.admin.tickets.opening_form import OpenForm
from tickets.admin.tickets.rehearsal import rehearse
from tickets.admin.tickets.thread import TicketThread
from tickets.attachments import download
from tickets.models import Attachment, Finding, Message, Ticket
from tickets.models.tickets import QUEUE_ORDER

NEEDS_APPROVAL = "needs-approval"


@admin.register(Ticket, site=site)
class TicketAdmin(ActionAdmin):
    """Every column is read-only here; a ticket changes through its actions alone."""

    action_forms = ACTION_FORMS
    add_action_form = OpenForm
    action_template = "admin/tickets/ticket/action.html"
    event_kind = Event.Kind.TICKET
    list_display_links = None
    list_filter = (filters.ByView, filters.Saved, filters.Columns, *filters.MENUS)
    list_select_related = ("client", "owner")
    list_per_page = 25
    search_fields = ("subject", "client__name")
    sortable_by = ("number_link", "client_plan", "last_word", "opened")
    actions = None
    change_list_template = "admin/tickets/ticket/change_list.html"

    media = Media(js=["js/desk-queue.js"])

    def get_urls(self) -> list[URLPattern]:
        file = self.admin_site.admin_view(require_safe(self.file))
        message = self.admin_site.admin_view(require_safe(self.message))
        here = self.admin_site.admin_view(require_POST(self.who_is_here))
        canned = self.admin_site.admin_view(require_safe(self.canned_replies))
        steps = self.admin_site.admin_view(self.bulk)
        return [
            path("bulk/<slug:step>/", steps, name="tickets_ticket_bulk"),
            path("<id:object_id>/files/<id:file_id>/", file, name="tickets_file"),
            path("<id:object_id>/messages/<id:message_id>/", message, name="tickets_message"),
            path("<id:object_id>/here/", here, name="tickets_here"),
            path("<id:object_id>/canned/", canned, name="tickets_canned"),
            *super().get_urls(),
        ]

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[queue.QueueList]:
        return queue.QueueList

    def get_queryset(self, request: HttpRequest) -> QuerySet[Ticket]:
        match = request.resolver_match
        tickets = super().get_queryset(request)
        if match is None or match.url_name != "tickets_ticket_changelist":
            related = ("client", "owner", "fault", "administrator")
            findings = Finding.objects.select_related("proposer", "decider").order_by("-id")
            kept = Prefetch("findings", findings)
            return with_open_ends(tickets).select_related(*related).prefetch_related(kept)
        return queue.with_newest_event(filters.with_plan(tickets, timezone.now()))

    def get_list_display(self, request: HttpRequest) -> tuple[Any, ...]:
        given = request.GET.getlist(filters.Columns.parameter_name)
        of_closed = saved_views.chosen_view(request) in saved_views.OF_CLOSED
        return columns.displayed(given, request.user, of_closed=of_closed)

    @admin.display(description=columns.SELECT_ALL)
    def action_checkbox(self, obj: Ticket) -> Any:
        return columns.select_box(obj)

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        if saved_views.chosen_view(request) in saved_views.OF_CLOSED:
            return ("-closed_at", "-id")
        return QUEUE_ORDER

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Ticket], search_term: str
    ) -> tuple[QuerySet[Ticket], bool]:
        return filters.found(queryset, search_term), False  # type: ignore[arg-type]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET"])
        if not self.has_view_permission(request):
            raise PermissionDenied
        with inputs.asked_once():
            context = queue_page.context(request, timezone.now())
            return super().changelist_view(request, context | (extra_context or {}))

    def bulk(self, request: HttpRequest, step: str) -> HttpResponse:
        """A step on the rows that were selected."""
        frame = {**self.admin_site.each_context(request), "opts": self.opts}
        return bulk.page(request, step, frame=frame)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET"])
        ticket = self.get_viewable(request, object_id)
        now = timezone.now()
        draft = keeping.find(request, f"{request.path}#composer")
        with inputs.asked_once():
            page = ticket_page.context(
                ticket,
                viewer=request.user,  # type: ignore[arg-type]
                actions=self.available_actions(request, ticket, now),
                asked=ticket_page.Asked.of(request),
                draft=draft,
                now=now,
            )
            site_context = self.admin_site.each_context(request)
        context = {**site_context, "opts": self.opts, "title": ticket.subject, **page}
        return TemplateResponse(request, "admin/tickets/ticket/page.html", context)

    @method_decorator(require_safe)
    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        ticket = self.get_viewable(request, object_id)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": f"History of {ticket.number}",
            "ticket": ticket,
            "lines": TicketThread(ticket, viewer=request.user).lines(),  # type: ignore[arg-type]
        }
        return TemplateResponse(request, "admin/tickets/ticket/history.html", context)

    def file(self, request: HttpRequest, object_id: int, file_id: int) -> HttpResponseBase:
        """One file of the ticket, always as a download: its content is the sender's."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        found = Attachment.objects.filter(pk=file_id, message__ticket=object_id).first()
        if found is None:
            raise Http404
        return download(found)

    def who_is_here(self, request: HttpRequest, object_id: int) -> HttpResponse:
        return beside.who_is_here(request, self.get_viewable(request, str(object_id)))

    def canned_replies(self, request: HttpRequest, object_id: int) -> HttpResponse:
        return beside.canned_replies(request, self.get_viewable(request, str(object_id)))

    def message(self, request: HttpRequest, object_id: int, message_id: int) -> HttpResponse:
        """One message whole, however long it is."""
        ticket = self.get_viewable(request, str(object_id))
        found = Message.objects.filter(pk=message_id, ticket=ticket).first()
        if found is None:
            raise Http404
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": f"A message in {ticket.number}",
            "ticket": ticket,
            "message": found,
        }
        return TemplateResponse(request, "admin/tickets/ticket/message.html", context)

    def describe_events(self, events: Sequence[Event], request: HttpRequest) -> list[Any]:
        return event_text.describe(events, viewer=request.user)  # type: ignore[arg-type]

    def get_refusal_text(self, error: Exception) -> Any:
        if isinstance(error, lifecycle.NeedsApproval):
            return ValidationError(str(error), code=NEEDS_APPROVAL)
        return super().get_refusal_text(error)

    def preview_action(self, request: HttpRequest, form: ActionForm) -> HttpResponse:
        """What it would do, rehearsed and rolled back: on the form's page, or alone."""
        outlook = rehearse(form) if form.subject is not None and form.is_valid() else None
        if request.POST.get("preview") == "part":
            context = {"outlook": outlook}
            return TemplateResponse(request, "admin/tickets/ticket/_outlook.html", context)
        response: Any = super().preview_action(request, form)
        response.context_data["outlook"] = outlook
        return response  # type: ignore[no-any-return]

    def get_action_context(self, request: HttpRequest, form: ActionForm) -> dict[str, Any]:
        if form.subject is None:
            return {}
        user: Any = request.user
        context = ticket_page.beside_context(form.subject, viewer=user, now=form.at)
        if form.has_error(NON_FIELD_ERRORS, NEEDS_APPROVAL):
            url = closing_proposal_url(self, form.subject, form.cleaned_data)
            context["approval_url"] = url
        return context
