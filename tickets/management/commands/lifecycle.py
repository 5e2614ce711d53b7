"""Print the life of a ticket as the README shows it."""

from typing import Any

from django.core.management.base import BaseCommand

from tickets.lifecycle import documentation


class Command(BaseCommand):
    help = "Print the picture and the table of a ticket's life, made from the code."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(
            f"```mermaid\n{documentation.state_diagram()}\n```\n\n{documentation.verb_table()}"
        )
