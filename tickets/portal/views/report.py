"""Reporting a problem in four steps; what is typed is kept from one to the next."""

from functools import partial
from itertools import pairwise
from typing import Any, NamedTuple

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from istockist_sla.core.drafts import keeping
from tickets import access, lifecycle, records
from tickets.access import Visit
from tickets.models import Article, ArticleFeedback, Ticket
from tickets.portal import report_drafts
from tickets.portal.context import render_page
from tickets.portal.decorators import for_administrators
from tickets.portal.forms import LONGEST_SEARCH, FilesForm, SearchForm, SolvedForm
from tickets.portal.report_drafts import ReportDraft
from tickets.portal.service import service_now
from tickets.portal.views.acts import take_once
from tickets.search.alike import similar_articles, similar_tickets
from tickets.wording import class_tests
from tickets.wording.fault_classes import class_name

GONE = "This report is no longer kept. Please begin it again."


class ReportStep(NamedTuple):
    code: str
    name: str
    about: str


class Hits(NamedTuple):
    """What is like a subject: published articles, and the client's own open tickets."""

    articles: list[Article]
    tickets: list[Ticket]


STEPS = (
    ReportStep("describe", "Describe", "What you see"),
    ReportStep("checks", "Checks", "What you have tried"),
    ReportStep("impact", "Impact", "How much it stops"),
    ReportStep("review", "Files and review", "Then you get a number"),
)
NEXT = {step.code: after.code for step, after in pairwise(STEPS)}
BACK = {after: code for code, after in NEXT.items()}


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def report(request: HttpRequest, visit: Visit) -> HttpResponse:
    """A new report; `follows` in the query names the ticket that it refers to (K13)."""
    number = _follows(request)
    if number is not None:
        access.ticket_or_404(visit.administrator, number)
    draft = report_drafts.begin(number)
    if request.method == "POST":
        return _save(request, visit, draft, "describe")
    unfinished = report_drafts.latest(visit.user) if number is None else None
    form = report_drafts.FORMS["describe"]()
    keeping.fill(form, keeping.find(request, _draft_form(request)))
    return _show(request, visit, draft, "describe", form, unfinished)


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def step(request: HttpRequest, visit: Visit, token: str, code: str) -> HttpResponse:
    """One of the steps before the last."""
    draft = report_drafts.find(visit.user, token)
    if draft is None:
        return _gone(request, visit, token)
    if request.method == "POST":
        return _save(request, visit, draft, code)
    form = report_drafts.FORMS[code](initial=draft.answers.get(code))
    keeping.fill(form, keeping.find(request, _draft_form(request)))
    return _show(request, visit, draft, code, form)


def _draft_form(request: HttpRequest) -> str:
    """Where the step's draft is kept until it is sent."""
    number = _follows(request)
    return f"{request.path}{f'?follows={number}' if number else ''}#step"


def _follows(request: HttpRequest) -> int | None:
    """The number of the ticket to which the report refers, where it makes sense."""
    follows = request.GET.get("follows", "")
    return int(follows) if follows.isdecimal() and len(follows) < 10 else None


def _save(request: HttpRequest, visit: Visit, draft: ReportDraft, code: str) -> HttpResponse:
    """Keep what was typed, then go where the button leads; forward only with a valid form."""
    report_drafts.save(visit.user, draft, code, request.POST, at=visit.now)
    keeping.drop(request)
    to = request.POST.get("to", "")
    if to in report_drafts.FORMS:
        return redirect(f"portal:report_{to}", draft.token)
    form = draft.form(code)
    if to == "look" or not form.is_valid():
        return _show(request, visit, draft, code, form if to != "look" else _unbound(draft, code))
    return redirect(f"portal:report_{NEXT[code]}", draft.token)


