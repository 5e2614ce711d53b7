"""Groups, schedules and the shared cache as the tables in code say; may run at any time."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from istockist_sla.schedules import sync


class Command(BaseCommand):
    help = "Bring groups, schedules and the shared cache in line with the code."

    def handle(self, *args: Any, **options: Any) -> None:
        sync(at=timezone.now())
        self.stdout.write("Groups, schedules and the shared cache are as the code says.")
