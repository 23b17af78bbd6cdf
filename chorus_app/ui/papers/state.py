"""What the pages that show a paper have in common: the tab of the address, read when it is opened."""

import reflex as rx

from chorus_app.formats.kinds import LOT_KINDS, FileKind
from chorus_app.formats.parsed import ParsedInvoice
from chorus_app.formats.shown import Paper, Unshowable
from chorus_app.invoices import showing
from chorus_app.invoices.reading import read_page
from chorus_app.kernel.context import product_world
from chorus_app.kernel.errors import AppError, TooMany
from chorus_app.kernel.text import t
from chorus_app.ui.papers.asking import Wanted, wanted
from chorus_app.ui.papers.views import (
    Piece,
    PieceLink,
    SheetCard,
    SourceCard,
    TabLink,
    ViewerCard,
    piece_links,
    sheet_card,
    source_card,
    tab_links,
    viewer_card,
)

SHEET, DOCUMENT, XML = "facture", "document", "xml"


class PaperState(rx.State, mixin=True):
    """What is shown of a file. The page that adds it asks first whether the person may see the file."""

    tab: str = ""
    tabs: list[TabLink] = []
    sheet: SheetCard = SheetCard()
    viewer: ViewerCard = ViewerCard()
    pieces: list[PieceLink] = []
    source: SourceCard = SourceCard()
    unshown: str = ""  # why the tab shows nothing
    from_memory: bool = False  # the file is gone: what the portal itself kept is shown

    def _wanted(self, tabs: tuple[str, ...]) -> Wanted:
        url = self.router.url
        here = wanted(url.path or "/", dict(url.query_parameters), tabs)
        self.tab, self.tabs = here.tab, tab_links(here, tabs)
        return here

    def _clear_paper(self) -> None:
        self.tab, self.tabs, self.unshown, self.from_memory = "", [], "", False
        self.sheet, self.viewer, self.pieces, self.source = SheetCard(), ViewerCard(), [], SourceCard()

    async def _show_sheet(self, here: Wanted, paper: Paper, *, base: str) -> None:
        """The readable invoice that the file holds, with the page of its lines that the address asks for."""
        try:
            read = await showing.read(product_world(), paper, page=here.page)
        except (Unshowable, TooMany) as error:
            self.unshown = reason(error)
            return
        if read.found is None:
            self.unshown = unreadable(read.kind)
        else:
            self.sheet = sheet_card(here, read.found, pdf=f"{base}/facture.pdf")

    def _show_kept(self, here: Wanted, invoice: ParsedInvoice) -> None:
        """What the portal itself kept, where the file is none that can be read."""
        self.sheet, self.from_memory = sheet_card(here, read_page(invoice, here.page), pdf=""), True

    async def _show_document(self, here: Wanted, pieces: list[Piece]) -> None:
        """A page of one of the documents: the one that the address names, else the first."""
        if not pieces:
            self.unshown = t("papers.unshown.no_document")
            return
        piece = next((one for one in pieces if one.id == here.piece), pieces[0])
        self.pieces = piece_links(here, pieces, piece)
        try:
            drawn = await showing.drawn_page(product_world(), piece.paper, page=here.page)
        except (Unshowable, TooMany) as error:
            self.unshown = reason(error)
            self.viewer = ViewerCard(name=piece.name, download=piece.address)
        else:
            self.viewer = viewer_card(here, piece, drawn)

    async def _show_source(self, here: Wanted, paper: Paper, *, base: str) -> None:
        """The page of the XML with the line that the address asks for."""
        try:
            found = await showing.source(product_world(), paper, page=here.page, line=here.line, place=here.place)
        except (Unshowable, TooMany) as error:
            self.unshown = reason(error)
            return
        if found is None:
            self.unshown = t("papers.unshown.no_xml")
        else:
            self.source = source_card(here, found, download=f"{base}/facture.xml")


def unreadable(kind: FileKind) -> str:
    """Why a file of that kind is shown as no invoice."""
    if kind in LOT_KINDS:
        return t("papers.unshown.lot")
    return t("papers.unshown.no_invoice", kind=t(kind.label_key), meaning=t(kind.meaning_key))


def reason(error: Unshowable | AppError) -> str:
    """Why a file is not shown."""
    if isinstance(error, Unshowable):
        return t(f"papers.unshown.{error.name}")
    return t(error.key, **error.params)


__all__ = ["DOCUMENT", "SHEET", "XML", "PaperState", "reason", "unreadable"]
