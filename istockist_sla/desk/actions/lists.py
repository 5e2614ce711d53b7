"""Lists of the desk: filtered by their own filters alone, searched by a line of words."""

from typing import Any

from django import forms
from django.contrib.admin.exceptions import DisallowedModelAdminLookup
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import SEARCH_VAR, ChangeList, ChangeListSearchForm
from django.http import HttpRequest

LONGEST_SEARCH = 200


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
