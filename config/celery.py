"""The Celery application: one timetable, tasks found in the two apps."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("archive")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@app.on_after_configure.connect
def set_timetable(sender: Celery, **kwargs: object) -> None:
    from config.timetable import timetable

    sender.conf.beat_schedule = timetable()
