"""Permissions that several actions of the desk ask for."""

HANDLE = ("tickets.handle_ticket",)
DECIDE = ("tickets.approve_finding",)
