"""Import outages and checks that another monitor recorded; another person approves them."""

from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from django.core.exceptions import ValidationError
from django.core.management.base import CommandError
from django.db import transaction
from django.utils import timezone

from availability import incidents
from availability.agreement import in_force
from availability.imports import reading, staging
from availability.imports.effect import moved_months
from availability.models import Component, ImportBatch
from istockist_sla.core.lib.text import NBSP, percent
from istockist_sla.core.lib.time import zone_named
from istockist_sla.core.models import User
from istockist_sla.core.refusal import ActionRefused
from istockist_sla.management.base import DatabaseCommand

NOTHING = "Nothing is imported."


class Command(DatabaseCommand):
    help = "Propose what another monitor recorded; it counts once another person approved it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("format", choices=ImportBatch.Format.values)
        parser.add_argument("file", type=Path)
        parser.add_argument("--by", required=True, help="e-mail address of who answers for it")
        parser.add_argument("--component", default="", help="code of the component it is about")
        parser.add_argument("--monitor", default="", help="of several in the file, only this one")
        parser.add_argument("--zone", default="", help="of instants that name none: Europe/Dublin")
        parser.add_argument("--evidence", default="", help="where it comes from")
        parser.add_argument("--dry-run", action="store_true", help="only say what it would do")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with options["file"].open("rb") as file, transaction.atomic():
                self._import(file, options, timezone.now())
                if options["dry_run"]:
                    transaction.set_rollback(True)
        except OSError as error:
            raise CommandError(f"The file cannot be read: {error}") from None
        except ValidationError as error:
            raise CommandError("\n".join([NOTHING, *error.messages])) from None
        except (ActionRefused, ValueError) as error:
            raise CommandError(f"{NOTHING}\n{error}") from None

    def _import(self, file: BinaryIO, options: dict[str, Any], at: datetime) -> None:
        by = _person(options["by"])
        source = reading.Source(
            format=options["format"],
            component=_component(options["component"]),
            monitor=options["monitor"],
            zone=zone_named(options["zone"]) if options["zone"] else None,
        )
        batch = staging.keep(
            reading.read(file, source, at=at),
            format=source.format,
            file_name=options["file"].name,
            evidence=options["evidence"] or "Imported by the command import_availability.",
            by=by,
            at=at,
        )
        for line in _lines(batch, at):
            self.stdout.write(line.replace(NBSP, " "))
        if options["dry_run"]:
            self.stdout.write("A dry run: nothing is proposed.")
            return
        incidents.propose_import(batch, by=by, at=at)
        self.stdout.write(f"Proposed as import {batch.pk}. Another person approves it in the desk.")


def _person(address: str) -> User:
    person = User.objects.filter(email__iexact=address.replace("\0", "")).first()
    if person is None or not person.has_perm("availability.import_records"):
        raise ValueError(f"{address} is nobody who may import: managers may.")
    return person


def _component(code: str) -> Component | None:
    if not code:
        return None
    found = Component.objects.filter(code=code.replace("\0", "")).first()
    if found is None:
        raise ValueError(f"There is no component with the code {code}.")
    return found


def _lines(batch: ImportBatch, at: datetime) -> list[str]:
    moved = [
        f"{each.month}  {each.component.code}  {percent(*each.before.judged)} -> "
        f"{percent(*each.after.judged)}, measured {percent(*each.after.coverage)}"
        for each in moved_months(batch, in_force(), at=at)
    ]
    return [
        f"{batch.waiting.count()} checks and {batch.outages.count()} outages are new.",
        *batch.remarks,
        *(["Months, now -> once approved:", *moved] if moved else ["No month moves."]),
    ]
