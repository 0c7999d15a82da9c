"""A row of a table that sets two countries' counts beside each other."""

from __future__ import annotations

from dataclasses import dataclass

from factchecks.comparison.pair import Pair, Tally

NONE = Pair(0, 0)
UNKNOWN: Pair[Tally] = Pair(None, None)


@dataclass(frozen=True, slots=True)
class Part:
    """Some of a country's debunks: how many, and how many of 100. None is "not captured"."""

    number: Tally
    percent: float | None


@dataclass(frozen=True, slots=True)
class Row:
    code: str
    label: str
    parts: Pair[Part]
    #: Of these, how many verdicts were implied. None where the row is no verdict.
    implied: Pair[Tally]


def row(
    code: str,
    label: str,
    numbers: Pair[int],
    published: Pair[Tally],
    implied: Pair[int] | None = None,
) -> Row:
    return Row(
        code,
        label,
        parts_of(numbers, published),
        known(implied, published) if implied else UNKNOWN,
    )


def parts_of(numbers: Pair[int], published: Pair[Tally]) -> Pair[Part]:
    return Pair(_part(numbers.a, published.a), _part(numbers.b, published.b))


def known(numbers: Pair[int], published: Pair[Tally]) -> Pair[Tally]:
    """Where nothing was captured, there is nothing to count."""
    return Pair(
        None if published.a is None else numbers.a,
        None if published.b is None else numbers.b,
    )


def _part(number: int, of: Tally) -> Part:
    if of is None:
        return Part(None, None)
    return Part(number, 100 * number / of if of else None)
