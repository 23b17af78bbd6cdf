"""A verdict as values that JSON knows: what `chorus check --format json` prints and what a program reads.

Amounts and quantities are texts ("1500.00"): a JSON number would lose cents. Dates are AAAA-MM-JJ. The bytes of
documents are left out; their size stands in their place.
"""

from __future__ import annotations

from collections.abc import Mapping
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
    if value is None or (isinstance(value, str | bool | int | float) and not isinstance(value, Enum)):
        return value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return {"size": len(value)}
    if isinstance(value, Mapping):
        return {str(key): values(inner) for key, inner in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return {name: values(getattr(value, name)) for name in _names(type(value))}
    if isinstance(value, tuple | list | frozenset):
        return [values(inner) for inner in value]
    raise TypeError(f"{type(value).__name__} is no value of a verdict")


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))
