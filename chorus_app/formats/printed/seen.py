"""What is seen on pages: claims that a value stands somewhere, and the values that are believed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from chorus_app.formats.printed.labels import Field
from chorus_app.formats.printed.layout import Box, Cell, Page

SURE = 2.0  # the weight from which words mean nothing else


@dataclass(frozen=True)
class Seen:
    """A value as it was seen: `text` as it stands there, `box` where, `sure` whether it can stand without a look."""

    value: str | Decimal | date
    text: str
    box: Box
    sure: bool


@dataclass(frozen=True)
class VatSeen:
    """A row of the VAT breakdown (BG-23): rate in percent, base and VAT in the invoice's currency."""

    rate: Decimal
    base: Decimal
    amount: Decimal
    box: Box
    sure: bool


@dataclass(frozen=True)
class Printed:
    """What can be read. `words` is how many words the pages have: none in a scan."""

    pages: int
    words: int
    values: Mapping[Field, Seen] = field(default_factory=dict)
    vat: tuple[VatSeen, ...] = ()
    credit_note: bool = False


@dataclass(frozen=True)
class Claim:
    """That a value stands somewhere, and how much speaks for it."""

    value: str | Decimal | date
    cell: Cell
    weight: float

    def seen(self, *, sure: bool) -> Seen:
        return Seen(self.value, self.cell.text, self.cell.box, sure)


Claims = Mapping[Field, Sequence[Claim]]


def cells_of(pages: Iterable[Page]) -> Iterator[Cell]:
    """All cells in the order of the eye."""
    return (cell for page in pages for row in page.rows for cell in row.cells)
