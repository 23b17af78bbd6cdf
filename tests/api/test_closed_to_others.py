"""Every route of ROUTES, asked by who has not both keys, and about what belongs to others: nothing is learnt."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import SQLModel, select

from chorus_app.accounts.models import User
from chorus_app.api import auth
from chorus_app.api.openapi import name_of
from chorus_app.api.pace import Pace
from chorus_app.api.routes import FACTURES, ROUTES, STRUCTURES, TRANSVERSES, TRAVAUX, VALUES, WORKS, ApiRoute
from chorus_app.drafts.models import AccountFile, PieceLink
from chorus_app.flux.models import Flux
from chorus_app.invoices.enums import Status
from chorus_app.invoices.models import Invoice, InvoiceDocument, InvoiceEvent
from chorus_app.kernel.context import World
from chorus_app.kernel.text import t
from chorus_app.raccordement.refusals import help_link
from chorus_app.structures.models import Service, Structure
from tests.api.client import Keys, Program, cpro_account, outside, program, token
from tests.api.test_answering import A9, submitted
from tests.api.test_attachments import put, strangers
from tests.api.test_deposit import DEPOSIT, asked, ended
from tests.api.test_submitting import invoice, main, others
from tests.api.test_travaux import piece
from tests.factories import bank_account
from tests.flux.scenes import Cast
from tests.makers.invoices import RECIPIENT_SIRET, SUPPLIER_SIRET, make_facturx, make_pdf

NOBODY = 999_999
A6 = {"codeCadreFacturation": "A6_ETAT_ACOMPTE_VALIDE_FOURNISSEUR"}
NO_FLUX, NO_SIRET = "CPP0011117000000000999999", "00000000000000"


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(auth, "_pace", Pace(per_second=1_000_000))


@pytest.mark.parametrize(
    ("fault", "label"),
    [
        ("no token", "api.no_token"),
        ("unknown token", "api.wrong_token"),
        ("token that is over", "api.wrong_token"),
        ("no account", "api.wrong_account"),
        ("account that is no base64", "api.wrong_account"),
        ("wrong password", "api.wrong_account"),
        ("unknown account", "api.wrong_account"),
        ("account of an application", "api.wrong_account"),
    ],
)
async def test_without_both_keys_every_address_answers_alike(world: World, keys: Keys, fault: str, label: str) -> None:
    async with program(world, keys) as one:
        headers = without(one.headers, keys, fault)
        if fault == "token that is over":
            world.clock.move(timedelta(hours=1))
        answers = [
            await one.http.request(method, path, headers=headers, content=b'{"idFacture": 1}')
            for method, path in ((*((route.method, route.path) for route in ROUTES), ("POST", "/cpro/inconnu")))
        ]
    assert {answer.status_code for answer in answers} == {401}
    assert len({answer.content for answer in answers}) == 1
    assert answers[0].json() == {"codeRetour": 401, "libelle": t(label), "lienAide": help_link(401)}
    assert {answer.headers["content-type"] for answer in answers} == {"application/json"}


def without(headers: Mapping[str, str], keys: Keys, fault: str) -> dict[str, str]:
    """The two headers with that fault."""
    application, account = keys.application, keys.account
    changed: dict[str, dict[str, str | None]] = {
        "no token": {"Authorization": None},
        "unknown token": {"Authorization": "Bearer inconnu"},
        "token that is over": {},
        "no account": {"cpro-account": None},
        "account that is no base64": {"cpro-account": "=!="},
        "wrong password": {"cpro-account": cpro_account(account, "faux")},
        "unknown account": {"cpro-account": "VEVDSF85OV9YQGNwcm8uZnI6ZmF1eA=="},
        "account of an application": {"cpro-account": cpro_account(application)},
    }
    return {name: value for name, value in {**headers, **changed[fault]}.items() if value is not None}


async def test_keys_of_two_structures_show_what_the_account_may_see(world: World, cast: Cast, keys: Keys) -> None:
    """A program may act with the account of another structure, as operators of several do: the account alone counts."""
    theirs = await submitted(world, keys)
    charlies = strangers(world, cast)
    question = {"identifiantFactureCPP": theirs.id}
    path = "/cpro/factures/v1/consulter/fournisseur"
    async with outside(world) as http:
        codes = []
        for application, account in ((keys, charlies), (charlies, keys)):
            bearer = f"Bearer {await token(http, application.application)}"
            headers = {"Authorization": bearer, "cpro-account": cpro_account(account.account)}
            codes.append((await http.post(path, headers=headers, json=question)).json()["codeRetour"])
    assert codes == [20000, 0]


@dataclass
class Theirs:
    """What Alice's structure has, by row ids and numbers."""

    invoice: int = 0
    waiting: int = 0
    flux: str = ""
    file: int = 0
    paper: int = 0
    service: int = 0
    account: int = 0
    piece: int = 0
    cast: Cast = field(default_factory=lambda: Cast(0, 0, 0, 0, 0, 0, 0, 0))
    email: str = ""
    siret: str = ""


