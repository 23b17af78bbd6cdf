"""What is read from the pages of an invoice: right, with its place, and unsure where it may be wrong."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from chorus_app.formats.printed import values
from chorus_app.formats.printed.job import read_file
from chorus_app.formats.printed.labels import Field
from chorus_app.formats.printed.layout import plain
from chorus_app.formats.printed.reading import read
from chorus_app.formats.printed.seen import Printed
from chorus_app.formats.printed.words import MAX_PAGES, Unreadable, pages_of
from tests.makers import pdfs
from tests.makers.invoices import make_pdf
from tests.makers.layouts.drawing import layouts
from tests.makers.layouts.pen import Drawn
from tests.prefilling import COUNTED, Compared, drawn, foreign, real
from tests.samples import needs_samples

SUPPLIER, RECIPIENT = "12345678200051", "21590350100017"
Texts = list[tuple[float, float, str]]


def page(*texts: tuple[float, float, str], pages: int = 1) -> bytes:
    """A page with texts at (x, y) from its upper left corner, as often as wanted."""
    out = BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1)
    for _ in range(pages):
        for x, y, text in texts:
            canvas.drawString(x, A4[1] - y, text)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def read_from(*texts: tuple[float, float, str]) -> Printed:
    return read(pages_of(page(*texts)))


def told(found: Printed, wanted: Field) -> tuple[object, bool] | None:
    seen = found.values.get(wanted)
    return None if seen is None else (seen.value, seen.sure)


@pytest.mark.parametrize("layout", list(layouts()), ids=lambda layout: layout.name)
def test_layout_is_read_right(layout: Drawn) -> None:
    found = read(pages_of(layout.content)).values
    assert {wanted: found[wanted].value for wanted in layout.expected if wanted in found} == layout.expected


def share(compared: list[Compared]) -> float:
    counted = [one for one in compared if one.field in COUNTED]
    return sum(one.right for one in counted) / len(counted)


def test_nothing_drawn_is_sure_and_wrong() -> None:
    compared = list(drawn())
    assert share(compared) >= 0.9
    assert not [one for one in compared if one.misleading]


@needs_samples
def test_papers_of_others_are_read_and_mislead_nobody() -> None:
    compared = list(foreign())
    assert [f"{one.file}: {one.field}" for one in compared if one.misleading] == []
    counted = [one for one in compared if one.field in COUNTED and one.expected is not None]
    assert sum(one.right for one in counted) >= 0.95 * len(counted)


@pytest.mark.parametrize("turned", [90, 180, 270])
def test_turned_page_is_read_as_one_sees_it(turned: int) -> None:
    with pikepdf.open(BytesIO(page((40, 50, "Facture n° FA-1"), (300, 700, "Total TTC : 12,00 €")))) as document:
        document.pages[0].rotate(turned, relative=False)
        document.pages[0].cropbox = pikepdf.Rectangle(10, 20, 595, 842)
        out = BytesIO()
        document.save(out)
    (seen,) = pages_of(out.getvalue())
    assert (round(seen.width), round(seen.height)) == ((822, 585) if turned % 180 else (585, 822))
    boxes = [word.box for row in seen.rows for cell in row.cells for word in cell.words]
    assert all(0 <= box.left < box.right <= seen.width and 0 <= box.top < box.bottom <= seen.height for box in boxes)


@needs_samples
def test_pages_of_real_files_say_what_their_xml_says() -> None:
    compared = list(real())
    assert share(compared) >= 0.8
    assert sum(one.misleading for one in compared) < 0.01 * len(compared)


def test_value_has_its_place_on_the_page() -> None:
    seen = read_from((100, 200, "Facture n° FA-77 du 03/02/2026")).values[Field.NUMBER]
    assert (seen.text, seen.box.page) == ("FA-77", 0)
    assert 100 < seen.box.left < seen.box.right < 200
    assert 185 < seen.box.top < 200 < seen.box.bottom < 210


@pytest.mark.parametrize(
    ("texts", "wanted", "value"),
    [
        ([(40, 50, "Facture n° A-1"), (40, 400, "Numéro de facture : A-2")], Field.NUMBER, ("A-1", False)),
        ([(40, 50, "N° 12")], Field.NUMBER, ("12", False)),
        ([(40, 50, "Facture FC-a1b2")], Field.NUMBER, ("FC-a1b2", True)),
        ([(40, 50, "Facture payable sous 30 jours")], Field.NUMBER, None),
        ([(40, 50, "Facture client")], Field.NUMBER, None),
        ([(40, 50, "Facture du 03/02/2026")], Field.NUMBER, None),
        ([(40, 50, "Facture du 03/02/2026")], Field.ISSUED, (date(2026, 2, 3), True)),
        ([(40, 50, "Date de facture : 31/02/2026")], Field.ISSUED, None),
        ([(40, 50, "Date de livraison : 03/02/2026")], Field.ISSUED, None),
        ([(40, 50, "Total HT 100,00 €"), (40, 70, "Total TTC 120,00 €")], Field.NET, (Decimal("100.00"), False)),
        ([(40, 50, "Engagement juridique : EJ-2026-12")], Field.ENGAGEMENT, ("EJ-2026-12", True)),
        ([(40, 50, "Notre engagement pour la planète en 2026")], Field.ENGAGEMENT, None),
        ([(40, 50, "Acompte versé 20,00 €"), (40, 70, "Total TTC 120,00 €"), (40, 90, "Reste à payer 100,00 €")],
         Field.PAYABLE, (Decimal("100.00"), True)),
        ([(40, 50, "Total TTC 120,00 €"), (40, 90, "Reste à payer 100,00 €")],
         Field.PAYABLE, (Decimal("100.00"), False)),
        ([(40, 50, "Total TTC 120,00 €")], Field.PAYABLE, (Decimal("120.00"), False)),
    ],
)  # fmt: skip
def test_words_announce_a_value(texts: Texts, wanted: Field, value: tuple[object, bool] | None) -> None:
    assert told(read_from(*texts), wanted) == value


def test_total_without_vat_is_believed_where_the_page_says_why() -> None:
    totals = ((40, 50, "Total HT 100,00 €"), (40, 70, "Total TTC 100,00 €"))
    assert told(read_from(*totals), Field.NET) == (Decimal("100.00"), False)
    exempt = (40, 90, "TVA non applicable, art. 293 B du CGI")
    assert told(read_from(*totals, exempt), Field.NET) == (Decimal("100.00"), True)


def test_vat_rows_give_themselves_away_by_their_product() -> None:
    found = read_from(
        (40, 50, "20 %"), (120, 50, "100,00"), (200, 50, "20,00"),
        (40, 70, "5,5 %"), (120, 70, "200,00"), (200, 70, "11,00"),
        (40, 90, "10 %"), (120, 90, "50,00"), (200, 90, "7,00"),
        (40, 120, "Total HT 300,00 €"), (40, 140, "Total TVA 31,00 €"), (40, 160, "Total TTC 331,00 €"),
    )  # fmt: skip
    assert [(row.rate, row.base, row.amount, row.sure) for row in found.vat] == [
        (Decimal(20), Decimal("100.00"), Decimal("20.00"), True),
        (Decimal("5.5"), Decimal("200.00"), Decimal("11.00"), True),
    ]


@pytest.mark.parametrize(
    ("texts", "supplier", "recipient"),
    [
        ([(40, 50, f"Fournisseur, SIRET {SUPPLIER}"), (300, 90, f"SIRET client {RECIPIENT}")],
         (SUPPLIER, True), (RECIPIENT, True)),
        ([(300, 50, f"SIRET {RECIPIENT}"), (40, 800, f"SARL au capital de 1 € - SIRET {SUPPLIER}")],
         (SUPPLIER, True), (RECIPIENT, False)),
        ([(40, 300, SUPPLIER)], (SUPPLIER, False), None),
        ([(40, 300, "12345678900001")], None, None),
        ([(40, 300, "SIRET : 12345678900001")], ("12345678900001", False), None),
        ([(40, 100, "Valideur"), (40, 115, f"SIRET : {SUPPLIER}")], None, None),
    ],
)  # fmt: skip
def test_siret_is_whose_its_surroundings_say(
    texts: Texts, supplier: tuple[str, bool] | None, recipient: tuple[str, bool] | None
) -> None:
    found = read_from(*texts)
    assert (told(found, Field.SUPPLIER), told(found, Field.RECIPIENT)) == (supplier, recipient)


def test_credit_note_is_told() -> None:
    assert read_from((40, 50, "AVOIR n° AV-1")).credit_note
    assert not read_from((40, 50, "Facture n° 1, sauf avoir contraire")).credit_note


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1 234,56 €", ["1234.56"]),
        ("1.234,56", ["1234.56"]),
        ("1,234.56 EUR", ["1234.56"]),
        ("12 €", ["12.0"]),
        ("12", []),
        ("-3,00 €", ["-3.00"]),
        ("20,00 % de 100,00", ["100.00"]),
        ("03/02/2026", []),
        ("10,5", []),
        ("1\u202f234,50\u00a0€ 2,00", ["1234.50", "2.00"]),
    ],
)
def test_amounts(text: str, found: list[str]) -> None:
    assert [str(amount.value) for amount in values.amounts(text)] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("le 1er février 2026", [date(2026, 2, 1)]),
        ("12 août 2025 et 3.4.26", [date(2025, 8, 12), date(2026, 4, 3)]),
        ("2026-02-30 20260815", [date(2026, 8, 15)]),
        ("tél. 01.02.03.04.05", []),
        ("12 pommes 2026", []),
    ],
)
def test_days(text: str, found: list[date]) -> None:
    assert [day.value for day in values.days(text)] == found


@given(st.text(max_size=60))
def test_plain_text_keeps_each_letter_in_its_place(text: str) -> None:
    assert len(plain(text)) == len(text)


@settings(deadline=None)  # other work on the machine takes as long
@given(st.lists(st.tuples(st.floats(0, 500), st.floats(20, 800), st.text(max_size=30)), max_size=12))
def test_no_page_breaks_the_reader(texts: list[tuple[float, float, str]]) -> None:
    found = read(pages_of(page(*((x, y, text.encode("latin-1", "ignore").decode("latin-1")) for x, y, text in texts))))
    assert found.pages == 1


@pytest.mark.parametrize(
    "content",
    [b"", b"%PDF-1.4", b"<Invoice/>", pdfs.protect(make_pdf(), user="x")],
    ids=["none", "cut", "xml", "locked"],
)
def test_file_that_does_not_open_says_so(content: bytes, tmp_path: Path) -> None:
    with pytest.raises(Unreadable):
        pages_of(content)
    file = tmp_path / "f.pdf"
    file.write_bytes(content)
    assert read_file(file) is None


def test_scan_has_pages_and_no_words() -> None:
    found = read(pages_of(page()))
    assert (found.pages, found.words, dict(found.values)) == (1, 0, {})


def test_long_document_is_read_at_its_ends() -> None:
    pages = pages_of(page((40, 50, "x"), pages=MAX_PAGES + 5))
    assert [page.number for page in pages] == [*range(MAX_PAGES - 1), MAX_PAGES + 4]


def test_rows_do_not_depend_on_the_order_in_which_texts_were_drawn() -> None:
    texts: Texts = [(40, 50, "Total HT"), (200, 50, "100,00"), (40, 70, "Total TTC"), (200, 70, "120,00")]

    def cells(drawn: Texts) -> list[list[str]]:
        return [[cell.text for cell in row.cells] for row in pages_of(page(*drawn))[0].rows]

    assert cells(texts) == cells(texts[::-1]) == [["Total HT", "100,00"], ["Total TTC", "120,00"]]
