"""An invoice as somebody writes it in a form, a TOML or a JSON file: the sums are made here.

number = "FA-2026-001"          # and issue_date, due_date (ISO), type_code, currency, cadre, service_code,
issue_date = 2026-11-02         # engagement, contract, note, original_invoice, iban, bic, payment_means
[seller]                        # and [buyer], optional [valideur]
siret = "81034732800017"        # or identifier with identifier_type
name = "Menuiserie Martin"      # and vat_number, line_one, line_two, postcode, city, country
[[lines]]
name = "Porte"                  # and quantity, unit, unit_price, vat_category, vat_rate
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from chorus_app.formats.codecs import SCHEME_BY_TYPE
from chorus_app.formats.parsed import (
    Address,
    Identifier,
    Line,
    Note,
    ParsedInvoice,
    Party,
    PaymentMeans,
    Reference,
    VatBreakdown,
)
from chorus_app.kernel.errors import Invalid

CENT = Decimal("0.01")
BIGGEST, SMALLEST = Decimal(10) ** 12, Decimal("0.000001")  # what a number of an invoice may be
TEXTS = ("number", "cadre", "service_code", "engagement", "contract", "vat_due_code")
HEADER = frozenset(
    {*TEXTS, "issue_date", "due_date", "type_code", "currency", "note", "original_invoice", "iban", "bic"}
)
FIELDS = HEADER | {"payment_means", "seller", "buyer", "valideur", "lines"}
ADDRESS = ("line_one", "line_two", "line_three", "postcode", "city", "country")
PARTY = frozenset({"siret", "identifier", "identifier_type", "name", "vat_number", "service_code", *ADDRESS})
LINE = frozenset({"name", "quantity", "unit", "unit_price", "vat_category", "vat_rate"})


def invoice_of(form: Mapping[str, Any]) -> ParsedInvoice:
    """The invoice of a form. Raises `Invalid` with the field that is unknown or cannot be read."""
    _known(form, FIELDS, "")
    lines = tuple(_line(row, index) for index, row in enumerate(_rows(form, "lines"), start=1))
    vat = _vat(lines)
    net = sum((line.net_amount or Decimal(0) for line in lines), Decimal(0))
    tax = sum((row.amount or Decimal(0) for row in vat), Decimal(0))
    note, original = _text(form, "note"), _text(form, "original_invoice")
    return ParsedInvoice(
        schema="cii",
        **{name: _text(form, name) for name in TEXTS},  # type: ignore[arg-type]  # all of them are texts
        issue_date=_day(form, "issue_date"),
        due_date=_day(form, "due_date"),
        type_code=_text(form, "type_code") or "380",
        currency=_text(form, "currency") or "EUR",
        notes=(Note(text=note),) if note else (),
        preceding=(Reference(number=original),) if original else (),
        seller=_party(form, "seller") or Party(),
        buyer=_party(form, "buyer") or Party(),
        valideur=_party(form, "valideur"),
        payments=(_payment(form),),
        line_total=net,
        tax_exclusive=net,
        tax_total=tax,
        tax_inclusive=net + tax,
        payable=net + tax,
        vat=vat,
        lines=lines,
    )


def _known(form: Mapping[str, Any], names: Iterable[str], where: str) -> None:
    for name in form:
        if name not in names:
            raise Invalid("formats.form.unknown_field", field=f"{where}{name}", name=f"{where}{name}")


def _text(form: Mapping[str, Any], name: str, where: str = "") -> str | None:
    value = form.get(name)
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if not isinstance(value, (str, int)) or isinstance(value, bool):
        raise Invalid("formats.form.no_text", field=f"{where}{name}", name=f"{where}{name}")
    return str(value).strip()


def _day(form: Mapping[str, Any], name: str) -> date | None:
    value = form.get(name)
    try:
        return None if value in (None, "") else date.fromisoformat(str(value)[:10])
    except ValueError:
        raise Invalid("formats.form.no_date", field=name, name=name) from None


def _number(form: Mapping[str, Any], name: str, where: str) -> Decimal:
    try:
        number = Decimal(str(form.get(name)))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or abs(number) >= BIGGEST or number != number.quantize(SMALLEST):
        raise Invalid("formats.form.no_number", field=f"{where}{name}", name=f"{where}{name}")
    return number


def _table(form: Mapping[str, Any], name: str) -> Mapping[str, Any] | None:
    value = form.get(name)
    if value is not None and not isinstance(value, Mapping):
        raise Invalid("formats.form.no_table", field=name, name=name)
    return value


def _rows(form: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    rows = form.get(name, [])
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
        raise Invalid("formats.form.no_table", field=name, name=name)
    return rows


def _party(form: Mapping[str, Any], role: str) -> Party | None:
    table = _table(form, role)
    if table is None:
        return None
    where = f"{role}."
    _known(table, PARTY, where)
    return Party(
        identifier=_identifier(table, where),
        name=_text(table, "name", where),
        vat_number=_text(table, "vat_number", where),
        service_code=_text(table, "service_code", where),
        address=Address(**{name: _text(table, name, where) for name in ADDRESS}),
    )


def _identifier(table: Mapping[str, Any], where: str) -> Identifier | None:
    siret, other = _text(table, "siret", where), _text(table, "identifier", where)
    kind = "SIRET" if siret else (_text(table, "identifier_type", where) or "AUTRE")
    if kind not in SCHEME_BY_TYPE:
        name = f"{where}identifier_type"
        raise Invalid("formats.form.unknown_type", field=name, name=name, known=", ".join(SCHEME_BY_TYPE))
    value = siret or other
    return Identifier(kind, value, SCHEME_BY_TYPE[kind]) if value else None


def _payment(form: Mapping[str, Any]) -> PaymentMeans:
    code = _text(form, "payment_means") or "30"  # UNTDID 4461: credit transfer
    return PaymentMeans(code=code, account=_text(form, "iban"), bic=_text(form, "bic"))


def _line(row: Mapping[str, Any], index: int) -> Line:
    where = f"lines.{index}."
    _known(row, LINE, where)
    quantity, price = _number(row, "quantity", where), _number(row, "unit_price", where)
    return Line(
        str(index),
        _text(row, "name", where),
        quantity,
        _text(row, "unit", where) or "C62",  # one piece
        price,
        (quantity * price).quantize(CENT, ROUND_HALF_UP),
        _text(row, "vat_category", where) or "S",
        _number(row, "vat_rate", where),
    )


def _vat(lines: Iterable[Line]) -> tuple[VatBreakdown, ...]:
    """One row for each category and rate, the tax rounded to the cent on the row's base."""
    bases: dict[tuple[str | None, Decimal], Decimal] = {}
    for line in lines:
        key = (line.vat_category, line.vat_rate or Decimal(0))
        bases[key] = bases.get(key, Decimal(0)) + (line.net_amount or Decimal(0))
    return tuple(
        VatBreakdown(category, rate, base, (base * rate / 100).quantize(CENT, ROUND_HALF_UP))
        for (category, rate), base in bases.items()
    )
