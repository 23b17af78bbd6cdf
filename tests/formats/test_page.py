"""The paper that the portal draws: readable by people and by its own reader, on as many pages as it needs."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO

import pikepdf
import pypdfium2
import pytest

from chorus_app.drafts.form import MAX_LINES
from chorus_app.formats.parsed import Line, Note, ParsedInvoice, PaymentMeans, VatBreakdown
from chorus_app.formats.parts import Address, Party
from chorus_app.formats.printed.labels import Field
from chorus_app.formats.printed.reading import read
from chorus_app.formats.printed.words import pages_of
from chorus_app.formats.writers.page import draw
from tests.makers.invoices import RECIPIENT_SIRET, SUPPLIER_SIRET, make_invoice

IBAN = "FR7630006000011234567890189"
LONG = "Fourniture et pose de fenêtres à double vitrage, dépose des anciennes comprise, étage par étage, "


def invoice(lines: int) -> ParsedInvoice:
    """One of so many lines, all at 20 %."""
    made = make_invoice("cii")
    assert made.seller.identifier is not None
    net = Decimal(10) * lines
    return replace(
        made,
        number="FA-2026-118",
        issue_date=date(2026, 11, 3),
        due_date=date(2026, 12, 3),
        engagement="EJ-2026-77",
        service_code="SERV1",
        seller=Party(
            made.seller.identifier, "Menuiserie Lavigne", address=Address("12 rue des Tilleuls", city="Dijon")
        ),
        notes=(Note(text="Pénalités de retard\u00a0: trois fois le taux d’intérêt légal."),),
        payments=(PaymentMeans(code="30", account=IBAN, bic="AGRIFRPP"),),
        tax_exclusive=net,
        tax_total=net / 5,
        tax_inclusive=net * 6 / 5,
        prepaid=None,
        payable=net * 6 / 5,
        vat=(VatBreakdown(category="S", rate=Decimal(20), base=net, amount=net / 5),),
        lines=tuple(
            Line(
                id=str(place),
                name=f"Article {place}",
                quantity=Decimal(2),
                unit="C62",
                unit_price=Decimal(5),
                net_amount=Decimal(10),
                vat_rate=Decimal(20),
            )
            for place in range(lines)
        ),
    )


def texts(content: bytes) -> list[str]:
    with pypdfium2.PdfDocument(content) as document:
        return [page.get_textpage().get_text_range().replace("\u00a0", " ") for page in document]


def test_page_shows_who_what_how_much_and_where_to_pay() -> None:
    (page,) = texts(draw(invoice(3)))
    for shown in (
        "Menuiserie Lavigne",
        "12 rue des Tilleuls",
        "N° FA-2026-118",
        "EJ-2026-77",
        "Service : SERV1",
        "03/12/2026",
        "36,00 €",
        "FR76 3000 6000 0112 3456 7890 189",
        "Virement",
        "trois fois le taux",
        "Page 1 / 1",
    ):
        assert shown in page, shown


def test_own_reader_reads_its_page() -> None:
    found = read(pages_of(draw(invoice(3)))).values
    for wanted, value in {
        Field.NUMBER: "FA-2026-118",
        Field.ISSUED: date(2026, 11, 3),
        Field.DUE: date(2026, 12, 3),
        Field.SUPPLIER: SUPPLIER_SIRET,
        Field.RECIPIENT: RECIPIENT_SIRET,
        Field.ENGAGEMENT: "EJ-2026-77",
        Field.IBAN: IBAN,
        Field.NET: Decimal(30),
        Field.VAT: Decimal(6),
        Field.GROSS: Decimal(36),
    }.items():
        assert found[wanted].value == value, wanted
        assert found[wanted].sure or wanted is Field.SUPPLIER  # a letterhead says by its place alone whose it is


def test_lines_flow_over_pages_with_their_heads() -> None:
    pages = texts(draw(invoice(MAX_LINES)))
    assert len(pages) > 4
    for number, page in enumerate(pages, 1):
        assert f"Page {number} / {len(pages)}" in page
        assert "Désignation" in page
    assert all(f"Article {place}" in "".join(pages) for place in range(MAX_LINES))
    assert "2 400,00 €" in pages[-1]


@pytest.mark.parametrize("name", ["", LONG * 10, "<b>&amp;</b>", "Ünïcødé 漢字 \u202e", "W" * 400])
def test_no_text_breaks_the_page(name: str) -> None:
    made = invoice(1)
    odd = replace(made, lines=(replace(made.lines[0], name=name),), seller=replace(made.seller, name=name))
    assert len(texts(draw(odd))) >= 1


def test_credit_note_is_called_one() -> None:
    (page,) = texts(draw(replace(invoice(1), type_code="381")))
    assert "Avoir" in page


def test_fonts_are_inside_and_colours_declared() -> None:
    content = draw(invoice(1))
    with pikepdf.open(BytesIO(content)) as document:
        fonts = document.pages[0].Resources.Font
        used = [font for font in fonts.values() if "Vera" in str(font.BaseFont)]
        assert used
        assert all("/FontFile2" in font.FontDescriptor for font in used)
        assert "/OutputIntents" in document.Root
    assert content == draw(invoice(1))
