"""Signing in, second factors, sessions and what a person prefers."""
