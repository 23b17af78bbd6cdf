"""What the report says of an invoice, for the page and for the PDF alike."""

from chorus_app.flux.views import ReportInvoiceView
from chorus_app.kernel import french
from chorus_app.kernel.text import t


def invoice_lines(invoice: ReportInvoiceView) -> list[tuple[str, str]]:
    """Label and value of what could be read of the invoice; what is unknown has no line."""
    lines = (
        ("flux.report.invoice_number", invoice.number or ""),
        ("flux.report.cadre", invoice.cadre or ""),
        (
            "flux.report.supplier",
            french.party(invoice.supplier_name, invoice.supplier_type, invoice.supplier_identifier),
        ),
        (
            "flux.report.recipient",
            french.party(invoice.recipient_name, invoice.recipient_type, invoice.recipient_identifier),
        ),
        ("flux.report.amount", french.amount(invoice.amount, invoice.currency or "EUR")),
        ("flux.report.outcome", t("flux.report.accepted" if invoice.accepted else "flux.report.refused")),
    )
    return [(t(key), value) for key, value in lines if value]
