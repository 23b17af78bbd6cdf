"""Invoices and documents as files, and the two long lists of values: replies opened, then compared whole."""

import base64

from chorus_app.invoices.models import InvoiceDocument
from tests.api.every_field.preparing import unzipped
from tests.api.every_field.seed import PLAN, Case, Seed, treated
from tests.api.every_field.typing_in import JSON
from tests.factories import BIC, IBAN
from tests.makers.invoices import MOE_SIRET, RECIPIENT_SIRET, SUPPLIER_SIRET

GROUP, FILES = "/cpro/factures/v1/telecharger/groupe", "/cpro/transverses/v1/telecharger/pieceJointe"
VALUES = "/cpro/transverses/v1/recuperer"
PIVOT = f"""<?xml version='1.0' encoding='UTF-8'?>
<CPPFacturePivot>
  <CPPFactures Compteur="1">
    <CPPFacturePivotUnitaire NumOrdre="1">
      <Fournisseur>
        <TypeIdentifiant>1</TypeIdentifiant>
        <Identifiant>{SUPPLIER_SIRET}</Identifiant>
        <RaisonSociale>Maçonnerie Démo</RaisonSociale>
        <CodePays>FR</CodePays>
        <ReferenceBancaire>
          <Compte>{IBAN}</Compte>
          <Etablissement>{BIC}</Etablissement>
        </ReferenceBancaire>
        <CodeService>AGENCE</CodeService>
      </Fournisseur>
      <Debiteur>
        <TypeIdentifiant>1</TypeIdentifiant>
        <Identifiant>{RECIPIENT_SIRET}</Identifiant>
        <Nom>Ville de Démo</Nom>
        <CodeService>SERV1</CodeService>
        <NomService>Travaux</NomService>
      </Debiteur>
      <DonneesFacture>
        <Id>TOUT-1</Id>
        <IdFactureOrigine>ANCIENNE-1</IdFactureOrigine>
        <Type>381</Type>
        <Cadre>A9</Cadre>
        <DateEmissionFacture>2026-11-03</DateEmissionFacture>
        <ModePaiement>
          <Code>PRELEVEMENT</Code>
        </ModePaiement>
        <Devise>EUR</Devise>
        <Montants>
          <MontantHT>1015.000000</MontantHT>
          <MontantTTC>1070.000000</MontantTTC>
          <MontantNetAPayer>1070.000000</MontantNetAPayer>
        </Montants>
        <TVAs>
          <TVA>
            <Taux>5.500000</Taux>
            <BaseHt>1000.000000</BaseHt>
            <MontantTVA>55.000000</MontantTVA>
          </TVA>
          <TVA>
            <Taux>0.000000</Taux>
            <BaseHt>15.000000</BaseHt>
            <MontantTVA>0.000000</MontantTVA>
          </TVA>
        </TVAs>
        <Engagement>
          <NumeroEngagement>EJ-12</NumeroEngagement>
          <NumeroMarche>M-7</NumeroMarche>
        </Engagement>
        <Lignes>
          <Ligne NumOrdre="1">
            <ReferenceProduit>Porte</ReferenceProduit>
            <PrixUnitaire>510.000000</PrixUnitaire>
            <Quantite>2.000000</Quantite>
            <MontantHT>1000.000000</MontantHT>
            <TauxTVA>5.500000</TauxTVA>
          </Ligne>
          <Ligne NumOrdre="2">
            <ReferenceProduit>Timbres</ReferenceProduit>
            <PrixUnitaire>1.500000</PrixUnitaire>
            <Quantite>10.000000</Quantite>
            <MontantHT>15.000000</MontantHT>
            <TauxTVA>0.000000</TauxTVA>
          </Ligne>
        </Lignes>
      </DonneesFacture>
      <PJ NumOrdre="1">
        <Contenu>PDF</Contenu>
        <NomPJ>TOUT-1.pdf</NomPJ>
        <TypePJ>01</TypePJ>
        <MimeTypePJ>application/pdf</MimeTypePJ>
      </PJ>
      <PJ NumOrdre="2">
        <Contenu>cGxhbg==</Contenu>
        <NomPJ>plan.png</NomPJ>
        <TypePJ>02</TypePJ>
        <MimeTypePJ>image/png</MimeTypePJ>
      </PJ>
      <CycleDeValidation>
        <ValidationUnitaire>
          <TypeIdentifiant>1</TypeIdentifiant>
          <Identifiant>{MOE_SIRET}</Identifiant>
          <Nom>Maîtrise d’œuvre Démo</Nom>
        </ValidationUnitaire>
      </CycleDeValidation>
    </CPPFacturePivotUnitaire>
  </CPPFactures>
</CPPFacturePivot>
"""
CURRENCIES = """
    AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD
    CDF CHE CHF CHW CLF CLP CNY COP COU CRC CUC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS
    GIP GMD GNF GTQ GYD HKD HNL HRK HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD
    KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR
    NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SLL SOS SRD SSP STN
    SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD USN UYI UYU UYW UZS VED VES VND VUV WST XAF XCD
    XOF XPF XSU XUA YER ZAR ZMW ZWG ZWL
"""
COUNTRIES = """
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY
    BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK
    FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR
    IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK
    ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM
    PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF
    TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW
"""
NAMED = {
    "devises": {"EUR": "euro", "CHF": "franc suisse", "XPF": "franc CFP", "USD": "dollar des États-Unis"},
    "pays": {
        "FR": "France",
        "DE": "Allemagne",
        "NC": "Nouvelle-Calédonie",
        "PF": "Polynésie française",
        "RE": "La Réunion",
    },
}


