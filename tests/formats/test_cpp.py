"""Chorus Pro's own XML: the mixed flow FSO1113A and the pivot."""

from __future__ import annotations

from decimal import Decimal

from chorus_app.formats import cpp
from chorus_app.formats.detect import detect
from chorus_app.formats.kinds import FileKind
from chorus_app.formats.parsed import Identifier, ParsedInvoice, Place
from chorus_app.formats.writers import cpp as writer
from chorus_app.rules.finding import Layer
from chorus_app.rules.verdict import LayerRun
from tests.makers.invoices import main_document, make_cpp, make_works_invoice
from tests.rules.cases import judged

# As public programs that read pivots show it.
PIVOT = """<?xml version="1.0" encoding="UTF-8"?>
<CPPFacturePivot xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
    xsi:noNamespaceSchemaLocation="CPPFacturePivot.xsd">
  <Enveloppe><ID>1</ID></Enveloppe>
  <CPPFactures Compteur="1">
    <CPPFacturePivotUnitaire NumOrdre="1">
      <Fournisseur>
        <TypeIdentifiant>2</TypeIdentifiant><Identifiant>BE0429958042</Identifiant>
        <RaisonSociale>Brasserie du Nord</RaisonSociale><CodePays>BE</CodePays>
      </Fournisseur>
      <Debiteur>
        <TypeIdentifiant>1</TypeIdentifiant><Identifiant>12345678200051</Identifiant>
        <Nom>Valmont</Nom><CodeService>SERV1</CodeService><NomService>Voirie</NomService>
      </Debiteur>
      <DonneesFacture>
        <Id>F-1</Id><Type>380</Type><Cadre>A1</Cadre><DateEmissionFacture>2026-11-02</DateEmissionFacture>
        <ModePaiement><Code>30</Code><Libelle>Virement</Libelle></ModePaiement><Devise>EUR</Devise>
        <Montants><MontantHT>100.00</MontantHT><MontantTTC>120.00</MontantTTC></Montants>
        <TVAs><TVA><Taux>20.0</Taux><BaseHt>100.0</BaseHt><MontantTVA>20.0</MontantTVA></TVA></TVAs>
        <Engagement><NumeroEngagement>E1</NumeroEngagement></Engagement>
      </DonneesFacture>
      <PJ NumOrdre="1"><Contenu>YQ==</Contenu><NomPJ>a.txt</NomPJ><TypePJ>02</TypePJ></PJ>
    </CPPFacturePivotUnitaire>
  </CPPFactures>
</CPPFacturePivot>
"""


def test_pivot_is_read() -> None:
    invoice = cpp.read(PIVOT.encode())
    assert (invoice.number, invoice.cadre, invoice.engagement, invoice.service_code) == ("F-1", "A1", "E1", "SERV1")
    assert invoice.seller.identifier == Identifier("UE_HORS_FRANCE", "BE0429958042", "2")
    assert (invoice.seller.country, invoice.buyer.service_name, invoice.payments[0].text) == (
        "BE",
        "Voirie",
        "Virement",
    )
    assert (invoice.tax_exclusive, invoice.tax_total, invoice.payable) == (Decimal("100.00"), Decimal("20.0"), None)
    assert [(one.name, one.main, one.content) for one in invoice.attachments] == [("a.txt", False, b"a")]
    unit = "CPPFactures.CPPFacturePivotUnitaire.DonneesFacture"
    assert invoice.places["BT-1"] == Place(f"{unit}.Id.value", 16)
    assert invoice.places["BT-115"] == Place(f"{unit}.Montants.MontantNetAPayer.value", 18)


def test_what_is_written_is_read_back() -> None:
    made = make_works_invoice("cpp", engagement="E1", original_invoice="F-0", attachments=(main_document(),))
    for root in (cpp.PIVOT, cpp.MIXED):
        first = cpp.read(writer.write(made, root=root))
        assert cpp.read(writer.write(first, root=root)) == first
        assert first.valideur is not None
        assert first.valideur.identifier == made.valideur.identifier  # type: ignore[union-attr]  # a works invoice
        same = ("number", "issue_date", "cadre", "engagement", "payments", "preceding", "payable", "attachments")
        assert [getattr(first, name) for name in same] == [getattr(made, name) for name in same]


def test_namespace_of_the_root_does_not_matter() -> None:
    plain = make_cpp()
    own = plain.replace(b"<CPPFactureMixte>", b'<CPPFactureMixte xmlns="urn:cpp">')
    assert cpp.read(own) == cpp.read(plain)


def test_mixed_flow_goes_all_the_way_without_a_schema() -> None:
    found = judged(make_cpp(attachments=(main_document(),)), "FSO1113A")
    assert (found.accepted, found.findings) == (True, ())
    assert LayerRun(Layer.XSD, "no_public_schema") in found.layers


def test_mixed_flow_without_its_pdf_is_refused() -> None:
    assert [finding.code for finding in judged(make_cpp(), "FSO1113A").blocking] == ["CPP-PJ-PRINCIPALE"]


def test_empty_document_is_an_invoice_that_says_nothing() -> None:
    content = b"<CPPFactureMixte/>"
    assert detect(content).kind is FileKind.CPP
    assert cpp.read(content) == ParsedInvoice(schema="cpp")
