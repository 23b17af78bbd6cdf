"""CRITERIA: one row for each thing by which the lists of invoices are narrowed, as the form asks and the address says.

The form, the words under which a used criterion is shown, and `asking.wanted` all read this table.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from chorus_app.formats.syntaxes import Space
from chorus_app.invoices.cadres import CADRES
from chorus_app.invoices.enums import Scope
from chorus_app.invoices.views import KNOWN_TYPES
from chorus_app.kernel.french import amount, plain_day
from chorus_app.kernel.text import t

LONGEST_AMOUNT = 20
LARGEST_POWER = 12  # of ten: amounts have 13 digits before the comma at the most
SPACES = str.maketrans("", "", " \u00a0\u202f€")


class Field(StrEnum):
    """How a criterion is typed."""

    TEXT = "text"
    CHOICE = "choice"
    DAY = "day"
    AMOUNT = "amount"


@dataclass(frozen=True, slots=True)
class Criterion:
    """`name` stands in the address; `narrows` is the field of `InvoiceFilters`; the lists of `scopes` ask for it."""

    name: str
    narrows: str
    field: Field = Field.TEXT
    scopes: tuple[Scope, ...] = tuple(Scope)
    first: bool = False  # always seen, not only among « Plus de critères »

    @property
    def label_key(self) -> str:
        return f"invoices_ui.criterion.{self.name}"


def read_day(value: str) -> date:
    """2026-11-29. Raises `ValueError`."""
    return date.fromisoformat(value)


def read_amount(value: str) -> Decimal:
    """« 1 234,50 € » or 1234.5. Raises `ValueError`."""
    try:
        found = Decimal(value[:LONGEST_AMOUNT].translate(SPACES).replace(",", "."))
    except InvalidOperation:
        raise ValueError(value) from None
    if not found.is_finite() or found.adjusted() > LARGEST_POWER:
        raise ValueError(value)
    return found


READ: Mapping[Field, Callable[[str], Any]] = {
    Field.TEXT: str,
    Field.CHOICE: str,
    Field.DAY: read_day,
    Field.AMOUNT: read_amount,
}
SHOWN: Mapping[Field, Callable[[Any], str]] = {
    Field.TEXT: str,
    Field.CHOICE: str,
    Field.DAY: plain_day,
    Field.AMOUNT: amount,
}

CRITERIA: tuple[Criterion, ...] = (
    Criterion("du", "issued_from", Field.DAY, first=True),
    Criterion("au", "issued_until", Field.DAY, first=True),
    Criterion("numero", "number"),
    Criterion("type", "type_code", Field.CHOICE),
    Criterion("cadre", "cadre", Field.CHOICE),
    Criterion("fournisseur", "supplier", scopes=(Scope.RECUES, Scope.TRAVAUX)),
    Criterion("service_fournisseur", "supplier_service"),
    Criterion("destinataire", "recipient", scopes=(Scope.EMISES, Scope.TRAVAUX)),
    Criterion("service", "service"),
    Criterion("engagement", "engagement"),
    Criterion("marche", "contract"),
    Criterion("depot_du", "deposited_from", Field.DAY),
    Criterion("depot_au", "deposited_until", Field.DAY),
    Criterion("montant_min", "amount_from", Field.AMOUNT),
    Criterion("montant_max", "amount_until", Field.AMOUNT),
)


def criteria_of(scope: Scope) -> tuple[Criterion, ...]:
    """Those of one list, in the order of its form."""
    return tuple(criterion for criterion in CRITERIA if scope in criterion.scopes)


def choices(criterion: Criterion, scope: Scope) -> list[tuple[str, str]]:
    """The values that may be chosen, with their words."""
    if criterion.narrows == "type_code":
        return [(code, t(f"invoices.type.{code}")) for code in sorted(KNOWN_TYPES)]
    spaces = {Scope.EMISES: {Space.EMISES}, Scope.TRAVAUX: {Space.TRAVAUX}}.get(scope, set(Space))
    return [
        (code, t("invoices_ui.works_piece", cadre=code, name=t(f"invoices_ui.cadre.{code}")))
        for code, cadre in CADRES.items()
        if cadre.space in spaces
    ]


def understood(criterion: Criterion, value: str) -> Any:
    """The value of an address as filters take it; None when it cannot be read."""
    try:
        return READ[criterion.field](value)
    except ValueError:
        return None


def in_words(criterion: Criterion, value: str, scope: Scope) -> str:
    """What narrows the list, or that this value does not."""
    read = understood(criterion, value)
    if read is None:
        return t("invoices_ui.criterion_ignored", label=t(criterion.label_key), value=value)
    shown = SHOWN[criterion.field](read)
    if criterion.field is Field.CHOICE:
        shown = dict(choices(criterion, scope)).get(value, value)
    return t("invoices_ui.criterion_used", label=t(criterion.label_key), value=shown)
