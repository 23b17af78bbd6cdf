"""The whole invoice as sections: what it is, between whom, for what, how much, how to pay."""

from __future__ import annotations

from collections.abc import Iterator

from chorus_app.formats.parsed import AllowanceCharge, Attachment, ParsedInvoice
from chorus_app.formats.rendering import words
from chorus_app.formats.rendering.facts import Term, fact, facts, money, per_cent
from chorus_app.formats.rendering.lines import line_columns, period
from chorus_app.formats.rendering.model import Block, Cell, Column, Fact, Row, Section, Sheet
from chorus_app.formats.rendering.parties import party_blocks
from chorus_app.formats.terms import ALLOWANCE, AS_CHARGE
from chorus_app.kernel.french import percent, size
from chorus_app.kernel.text import t

IDENTITY = (
    Term("number", "BT-1"),
    Term("type_code", "BT-3", words.kind_of_document),
    Term("issue_date", "BT-2"),
    Term("due_date", "BT-9"),
    Term("cadre", "BT-23", words.cadre),
    Term("process", "BT-23"),
    Term("currency", "BT-5"),
    Term("tax_currency", "BT-6"),
    Term("vat_due_code", "BT-8", words.vat_due),
    Term("tax_point_date", "BT-7"),
    Term("guideline", "BT-24"),
)
REFERENCES = (
    Term("engagement", "BT-13"),
    Term("engagement_type"),
    Term("contract", "BT-12"),
    Term("contract_type"),
    Term("buyer_reference", "BT-10"),
    Term("project", "BT-11"),
    Term("project_name"),
    Term("sales_order", "BT-14"),
    Term("receipt", "BT-15"),
    Term("despatch", "BT-16"),
    Term("tender", "BT-17"),
    Term("invoiced_object", "BT-18"),
    Term("accounting", "BT-19"),
)
PAYMENT = (
    Term("code", "BT-81", words.means, "means"),
    Term("text", "BT-82", label="means_text"),
    Term("account", "BT-84", words.account),
    Term("account_name", "BT-85"),
    Term("bic", "BT-86"),
    Term("card_number", "BT-87"),
    Term("card_holder", "BT-88"),
    Term("remittance", "BT-83"),
    Term("mandate", "BT-89"),
    Term("debited_account", "BT-91", words.account),
    Term("due_date", "BT-9"),
)
TERMS = (Term("text", "BT-20", label="payment_terms"), Term("due_date", "BT-9"), Term("mandate", "BT-89"))
COMMON_PAYMENT = (Term("remittance", "BT-83"), Term("mandate", "BT-89"), Term("creditor_id", "BT-90"))
TOTALS = (
    Term("line_total", "BT-106"),
    Term("allowance_total", "BT-107"),
    Term("charge_total", "BT-108"),
    Term("tax_exclusive", "BT-109"),
    Term("tax_total", "BT-110"),
    Term("tax_inclusive", "BT-112"),
    Term("prepaid", "BT-113"),
    Term("rounding", "BT-114"),
    Term("payable", "BT-115"),
)
BESIDE_VAT = (
    Term("exemption_reason", "BT-120"),
    Term("exemption_code", "BT-121"),
    Term("due_code", "BT-8", words.vat_due, "vat_due_code"),
    Term("tax_point_date", "BT-7"),
)


def sheet_of(invoice: ParsedInvoice) -> Sheet:
    """The readable invoice without its lines (`lines.line_rows` makes their rows)."""
    before = [*_parties(invoice), *_identity(invoice)]
    after = [
        *_allowances(invoice),
        *_vat(invoice),
        *_totals(invoice),
        *_payment(invoice),
        *_delivery(invoice),
        *_notes(invoice),
        *_attachments(invoice),
        *_unreadable(invoice),
    ]
    return Sheet(title_of(invoice), [*before, *after], len(before), line_columns(), len(invoice.lines))


def title_of(invoice: ParsedInvoice) -> str:
    """« Facture F-1 »."""
    return " ".join(part for part in (words.kind_word(invoice.type_code), invoice.number) if part)


def _section(
    key: str, blocks: list[Block], columns: list[Column] | None = None, rows: list[Row] | None = None
) -> Section:
    return Section(key, t(f"sheet.section.{key}"), blocks, columns or [], rows or [])


def _parties(invoice: ParsedInvoice) -> Iterator[Section]:
    blocks = list(party_blocks(invoice))
    if blocks:
        yield _section("parties", blocks)


def _identity(invoice: ParsedInvoice) -> Iterator[Section]:
    blocks = [Block("", facts(invoice, IDENTITY))]
    references = facts(invoice, REFERENCES)
    for one in invoice.preceding:
        told = " · ".join(part for part in (one.number, *_day(one)) if part)
        references += fact("preceding", told, "BG-3")
    if references:
        blocks.append(Block(t("sheet.section.references"), references))
    blocks = [block for block in blocks if block.facts]
    if blocks:
        yield _section("identity", blocks)


