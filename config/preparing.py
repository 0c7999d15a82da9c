"""What every database needs before the archive can start on it, the demo's too."""

from __future__ import annotations

from django.core.management import call_command
from django.core.management.base import CommandError, OutputWrapper

from config.checks import the_broker_answers
from config.roles import load_roles


def bring_up_to_date(stdout: OutputWrapper) -> None:
    """Migrate, load roles and taxonomy. Raises CommandError, with what to do, where the settings
    or the servers they name cannot work. Repeatable."""
    if problems := the_broker_answers():
        raise CommandError("\n".join(str(problem) for problem in problems))
    # With the checks, which a command called from another one leaves out.
    call_command("migrate", interactive=False, skip_checks=False, stdout=stdout)
    load_roles()
    call_command("load_taxonomy", stdout=stdout)
