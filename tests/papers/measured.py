"""The papers with their truths."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from chorus_app.formats.printed.labels import Field
from tests.makers.raw_papers import RAW

FOLDER = Path(__file__).parent
MONEY = (Field.NET, Field.VAT, Field.GROSS, Field.PREPAID, Field.PAYABLE)


@dataclass(frozen=True)
class Paper:
    """A PDF, what it shows, and the fields that it does not show at all."""

    name: str
    content: bytes
    expected: Mapping[Field, str | Decimal | date]
    absent: frozenset[Field]


def papers() -> Iterator[Paper]:
    """All of them, those of Chromium first."""
    truths = tomllib.loads((FOLDER / "truths.toml").read_text(encoding="utf-8"))
    for name, truth in truths.items():
        content = RAW[name]() if name in RAW else (FOLDER / f"{name}.pdf").read_bytes()
        left_open = {Field[field] for field in truth.pop("open", ())}
        expected = {Field[field]: _value(Field[field], told) for field, told in truth.items()}
        yield Paper(name, content, expected, frozenset(Field) - expected.keys() - left_open)


def _value(wanted: Field, told: str | date) -> str | Decimal | date:
    return Decimal(told) if wanted in MONEY and isinstance(told, str) else told
