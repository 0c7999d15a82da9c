"""The Celery application that beat runs: the timetable and the broker, without the rest of the
archive. Beat only sends names, and a process that never sleeps should be a small one."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

# Without Celery's Django fixup, which would load every model.
app = Celery("archive-beat", fixups=[])
app.config_from_object("django.conf:settings", namespace="CELERY")


@app.on_after_configure.connect
def set_timetable(sender: Celery, **kwargs: object) -> None:
    from config.timetable import timetable

    sender.conf.beat_schedule = timetable()
