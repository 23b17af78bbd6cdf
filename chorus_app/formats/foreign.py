"""XML that is no invoice for this portal: what it is all the same, so that its sender understands."""

from __future__ import annotations

from lxml import etree

from chorus_app.formats.xml import Reason

UBL = "urn:oasis:names:specification:ubl:schema:xsd:"
# Start of the namespace, then name of the root ("" for any); the first that fits gives the reason.
KNOWN = (
    ("urn:iso:std:iso:20022:tech:xsd:pain.", "", "xml_payment"),
    ("urn:iso:std:iso:20022:tech:xsd:camt.", "", "xml_bank_statement"),
    (f"{UBL}Order", "", "xml_order"),
    (f"{UBL}DespatchAdvice", "", "xml_delivery"),
    (f"{UBL}ReceiptAdvice", "", "xml_delivery"),
    (f"{UBL}Reminder", "", "xml_reminder"),
    (UBL, "", "xml_ubl_other"),
    ("urn:un:unece:uncefact:data:", "", "xml_cii_other"),
    ("http://www.fatturapa.gov.it/", "", "xml_foreign_invoice"),
    ("http://ivaservizi.agenziaentrate.gov.it/", "", "xml_foreign_invoice"),
    ("http://www.facturae.es/", "", "xml_foreign_invoice"),
    ("http://www.facturae.gob.es/", "", "xml_foreign_invoice"),
    ("http://www.ebinterface.at/", "", "xml_foreign_invoice"),
    ("http://rep.oio.dk/", "", "xml_foreign_invoice"),
    ("http://crd.gov.pl/", "Faktura", "xml_foreign_invoice"),
    ("http://www.minefi.gouv.fr/cp/helios/", "", "xml_pes"),
    ("http://schemas.xmlsoap.org/soap/", "", "xml_envelope"),
    ("http://www.w3.org/2003/05/soap-envelope", "", "xml_envelope"),
    ("http://www.w3.org/2001/XMLSchema", "", "xml_schema"),
    ("http://www.w3.org/1999/XSL/Transform", "", "xml_schema"),
    ("http://www.w3.org/2000/svg", "", "image"),
    ("http://www.w3.org/1999/xhtml", "", "html"),
    ("http://schemas.microsoft.com/office/", "", "office"),
    ("urn:schemas-microsoft-com:office:", "", "office"),
    ("", "comptabilite", "xml_accounts"),
    ("", "PES_Aller", "xml_pes"),
    ("", "FatturaElettronica", "xml_foreign_invoice"),
    ("", "cXML", "xml_order"),
    ("", "M_INVOIC", "xml_edifact"),
    ("", "CrossIndustryInvoice", "xml_wrong_namespace"),
    ("", "Invoice", "xml_wrong_namespace"),
    ("", "CreditNote", "xml_wrong_namespace"),
)


def reason_of(root: etree._Element) -> Reason:
    """What the document is, else the name of its root as all that can be said."""
    name = etree.QName(root)
    namespace = name.namespace or ""
    params = {"root": name.localname[:80]}
    for start, local, reason in KNOWN:
        if namespace.startswith(start) and local in ("", name.localname):
            return Reason(reason, params)
    return Reason("unknown_root", params)
