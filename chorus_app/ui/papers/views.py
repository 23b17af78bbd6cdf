"""What is shown of a paper, ready to be read."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from chorus_app.formats.rendering.model import Column, Row, Section
from chorus_app.formats.shown import DrawnPage, Paper, SourcePage
from chorus_app.invoices.reading import LINES, ReadPage
from chorus_app.kernel import french
from chorus_app.kernel.text import t
from chorus_app.ui.components.list_url import PageLink
from chorus_app.ui.papers.asking import ZOOMS, Wanted, steps

WIDTHS = (600, 1_200, 1_800, 2_600)  # pixels: the browser takes the one that it needs
PIXELS_OF_A_POINT = 96 / 72
LARGEST_FIT = 2  # a small picture does not fill the page
TAG = re.compile(r"(<[^<>]*>?|^[^<>]*>)")


@dataclass(frozen=True)
class TabLink:
    """A part of the page. Its place is in the address."""

    label: str
    href: str
    current: bool


@dataclass(frozen=True)
class SheetCard:
    """A readable invoice with a page of its lines between its first and its last sections."""

    before: list[Section] = field(default_factory=list)
    after: list[Section] = field(default_factory=list)
    columns: list[Column] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    counted: str = ""
    pager: list[PageLink] = field(default_factory=list)
    pdf: str = ""
    shown: bool = False


@dataclass(frozen=True)
class PieceLink:
    """A document that can be looked at."""

    label: str
    href: str
    current: bool


@dataclass(frozen=True)
class ViewerCard:
    """A page of a document; addresses are empty where there is nowhere to go."""

    name: str = ""
    src: str = ""
    sources: str = ""
    sizes: str = ""
    width: str = "100%"  # of the picture on the page
    most: str = "none"
    ratio: str = "1 / 1"  # known before the picture comes, so that nothing moves then
    alt: str = ""
    place: str = ""
    zoom: str = ""
    previous: str = ""
    next: str = ""
    smaller: str = ""
    larger: str = ""
    fit: str = ""
    fits: bool = True
    words: str = ""
    download: str = ""
    shown: bool = False


@dataclass(frozen=True)
class Span:
    """A piece of a line: what stands between angle brackets, or what it says."""

    tag: bool
    text: str


@dataclass(frozen=True)
class SourceRow:
    """A line of the XML with the address that marks it."""

    id: str
    number: str
    href: str
    spans: list[Span]
    cut: str
    marked: bool


@dataclass(frozen=True)
class SourceCard:
    """A page of the XML's lines."""

    rows: list[SourceRow] = field(default_factory=list)
    counted: str = ""
    pager: list[PageLink] = field(default_factory=list)
    laid_out: bool = False
    marked: str = ""
    download: str = ""
    shown: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """A document that can be looked at: how it is named in the address, the file in the store, and where it is
    downloaded; its pictures are below that."""

    id: str
    paper: Paper
    address: str

    @property
    def name(self) -> str:
        return self.paper.name


def tab_links(here: Wanted, tabs: Sequence[str]) -> list[TabLink]:
    """The tabs; the first one needs nothing in the address."""
    return [
        TabLink(t(f"papers.tab.{tab}"), here.href(onglet=tab if tab != tabs[0] else None), tab == here.tab)
        for tab in tabs
    ]


def sheet_card(here: Wanted, read: ReadPage, *, pdf: str) -> SheetCard:
    """The readable invoice."""
    sheet = read.sheet
    first = (read.page - 1) * LINES + 1
    counted = t("papers.lines.count", count=sheet.line_count, number=french.count(sheet.line_count))
    if read.pages > 1:
        last = min(read.page * LINES, sheet.line_count)
        counted = t("papers.lines.some", first=french.count(first), last=french.count(last), counted=counted)
    return SheetCard(
        before=sheet.sections[: sheet.lines_at],
        after=sheet.sections[sheet.lines_at :],
        columns=sheet.line_columns,
        rows=read.rows,
        counted=counted if sheet.line_count else "",
        pager=steps(here, read.pages, read.page),
        pdf=pdf,
        shown=True,
    )


