"""A verdict as values that JSON knows: what `chorus check --format json` prints and what a program reads.

Amounts and quantities are texts ("1500.00"): a JSON number would lose cents. Dates are AAAA-MM-JJ. The bytes of
documents are left out; their size stands in their place.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any

import orjson

from chorus_app.formats.kinds import FileKind
from chorus_app.formats.parsed import Place
from chorus_app.rules.verdict import Verdict


def as_json(verdict: Verdict, *, file: str, milliseconds: float) -> dict[str, Any]:
    """One object a file; the keys of a finding are those of `Finding`, those of the invoice of `ParsedInvoice`."""
    told: dict[str, Any] = orjson.loads(as_text(verdict, file=file, milliseconds=milliseconds))
    return told


def as_text(verdict: Verdict, *, file: str, milliseconds: float) -> str:
    """The same object, written."""
    told = {
        "file": file,
        "kind": FileKind.CPP if verdict.kind is FileKind.CPP_SEVERAL else verdict.kind,  # programs know one kind
        "facts": verdict.facts,
        "syntaxes": verdict.syntaxes,
        "verdict": verdict.outcome,
        "findings": verdict.findings,
        "invoice": verdict.invoice,
        "ms": round(milliseconds, 1),
    }
    return orjson.dumps(told, _told).decode()


def _told(value: object) -> Any:
    """A value that the writer does not know, in others that it knows. Raises `TypeError` for one of no verdict."""
    way = WAYS.get(type(value))
    if way is None:
        raise TypeError(f"{type(value).__name__} is no value of a verdict")
    return way(value)


WAYS: Mapping[type, Callable[[Any], Any]] = {
    Place: tuple,
    Decimal: lambda value: f"{value:f}",
    bytes: lambda value: {"size": len(value)},
    frozenset: list,
    MappingProxyType: dict,
}
