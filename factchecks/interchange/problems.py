"""Why a spreadsheet or its mapping cannot be used, in words for the person who gave it."""

from __future__ import annotations


class UnreadableSheet(ValueError):
    """The file is no spreadsheet that can be read; the message says what to do."""


class UnknownColumns(UnreadableSheet):
    """The columns fit no mapping; `proposal` is a mapping to look over and save."""

    def __init__(self, message: str, proposal: str) -> None:
        super().__init__(message)
        self.proposal = proposal


class BadMapping(ValueError):
    """The mapping file is wrong; the message names the file and the entry."""
