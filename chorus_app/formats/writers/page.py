"""Draws an invoice as a paper one would send: the readable side of a Factur-X, or a PDF by itself.

Seller and buyer at the head, lines that flow over as many pages as they need, the VAT, the totals, where to pay. Only
what the invoice says is drawn; nothing is made up.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import partial
from html import escape
from io import BytesIO
from typing import Any

import pikepdf
from PIL import ImageCms
from reportlab.lib.colors import HexColor, white
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, KeepTogether, LongTable, Paragraph, SimpleDocTemplate, Spacer, Table

from chorus_app.formats.parsed import Line, ParsedInvoice, Party
from chorus_app.formats.rendering.document import BOLD, FONT, NEIGHBOURS, UNKNOWN, fonts, signs
from chorus_app.formats.rendering.words import kind_word, means_word
from chorus_app.kernel import french
from chorus_app.kernel.text import t

INK, GREY, RULE, ACCENT, GROUND = map(HexColor, ("#1B1F2A", "#566072", "#D5D9DF", "#23505C", "#F2F5F6"))
MARGIN = 18 * mm
WIDTH = A4[0] - 2 * MARGIN
FOOT = 11 * mm
LONGEST_FOOT = 95  # characters
WIDTHS = (WIDTH - 104 * mm, 18 * mm, 30 * mm, 20 * mm, 36 * mm)  # of the columns of the lines
ALL, FIRST_ROW = ((0, 0), (-1, -1)), ((0, 0), (-1, 0))

TEXT = ParagraphStyle("text", fontName=FONT, fontSize=8.5, leading=12, textColor=INK, splitLongWords=1)
RIGHT = ParagraphStyle("right", parent=TEXT, alignment=2)
STRONG = ParagraphStyle("strong", parent=TEXT, fontName=BOLD)
STRONG_RIGHT = ParagraphStyle("strong right", parent=STRONG, alignment=2)
SMALL = ParagraphStyle("small", parent=TEXT, fontSize=7.5, leading=10.5, textColor=GREY)
NAME = ParagraphStyle("name", parent=STRONG, fontSize=12, leading=16)
TITLE = ParagraphStyle("title", parent=STRONG_RIGHT, fontSize=19, leading=24, textColor=ACCENT)
HEAD = ParagraphStyle("head", parent=STRONG, fontSize=8, leading=11, textColor=white)
HEAD_RIGHT = ParagraphStyle("head right", parent=HEAD, alignment=2)
DUE = ParagraphStyle("due", parent=STRONG, fontSize=11, leading=15, textColor=white)
DUE_RIGHT = ParagraphStyle("due right", parent=DUE, alignment=2)
BARE: list[Any] = [
    ("VALIGN", *ALL, "TOP"),
    ("LEFTPADDING", *ALL, 0),
    ("RIGHTPADDING", *ALL, 0),
    ("TOPPADDING", *ALL, 0),
    ("BOTTOMPADDING", *ALL, 0),
]
ROWS: list[Any] = [
    ("BACKGROUND", *FIRST_ROW, ACCENT),
    ("VALIGN", *ALL, "TOP"),
    ("LINEBELOW", (0, 1), (-1, -1), 0.5, RULE),
    ("LEFTPADDING", *ALL, 5),
    ("RIGHTPADDING", *ALL, 5),
    ("TOPPADDING", *ALL, 4),
    ("BOTTOMPADDING", *ALL, 4),
]


def draw(invoice: ParsedInvoice) -> bytes:
    """A PDF with fonts inside and its colours declared, as PDF/A wants them."""
    fonts()
    out = BytesIO()
    title = t("formats.page.title", kind=kind_word(invoice.type_code), number=invoice.number or "")
    document = SimpleDocTemplate(
        out,
        pagesize=A4,
        leftMargin=MARGIN - 6,  # the frame keeps 6 points on each side
        rightMargin=MARGIN - 6,
        topMargin=15 * mm,
        bottomMargin=20 * mm,
        title=title,
        author=invoice.seller.name or "",
        lang="fr-FR",
        displayDocTitle=True,
        invariant=True,
    )
    foot = " · ".join(part for part in (invoice.seller.name, _identifier(invoice.seller), title) if part)
    document.build(list(_story(invoice)), canvasmaker=partial(NumberedCanvas, foot=_writable(foot)[:LONGEST_FOOT]))
    return with_colours(out.getvalue())


class NumberedCanvas(Canvas):
    """Writes « Page 1 / 3 » on each page, once it is known how many there are."""

    def __init__(self, *args: Any, foot: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self._foot = foot
        self._pages: list[dict[str, Any]] = []

    def showPage(self) -> None:  # noqa: N802 - reportlab's name
        """Keep the page; it is written at the end."""
        self._pages.append(dict(self.__dict__))
        self._startPage()  # type: ignore[attr-defined]  # reportlab's way to begin the next page

    def save(self) -> None:
        """Write all pages with their feet."""
        for number, page in enumerate(self._pages, 1):
            self.__dict__.update(page)
            self.setStrokeColor(RULE)
            self.line(MARGIN, FOOT + 10, A4[0] - MARGIN, FOOT + 10)
            self.setFont(FONT, 7)
            self.setFillColor(GREY)
            self.drawString(MARGIN, FOOT, self._foot)
            counted = t("formats.page.counted", page=number, pages=len(self._pages))
            self.drawRightString(A4[0] - MARGIN, FOOT, _writable(counted))
            super().showPage()
        super().save()


def _story(invoice: ParsedInvoice) -> Iterator[Flowable]:
    yield _head(invoice)
    yield Spacer(1, 7 * mm)
    yield _buyer(invoice)
    yield Spacer(1, 6 * mm)
    references = _references(invoice)
    if references:
        yield _boxes(references)
        yield Spacer(1, 6 * mm)
    if invoice.lines:
        yield _lines(invoice.lines)
        yield Spacer(1, 6 * mm)
    yield KeepTogether([_sums(invoice)])
    yield from _payment(invoice)
    yield from _notes(invoice)


# ---- who and what


def _head(invoice: ParsedInvoice) -> Flowable:
    """The seller at the left, what the paper is at the right."""
    facts = [_p(kind_word(invoice.type_code), TITLE), _p(t("formats.page.number", number=invoice.number or ""), RIGHT)]
    if invoice.issue_date:
        facts.append(_p(t("formats.page.date", date=french.plain_day(invoice.issue_date)), RIGHT))
    return Table([[_party(invoice.seller, NAME), facts]], colWidths=[WIDTH * 0.55, WIDTH * 0.45], style=BARE)


def _buyer(invoice: ParsedInvoice) -> Flowable:
    """Where the window of an envelope would be."""
    told = [_p(t("formats.page.to"), SMALL), *_party(invoice.buyer, STRONG)]
    if invoice.service_code:
        told.append(_p(t("formats.page.service", code=invoice.service_code), TEXT))
    style: list[Any] = [("BACKGROUND", (1, 0), (1, 0), GROUND), ("TOPPADDING", *ALL, 6), ("BOTTOMPADDING", *ALL, 8)]
    return Table([["", told]], colWidths=[WIDTH * 0.5, WIDTH * 0.5], style=[*style, ("LEFTPADDING", *ALL, 9)])


def _party(party: Party, name: ParagraphStyle) -> list[Flowable]:
    address = party.address
    place = " ".join(part for part in (address.postcode, address.city) if part)
    streets = [line for line in (address.line_one, address.line_two, address.line_three) if line]
    vat = t("formats.page.vat_number", number=party.vat_number) if party.vat_number else ""
    lines = [line for line in (*streets, place, _identifier(party), vat) if line]
    return [_p(party.name or "", name), *(_p(line, TEXT) for line in lines)]


def _identifier(party: Party) -> str:
    return french.identifier(party.identifier.type, party.identifier.value) if party.identifier else ""


def _references(invoice: ParsedInvoice) -> list[tuple[str, str]]:
    original = invoice.preceding[0].number if invoice.preceding else ""
    told = (
        ("engagement", invoice.engagement),
        ("contract", invoice.contract),
        ("cadre", invoice.cadre),
        ("original", original),
        ("due", french.plain_day(invoice.due_date)),
        ("delivered", french.plain_day(invoice.delivery_date)),
    )
    return [(t(f"formats.page.references.{name}"), value) for name, value in told if value]


def _boxes(told: Sequence[tuple[str, str]]) -> Flowable:
    """Labels with their values below, side by side."""
    row = [[_p(label, SMALL), _p(value, STRONG)] for label, value in told]
    style: list[Any] = [("BOX", *ALL, 0.5, RULE), ("INNERGRID", *ALL, 0.5, RULE), ("VALIGN", *ALL, "TOP")]
    return Table([row], colWidths=[WIDTH / len(row)] * len(row), style=style)


# ---- amounts


def _lines(lines: Sequence[Line]) -> Flowable:
    """All lines; the head comes again on each page."""
    names = ("name", "quantity", "price", "rate", "net")
    head = [_p(t(f"formats.page.lines.{name}"), HEAD_RIGHT if place else HEAD) for place, name in enumerate(names)]
    return LongTable([head, *map(_line, lines)], colWidths=WIDTHS, repeatRows=1, style=ROWS, splitInRow=1)


def _line(line: Line) -> list[Any]:
    told: list[Flowable] = [_p(line.name or "", TEXT)]
    if line.description:
        told.append(_p(line.description, SMALL))
    values = (
        french.number(line.quantity),
        _money(line.unit_price),
        french.percent(line.vat_rate),
        _money(line.net_amount),
    )
    return [told, *(_p(value, RIGHT) for value in values)]


def _sums(invoice: ParsedInvoice) -> Flowable:
    """The VAT at the left, the totals at the right."""
    half = WIDTH * 0.46
    vat = _vat(invoice, half) if invoice.vat else ""
    return Table([[vat, "", _totals(invoice, half)]], colWidths=[half, WIDTH - 2 * half, half], style=BARE)


def _vat(invoice: ParsedInvoice, width: float) -> Flowable:
    names = ("rate", "base", "amount")
    head = [_p(t(f"formats.page.vat.{name}"), HEAD_RIGHT if place else HEAD) for place, name in enumerate(names)]
    rows: list[list[Any]] = [
        [_p(french.percent(row.rate), TEXT), _p(_money(row.base), RIGHT), _p(_money(row.amount), RIGHT)]
        for row in invoice.vat
    ]
    reasons = [row.exemption_reason for row in invoice.vat if row.exemption_reason]
    style = list(ROWS)
    for reason in dict.fromkeys(reasons):
        style.append(("SPAN", (0, len(rows) + 1), (-1, len(rows) + 1)))
        rows.append([_p(reason, SMALL), "", ""])
    return Table([head, *rows], colWidths=[width * 0.24, width * 0.4, width * 0.36], style=style)


def _totals(invoice: ParsedInvoice, width: float) -> Flowable:
    told = (
        ("allowances", invoice.allowance_total),
        ("charges", invoice.charge_total),
        ("tax_exclusive", invoice.tax_exclusive),
        ("tax_total", invoice.tax_total),
        ("tax_inclusive", invoice.tax_inclusive),
        ("prepaid", invoice.prepaid),
    )
    rows = [
        [_p(t(f"formats.page.totals.{name}"), TEXT), _p(french.amount(value, invoice.currency), RIGHT)]
        for name, value in told
        if value is not None and (value or name.startswith("tax"))
    ]
    due = invoice.payable if invoice.payable is not None else invoice.tax_inclusive
    rows.append([_p(t("formats.page.totals.payable"), DUE), _p(french.amount(due, invoice.currency), DUE_RIGHT)])
    style: list[Any] = [
        ("LINEBELOW", (0, 0), (-1, -2), 0.5, RULE),
        ("BACKGROUND", (0, -1), (-1, -1), ACCENT),
        ("VALIGN", *ALL, "MIDDLE"),
        ("TOPPADDING", *ALL, 4),
        ("BOTTOMPADDING", *ALL, 4),
    ]
    return Table(rows, colWidths=[width * 0.45, width * 0.55], style=style)


def _payment(invoice: ParsedInvoice) -> Iterator[Flowable]:
    told: list[tuple[str, str]] = []
    for way in invoice.payments:
        account = way.account or ""
        grouped = " ".join(account[at : at + 4] for at in range(0, len(account), 4))
        named = {"means": means_word(way.code), "holder": way.account_name, "iban": grouped, "bic": way.bic}
        told += [(t(f"formats.page.payment.{name}"), value) for name, value in named.items() if value]
    if told:
        rows = [[_p(label, SMALL), _p(value, TEXT)] for label, value in told]
        title = _p(t("formats.page.payment.title"), STRONG)
        table = Table(rows, colWidths=[42 * mm, WIDTH - 42 * mm], style=[*BARE, ("BOTTOMPADDING", *ALL, 2)])
        yield KeepTogether([Spacer(1, 6 * mm), title, Spacer(1, 1 * mm), table])


def _notes(invoice: ParsedInvoice) -> Iterator[Flowable]:
    """What the seller has to say, legal mentions among it."""
    texts = [note.text for note in invoice.notes if note.text]
    texts += [terms.text for terms in invoice.payment_terms if terms.text]
    if texts:
        yield Spacer(1, 5 * mm)
        yield _p(t("formats.page.notes"), STRONG)
        yield from (_p(text, TEXT) for text in texts)


# ---- texts


def _money(value: Decimal | None) -> str:
    return french.amount(value, None)


def _p(text: str, style: ParagraphStyle) -> Paragraph:
    return Paragraph(escape(_writable(text)).replace("\n", "<br/>"), style)


def _writable(text: str) -> str:
    """The text as far as the font goes."""
    neighbours = (NEIGHBOURS.get(sign, sign) for sign in text)
    return "".join(sign if sign == "\n" or ord(sign) in signs() else UNKNOWN for sign in neighbours)


def with_colours(content: bytes) -> bytes:
    """The PDF with an sRGB output intent."""
    with pikepdf.open(BytesIO(content)) as pdf:
        profile = pikepdf.Stream(pdf, ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
        profile["/N"] = 3
        intent = pikepdf.Dictionary(
            Type=pikepdf.Name("/OutputIntent"),
            S=pikepdf.Name("/GTS_PDFA1"),
            OutputConditionIdentifier=pikepdf.String("sRGB"),
            DestOutputProfile=pdf.make_indirect(profile),
        )
        pdf.Root["/OutputIntents"] = pikepdf.Array([intent])
        out = BytesIO()
        pdf.save(out, deterministic_id=True)
        return out.getvalue()
