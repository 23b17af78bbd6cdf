"""The report as JSON: the fields of Chorus Pro's `consulterCRDetaille` (section 1.3), and the findings in full."""

import json
from datetime import datetime
from typing import Any

from chorus_app.flux.report import KEYS
from chorus_app.flux.views import FindingView, ReportInvoiceView, ReportView
from chorus_app.kernel.config import settings
from chorus_app.kernel.text import t
from chorus_app.rules.explained import address

SEPARATOR = "|"  # Chorus Pro joins the messages of one invoice so


def report_json(report: ReportView) -> bytes:
    """The report, UTF-8, indented for people who look at it."""
    return json.dumps(report_data(report), ensure_ascii=False, indent=2).encode()


def report_data(report: ReportView) -> dict[str, Any]:
    """The report as plain values."""
    flux = report.flux
    blocking = [finding for finding in report.findings if finding.severity == "blocking"]
    technical = [finding for finding in blocking if finding.invoice_position is None]
    return {
        "numeroFluxDepot": flux.number,
        "nomFichier": flux.flux_file_name,
        "nomFichierDepose": flux.file_name,
        "dateDepotFlux": _moment(flux.received_at),
        "codeInterfaceDepotFlux": flux.interface_code,
        "etatCourantDepotFlux": flux.state.value,
        "dateHeureEtatCourantFlux": _moment(flux.state_at),
        "listeErreurDP": [entry for invoice in report.invoices if (entry := _invoice_errors(report, invoice))],
        "listeErreurTechnique": [
            {
                "natureErreur": finding.layer,
                "codeErreur": finding.code,
                "libelleErreur": message(finding),
                "lienAide": help_link(finding.code),
            }
            for finding in technical
        ],
        "constats": [_finding(finding) for finding in report.findings],
        **({"factures": [_invoice(invoice) for invoice in report.invoices]} if report.is_lot else {}),
    }


def message(finding: FindingView) -> str:
    """What is wrong, in one sentence: Chorus Pro's own where it is known."""
    return finding.params.get("official") or t(finding.meaning_key, "fr", **finding.params)


def help_link(code: str) -> str:
    """The whole address of the page that explains the finding: a program shows it beside the refusal."""
    return settings().origin + address(code, KEYS)


def _invoice_errors(report: ReportView, invoice: ReportInvoiceView) -> dict[str, Any] | None:
    errors = [found for found in report.of(invoice) if found.severity == "blocking"]
    if not errors:
        return None
    return {
        "identifiantFournisseur": invoice.supplier_identifier,
        "identifiantDestinataire": invoice.recipient_identifier,
        "numeroDP": invoice.number,
        "libelleErreurDP": SEPARATOR.join(message(found) for found in errors),
        "liensAide": [help_link(found.code) for found in errors],
    }


def _invoice(invoice: ReportInvoiceView) -> dict[str, Any]:
    """An invoice of a lot: its file, and whether it was taken."""
    return {
        "position": invoice.position,
        "fichier": invoice.file_name,
        "numeroDP": invoice.number,
        "identifiantFournisseur": invoice.supplier_identifier,
        "identifiantDestinataire": invoice.recipient_identifier,
        "montantTTC": None if invoice.amount is None else f"{invoice.amount:f}",
        "devise": invoice.currency,
        "integree": invoice.accepted,
    }


def _finding(finding: FindingView) -> dict[str, Any]:
    return {
        "position": finding.invoice_position,
        "gravite": finding.severity,
        "couche": finding.layer,
        "code": finding.code,
        "titre": t(finding.title_key, "fr", **finding.params),
        "explication": t(finding.meaning_key, "fr", **finding.params),
        "aFaire": t(finding.todo_key, "fr", **finding.params),
        "terme": finding.term,
        "chemin": finding.path,
        "ligne": finding.line,
        "valeur": finding.value,
        "lienAide": help_link(finding.code),
    }


def _moment(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds")
