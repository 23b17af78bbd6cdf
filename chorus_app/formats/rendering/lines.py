"""The lines of an invoice as rows: what everybody looks for in columns, all the rest below the name."""

from __future__ import annotations

from collections.abc import Sequence

from chorus_app.formats.parsed import AllowanceCharge, Line, ParsedInvoice, Period
from chorus_app.formats.rendering import words
from chorus_app.formats.rendering.facts import Term, fact, facts, money, per_cent
from chorus_app.formats.rendering.model import Cell, Column, Fact, Row
from chorus_app.formats.terms import AS_CHARGE, LINE_ALLOWANCE
from chorus_app.kernel.french import percent, plain_day
from chorus_app.kernel.text import t

REFERENCES = (
    Term("seller_item", "BT-155"),
    Term("buyer_item", "BT-156"),
    Term("standard_item", "BT-157"),
    Term("order_line", "BT-132"),
    Term("accounting", "BT-133"),
    Term("objects", "BT-128", label="invoiced_object"),
    Term("origin", "BT-159", words.country),
    Term("delivery_date"),
    Term("delivered_to"),
)
KINDS = (Term("kind"), Term("subkind"), Term("parent"))


def line_columns() -> list[Column]:
    """The headings of the table of lines."""
    return [Column(t(f"sheet.column.{name}"), numeric) for name, numeric in COLUMNS]


COLUMNS = (("item", False), ("quantity", True), ("price", True), ("rate", True), ("net", True))


def line_rows(invoice: ParsedInvoice, start: int = 0, stop: int | None = None) -> list[Row]:
    """The rows of the lines from `start` (counted from 0) up to `stop`."""
    return [line_row(line, invoice.currency) for line in invoice.lines[start:stop]]


def line_row(line: Line, currency: str | None) -> Row:
    """A line that groups or informs has no price: its cells are empty."""
    title = " · ".join(part for part in (line.id, line.name) if part)
    values = (
        title,
        words.quantity(line.quantity, line.unit),
        _price(line, currency),
        _rate(line),
        money(line.net_amount, currency),
    )
    cells = [Cell(value, head.label, head.numeric) for value, head in zip(values, line_columns(), strict=True)]
    return Row(cells, _details(line, currency))


def _price(line: Line, currency: str | None) -> str:
    """The price, and for how much of the item where that is not one."""
    price = money(line.unit_price, currency)
    if line.base_quantity is None and line.base_unit is None:
        return price
    return t("sheet.price_for", price=price, base=words.quantity(line.base_quantity, line.base_unit))


def _rate(line: Line) -> str:
    if line.vat_rate is not None and line.vat_category in (None, "S"):
        return percent(line.vat_rate)
    return " ".join(part for part in (percent(line.vat_rate), line.vat_category) if part)


def _details(line: Line, currency: str | None) -> list[Fact]:
    found = facts(line, (Term("description", "BT-154"),))
    for note in line.notes:
        found += fact(
            "note", " · ".join(part for part in (note.text, words.subject(note.subject), note.code) if part), "BT-127"
        )
    found += fact("period", period(line.period), "BG-26")
    found += facts(line, REFERENCES)
    for one in line.classifications:
        listed = " ".join(part for part in (one.list, one.version) if part)
        text = t("sheet.listed", value=one.code or "", list=listed) if listed else one.code or ""
        found += fact("classification", text, "BT-158")
    for attribute in line.attributes:
        found += [Fact(attribute.name or t("sheet.term.attribute"), attribute.value or "", "BG-32")]
    found += _prices(line, currency)
    for allowance in line.allowances:
        found += _allowance(allowance, currency)
    found += facts(line, (Term("exemption_reason"), Term("exemption_code")))
    return [*found, *facts(line, KINDS)]


def _prices(line: Line, currency: str | None) -> list[Fact]:
    """How the price came about: the gross price, and what was taken off."""
    base = words.quantity(line.gross_base_quantity, line.gross_base_unit)
    gross = money(line.gross_price, currency)
    found = fact("gross_price", t("sheet.price_for", price=gross, base=base) if base else gross, "BT-148")
    for one in line.price_allowances:
        found += fact("price_allowance", allowance_text(one, currency), "BT-147")
    return found


def _allowance(one: AllowanceCharge, currency: str | None) -> list[Fact]:
    bt = LINE_ALLOWANCE["amount"]
    return fact(
        "charge" if one.charge else "allowance", allowance_text(one, currency), AS_CHARGE[bt] if one.charge else bt
    )


def allowance_text(one: AllowanceCharge, currency: str | None) -> str:
    """An allowance in one line: how much, of what, why, with which VAT."""
    of = ""
    if one.percent is not None or one.base is not None:
        of = t("sheet.percent_of", percent=per_cent(one.percent), base=money(one.base, currency))
    vat = " ".join(part for part in (percent(one.vat_rate), words.category(one.vat_category)) if part)
    parts = (money(one.amount, currency), of.strip(), one.reason, one.reason_code, vat)
    return " · ".join(part for part in parts if part)


def period(found: Period | None) -> str:
    """« du 01/11/2026 au 30/11/2026 »."""
    if found is None:
        return ""
    days: Sequence[str] = [
        t("sheet.from", day=plain_day(found.start)) if found.start else "",
        t("sheet.until", day=plain_day(found.end)) if found.end else "",
    ]
    return " ".join(part for part in (*days, found.description or "") if part)
