from django.apps import AppConfig


class ArchiveConfig(AppConfig):
    """Wires the two apps: settings checks, tasks, addresses. Has no models."""

    name = "config"
    verbose_name = "Crisis Portal Archive"

    def ready(self) -> None:
        # With Django, not with the package: the supervisor needs neither and stays small.
        from config import celery as celery, checks as checks