NONE = Theirs(
    *(NOBODY, NOBODY, NO_FLUX, NOBODY, NOBODY, NOBODY, NOBODY, NOBODY),
    Cast(NOBODY, NOBODY, NOBODY, NOBODY, NOBODY, NOBODY, NOBODY, NOBODY),
    "personne@demo.test",
    NO_SIRET,
)


async def possessions(world: World, cast: Cast, keys: Keys) -> Theirs:
    suspended = await submitted(world, keys, Status.SUSPENDUE)
    waiting = await submitted(world, keys, numeroFactureSaisi="PROG-2", cadreDeFacturation=A9)
    with world.transaction() as context:
        service = Service(structure_id=cast.supplier, code="AGENCE", name="Agence")
        account = bank_account(context, cast.supplier)
        context.session.add(service)
        email = context.session.get_one(User, cast.bob).login_email
    async with program(world, keys) as one:
        flux = (await one.post(DEPOSIT, asked(make_facturx(number="PROG-3"))))["numeroFluxDepot"]
        file, paper = await put(one), await put(one, content=make_pdf(), name="facture.pdf")
    first, then = (suspended.id, waiting.id, flux), (file, paper, service.id, account.id, piece(world, cast))
    return Theirs(*first, *then, cast, email, SUPPLIER_SIRET)


def supplier(**named: int) -> dict[str, Any]:
    return invoice(numeroFactureSaisi="CH-1", fournisseur=named)


def works(paper: int, **named: Any) -> dict[str, Any]:
    """A piece of works around that PDF."""
    said = invoice("DEPOT_PDF_API", numeroFactureSaisi="CH-1", pieceJointePrincipale=main(paper), cadreDeFacturation=A6)
    return {**said, "lignePoste": [], **named}


def added_to(of: Theirs) -> list[dict[str, Any]]:
    said = {"idFactureTravaux": of.piece}
    return [{**said, "commentaire": "x"}, {**said, "pieceJointeComplementaire": others(of.file)}]


def consulted(of: Theirs) -> list[dict[str, Any]]:
    return [{"identifiantFactureCPP": of.invoice}]


