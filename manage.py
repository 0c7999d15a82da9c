#!/usr/bin/env python3
"""Django's command line for the archive."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from config.stack.borrowing import borrow_settings

    borrow_settings(os.environ)
    from django.core.management import execute_from_command_line
    from django.db import InterfaceError, OperationalError

    try:
        execute_from_command_line(sys.argv)
    except (InterfaceError, OperationalError) as error:
        if "--traceback" in sys.argv:
            raise
        sys.exit(
            f"The database does not answer, or no longer: {error}\n"
            "Start PostgreSQL or correct DATABASE_URL; --traceback shows where this happened."
        )


if __name__ == "__main__":
    main()
