"""Two of a kind: one for each country, always in the order in which the reader asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")
U = TypeVar("U")


class Pair(NamedTuple, Generic[T]):
    a: T
    b: T

    def map(self, change: Callable[[T], U]) -> Pair[U]:
        return Pair(change(self.a), change(self.b))


#: A count that may be unknown: None is "not captured", which is never shown as zero.
Tally = int | None