# What Charlie asks about others' things, by route, as a list of questions; the code of the answer; a search finds
# nothing and answers 0. Each question is asked a second time about what there is not.
FOREIGN: dict[str, tuple[Any, int]] = {
    f"{FACTURES}/soumettre": (
        lambda of: [
            supplier(idFournisseur=of.cast.supplier),
            supplier(idServiceFournisseur=of.service),
            invoice(pieceJointeComplementaire=others(of.file)),
            invoice("DEPOT_PDF_API", pieceJointePrincipale=main(of.paper)),
        ],
        20000,
    ),
    f"{FACTURES}/rechercher/fournisseur": (
        lambda of: [{"numeroFluxDepot": of.flux}, {"numeroFacture": "PROG-1" if of.invoice < NOBODY else "PROG-9"}],
        0,
    ),
    f"{FACTURES}/rechercher/recipiendaire": (
        lambda of: [
            {"listeFournisseurs": [{"idFournisseur": of.cast.supplier, "listeIdService": [of.service]}]},
            {"idServiceExecutant": of.service},
        ],
        0,
    ),
    f"{FACTURES}/consulter/fournisseur": (consulted, 20000),
    f"{FACTURES}/consulter/recipiendaire": (consulted, 20000),
    f"{FACTURES}/consulter/valideur": (consulted, 20000),
    f"{FACTURES}/traiter/recue": (
        lambda of: [{"idFacture": of.invoice, "nouveauStatut": status, "motif": "x"} for status in ("REJETEE", "RIEN")],
        20000,
    ),
    f"{FACTURES}/traiter/factureAValider": (
        lambda of: [
            {"idFacture": of.waiting, "action": "VALIDATION"},
            {"idFacture": of.waiting, "action": "REFUS", "motifRefus": "AUTRE"},
            {"idFacture": of.waiting, "action": "VALIDATION", "idPieceJointe": of.file},
        ],
        20000,
    ),
    f"{FACTURES}/traiterRejet": (lambda of: [{"listeDemandePaiement": [{"idDemandePaiement": of.invoice}]}], 20000),
    f"{FACTURES}/completer": (
        lambda of: [
            {"identifiantFactureCPP": of.invoice, "commentaire": "x"},
            {"identifiantFactureCPP": of.invoice, "pieceJointeComplementaire": others(of.file)},
        ],
        20000,
    ),
    f"{FACTURES}/recycler": (lambda of: [{"identifiantFactureCPP": of.invoice, "commentaire": "x"}], 20000),
    f"{FACTURES}/corriger/valideur/facture": (
        lambda of: [
            {"idFacture": of.waiting, "identifiantStructure": RECIPIENT_SIRET},
            {"idFacture": of.waiting, "idStructure": of.cast.supplier},
        ],
        20000,
    ),
    f"{FACTURES}/rechercher/valideur": (
        lambda of: [{"idFournisseur": of.cast.supplier}, {"idDestinataire": of.cast.recipient}],
        0,
    ),
    f"{FACTURES}/rechercher/demandePaiement": (
        lambda of: [{"numeroFacture": "PROG-1" if of.invoice < NOBODY else "PROG-9", "roleUtilisateur": "FOURNISSEUR"}],
        0,
    ),
    f"{FACTURES}/telecharger/groupe": (
        lambda of: [
            {"listeFacture": [{"idFacture": of.invoice}], "format": kind, "avecPiecesJointesComplementaires": "OUI"}
            for kind in ("PDF", "PIVOT")
        ],
        20000,
    ),
    f"{WORKS}/rechercher": (
        lambda of: [{"numeroFluxDepot": of.flux}, {"numeroMarche": "M-7" if of.invoice < NOBODY else "M-9"}],
        0,
    ),
    f"{TRAVAUX}/soumettre": (
        lambda of: [
            works(of.paper),
            works(NOBODY, piecePrecedente={"idPiecePrecedente": of.piece}),
            works(NOBODY, piecePrecedente={"numeroPiecePrecedente": "SIT-1" if of.piece < NOBODY else "SIT-9"}),
            works(NOBODY, fournisseur={"idFournisseur": of.cast.supplier}),
            works(NOBODY, fournisseur={"idServiceFournisseur": of.service}),
        ],
        20000,
    ),
    f"{TRAVAUX}/rechercher": (lambda of: [{"numeroFactureTravaux": "SIT-1" if of.piece < NOBODY else "SIT-9"}], 0),
    f"{TRAVAUX}/rechercher/atraiter": (lambda of: [{"numeroMarche": "M-1" if of.piece < NOBODY else "M-9"}], 0),
    f"{TRAVAUX}/consulter": (lambda of: [{"idFactureTravaux": of.piece}], 20000),
    f"{TRAVAUX}/consulter/dossierfacturation": (lambda of: [{"idFactureTravaux": of.piece}], 20000),
    f"{TRAVAUX}/prendreEnCompte": (lambda of: [{"idFactureTravaux": of.piece}], 20000),
    f"{TRAVAUX}/refuser": (
        lambda of: [{"idFactureTravaux": of.piece, "motifRefus": reason} for reason in ("2", "ERREUR_VALIDEUR")],
        20000,
    ),
    f"{TRAVAUX}/suspendre/demander/completer/factureTravaux": (
        lambda of: [{"idFactureTravaux": of.piece, "commentaire": "x"}],
        20000,
    ),
    f"{TRAVAUX}/demander/recyclage": (lambda of: [{"idFactureTravaux": of.piece}], 20000),
    f"{TRAVAUX}/completermoe": (lambda of: added_to(of), 20000),
    f"{TRAVAUX}/completer": (lambda of: added_to(of), 20000),
    f"{TRAVAUX}/recycler": (lambda of: [{"idFactureTravaux": of.piece, "commentaire": "x"}], 20000),
    f"{TRAVAUX}/corrigerValideur": (
        lambda of: [
            {"idFactureTravaux": of.piece, "identifiantStructure": RECIPIENT_SIRET},
            {"idFactureTravaux": of.piece, "idStructure": of.cast.supplier},
        ],
        20000,
    ),
    f"{FACTURES}/consulter/historique": (lambda of: [{"idFacture": of.invoice}], 20000),
    f"{STRUCTURES}/rechercher": (lambda of: [{"structure": {"identifiantStructure": of.siret}}], 0),
    f"{STRUCTURES}/consulter": (
        lambda of: [{"idStructureCPP": of.cast.supplier}, {"idStructure": of.cast.supplier}],
        20000,
    ),
    f"{STRUCTURES}/rechercher/services": (lambda of: [{"idStructure": of.cast.supplier}], 20000),
    f"{STRUCTURES}/consulter/service": (
        lambda of: [{"idStructure": of.cast.supplier, "idService": of.service}],
        20000,
    ),
    f"{STRUCTURES}/rechercher/espaces": (
        lambda of: [
            {"structure": {"idStructure": of.cast.supplier}},
            {"structure": {"identifiantStructure": of.siret, "typeIdentifiantStructure": "SIRET"}},
            {"idService": of.service},
        ],
        20000,
    ),
    f"{STRUCTURES}/lister/rattachementsutilisateur": (
        lambda of: [
            {"idStructure": of.cast.supplier},
            {"identifiantStructure": of.siret, "typeIdentifiantStructure": "SIRET"},
            {"idUtilisateur": of.cast.bob},
            {"adresseEmailConnexionUtilisateur": of.email},
        ],
        20000,
    ),
    "/cpro/engagementsJuridiques/v1/rechercher": (
        lambda of: [
            {
                "structureReceptriceEngagementJuridique": str(of.cast.recipient),
                "numeroEngagementJuridique": "EJ-12",
            }
        ],
        0,
    ),
    f"{TRANSVERSES}/consulterCR": (lambda of: [{"numeroFluxDepot": of.flux}], 20001),
    f"{TRANSVERSES}/consulterCRDetaille": (lambda of: [{"numeroFluxDepot": of.flux}], 20001),
    f"{TRANSVERSES}/consulter/information/siret": (lambda of: [{"siretStructure": of.siret}], 20000),
    f"{TRANSVERSES}/rechercher/destinataire": (lambda of: [{"identifiant": of.siret}], 0),
    f"{TRANSVERSES}/telecharger/pieceJointe": (
        lambda of: [
            {"objetPieceJointe": kind, "demandePaiement": {"listeFacture": [{"idFacture": of.invoice}]}}
            for kind in ("FACTURE", "FACTURE_TRAVAUX", "UTILISATEUR")
        ],
        20000,
    ),
    f"{TRANSVERSES}/rechercher/pj/structure": (lambda of: [{"idStructureCPP": of.cast.supplier}], 20000),
    f"{VALUES}/coordbanc/valides": (lambda of: [{"idStructure": of.cast.supplier}], 20000),
}
# Routes whose question names nothing that anybody has.
NAMELESS = {
    *(f"{FACTURES}/deposer/flux", f"{FACTURES}/deposer/pdf"),  # the content of a file: the rules of the import judge it
    "/bac-a-sable/reset",  # the application's own
    f"{FACTURES}/recuperer/statutsFactureVisibles/valideur",
    "/cpro/utilisateurs/v1/monCompte/recuperer/rattachements",  # the account's own, and so are its files
    *(f"{TRANSVERSES}/ajouter/fichier", f"{TRANSVERSES}/rechercher/pj/moncompte"),
    *(f"{TRANSVERSES}/telecharger/annuaire/destinataire", f"{TRANSVERSES}/health-check"),
    *(route.path for route in ROUTES if route.path.startswith(VALUES) and not route.path.endswith("coordbanc/valides")),
}