def piece_links(here: Wanted, pieces: Sequence[Piece], piece: Piece) -> list[PieceLink]:
    """The documents to choose from; none when there is only one."""
    if len(pieces) < 2:
        return []
    return [PieceLink(one.name, here.href(onglet="document", piece=one.id), one == piece) for one in pieces]


def viewer_card(here: Wanted, piece: Piece, drawn: DrawnPage) -> ViewerCard:
    """A page of a document, as wide as the address asks for."""
    at = {"onglet": "document", "piece": here.piece}
    smaller, larger = _zooms(here.zoom)
    page = drawn.page if drawn.page > 1 else None
    address = f"{piece.address}/pages/{drawn.page}"
    pixels = round(drawn.width * PIXELS_OF_A_POINT * here.zoom / 100)
    return ViewerCard(
        name=piece.name,
        src=f"{address}?largeur={WIDTHS[1]}",
        sources=", ".join(f"{address}?largeur={width} {width}w" for width in WIDTHS),
        sizes=f"{pixels}px" if here.zoom else "(min-width: 74rem) 70rem, 100vw",
        width=f"{pixels}px" if here.zoom else "100%",
        most="none" if here.zoom else f"{round(drawn.width * PIXELS_OF_A_POINT * LARGEST_FIT)}px",
        ratio=f"{drawn.width} / {drawn.height}",
        alt=t("papers.document.alt", page=drawn.page, pages=drawn.pages, name=piece.name),
        place=t("papers.document.place", page=drawn.page, pages=drawn.pages),
        zoom=t("papers.document.zoom", percent=here.zoom) if here.zoom else t("papers.document.fit"),
        previous=here.href(**at, p=drawn.page - 1, zoom=here.zoom) if drawn.page > 1 else "",
        next=here.href(**at, p=drawn.page + 1, zoom=here.zoom) if drawn.page < drawn.pages else "",
        smaller=here.href(**at, p=page, zoom=smaller) if smaller else "",
        larger=here.href(**at, p=page, zoom=larger) if larger else "",
        fit=here.href(**at, p=page) if here.zoom else "",
        fits=not here.zoom,
        words=drawn.words,
        download=piece.address,
        shown=True,
    )


AS_WIDE_AS_THERE_IS_ROOM = 140  # per cent, about, on a wide screen


def _zooms(zoom: int) -> tuple[int | None, int | None]:
    """The next smaller and the next larger step."""
    here = zoom or AS_WIDE_AS_THERE_IS_ROOM
    smaller = max((step for step in ZOOMS if step < here), default=None)
    return smaller, min((step for step in ZOOMS if step > here), default=None)


def source_card(here: Wanted, source: SourcePage, *, download: str) -> SourceCard:
    """A page of the XML, the line that was asked for marked."""
    rows = [
        SourceRow(
            id=f"ligne-{line.number}",
            number=str(line.number),
            href=f"{here.href(onglet='xml', ligne=line.number)}#ligne-{line.number}",
            spans=spans(line.text),
            cut=t("papers.xml.cut", count=line.cut, number=french.count(line.cut)) if line.cut else "",
            marked=line.number == source.marked,
        )
        for line in source.lines
    ]
    return SourceCard(
        rows=rows,
        counted=t("papers.xml.count", count=source.total, number=french.count(source.total)),
        pager=steps(here, source.pages, source.page),
        laid_out=source.laid_out,
        marked=t("papers.xml.marked", line=source.marked) if source.marked else "",
        download=download,
        shown=True,
    )


def spans(text: str) -> list[Span]:
    """A line in pieces: names of elements apart from what they hold."""
    return [Span(number % 2 == 1, part) for number, part in enumerate(TAG.split(text)) if part]
