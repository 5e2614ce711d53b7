"""Groups, schedules and the shared cache as the tables in code say; may run at any time."""

from typing import Any

from django.utils import timezone

from istockist_sla.management.base import DatabaseCommand
from istockist_sla.schedules import sync


class Command(DatabaseCommand):
    help = "Bring groups, schedules and the shared cache in line with the code."

    def handle(self, *args: Any, **options: Any) -> None:
        sync(at=timezone.now())
        self.stdout.write("Groups, schedules and the shared cache are as the code says.")