def test_no_route_is_forgotten() -> None:
    """A new route says what of others could be asked there, or that nothing can."""
    assert FOREIGN.keys() | NAMELESS == {route.path for route in ROUTES}
    assert FOREIGN.keys() & NAMELESS == set()


async def test_what_belongs_to_others_answers_as_what_there_is_not(world: World, cast: Cast, keys: Keys) -> None:
    theirs = await possessions(world, cast, keys)
    charlies = strangers(world, cast)
    before = rows(world)
    async with program(world, charlies) as charlie:
        for route in ROUTES:
            if route.path not in FOREIGN:
                continue
            questions, code = FOREIGN[route.path]
            for foreign, unknown in zip(questions(theirs), questions(NONE), strict=True):
                told, nothing = [await answered(charlie, route, question) for question in (foreign, unknown)]
                assert told == nothing, (route.path, foreign)
                assert told.startswith(f'{{"codeRetour":{code},'.encode()), (route.path, told)
                if code == 0:
                    assert finds_nothing(route, told), (route.path, told)
    assert rows(world) == before


async def answered(one: Program, route: ApiRoute, question: Mapping[str, Any]) -> bytes:
    answer = await one.http.request(route.method, route.path, headers=one.headers, json=question)
    assert answer.status_code == 200, answer.text
    return answer.content


