"""Celery's side of the debunks: one call out each."""

from __future__ import annotations

from celery import shared_task

from factchecks import claims
from factchecks.reading import backlog

#: About half a minute of work, so that a worker that is told to stop does so soon.
CAPTURES_PER_RUN = 1_000
REVIEWS_PER_RUN = 2_000


@shared_task
def read_new_captures() -> None:
    backlog.read_backlog(CAPTURES_PER_RUN)


@shared_task
def group_claims() -> None:
    claims.group_claims(REVIEWS_PER_RUN)
