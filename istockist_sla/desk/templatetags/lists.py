"""What the lists of the desk ask of their templates."""

import re
from collections.abc import Sequence
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from istockist_sla.core.lib.text import NONE

register = template.Library()
FIRST_TAG = re.compile(r"\A<t[dh]")


@register.filter
def labelled(cells: Sequence[str], headers: Sequence[dict[str, Any]]) -> list[SafeString]:
    """A row's cells, each with the name of its column: on a phone a row is a card."""
    return [
        SafeString(FIRST_TAG.sub(rf"\g<0>{_name(header, cell)}", str(cell), count=1))
        for cell, header in zip(cells, headers, strict=False)
    ]


def _name(header: dict[str, Any], cell: str) -> str:
    """The column of checkboxes needs none; a card leaves out what is empty."""
    text = str(header["text"])
    if "<" in text:
        return ""
    is_empty = cell.endswith(f">{NONE}</td>")
    name = capfirst(text).replace("\\", "")
    return format_html(' data-label="{}"', name) + (" data-empty" if is_empty else "")
