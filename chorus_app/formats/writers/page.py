"""Draws an invoice on a page: the readable side of a Factur-X, or a plain PDF."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from io import BytesIO

import pikepdf
from PIL import ImageCms
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from chorus_app.formats.parsed import ParsedInvoice, Party
from chorus_app.kernel.text import t

LEFT, TOP, STEP = 56, 780, 16
MAX_LINES = 30


def draw(invoice: ParsedInvoice) -> bytes:
    """A one-page PDF with fonts inside and its colours declared, as PDF/A wants them."""
    _fonts()
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=True, lang="fr-FR")
    canvas.setTitle(t("formats.page.title", number=invoice.number or ""))
    canvas.setAuthor(invoice.seller.name or "")
    y = _write(canvas, [t("formats.page.title", number=invoice.number or "")], TOP, size=18)
    y = _write(canvas, _heading(invoice), y - STEP)
    y = _write(canvas, _lines(invoice), y - STEP)
    _write(canvas, _totals(invoice), y - STEP)
    canvas.showPage()
    canvas.save()
    return with_colours(buffer.getvalue())


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


@cache
def _fonts() -> None:
    pdfmetrics.registerFont(TTFont("Vera", "Vera.ttf"))


def _write(canvas: Canvas, lines: list[str], y: float, *, size: int = 10) -> float:
    canvas.setFont("Vera", size)
    for line in lines:
        canvas.drawString(LEFT, y, line[:100])
        y -= STEP
    return y


def _heading(invoice: ParsedInvoice) -> list[str]:
    issued = invoice.issue_date.strftime("%d/%m/%Y") if invoice.issue_date else ""
    facts = [t("formats.page.date", date=issued)]
    facts += [
        t("formats.page.seller", party=_party(invoice.seller)),
        t("formats.page.buyer", party=_party(invoice.buyer)),
    ]
    if invoice.service_code:
        facts.append(t("formats.page.service", code=invoice.service_code))
    if invoice.engagement:
        facts.append(t("formats.page.engagement", number=invoice.engagement))
    return facts


def _party(party: Party) -> str:
    identifier = party.identifier.value if party.identifier else ""
    return ", ".join(part for part in (party.name, identifier, *party.address) if part)


def _lines(invoice: ParsedInvoice) -> list[str]:
    return [
        t(
            "formats.page.line",
            name=line.name or "",
            quantity=_number(line.quantity),
            price=_number(line.unit_price),
            amount=_number(line.net_amount),
        )
        for line in invoice.lines[:MAX_LINES]
    ]


def _totals(invoice: ParsedInvoice) -> list[str]:
    currency = invoice.currency or "EUR"
    return [
        t("formats.page.tax_exclusive", amount=_number(invoice.tax_exclusive), currency=currency),
        t("formats.page.tax_total", amount=_number(invoice.tax_total), currency=currency),
        t("formats.page.tax_inclusive", amount=_number(invoice.tax_inclusive), currency=currency),
        t("formats.page.payable", amount=_number(invoice.payable), currency=currency),
    ]


def _number(value: Decimal | None) -> str:
    """The font has no narrow space."""
    return "" if value is None else f"{value:,f}".replace(",", "\u00a0").replace(".", ",")
