"""`manage.py load_registry`: countries, sources, portals and what is known of them, from TOML."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portals.interchange.registry_files import RegistryError, read_registry
from portals.interchange.registry_loading import load_registry

DEFAULT = Path(__file__).resolve().parents[2] / "registry"


class Command(BaseCommand):
    help = "Load the registry (TOML files) into the archive. Running it again changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "directories",
            metavar="DIR",
            nargs="*",
            type=Path,
            help="Folders with registry files. Without one: the registry that comes with the code.",
        )
        parser.add_argument(
            "--unwatched",
            action="store_true",
            help="Create the portals without watching them: no request is made to any of them.",
        )
        parser.add_argument(
            "--sample",
            action="store_true",
            help="Mark new portals as samples that were written for a demonstration.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            registry = read_registry(options["directories"] or [DEFAULT])
            report = load_registry(
                registry, watch=not options["unwatched"], sample=options["sample"]
            )
        except RegistryError as error:
            raise CommandError(
                "The registry was not loaded:\n" + "\n".join(error.problems)
            ) from error
        for kind in sorted({*report.created, *report.updated, *report.unchanged}):
            self.stdout.write(
                f"{kind}: {report.created[kind]} new, {report.updated[kind]} updated, "
                f"{report.unchanged[kind]} unchanged"
            )
        for line in report.kept:
            self.stdout.write(f"{line}: set in the archive, otherwise in the registry")
