"""Help articles: the list with its search, and one article."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from tickets.access import Visit
from tickets.models import Article
from tickets.portal.context import render_page
from tickets.portal.decorators import for_administrators
from tickets.portal.forms import SearchForm
from tickets.search.queries import articles_with_every_word

ON_A_PAGE = 30


@require_safe
@for_administrators
def articles(request: HttpRequest, visit: Visit) -> HttpResponse:
    query = SearchForm(request.GET).query
    found = articles_with_every_word(Article.objects.published(), query)
    page_obj = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    return render_page(
        request, visit, "articles.html", nav="articles", query=query, page_obj=page_obj
    )


@require_safe
@for_administrators
def article(request: HttpRequest, visit: Visit, slug: str) -> HttpResponse:
    found = get_object_or_404(Article.objects.published(), slug=slug)
    return render_page(request, visit, "article.html", nav="articles", article=found)
