"""A verdict as values that JSON knows: what `chorus check --format json` prints and what a program reads.

Amounts and quantities are texts ("1500.00"): a JSON number would lose cents. Dates are AAAA-MM-JJ. The bytes of
documents are left out; their size stands in their place.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any

from chorus_app.rules.verdict import Verdict


def as_json(verdict: Verdict, *, file: str, milliseconds: float) -> dict[str, Any]:
    """One object a file; the keys of a finding are those of `Finding`, those of the invoice of `ParsedInvoice`."""
    return {
        "file": file,
        "kind": verdict.kind.value,
        "facts": values(verdict.facts),
        "syntaxes": list(verdict.syntaxes),
        "verdict": verdict.outcome.value,
        "findings": values(verdict.findings),
        "invoice": values(verdict.invoice),
        "ms": round(milliseconds, 1),
    }


def values(value: object) -> Any:
    """The value in JSON's own types."""
    kind: type = type(value)
    return value if kind in PLAIN else _way(kind)(value)


@cache
def _way(kind: type) -> Callable[[Any], Any]:
    """How values of that type are told; found once for each type, as an invoice has thousands of values."""
    if is_dataclass(kind):
        names = tuple(field.name for field in fields(kind))
        return lambda value: {name: values(getattr(value, name)) for name in names}
    for parents, way in WAYS:
        if issubclass(kind, parents):
            return way
    raise TypeError(f"{kind.__name__} is no value of a verdict")


PLAIN = frozenset({type(None), str, bool, int, float})
WAYS: tuple[tuple[type | tuple[type, ...], Callable[[Any], Any]], ...] = (
    (Enum, lambda value: value.value),
    ((str, int, float), lambda value: value),
    (Decimal, lambda value: f"{value:f}"),
    (date, lambda value: value.isoformat()),
    (bytes, lambda value: {"size": len(value)}),
    (Mapping, lambda value: {str(key): values(inner) for key, inner in value.items()}),
    ((tuple, list, frozenset), lambda value: [values(inner) for inner in value]),
)
