"""Hypothesis without its time limit: the first question in a year compiles that year."""

from hypothesis import settings

settings.register_profile("no time limit", deadline=None)
settings.load_profile("no time limit")
