"""What is put into a partner's folder: the compte-rendu as XML and PDF, the steps of an invoice's life as XML.

Chorus Pro publishes neither form: the names of the elements are those of its API (consulterCRDetaille), the roots
those that its samples and clients name. docs/decisions/0032-edi.md says what is guessed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lxml import etree

from chorus_app.edi.names import BY_INTERFACE, Refusal
from chorus_app.flux.enums import FluxState
from chorus_app.flux.naming import shown_name
from chorus_app.flux.report_json import report_data
from chorus_app.flux.report_pdf import report_pdf
from chorus_app.flux.views import FindingView, FluxRow, ReportView
from chorus_app.formats.syntaxes import Space
from chorus_app.kernel.config import settings
from chorus_app.kernel.text import t
from chorus_app.rules.finding import Layer, Severity

ONE_OF = {
    "listeErreurDP": "erreurDP",
    "listeErreurTechnique": "erreurTechnique",
    "constats": "constat",
    "factures": "facture",
    "liensAide": "lienAide",
}
GUIDE = "/documentation/raccordement-edi"
ONE = "element"  # of a list that has no name of its own for one
# The only numbers of statuses that are known (« 01 DEPOSEE », « 37 NON CONFORME »).
NUMBERS = {"DEPOSEE": "01", "NON_CONFORME": "37"}


@dataclass(frozen=True, slots=True)
class Step:
    """A step of an invoice's life: the status it took, and which invoice it is."""

    event_id: int
    code: str
    label: str
    at: datetime
    comment: str
    invoice_id: int
    invoice_number: str
    flux_number: str
    supplier: tuple[str, str]  # type and identifier
    recipient: tuple[str, str]
    service: str


def report_xml(report: ReportView) -> bytes:
    """The compte-rendu: the fields of consulterCRDetaille, and the findings in full."""
    return _document("CompteRendu", report_data(report))


def inadmissible_xml(report: ReportView) -> bytes:
    """The same of a file that became no flux: without a number, and its errors lead to the guide of EDI."""
    told = report_data(report)
    errors = {
        name: [{**error, "lienAide": _guide()} for error in told[name]] for name in ("listeErreurTechnique", "constats")
    }
    name, interface = report.flux.file_name, report.flux.interface_code or None
    about = {"numeroFluxDepot": None, "nomFichier": name, "codeInterfaceDepotFlux": interface}
    return _document("CompteRendu", {**told, **about, **errors})


def inadmissible_pdf(report: ReportView) -> bytes:
    """The same as a PDF."""
    return report_pdf(report, title=t("edi.report_title"), link=lambda _code: _guide())


def _guide() -> str:
    """Where what is inadmissible is explained."""
    return f"{settings().origin}{GUIDE}"


def step_xml(step: Step, *, application: str) -> bytes:
    """A life-cycle file."""
    return _document(
        "CPPStatut",
        {
            "codeApplication": application,
            "facture": {
                "identifiantFactureCPP": str(step.invoice_id),
                "numeroFacture": step.invoice_number,
                "numeroFluxDepot": step.flux_number,
                "typeIdentifiantFournisseur": step.supplier[0],
                "identifiantFournisseur": step.supplier[1],
                "typeIdentifiantDestinataire": step.recipient[0],
                "identifiantDestinataire": step.recipient[1],
                "codeService": step.service or None,
            },
            "statut": {
                "code": step.code,
                "numero": NUMBERS.get(step.code),
                "libelle": step.label,
                "dateHeure": step.at.isoformat(timespec="seconds"),
                "commentaire": step.comment or None,
            },
        },
    )


def report_of_inadmissible(refusal: Refusal, *, name: str, size: int, at: datetime, partner: str) -> ReportView:
    """The compte-rendu of a file that became no flux."""
    interface = refusal.params.get("interface", "")
    known = BY_INTERFACE.get(interface)
    row = FluxRow(
        public_id="",
        number="",
        file_name=shown_name(name),
        size=size,
        syntax=known.code if known else "",
        interface_code=known.interface_code if known else "",
        space=Space.EMISES,
        mode_depot="EDI",
        state=FluxState.REJECTED,
        state_at=at,
        received_at=at,
        depositor="",
        structure=partner,
        invoice_count=0,
        accepted_count=0,
        blocking_count=1,
        warning_count=0,
    )
    finding = FindingView(
        invoice_position=None,
        layer=Layer.OPENABLE.value,
        severity=Severity.BLOCKING.value,
        code=refusal.why.value,
        key=refusal.why.key,
        term=None,
        path=None,
        line=None,
        value=None,
        params=dict(refusal.params),
    )
    return ReportView(row, at, None, (), (), (finding,), None)


def _document(root: str, values: Mapping[str, Any]) -> bytes:
    element = etree.Element(root)
    _fill(element, values)
    etree.indent(element)
    return etree.tostring(element, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _fill(parent: etree._Element, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        if value is not None:
            _set(etree.SubElement(parent, name), name, value)


def _set(element: etree._Element, name: str, value: Any) -> None:
    if isinstance(value, Mapping):
        _fill(element, value)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for one in value:
            _set(etree.SubElement(element, ONE_OF.get(name, ONE)), name, one)
    else:
        element.text = _writable(_word(value))


def _word(value: object) -> str:
    return ("true" if value else "false") if isinstance(value, bool) else str(value)


def _writable(text: str) -> str:
    """Without what XML has no letter for."""
    return "".join(letter for letter in text if letter in "\t\n\r" or (letter >= " " and letter not in "\ufffe\uffff"))
