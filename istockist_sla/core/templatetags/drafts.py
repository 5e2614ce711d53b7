"""Template tags by which a form keeps its text and acts once."""

from typing import Any
from uuid import uuid4

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from istockist_sla.core.drafts import keeping
from istockist_sla.core.models import FormDraft

register = template.Library()


@register.simple_tag
def once_field() -> SafeString:
    """Makes two clicks on the form act once."""
    return format_html('<input type="hidden" name="once" value="{}">', uuid4().hex)


@register.simple_tag(takes_context=True)
def draft_fields(context: template.Context, form: str) -> SafeString:
    """The head of a form whose text is kept at the address `form`: before its other fields, so that
    they are read first; `draft_line` stands after its buttons."""
    author = keeping.sign(context["request"].user, form)
    return format_html(
        '<input type="hidden" name="{}" value="{}" data-keep="{}">{}',
        keeping.FIELD,
        author,
        reverse("keep_draft"),
        once_field(),
    )


@register.inclusion_tag("_draft_line.html", takes_context=True)
def draft_line(context: template.Context, form: str) -> dict[str, Any]:
    """Says when the draft of the form was kept, and offers to discard it."""
    return {"draft": kept_draft(context, form), "now": context.get("now")}


@register.simple_tag(takes_context=True)
def kept_draft(context: template.Context, form: str) -> FormDraft | None:
    """The person's draft of the form."""
    return keeping.find(context["request"], form)
