"""How the portal prints a paper of its own: a page A4 with selectable text, in the standard fonts of PDF."""

from html import escape
from io import BytesIO

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Paragraph, SimpleDocTemplate

INK, GREY = HexColor("#1B1F2A"), HexColor("#566072")
TITLE = ParagraphStyle("title", fontName="Helvetica-Bold", fontSize=18, leading=23, textColor=INK, spaceAfter=4 * mm)
TEXT = ParagraphStyle("text", fontName="Helvetica", fontSize=10, leading=14, textColor=INK)
SMALL = ParagraphStyle("small", parent=TEXT, fontSize=8.5, leading=12, textColor=GREY)
# The standard fonts hold the characters of Windows' French code page; these have a neighbour there.
NEIGHBOURS = str.maketrans({"\u202f": "\u00a0", "\u2011": "-", "\u2192": ">"})


def paper(out: BytesIO, *, title: str, same_bytes: bool = False) -> SimpleDocTemplate:
    """An empty paper of that title. With `same_bytes`, the same text always makes the same file."""
    return SimpleDocTemplate(
        out,
        pagesize=A4,
        leftMargin=20 * mm,
        rightMargin=20 * mm,
        topMargin=18 * mm,
        bottomMargin=20 * mm,
        title=title,
        author="Chorus App",
        lang="fr-FR",
        invariant=same_bytes,
    )


def paragraph(text: str, style: ParagraphStyle) -> Paragraph:
    return Paragraph(printable(text).replace("\n", "<br/>"), style)


def printable(text: str) -> str:
    """The text with what the fonts hold, written so that none of it is markup."""
    return escape(text.translate(NEIGHBOURS).encode("cp1252", "replace").decode("cp1252"))