def _day(reference: object) -> list[str]:
    return [one.value for one in facts(reference, (Term("issue_date"),))]


def _allowances(invoice: ParsedInvoice) -> Iterator[Section]:
    rows = [_allowance(one, invoice.currency, "charge" if one.charge else "allowance") for one in invoice.allowances]
    rows += [_allowance(one, invoice.currency, "freight") for one in invoice.freight]
    if rows:
        yield _section("allowances", [], _columns(ALLOWANCE_COLUMNS), rows)


ALLOWANCE_COLUMNS = (("allowance", False), ("base", True), ("percent", True), ("vat", False), ("amount", True))


def _allowance(one: AllowanceCharge, currency: str | None, kind: str) -> Row:
    title = " · ".join(part for part in (t(f"sheet.term.{kind}"), one.reason) if part)
    vat = " ".join(part for part in (percent(one.vat_rate), words.category(one.vat_category)) if part)
    values = (title, money(one.base, currency), per_cent(one.percent), vat, money(one.amount, currency))
    bt = ALLOWANCE["reason_code"]
    return _row(
        values, ALLOWANCE_COLUMNS, facts(one, (Term("reason_code", AS_CHARGE[bt] if kind != "allowance" else bt),))
    )


def _vat(invoice: ParsedInvoice) -> Iterator[Section]:
    rows = [
        _row(
            (
                " · ".join(part for part in (percent(row.rate), words.category(row.category)) if part),
                money(row.base, invoice.currency),
                money(row.amount, invoice.currency),
            ),
            VAT_COLUMNS,
            facts(row, BESIDE_VAT),
        )
        for row in invoice.vat
    ]
    if rows:
        yield _section("vat", [], _columns(VAT_COLUMNS), rows)


VAT_COLUMNS = (("rate", False), ("vat_base", True), ("vat_amount", True))


def _totals(invoice: ParsedInvoice) -> Iterator[Section]:
    found = facts(invoice, TOTALS, currency=invoice.currency or "EUR")
    other = facts(invoice, (Term("accounting_tax_total", "BT-111"),), currency=invoice.tax_currency)
    if found or other:
        yield _section("totals", [Block("", [*other, *found], sums=True)])


def _payment(invoice: ParsedInvoice) -> Iterator[Section]:
    blocks = [Block("", facts(one, PAYMENT), "BG-16") for one in invoice.payments]
    common = facts(invoice, COMMON_PAYMENT)
    for terms in invoice.payment_terms:
        common += facts(terms, TERMS)
    blocks = [block for block in (*blocks, Block("", common)) if block.facts]
    if blocks:
        yield _section("payment", blocks)


def _delivery(invoice: ParsedInvoice) -> Iterator[Section]:
    found = facts(invoice, (Term("delivery_date", "BT-72"),)) + fact("period", period(invoice.period), "BG-14")
    if found:
        yield _section("delivery", [Block("", found)])


def _notes(invoice: ParsedInvoice) -> Iterator[Section]:
    found = []
    for note in invoice.notes:
        about = " · ".join(part for part in (words.subject(note.subject), note.code) if part)
        found.append(Fact(about or t("sheet.term.note"), note.text or "", "BT-22"))
    if found:
        yield _section("notes", [Block("", found)])


ATTACHMENT_COLUMNS = (("document", False), ("type", False), ("size", True))


def _attachments(invoice: ParsedInvoice) -> Iterator[Section]:
    rows = [_attachment(one) for one in invoice.attachments]
    if rows:
        yield _section("attachments", [], _columns(ATTACHMENT_COLUMNS), rows)


def _attachment(one: Attachment) -> Row:
    """An address is written out, never a link: a stranger wrote it."""
    weight = size(len(one.content)) if one.content else ""
    details = facts(
        one,
        (
            Term("description", "BT-123"),
            Term("filename"),
            Term("location", "BT-124"),
            Term("type_code", label="attachment_type"),
            Term("main"),
        ),
    )
    return _row((one.name or "", one.mime_type or "", weight), ATTACHMENT_COLUMNS, details)


def _unreadable(invoice: ParsedInvoice) -> Iterator[Section]:
    if invoice.raw:
        yield _section("unreadable", [Block("", [Fact(term, text, "") for term, text in invoice.raw.items()])])


def _columns(names: tuple[tuple[str, bool], ...]) -> list[Column]:
    return [Column(t(f"sheet.column.{name}"), numeric) for name, numeric in names]


def _row(values: tuple[str, ...], names: tuple[tuple[str, bool], ...], details: list[Fact]) -> Row:
    heads = _columns(names)
    return Row([Cell(value, head.label, head.numeric) for value, head in zip(values, heads, strict=True)], details)
