"""Alerts of the desk's first page."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Alert:
    kind: str
    title: str
    text: str
    href: str
    link: str
