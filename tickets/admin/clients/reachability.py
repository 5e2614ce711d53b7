"""Whether letters to an address arrive, as far as mail servers told."""

from collections.abc import Iterable

from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from istockist_sla.core.models import Letter
from istockist_sla.desk.actions import stamp
from tickets.models import InboundMail


def unreachable(addresses: Iterable[str]) -> dict[str, Letter]:
    """By each address, in lower case, to which no letter has come through since one came back:
    the last that did."""
    returned = InboundMail.objects.annotate(address=Lower("letter__to_address")).filter(
        address__in={address.lower() for address in addresses},
        letter__state=Letter.State.FAILED,
    )
    rows = returned.select_related("letter").defer("raw", "letter__text", "letter__html")
    letters = ((mail.address, mail.letter) for mail in rows.order_by("letter_id"))
    found = {address: letter for address, letter in letters if letter is not None}
    return {address: letter for address, letter in found.items() if not _reached_since(letter)}


def _reached_since(letter: Letter) -> bool:
    later = Letter.objects.filter(pk__gt=letter.pk, to_address__iexact=letter.to_address)
    return later.filter(state=Letter.State.SENT, sent_at__gt=letter.next_try_at).exists()


def with_mark(address: str, returned: Letter | None) -> SafeString | str:
    """The address; where letters to it come back, since when."""
    if returned is None:
        return address
    return format_html(
        '{} <strong>letters come back</strong>, <a href="{}">since {}</a>',
        address,
        reverse("admin:core_letter_change", args=[returned.pk]),
        stamp(returned.next_try_at),
    )
