"""A verdict as values that JSON knows: what `chorus check --format json` prints and what a program reads.

Amounts and quantities are texts ("1500.00"): a JSON number would lose cents. Dates are AAAA-MM-JJ. The bytes of
documents are left out; their size stands in their place.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cache
from operator import attrgetter
from typing import Any

from chorus_app.rules.verdict import Verdict


def as_json(verdict: Verdict, *, file: str, milliseconds: float) -> dict[str, Any]:
    """One object a file; the keys of a finding are those of `Finding`, those of the invoice of `ParsedInvoice`."""
    told: dict[str, Any] = json.loads(as_text(verdict, file=file, milliseconds=milliseconds))
    return told


def as_text(verdict: Verdict, *, file: str, milliseconds: float) -> str:
    """The same object, written."""
    return WRITER.encode(
        {
            "file": file,
            "kind": verdict.kind,
            "facts": verdict.facts,
            "syntaxes": verdict.syntaxes,
            "verdict": verdict.outcome,
            "findings": verdict.findings,
            "invoice": verdict.invoice,
            "ms": round(milliseconds, 1),
        }
    )


def _told(value: object) -> Any:
    """A value that JSON does not know, in others that it may know. The writer, which is in C, asks only for these: an
    invoice has thousands of values."""
    kind: type = type(value)
    return _way(kind)(value)


@cache
def _way(kind: type) -> Callable[[Any], Any]:
    """How values of that type are told; found once for each type."""
    if is_dataclass(kind):
        names = tuple(field.name for field in fields(kind))
        if len(names) == 1:
            return lambda value: {names[0]: getattr(value, names[0])}
        values = attrgetter(*names)
        return lambda value: dict(zip(names, values(value), strict=True))
    for parents, way in WAYS:
        if issubclass(kind, parents):
            return way
    raise TypeError(f"{kind.__name__} is no value of a verdict")


WAYS: tuple[tuple[type | tuple[type, ...], Callable[[Any], Any]], ...] = (
    (Enum, lambda value: value.value),
    (Decimal, lambda value: f"{value:f}"),
    (date, lambda value: value.isoformat()),
    (bytes, lambda value: {"size": len(value)}),
    (Mapping, dict),
    (frozenset, list),
)
WRITER = json.JSONEncoder(ensure_ascii=False, check_circular=False, default=_told)
