"""The words that are shown for a code: each is here once, for all screens and e-mails.

A module is named after its codes. The desk, the clients and a form may each need words of their
own; then a table says in its name for whom it is.
"""
