"""A part of what stands behind a month, asked alone."""

from tickets.reports.behind import month_given
from tickets.reports.fixes import fix_counts, fix_parts
from tickets.reports.one_statement import ask


def fixes_counted(start, end, client):
    return fix_counts(ask([fix_parts], month_given(start, end, end, client)), start, end, client)
