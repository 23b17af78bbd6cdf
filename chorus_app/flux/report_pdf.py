"""The report as a PDF to keep or to send on: French, selectable text."""

from collections.abc import Callable
from io import BytesIO

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, HRFlowable, KeepTogether, Paragraph, SimpleDocTemplate, Spacer, Table

from chorus_app.flux.report_json import help_link
from chorus_app.flux.report_text import invoice_lines
from chorus_app.flux.views import FindingView, ReportInvoiceView, ReportView
from chorus_app.kernel import french
from chorus_app.kernel.printing import GREY, INK, SMALL, TEXT, TITLE, paper, paragraph, printable
from chorus_app.kernel.text import t

LINE = HexColor("#DDD9CF")
TONES = {"blocking": HexColor("#A3262A"), "warning": HexColor("#8A5300"), "info": HexColor("#27548A")}
HEAD = ParagraphStyle(
    "head", fontName="Helvetica-Bold", fontSize=12, leading=16, textColor=INK, spaceBefore=6 * mm, spaceAfter=2 * mm
)
NAME = ParagraphStyle("name", parent=TEXT, fontName="Helvetica-Bold", spaceBefore=3 * mm)


Link = Callable[[str], str]  # the address that explains a finding, by its code


def report_pdf(report: ReportView, *, title: str = "", link: Link = help_link) -> bytes:
    """The bytes of the PDF, under its usual title unless another is given. Each finding has the address of `link`."""
    out = BytesIO()
    title = title or t("flux.report.title", number=report.flux.number)
    document = paper(out, title=title)
    document.build(_story(report, title, link), onFirstPage=_foot, onLaterPages=_foot)
    return out.getvalue()


def _story(report: ReportView, title: str, link: Link) -> list[Flowable]:
    story: list[Flowable] = [paragraph(title, TITLE), paragraph(t(report.flux.gloss_key), TEXT), Spacer(1, 4 * mm)]
    story.append(_table(_flux_lines(report)))
    if report.is_lot:
        return [*story, *_lot(report, link)]
    for invoice in report.invoices:
        story += [paragraph(t("flux.report.invoice"), HEAD), _table(invoice_lines(invoice))]
    story.append(paragraph(t("flux.report.findings", count=len(report.asked)), HEAD))
    for finding in report.asked:
        story.append(KeepTogether(_finding(finding, link)))
    if report.beyond:
        story += [
            paragraph(t("flux.report.beyond", count=len(report.beyond)), HEAD),
            paragraph(t("flux.report.beyond_lead"), TEXT),
        ]
        story += [KeepTogether(_finding(finding, link)) for finding in report.beyond]
    return story


def _lot(report: ReportView, link: Link) -> list[Flowable]:
    """The refused invoices with their reasons, then the names of those that passed."""
    refused = report.refused
    accepted = [invoice for invoice in report.invoices if invoice.accepted]
    story: list[Flowable] = [paragraph(t("flux.report.lot_refused", count=len(refused)), HEAD)]
    for invoice in refused:
        story += [paragraph(invoice.name, NAME), _table([(t("flux.report.file_in_lot"), invoice.file_name or "")])]
        story.append(_table(invoice_lines(invoice)))
        story += [KeepTogether(_finding(found, link)) for found in report.of(invoice) if found.severity == "blocking"]
    story.append(paragraph(t("flux.report.lot_accepted", count=len(accepted)), HEAD))
    if accepted:
        story.append(_accepted_table(accepted))
    return [*story, paragraph(t("flux.report.lot_remarks"), SMALL)]


def _accepted_table(invoices: list[ReportInvoiceView]) -> Table:
    heads = ("flux.report.invoice_number", "flux.report.file_in_lot", "flux.report.recipient", "flux.report.amount")
    rows = [[paragraph(t(key), SMALL) for key in heads]]
    rows += [
        [
            paragraph(invoice.number or "", SMALL),
            paragraph(invoice.file_name or "", SMALL),
            paragraph(invoice.recipient_name or "", SMALL),
            paragraph(french.amount(invoice.amount, invoice.currency or "EUR"), SMALL),
        ]
        for invoice in invoices
    ]
    return Table(
        rows,
        colWidths=[36 * mm, 54 * mm, 50 * mm, 30 * mm],
        hAlign="LEFT",
        repeatRows=1,
        style=[("VALIGN", (0, 0), (-1, -1), "TOP"), ("LINEBELOW", (0, 0), (-1, 0), 0.5, LINE)],
    )


def _flux_lines(report: ReportView) -> list[tuple[str, str]]:
    flux = report.flux
    lines = (
        ("flux.report.state", t(flux.state_key)),
        ("flux.report.number", flux.number),
        ("flux.report.file", flux.file_name),
        ("flux.report.kind", t(report.kind.label_key) if report.kind else ""),
        ("flux.report.syntax", flux.interface_code),
        ("flux.report.received", french.moment(flux.received_at)),
        ("flux.report.made", french.moment(report.made_at)),
        ("flux.report.structure", flux.structure),
        ("flux.report.depositor", flux.depositor),
    )
    return [(t(key), value) for key, value in lines]


def _finding(finding: FindingView, link: Link) -> list[Flowable]:
    severity = t(f"flux.report.severity.{finding.severity}")
    heading = ParagraphStyle("finding", parent=TEXT, fontName="Helvetica-Bold", textColor=TONES[finding.severity])
    place = [finding.term or "", t("flux.report.line", line=finding.line) if finding.line else "", finding.path or ""]
    parts = [
        paragraph(f"{t(finding.title_key, 'fr', **finding.params)} ({severity}, {finding.code})", heading),
        paragraph(t(finding.meaning_key, "fr", **finding.params), TEXT),
        paragraph(t("flux.report.todo", text=t(finding.todo_key, "fr", **finding.params)), TEXT),
    ]
    if finding.value:
        parts.append(paragraph(t("flux.report.value", value=finding.value), SMALL))
    if any(place):
        parts.append(paragraph(" · ".join(part for part in place if part), SMALL))
    parts.append(_to_click(t("flux.report.help"), link(finding.code)))
    return [*parts, Spacer(1, 2 * mm), HRFlowable(width="100%", color=LINE, thickness=0.5), Spacer(1, 2 * mm)]


def _table(lines: list[tuple[str, str]]) -> Table:
    rows = [[paragraph(label, SMALL), paragraph(value, TEXT)] for label, value in lines if value]
    return Table(rows, colWidths=[48 * mm, 122 * mm], hAlign="LEFT", style=[("VALIGN", (0, 0), (-1, -1), "TOP")])


def _foot(canvas: Canvas, document: SimpleDocTemplate) -> None:
    canvas.setFont("Helvetica", 8)
    canvas.setFillColor(GREY)
    canvas.drawString(20 * mm, 12 * mm, t("flux.report.foot"))
    canvas.drawRightString(A4[0] - 20 * mm, 12 * mm, str(document.page))


def _to_click(label: str, address: str) -> Paragraph:
    """The address in full: it can be clicked, and read from paper."""
    shown = printable(address)
    return Paragraph(f'{printable(label)} <a href="{shown}" color="#27548A">{shown}</a>', SMALL)
