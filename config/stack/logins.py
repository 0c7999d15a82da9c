"""The demo's two people and their passwords, made up once and kept beside the data."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from config.stack.private import secret


@dataclass(frozen=True, slots=True)
class Login:
    name: str
    password: str
    is_administrator: bool


def logins(home: Path) -> tuple[Login, Login]:
    return (
        Login("administrator", secret(home / "administrator-password"), True),
        Login("editor", secret(home / "editor-password"), False),
    )
