"""The readable invoice: nothing that a reader takes is left out, on the page and in the PDF."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

import pikepdf
import pypdfium2
import pytest

from chorus_app.formats import cii, cpp, ubl
from chorus_app.formats.parsed import AllowanceCharge, Code, Identifier, Note, ParsedInvoice, Party
from chorus_app.formats.rendering import words
from chorus_app.formats.rendering.document import invoice_pdf
from chorus_app.formats.rendering.facts import said
from chorus_app.formats.rendering.lines import line_rows
from chorus_app.formats.rendering.model import Fact, Sheet
from chorus_app.formats.rendering.sheet import sheet_of
from chorus_app.formats.terms import AS_CHARGE
from tests.makers.invoices import make_cii, make_cpp, make_invoice, make_ubl, make_works_invoice
from tests.samples import SAMPLES, needs_samples

NOT_SAID = {"place", "places", "raw", "schema", "embedded", "content"}


class Full:
    """Makes an invoice in which every field says something of its own."""

    def __init__(self) -> None:
        self._count = 0

    def value(self, kind: Any) -> Any:
        self._count += 1
        if isinstance(kind, UnionType):
            return self.value(next(one for one in get_args(kind) if one is not type(None)))
        if get_origin(kind) is tuple:
            return (self.value(get_args(kind)[0]),)
        made = {
            str: f"v{self._count:03}",
            Decimal: Decimal(1_000_000 + self._count),
            date: date(2000 + self._count // 28 % 90, 1, 1 + self._count % 28),
            bool: True,
            bytes: b"x" * self._count,
            Identifier: Identifier("AUTRE", f"v{self._count:03}", "0088"),
            Code: Code(f"v{self._count:03}", f"liste{self._count:03}"),
        }
        return made[kind] if kind in made else self.group(kind)

    def group(self, kind: Any) -> Any:
        hints = get_type_hints(kind)
        named = [field.name for field in fields(kind) if field.name not in ("place", "places", "raw", "schema")]
        values = {name: self.value(hints[name]) for name in named}
        return kind(schema="cii", **values) if kind is ParsedInvoice else kind(**values)


def leaves(value: Any) -> Iterator[Any]:
    """The single values of a group."""
    if isinstance(value, tuple):
        for one in value:
            yield from leaves(one)
    elif isinstance(value, Code | Identifier) or not is_dataclass(value):
        if value is not None:
            yield value
    else:
        for field in fields(value):
            if field.name not in NOT_SAID:
                yield from leaves(getattr(value, field.name))


def shown(invoice: ParsedInvoice) -> str:
    """All words of the readable invoice."""
    sheet = sheet_of(invoice)
    told: list[str] = [sheet.title]
    for section in sheet.sections:
        told += [fact.label + fact.value for block in section.blocks for fact in block.facts]
        told += [text for row in section.rows for text in in_row(row.cells, row.facts)]
    told += [text for row in line_rows(invoice) for text in in_row(row.cells, row.facts)]
    return "\n".join(told)


def in_row(cells: Any, facts: list[Fact]) -> list[str]:
    return [*(cell.value for cell in cells), *(fact.label + fact.value for fact in facts)]


def forms(value: Any) -> set[str]:
    """How a value may be written."""
    if isinstance(value, Decimal):
        return {said(value), said(value, "EUR"), said(value).replace("\u00a0", ""), f"{value:,}".replace(",", "\u202f")}
    if isinstance(value, Identifier | Code):
        return {value.value}
    return {said(value)}


def test_every_value_is_shown() -> None:
    invoice = Full().group(ParsedInvoice)
    text = shown(invoice)
    missing = [value for value in leaves(invoice) if not any(form in text for form in forms(value))]
    assert missing == []


def test_size_of_an_attachment_is_shown_and_its_address_is_no_link() -> None:
    invoice = Full().group(ParsedInvoice)
    (part,) = (section for section in sheet_of(invoice).sections if section.key == "attachments")
    assert part.rows[0].cells[2].value == f"{len(invoice.attachments[0].content)}\u00a0octets"


def test_empty_invoice_shows_nothing_and_fails_nowhere() -> None:
    sheet = sheet_of(ParsedInvoice(schema="cpp"))
    assert (sheet.title, sheet.sections, sheet.line_count) == ("Facture", [], 0)
    assert invoice_pdf(ParsedInvoice(schema="cpp"), "").startswith(b"%PDF-")


def facts_of(sheet: Sheet) -> list[tuple[str, str, str]]:
    return [
        (fact.label, fact.value, fact.term)
        for section in sheet.sections
        for block in section.blocks
        for fact in block.facts
    ]


@pytest.mark.parametrize(("read", "make"), [(cii.read, make_cii), (ubl.read, make_ubl), (cpp.read, make_cpp)])
def test_each_syntax_is_read_in_the_same_words(read: Any, make: Any) -> None:
    found = facts_of(sheet_of(read(make(engagement="EJ1", type_code="381"))))
    for fact in (
        ("Numéro", "FA-2026-001", "BT-1"),
        ("Type", "Avoir (381)", "BT-3"),
        ("Date d’émission", "02/11/2026", "BT-2"),
        ("Numéro d’engagement", "EJ1", "BT-13"),
        ("IBAN ou compte", "FR76 3000 6000 0112 3456 7890 189".replace(" ", "\u00a0"), "BT-84"),
        ("Net à payer", "1\u202f800,00\u00a0€", "BT-115"),
    ):
        assert fact in found


def test_valideur_of_a_works_piece_is_the_moe() -> None:
    def roles(invoice: ParsedInvoice) -> list[str]:
        return [block.title for block in sheet_of(invoice).sections[0].blocks]

    assert roles(make_works_invoice())[2] == "Maîtrise d’œuvre (MOE)"
    assert roles(make_works_invoice(cadre="A9"))[2] == "Valideur"


def test_codes_without_a_word_stay_codes() -> None:
    assert (words.means("XX"), words.category("Q"), words.quantity(Decimal(2), "ZZ9"), words.country("XY")) == (
        "XX",
        "Q",
        "2\u00a0ZZ9",
        "XY",
    )
    assert (words.means("01"), words.kind_of_document("AVOIR"), words.kind_word("999")) == (
        "Non précisé (01)",
        "Avoir (AVOIR)",
        "Facture",
    )
    assert words.quantity(Decimal("1.5"), "HUR") == "1,5\u00a0heure"
    assert words.account("12345") == "12345"


def test_charges_of_a_line_are_named_so() -> None:
    line = make_invoice().lines[0]
    both = (
        AllowanceCharge(amount=Decimal(5), reason="fidélité"),
        AllowanceCharge(True, Decimal(7), reason="transport"),
    )
    (row,) = line_rows(make_invoice(lines=(replace(line, allowances=both),)))
    assert [(fact.label, fact.value, fact.term) for fact in row.facts] == [
        ("Remise", "5,00\u00a0€ · fidélité", "BT-136"),
        ("Frais", "7,00\u00a0€ · transport", AS_CHARGE["BT-136"]),
    ]


def words_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)
    finally:
        document.close()


def test_pdf_says_what_the_page_says_in_french_with_bookmarks() -> None:
    pdf = invoice_pdf(make_works_invoice(service_code="SERV1"), "Lecture de « f.pdf »")
    text = words_of(pdf).replace("\u00a0", " ").replace("\ufffe", "")
    for said_there in ("Facture FA-2026-001", "Menuiserie Martin", "SERV1", "Porte en chêne", "1 800,00 €", "f.pdf"):
        assert said_there in text
    with pikepdf.open(BytesIO(pdf)) as opened:
        assert str(opened.Root["/Lang"]) == "fr-FR"
        assert str(opened.docinfo["/Title"]) == "Facture FA-2026-001"
        assert bool(opened.Root["/ViewerPreferences"]["/DisplayDocTitle"])
        with opened.open_outline() as outline:
            (top,) = outline.root
            assert [entry.title for entry in top.children][:3] == ["De qui, à qui", "La facture", "Lignes"]
        fonts = [font for page in opened.pages for font in page.Resources["/Font"].values()]
        assert all("/FontFile2" in font["/FontDescriptor"] for font in fonts if font["/Subtype"] == "/TrueType")


def test_pdf_bears_what_is_too_long_and_what_the_font_has_not() -> None:
    line = replace(make_invoice().lines[0], name="y" * 5_000, description="é 日本 " * 3_000)
    invoice = make_invoice(lines=(line,), notes=(Note(text="mot " * 20_000), Note(text="<b>&amp;</b>")))
    text = words_of(invoice_pdf(invoice, "")).replace("\r\n", "\n")
    assert "? ?" not in text.split("é ??")[0]
    assert "<b>&amp;</b>" in text
    assert "remplace les caractères" in text
    assert "remplace les caractères" not in words_of(invoice_pdf(make_invoice(), ""))


def test_text_of_strangers_never_becomes_markup() -> None:
    invoice = make_invoice(seller=Party(name='<img src="http://example.test/a.png"/><a href="x">'), number="<font>")
    assert '<img src="http://example.test/a.png"/>' in words_of(invoice_pdf(invoice, "<br/>"))


@needs_samples
def test_every_sound_sample_is_shown_whole() -> None:
    assert SAMPLES is not None
    for folder, reader in (("cii_valid", cii), ("ubl_valid", ubl)):
        for file in sorted((SAMPLES / folder).glob("*.xml"))[::4]:
            invoice = reader.read(file.read_bytes())
            text = shown(replace(invoice, attachments=()))
            left_out = [
                value
                for value in leaves(replace(invoice, attachments=()))
                if isinstance(value, str) and not _is_code(value) and value not in text
            ]
            assert left_out == [], file.name


def _is_code(text: str) -> bool:
    """Codes may be said in words, accounts in groups."""
    return len(text) <= 3 or words.account(text) != text
