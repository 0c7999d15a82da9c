from django.apps import AppConfig


class ArchiveConfig(AppConfig):
    """Wires the two apps: settings checks, tasks, addresses. Has no models."""

    name = "config"
    verbose_name = "Crisis Portal Archive"

    def ready(self) -> None:
        from config import checks as checks
