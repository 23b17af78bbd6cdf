"""The page of the PDF beside the form, as ready text."""

from dataclasses import dataclass, field

from chorus_app.drafts.queries import DraftView
from chorus_app.formats.printed.job import PageWords
from chorus_app.kernel.text import t

WIDTHS = (600, 1_200, 1_800)  # pixels of the picture of a page
ZOOMS = (100, 150, 200)


@dataclass(frozen=True)
class WordSpot:
    """A piece of text on the page; edges in percent of the page."""

    text: str
    left: str
    top: str
    width: str
    height: str


@dataclass(frozen=True)
class PaperCard:
    """The page of the PDF beside the form."""

    src: str = ""
    sources: str = ""
    ratio: str = "1 / 1.414"
    alt: str = ""
    counted: str = ""
    page: int = 1
    pages: int = 1
    words: list[WordSpot] = field(default_factory=list)


def paper_card(view: DraftView, shown: PageWords) -> PaperCard:
    """The page with its pieces of text, ready to be clicked."""
    base = f"/brouillons/{view.public_id}/pages/{shown.page}"
    return PaperCard(
        src=f"{base}?largeur={WIDTHS[1]}",
        sources=", ".join(f"{base}?largeur={width} {width}w" for width in WIDTHS),
        ratio=f"{shown.width:.0f} / {shown.height:.0f}",
        alt=t("drafts.paper.alt", page=shown.page, name=view.file_name),
        counted=t("drafts.paper.page", page=shown.page, pages=shown.pages),
        page=shown.page,
        pages=shown.pages,
        words=[_spot(shown, piece) for piece in shown.pieces],
    )


def _spot(shown: PageWords, piece: tuple[str, float, float, float, float]) -> WordSpot:
    text, left, top, right, bottom = piece
    return WordSpot(
        text,
        percent(left, shown.width),
        percent(top, shown.height),
        percent(right - left, shown.width),
        percent(bottom - top, shown.height),
    )


def percent(part: float, whole: float) -> str:
    return f"{100 * part / whole:.2f}%" if whole else "0%"
