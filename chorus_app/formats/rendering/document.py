"""The readable invoice as a PDF: fonts inside, language, title and bookmarks for those who read it otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from html import escape
from io import BytesIO
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    CondPageBreak,
    Flowable,
    KeepTogether,
    LongTable,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    Table,
)

from chorus_app.formats.parsed import ParsedInvoice
from chorus_app.formats.rendering.lines import line_rows
from chorus_app.formats.rendering.model import Block, Column, Fact, Row, Section
from chorus_app.formats.rendering.sheet import sheet_of
from chorus_app.kernel.text import t

INK, GREY, LINE = HexColor("#1B1F2A"), HexColor("#566072"), HexColor("#DDD9CF")
FONT, BOLD = "Vera", "VeraBd"
WIDTH = A4[0] - 36 * mm - 12  # the frame keeps 6 points on each side
ROOM = 30 * mm  # a heading stays with the first rows of its table
AT_ONCE = 200  # rows of one table: to break a table over pages takes time for all the rows that are left
SHORT, SHORT_TITLE = 12, 25  # characters that fit on a line of a column, whichever they are
BROAD = 2.6  # how many times the first column is as wide as each of the others
NEIGHBOURS = {"\u202f": "\u00a0", "\u2011": "-", "\u2009": "\u00a0", "\t": " "}
UNKNOWN = "?"


class Title(Paragraph):
    """A heading that is a bookmark too."""

    def __init__(self, text: str, style: ParagraphStyle, level: int) -> None:
        super().__init__(escape(text), style)
        self._words, self._level = text, level

    def draw(self) -> None:
        canvas: Any = self.canv
        key = f"place-{canvas.getPageNumber()}-{canvas.absolutePosition(0, 0)[1]:.0f}-{self._level}"
        canvas.bookmarkHorizontal(key, 0, self.height)
        canvas.addOutlineEntry(self._words, key, self._level, closed=False)
        super().draw()


class Writer:
    """Makes one document; remembers whether a character could not be written."""

    def __init__(self, invoice: ParsedInvoice) -> None:
        fonts()
        self._invoice = invoice
        self.lost = False

    def story(self) -> Iterator[Flowable]:
        sheet = sheet_of(self._invoice)
        yield Title(self.writable(sheet.title), TITLE, 0)
        for place, section in enumerate(sheet.sections):
            if place == sheet.lines_at:
                yield from self._lines(sheet.line_columns)
            yield from self._section(section)
        if sheet.lines_at == len(sheet.sections):
            yield from self._lines(sheet.line_columns)
        yield Spacer(1, 6 * mm)
        yield self.paragraph(t("sheet.pdf.origin"), SMALL)
        if self.lost:
            yield self.paragraph(t("sheet.pdf.lost", sign=UNKNOWN), SMALL)

    def _section(self, section: Section) -> Iterator[Flowable]:
        head: list[Flowable] = [Title(self.writable(section.title), HEAD, 1)]
        blocks = [self._block(block) for block in section.blocks]
        if blocks:
            yield KeepTogether([*head, blocks[0]])
            yield from blocks[1:]
        if section.rows:
            if not blocks:
                yield CondPageBreak(ROOM)
                yield head[0]
            yield from self._table(section.columns, section.rows)

    def _lines(self, columns: list[Column]) -> Iterator[Flowable]:
        if self._invoice.lines:
            yield CondPageBreak(ROOM)
            yield Title(self.writable(t("sheet.section.lines")), HEAD, 1)
            for start in range(0, len(self._invoice.lines), AT_ONCE):
                yield from self._table(columns, line_rows(self._invoice, start, start + AT_ONCE))

    def _block(self, block: Block) -> Flowable:
        rows = [[self._label(fact), self._value(fact, RIGHT if block.sums else TEXT)] for fact in block.facts]
        if block.title:
            rows.insert(0, [self.paragraph(block.title, STRONG), self.paragraph("", TEXT)])
        style: list[Any] = [*PLAIN, ("LINEABOVE", (0, -1), (-1, -1), 0.75, INK)] if block.sums else [*PLAIN]
        if block.title:
            style.append(("SPAN", (0, 0), (1, 0)))
        widths = [WIDTH * 0.6, WIDTH * 0.4] if block.sums else [52 * mm, WIDTH - 52 * mm]
        return Table(rows, colWidths=widths, hAlign="LEFT", style=style, spaceAfter=3 * mm, splitInRow=1)

    def _table(self, columns: list[Column], rows: list[Row]) -> Iterator[Flowable]:
        part = WIDTH / (BROAD + len(columns) - 1)
        widths = [part * BROAD, *[part] * (len(columns) - 1)]
        head = [self.paragraph(column.label, SMALL_RIGHT if column.numeric else SMALL) for column in columns]
        written = [[self._cell(row, place) for place in range(len(columns))] for row in rows]
        right = [("ALIGN", (place, 1), (place, -1), "RIGHT") for place, column in enumerate(columns) if column.numeric]
        style: list[Any] = [*RULED, *right]
        yield LongTable([head, *written], colWidths=widths, repeatRows=1, style=style, spaceAfter=3 * mm, splitInRow=1)

    def _cell(self, row: Row, place: int) -> Any:
        cell = row.cells[place]
        if len(cell.value) <= (SHORT if place else SHORT_TITLE) and not (row.facts and not place):
            return self.writable(cell.value)  # what fits on its line is written as it is, ten times as fast
        if place or not row.facts:
            return self.paragraph(cell.value, RIGHT if cell.numeric else TEXT)
        return [self.paragraph(cell.value, TEXT), *[self._aside(fact) for fact in row.facts]]

    def _aside(self, fact: Fact) -> Paragraph:
        return self.paragraph(t("sheet.pdf.fact", label=fact.label, value=fact.value), SMALL)

    def _label(self, fact: Fact) -> Paragraph:
        label = escape(self.writable(fact.label))
        number = f' <font size="6.5">{escape(fact.term)}</font>' if fact.term else ""
        return Paragraph(label + number, SMALL)

    def _value(self, fact: Fact, style: ParagraphStyle) -> Paragraph:
        return self.paragraph(fact.value, style)

    def paragraph(self, text: str, style: ParagraphStyle) -> Paragraph:
        return Paragraph(escape(self.writable(text)).replace("\n", "<br/>"), style)

    def writable(self, text: str) -> str:
        """The text as far as the font goes."""
        if text.isascii() and text.isprintable():
            return text
        return "".join(self._sign(sign) for sign in text)

    def _sign(self, sign: str) -> str:
        sign = NEIGHBOURS.get(sign, sign)
        if sign == "\n" or ord(sign) in signs():
            return sign
        self.lost = True
        return UNKNOWN


def invoice_pdf(invoice: ParsedInvoice, foot: str) -> bytes:
    """The bytes of the PDF; `foot` stands on each page."""
    out = BytesIO()
    writer = Writer(invoice)
    document = SimpleDocTemplate(
        out,
        pagesize=A4,
        leftMargin=18 * mm,
        rightMargin=18 * mm,
        topMargin=16 * mm,
        bottomMargin=20 * mm,
        title=sheet_of(invoice).title,
        author=invoice.seller.name or "",
        lang="fr-FR",
        displayDocTitle=True,
        invariant=True,
    )
    written = writer.writable(foot)

    def draw_foot(canvas: Canvas, page: SimpleDocTemplate) -> None:
        canvas.setFont(FONT, 7)
        canvas.setFillColor(GREY)
        canvas.drawString(18 * mm + 6, 12 * mm, written[:110])
        canvas.drawRightString(A4[0] - 18 * mm - 6, 12 * mm, str(page.page))

    document.build(list(writer.story()), onFirstPage=draw_foot, onLaterPages=draw_foot)
    return out.getvalue()


@cache
def fonts() -> None:
    """Make the fonts known, once in the process."""
    for name in (FONT, BOLD):
        pdfmetrics.registerFont(TTFont(name, f"{name}.ttf"))


@cache
def signs() -> frozenset[int]:
    """The characters that the font has."""
    fonts()
    font: Any = pdfmetrics.getFont(FONT)
    return frozenset(font.face.charToGlyph)


TITLE = ParagraphStyle("title", fontName=BOLD, fontSize=17, leading=22, textColor=INK, spaceAfter=3 * mm)
HEAD = ParagraphStyle(
    "head", fontName=BOLD, fontSize=11, leading=15, textColor=INK, spaceBefore=5 * mm, spaceAfter=1.5 * mm
)
TEXT = ParagraphStyle("text", fontName=FONT, fontSize=8.5, leading=12, textColor=INK, splitLongWords=1)
STRONG = ParagraphStyle("strong", parent=TEXT, fontName=BOLD)
RIGHT = ParagraphStyle("right", parent=TEXT, alignment=2)
SMALL = ParagraphStyle("small", parent=TEXT, fontSize=7.5, leading=10.5, textColor=GREY)
SMALL_RIGHT = ParagraphStyle("small right", parent=SMALL, alignment=2)
PLAIN = (
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("LEFTPADDING", (0, 0), (-1, -1), 0),
    ("TOPPADDING", (0, 0), (-1, -1), 1),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 1),
)
RULED = (
    ("FONT", (0, 0), (-1, -1), FONT, 8.5, 12),
    ("TEXTCOLOR", (0, 0), (-1, -1), INK),
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("LEFTPADDING", (0, 0), (0, -1), 0),
    ("LEFTPADDING", (1, 0), (-1, -1), 3),
    ("RIGHTPADDING", (0, 0), (-1, -1), 3),
    ("TOPPADDING", (0, 0), (-1, -1), 3),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
    ("LINEBELOW", (0, 0), (-1, -1), 0.5, LINE),
)