def _unbound(draft: ReportDraft, code: str) -> Any:
    return report_drafts.FORMS[code](initial=draft.answers[code])


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def review(request: HttpRequest, visit: Visit, token: str) -> HttpResponse:
    """The last step: files come with it, and it opens the ticket."""
    draft = report_drafts.find(visit.user, token)
    if draft is None:
        return _gone(request, visit, token)
    if request.method == "POST" and request.POST.get("to") in report_drafts.FORMS:
        return redirect(f"portal:report_{request.POST['to']}", token)
    invalid_step = draft.first_invalid_step()
    if invalid_step is not None:
        return redirect(f"portal:report_{invalid_step}", token)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = FilesForm(*sent)
    if form.is_valid():
        try:
            ticket = report_drafts.open_once(
                draft, form.cleaned_data["uploads"], administrator=visit.administrator, at=visit.now
            )
        except lifecycle.ActionRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            report_drafts.drop(visit.user, token)
            keeping.drop(request)
            return redirect("portal:opened", ticket.number)
    return _show(request, visit, draft, "review", form)


@require_POST
@for_administrators
def solved(request: HttpRequest, visit: Visit) -> HttpResponse:
    """An article was the answer: that is counted, the draft dropped, and no ticket opened."""
    form = SolvedForm(request.POST)
    form.is_valid()
    slug = form.cleaned_data.get("article", "")
    article = Article.objects.published().filter(slug=slug).first()
    messages.success(request, take_once(request, visit, partial(_solve, visit, article)))
    report_drafts.drop(visit.user, form.cleaned_data.get("draft", ""))
    return redirect("portal:home")


def _solve(visit: Visit, article: Article | None) -> str:
    if article is not None:
        kind = ArticleFeedback.Kind.SOLVED
        records.say_of_article(article, kind=kind, by=visit.user, at=visit.now)
    return "Good to hear that it is solved. No ticket was opened."


@require_safe
@for_administrators
def hits(request: HttpRequest, visit: Visit) -> HttpResponse:
    """A part of the first step: what may answer the subject that is being typed."""
    found = _hits(visit, SearchForm(request.GET).query)
    return render(request, "portal/_hits.html", {"hits": found})


def _hits(visit: Visit, subject: str) -> Hits:
    open_tickets = access.tickets_of(visit.administrator).unclosed()
    return Hits(
        similar_articles(Article.objects.published(), subject),
        similar_tickets(open_tickets, subject),
    )


def _gone(request: HttpRequest, visit: Visit, token: str) -> HttpResponse:
    """The draft is not in this session: its ticket was opened, or it is too old."""
    ticket = report_drafts.opened_ticket(token, visit.administrator)
    if ticket is not None:
        return redirect("portal:opened", ticket.number)
    messages.warning(request, GONE)
    return redirect("portal:report")


def _show(
    request: HttpRequest,
    visit: Visit,
    draft: ReportDraft,
    code: str,
    form: Any,
    unfinished: ReportDraft | None = None,
) -> HttpResponse:
    """What was sent and refused goes on under its own address, so that it is one draft."""
    service, was_sent = service_now(visit.now), request.method == "POST"
    return render_page(
        request,
        visit,
        f"report_{code}.html",
        nav="tickets",
        service=service,
        known_issue=service if service.is_disturbed else None,
        draft=draft,
        unfinished=unfinished,
        form=form,
        draft_form=_draft_form(request),
        action=reverse(f"portal:report_{code}", args=[draft.token]) if was_sent else "",
        steps=STEPS,
        current=next(i for i, step in enumerate(STEPS) if step.code == code),
        back=BACK.get(code),
        hits=_hits(visit, draft.subject[:LONGEST_SEARCH]),
        **(_summary(draft) if code == "review" else {}),
    )


def _summary(draft: ReportDraft) -> dict[str, Any]:
    """What the last step shows of the three before it."""
    describe, checks, impact = (draft.form(code) for code in report_drafts.FORMS)
    for form in (describe, checks, impact):
        form.full_clean()
    return {
        "text": describe.cleaned_data.get("text", ""),
        "checks": checks.pairs(),
        "provisional_class": class_name(impact.provisional_class()),
        "class_test": class_tests.text_for_client(impact.test()),
        "low_priority": impact.cleaned_data.get("low_priority", False),
    }
