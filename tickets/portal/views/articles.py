"""Help articles: the list with its search, one article, and what its readers say of it."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from istockist_sla.core.refusal import ActionRefused
from tickets import records
from tickets.access import Visit
from tickets.models import Article
from tickets.portal.context import render_page, render_public_page
from tickets.portal.decorators import for_administrators
from tickets.portal.forms import SearchForm
from tickets.search.queries import articles_with_every_word

ON_A_PAGE = 30


@require_safe
@never_cache
def articles(request: HttpRequest) -> HttpResponseBase:
    """Whoever is not signed in reads the public ones."""
    if request.user.is_authenticated:
        return _articles_of_client(request)
    context = _listed(request, Article.objects.public())
    return render_public_page(request, timezone.now(), "articles.html", **context)


@for_administrators
def _articles_of_client(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    context = _listed(request, Article.objects.published())
    return render_page(request, visit, "articles.html", nav="articles", **context)


def _listed(request: HttpRequest, readable: Any) -> dict[str, Any]:
    """By section, those without one first."""
    query = SearchForm(request.GET).query
    found = articles_with_every_word(readable, query).order_by("section", "title")
    page_obj = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    return {"query": query, "page_obj": page_obj}


@require_safe
@never_cache
def article(request: HttpRequest, slug: str) -> HttpResponseBase:
    public = Article.objects.public().filter(slug=slug).first()
    if public is None or request.user.is_authenticated:
        return _article_of_client(request, slug=slug)
    return render_public_page(request, timezone.now(), "article.html", article=public)


@for_administrators
def _article_of_client(request: HttpRequest, visit: Visit, slug: str) -> HttpResponseBase:
    found = get_object_or_404(Article.objects.published(), slug=slug)
    said = set(found.feedback.filter(reader=visit.user).values_list("kind", flat=True))
    return render_page(request, visit, "article.html", nav="articles", article=found, said=said)


@require_POST
@for_administrators
def feedback(request: HttpRequest, visit: Visit, slug: str) -> HttpResponseBase:
    found = get_object_or_404(Article.objects.published(), slug=slug)
    kind = request.POST.get("kind", "")
    try:
        records.say_of_article(found, kind=kind, by=visit.user, at=visit.now)
    except ActionRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Thank you. Support reads what helped and what did not.")
    return redirect("portal:article", slug)
