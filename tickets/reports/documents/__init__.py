"""A month as files to keep: a PDF, a workbook and a table of its tickets.

Each is made of the same figures as the month's page and its JSON, and of the same rows.
"""
