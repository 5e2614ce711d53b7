"""Lists of the desk: filtered by their own filters alone, searched by a line of words, and told in
one sentence."""

from typing import Any, NamedTuple

from django import forms
from django.contrib.admin.exceptions import DisallowedModelAdminLookup
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import SEARCH_VAR, ChangeList, ChangeListSearchForm
from django.http import HttpRequest
from django.utils.functional import cached_property

from istockist_sla.desk.actions.filters import Menu, is_tabs, menu_of

LONGEST_SEARCH = 200
# So far a list counts, and no further.
MOST = 5_000


class Sentence(NamedTuple):
    """What is true of a list: the fact, and what it means for the reader."""

    fact: str
    rest: str = ""


class SearchForm(ChangeListSearchForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields = {
            SEARCH_VAR: forms.CharField(required=False, strip=False, max_length=LONGEST_SEARCH)
        }


class RecordList(ChangeList):
    """Django filters by every column and lookup that an address names, and some break the query:
    a year before the first, a number beyond the largest, half a regular expression."""

    search_form_class = SearchForm

    def get_filters(self, request: HttpRequest) -> Any:
        try:
            found = super().get_filters(request)
        except DisallowedModelAdminLookup as error:
            raise IncorrectLookupParameters(str(error)) from error
        unread = found[2]
        if unread:
            raise IncorrectLookupParameters(f"No filter reads {', '.join(unread)}.")
        return found

    @cached_property
    def tabs(self) -> Menu | None:
        spec = next((each for each in self.filter_specs if is_tabs(each)), None)
        return menu_of(spec, self) if spec else None

    @cached_property
    def menus(self) -> list[Menu]:
        return [menu_of(each, self) for each in self.filter_specs if not is_tabs(each)]

    @property
    def set_menus(self) -> list[Menu]:
        return [menu for menu in self.menus if menu.chosen]

    @property
    def is_narrowed(self) -> bool:
        return bool(self.query or self.set_menus)

    @property
    def without_search(self) -> str:
        return self.get_query_string(remove=[SEARCH_VAR, "p"])

    @property
    def sentence(self) -> Sentence:
        told: Sentence = self.model_admin.get_sentence(self)  # type: ignore[attr-defined]
        return told

    @cached_property
    def without_filters(self) -> int:
        """How many there are without search and filters, counted where none is left."""
        return int(self.root_queryset.order_by().values("pk")[:MOST].count())

    @property
    def counted(self) -> str:
        return self.count_words(self.result_count)

    @property
    def counted_without_filters(self) -> str:
        return self.count_words(self.without_filters)

    def count_words(self, count: int) -> str:
        """`1 client`, `12 clients`, `more than 5,000 letters`."""
        name = self.opts.verbose_name if count == 1 else self.opts.verbose_name_plural
        return f"more than {MOST:,} {name}" if count >= MOST else f"{count:,} {name}"

    @property
    def first_shown(self) -> int:
        return (self.page_num - 1) * self.list_per_page + 1

    @property
    def last_shown(self) -> int:
        return self.first_shown + len(self.result_list) - 1
