"""How values are written, and the pen that writes them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import BytesIO

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from chorus_app.formats.printed.labels import Field
from tests.makers.layouts.truth import Truth

WIDTH, HEIGHT = A4
MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)


@dataclass(frozen=True)
class Drawn:
    """A PDF, what it is about, and which fields it shows."""

    name: str
    content: bytes
    truth: Truth
    shown: frozenset[Field]

    @property
    def expected(self) -> dict[Field, str | Decimal | date]:
        """What can be read there."""
        return {wanted: value for wanted, value in self.truth.expected().items() if wanted in self.shown}


def grouped(value: Decimal, blank: str = " ", mark: str = ",") -> str:
    """1 234,50"""
    return f"{value:,.2f}".replace(",", "_").replace(".", mark).replace("_", blank)


AMOUNTS: tuple[Callable[[Decimal], str], ...] = (
    lambda value: f"{grouped(value)} €",
    lambda value: f"{grouped(value, chr(160))} EUR",
    lambda value: grouped(value, "."),
    lambda value: f"{value:.2f}".replace(".", ",") + " €",
    lambda value: f"{value:.2f} €",
    lambda value: grouped(value),
)
DATES: tuple[Callable[[date], str], ...] = (
    lambda day: f"{day:%d/%m/%Y}",
    lambda day: f"{day.day}{'er' if day.day == 1 else ''} {MONTHS[day.month - 1]} {day.year}",
    lambda day: f"{day:%d-%m-%Y}",
    lambda day: f"{day:%d.%m.%Y}",
    lambda day: f"{day:%d/%m/%y}",
    lambda day: f"{day:%Y-%m-%d}",
)
SIRETS: tuple[Callable[[str], str], ...] = (
    lambda number: number,
    lambda number: f"{number[:3]} {number[3:6]} {number[6:9]} {number[9:]}",
    lambda number: f"{number[:9]} {number[9:]}",
)


def rate_of(rate: Decimal) -> str:
    """20 % or 5,5 %"""
    return f"{rate:f}".replace(".", ",") + " %"


class Pen:
    """Draws texts from the upper left corner, in points, and keeps which fields were shown."""

    def __init__(self, about: Truth, seed: int) -> None:
        self.out = BytesIO()
        self.canvas = Canvas(self.out, pagesize=A4, invariant=1)
        self.about = about
        self.size = 9 + seed % 3
        self.font = ("Helvetica", "Times-Roman", "Courier")[seed % 3] if seed % 5 else "Helvetica"
        if self.font == "Courier":
            self.size = 8
        self.money, self.day, self.group = AMOUNTS[seed % 6], DATES[seed // 2 % 6], SIRETS[seed % 3]
        self.shown: set[Field] = set()

    def text(self, x: float, y: float, text: str, *, size: float | None = None, right: bool = False) -> None:
        """One line; `right`: it ends at x."""
        self.canvas.setFont(self.font, size or self.size)
        (self.canvas.drawRightString if right else self.canvas.drawString)(x, HEIGHT - y, text)

    def lines(self, x: float, y: float, *texts: str, step: float = 13) -> float:
        """Lines below each other; answers where the next one would stand."""
        for text in texts:
            self.text(x, y, text)
            y += step
        return y

    def value(self, wanted: Field) -> str:
        """The value as this layout writes it; the field then counts as shown."""
        self.shown.add(wanted)
        value = self.about.expected()[wanted]
        if isinstance(value, date):
            return self.day(value)
        if isinstance(value, Decimal):
            return self.money(value)
        if wanted in (Field.SUPPLIER, Field.RECIPIENT):
            return self.group(value)
        return " ".join(value[at : at + 4] for at in range(0, len(value), 4)) if wanted is Field.IBAN else value

    def drawn(self, name: str) -> Drawn:
        """The finished PDF."""
        self.canvas.save()
        return Drawn(name, self.out.getvalue(), self.about, frozenset(self.shown))
