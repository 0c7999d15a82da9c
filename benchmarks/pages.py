"""How long the pages of debunks take on the archive that DATABASE_URL names.

python -m benchmarks.pages [ADDRESS ...]

Fill the archive first, for example with `manage.py import_reviews` of a file of some thousand rows.
"""

from __future__ import annotations

import os
import statistics
import sys
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
TIMES = 7
ADDRESSES = [
    "/",
    "/debunks/",
    "/debunks/?q=вакцина",
    "/debunks/?q=вакцина&country=KZ&theme=VACC",
    "/debunks/?q=masks",
    "/debunks/?page=300",
    "/rumours/",
    "/changes/",
    "/feeds/debunks/",
]


def main(addresses: list[str]) -> None:
    django.setup()
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(headers={"host": settings.SITE_HOST})
    print(f"{'address':46} status  median ms  longest ms  queries")
    for address in addresses:
        client.get(address)
        taken = []
        for _ in range(TIMES):
            began = time.perf_counter()
            response = client.get(address)
            taken.append(1000 * (time.perf_counter() - began))
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        print(
            f"{address:46} {response.status_code:6} {statistics.median(taken):10.0f} "
            f"{max(taken):11.0f} {len(queries):8}"
        )


if __name__ == "__main__":
    main(sys.argv[1:] or ADDRESSES)
