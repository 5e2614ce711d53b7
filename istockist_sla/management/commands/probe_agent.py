"""Measure from a second place, and report it to the portal."""

import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import CommandError
from django.core.management.base import BaseCommand
from django.urls import reverse
from django.utils import timezone

from availability.probes import agent
from availability.probes.targets import Target

INTERVAL = 60.0
# Two rounds of one second would be one.
SHORTLY = 1.0


class Command(BaseCommand):
    help = (
        "Ask from this machine each minute what the portal at PORTAL_URL asks, and report it "
        "there, signed with PROBE_AGENT_KEY. It needs no database."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("place", help="what the desk calls this place, for example Frankfurt")
        parser.add_argument("--once", action="store_true", help="one round, and end")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.PROBE_AGENT_KEY:
            raise CommandError("PROBE_AGENT_KEY is not set.")
        try:
            known = self._round([], options["place"])
        except agent.NotHeard as error:
            if options["once"]:
                raise CommandError(f"The portal did not answer as it should: {error}") from error
            known = []
        time.sleep(SHORTLY)
        while True:
            began = time.monotonic()
            known = self._report(known, options["place"], once=options["once"])
            if options["once"]:
                return
            time.sleep(max(SHORTLY, INTERVAL - (time.monotonic() - began)))

    def _report(self, known: list[Target], place: str, *, once: bool) -> list[Target]:
        """What to ask next; the same as before where the portal did not answer."""
        try:
            found = self._round(known, place)
        except agent.NotHeard as error:
            if once:
                raise CommandError(f"The portal did not answer as it should: {error}") from error
            self.stderr.write(f"Not heard: {error}")
            return known
        self.stdout.write(f"{timezone.now():%H:%M:%S}: {len(known)} measured and reported")
        return found

    def _round(self, known: list[Target], place: str) -> list[Target]:
        return agent.round_of(
            known,
            place=place,
            url=settings.PORTAL_URL + reverse("probe_agent"),
            key=settings.PROBE_AGENT_KEY,
            at=timezone.now(),
        )
