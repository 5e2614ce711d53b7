"""Finds who writes a letter: the apps' renderers, named in the setting LETTER_RENDERERS."""

from collections.abc import Callable

from django.conf import settings
from django.utils.module_loading import import_string

from istockist_sla.core.letters.envelope import Rendered
from istockist_sla.core.models import Letter

Renderer = Callable[[Letter], Rendered]


def render(letter: Letter) -> Rendered:
    """The letter as it would be sent now; KeyError where no app writes about such a subject."""
    renderer: Renderer = import_string(settings.LETTER_RENDERERS[letter.subject_kind])
    return renderer(letter)