def paper(seed: Seed) -> bytes:
    """The PDF that the portal keeps of the invoice."""
    return seed.world.files.read(seed.row(InvoiceDocument, id=seed.main).sha256)


def pivot(seed: Seed) -> bytes:
    """The pivot with its documents."""
    return PIVOT.replace(">PDF<", f">{base64.b64encode(paper(seed)).decode()}<").encode()


def grouped(seed: Seed, **asked: str) -> JSON:
    """The question about the one invoice."""
    return {"idUtilisateurCourant": 0, "idEspace": 0, "listeFacture": [{"idFacture": seed.invoice}], **asked}


def file(content: object) -> JSON:
    """The reply of the route of groups, its file opened."""
    return {"codeRetour": 0, "libelle": "CODE PAR DEFAUT", "fichierResultat": content}


def decoded(answer: JSON) -> JSON:
    return {**answer, "fichierResultat": base64.b64decode(answer["fichierResultat"])}


def named(kind: str, code: str, label: str, answer: JSON) -> JSON:
    """A long list as all its codes, and the names of some."""
    (field,) = answer.keys() - {"codeRetour", "libelle"}
    assert {tuple(row) for row in answer[field]} == {(code, label)}
    names = {row[code]: row[label] for row in answer[field]}
    assert all(names.values())
    return {**answer, field: (list(names), {one: names[one] for one in NAMED[kind]})}


CASES: list[tuple[str, Case]] = [
    (GROUP, Case(lambda seed: grouped(seed, format="PDF"), lambda seed: file(paper(seed)), "buyer", treated, decoded)),
    (
        GROUP,
        Case(
            lambda seed: grouped(seed, format="PIVOT", avecPiecesJointesComplementaires="OUI"),
            lambda seed: file(pivot(seed)),
            "alice",
            treated,
            decoded,
        ),
    ),
    (
        GROUP,
        Case(
            lambda seed: grouped(seed, format="PDF", avecPiecesJointesComplementaires="OUI"),
            lambda seed: file({"TOUT-1/TOUT-1.pdf": paper(seed), "TOUT-1/plan.png": PLAN}),
            "mona",
            treated,
            lambda answer: unzipped("fichierResultat", answer),
        ),
    ),
    (
        FILES,
        Case(
            lambda seed: {"objetPieceJointe": "FACTURE", "demandePaiement": grouped(seed)},
            lambda _: {"codeRetour": 0, "libelle": "GCU_MSG_01_000", "pieceJointe": {"TOUT-1/plan.png": PLAN}},
            "buyer",
            treated,
            lambda answer: unzipped("pieceJointe", answer),
        ),
    ),
    (
        FILES,
        Case(
            lambda _: {"objetPieceJointe": "UTILISATEUR"},
            lambda _: {"codeRetour": 0, "libelle": "GCU_MSG_01_000", "pieceJointe": {"plan.png": PLAN}},
            shown=lambda answer: unzipped("pieceJointe", answer),
        ),
    ),
    (
        f"{VALUES}/devises",
        Case(
            lambda _: {"codeLangue": "FR"},
            lambda _: {
                "codeRetour": 0,
                "libelle": "GCU_MSG_01_000",
                "listeDevises": (CURRENCIES.split(), NAMED["devises"]),
            },
            shown=lambda answer: named("devises", "codeDevise", "libelleDevise", answer),
        ),
    ),
    (
        f"{VALUES}/pays",
        Case(
            lambda _: {"codeLangue": "FR"},
            lambda _: {"codeRetour": 0, "libelle": "GCU_MSG_01_000", "listePays": (COUNTRIES.split(), NAMED["pays"])},
            shown=lambda answer: named("pays", "codePays", "libellePays", answer),
        ),
    ),
]