def finds_nothing(route: ApiRoute, told: bytes) -> bool:
    """All lists of the answer are empty."""
    found = route.answer.model_validate_json(told).model_dump()
    lists = [value for value in found.values() if isinstance(value, list)]
    return lists != [] and not any(lists)


def rows(world: World) -> list[Any]:
    """All that Charlie could have changed."""
    tables: tuple[type[SQLModel], ...] = (
        Invoice,
        InvoiceEvent,
        InvoiceDocument,
        PieceLink,
        Flux,
        AccountFile,
        Structure,
    )
    with world.reading() as context:
        return [[row.model_dump() for row in context.session.exec(select(table))] for table in tables]


async def test_account_of_another_structure_is_refused_like_none(world: World, cast: Cast, keys: Keys) -> None:
    """Bank details have a code of their own; whether somebody else has that number is not told."""
    theirs = await possessions(world, cast, keys)
    field = "codeCoordonneesBancairesFournisseur"
    async with program(world, strangers(world, cast)) as charlie:
        told = await charlie.post("factures/v1/soumettre", supplier(**{field: theirs.account}))
        assert told == await charlie.post("factures/v1/soumettre", supplier(**{field: NOBODY}))
    assert told["codeRetour"] == 20001


async def test_flux_in_the_name_of_another_structure_is_rejected(importing: World, cast: Cast) -> None:
    """Charlie deposits an invoice of Alice's structure: its SIRET is known in the portal, and he is not of it."""
    async with program(importing, strangers(importing, cast)) as charlie:
        receipt = await charlie.post(DEPOSIT, asked(make_facturx(number="CH-2")))
        report = await ended(importing, charlie, receipt["numeroFluxDepot"])
    assert report["etatCourantDepotFlux"] == "IN_REJETE"
    (errors,) = report["listeErreurDP"]
    assert errors["liensAide"] == ["http://localhost:3000/documentation/constats#CPP-FOURNISSEUR-RATTACHEMENT"]
    with importing.reading() as context:
        assert context.session.exec(select(Invoice.id)).all() == []


BASE64 = ("pas du base64 !", "é", "YQ", "YQ===", "data:application/pdf;base64,YQ==", "")
FILES: dict[str, dict[str, Any]] = {
    f"{FACTURES}/deposer/flux": {"nomFichier": "f.pdf", "syntaxeFlux": "IN_DP_E2_CII_FACTURX", "fichierFlux": ""},
    f"{FACTURES}/deposer/pdf": {"nomFichier": "f.pdf", "fichierFacture": ""},
    f"{TRANSVERSES}/ajouter/fichier": {"pieceJointeNom": "f.pdf", "pieceJointeFichier": ""},
}


@pytest.mark.parametrize("path", FILES)
async def test_what_is_no_base64_has_a_code_on_every_route_that_takes_files(
    world: World, keys: Keys, path: str
) -> None:
    (field,) = [name for name, value in FILES[path].items() if value == ""]
    async with program(world, keys) as one:
        for content in BASE64:
            answer = await one.http.post(path, headers=one.headers, json={**FILES[path], field: content})
            assert (answer.status_code, answer.json()["codeRetour"]) == (200, 20001), content
            assert field in answer.json()["libelle"]


def test_routes_that_take_files_are_those_of_the_document() -> None:
    taking = {
        route.path
        for route in ROUTES
        for name in route.question.model_fields
        if name in ("fichier_flux", "fichier_facture", "piece_jointe_fichier")
    }
    assert taking == FILES.keys(), [name_of(route) for route in ROUTES if route.path in taking]
