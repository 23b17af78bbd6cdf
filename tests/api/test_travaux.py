"""The older addresses of works: a piece goes through its circuit by programs alone, each with its own part."""

from typing import Any

import pytest
from sqlmodel import select

from chorus_app.drafts.models import Draft, PieceLink
from chorus_app.formats.parsed import Party
from chorus_app.invoices.enums import EventKind, Status
from chorus_app.invoices.models import Invoice
from chorus_app.invoices.service import Origin, integrate
from chorus_app.kernel.context import World
from chorus_app.structures.models import Structure
from tests.api.client import Keys, Program, program
from tests.api.test_answering import history, moved, now, submitted
from tests.api.test_attachments import put, strangers
from tests.api.test_submitting import PAPER, SIGNED, invoice, main, others
from tests.flux import scenes
from tests.flux.scenes import Cast
from tests.invoices.to_validate import VALIDEUR, row, waiting
from tests.makers.invoices import MOE_SIRET, RECIPIENT_SIRET, SUPPLIER_SIRET, make_invoice, siret

T = "factures/travaux"
SUBMIT, SEARCH, TO_ANSWER = f"{T}/soumettre", f"{T}/rechercher", f"{T}/rechercher/atraiter"
CONSULT, DOSSIER = f"{T}/consulter", f"{T}/consulter/dossierfacturation"
TAKE, REFUSE, ADD = f"{T}/prendreEnCompte", f"{T}/refuser", f"{T}/completermoe"
ASK_MORE, ASK_ANOTHER_WAY = f"{T}/suspendre/demander/completer/factureTravaux", f"{T}/demander/recyclage"
COMPLETE, RECYCLE, CORRECT = f"{T}/completer", f"{T}/recycler", f"{T}/corrigerValideur"
A4 = {"codeCadreFacturation": "A4_PROJET_DECOMPTE_MENSUEL_FOURNISSEUR", "codeStructureValideur": MOE_SIRET}
A15 = {"codeCadreFacturation": "A15_ETAT_ACOMPTE_MOE"}


def piece(world: World, cast: Cast, cadre: str = "A4", number: str = "SIT-1", **changes: Any) -> int:
    """A piece at the start of its circuit; its row id."""
    return row(world, waiting(world, cast, number, cadre=cadre, **changes)).id


def told(piece_id: int, status: str, number: str = "SIT-1") -> dict[str, Any]:
    return {
        "codeRetour": 0,
        "libelle": "TRA_MSG_00.000",
        "idFactureTravaux": piece_id,
        "numeroFactureTravaux": number,
        "statutFactureTravaux": status,
        "dateTraitement": "2026-11-24",
    }


async def deposited(
    one: Program, content: bytes = PAPER, mode: str = "DEPOT_PDF_API", **changes: Any
) -> dict[str, Any]:
    """The answer to a piece that is submitted around a PDF."""
    paper = await put(one, content=content, name="piece.pdf")
    asked = invoice(mode, pieceJointePrincipale=main(paper), lignePoste=[], cadreDeFacturation=A4)
    return await one.post(SUBMIT, {**asked, "numeroFactureSaisi": "SIT-1", **changes})


async def codes(one: Program, piece_id: int, *paths: str) -> list[int]:
    """What each of these acts answers."""
    said = {"idFactureTravaux": piece_id, "commentaire": "x", "complementInfo": "x", "idStructure": 1}
    return [(await one.post(path, said))["codeRetour"] for path in paths]


async def test_piece_goes_from_the_titulaire_to_the_city_by_programs(
    world: World, cast: Cast, keys: Keys, moe: Keys
) -> None:
    async with program(world, keys) as one:
        first = await deposited(one)
    assert (first["codeRetour"], first["statutFactureTravaux"]) == (0, "A_ASSOCIER_MOE")
    kept = now(world, first["idFactureTravaux"])
    assert (kept.mode_depot, kept.cadre, kept.contract, kept.valideur_id) == ("DEPOT_PDF_API", "A4", "M-7", cast.moe)
    after: dict[str, Any] = {"numeroFactureSaisi": "ETAT-1", "cadreDeFacturation": A15}
    async with program(world, moe) as one:
        found = await one.post(TO_ANSWER)
        previous = {"numeroPiecePrecedente": "SIT-1"}
        second = await deposited(one, **after, piecePrecedente=previous)
        left = await one.post(TO_ANSWER)
        dossier = await one.post(DOSSIER, {"idFactureTravaux": first["idFactureTravaux"]})
    assert [row["idFactureTravaux"] for row in found["listeFacturesTravaux"]] == [kept.id]
    assert (second["codeRetour"], second["statutFactureTravaux"]) == (0, "A_ASSOCIER_MOA")
    assert left["listeFacturesTravaux"] == []
    assert now(world, kept.id).status is Status.ASSOCIEE
    assert chain(dossier) == [(kept.id, None), (second["idFactureTravaux"], kept.id)]


def chain(answer: dict[str, Any]) -> list[tuple[int, int | None]]:
    return [(row["idFactureTravaux"], row["idPiecePrecedente"]) for row in answer["listeFacturesTravaux"]]


async def test_signed_piece_and_same_key(world: World, keys: Keys) -> None:
    async with program(world, keys) as one:
        wrong = await deposited(one, SIGNED)
        signed = await deposited(one, SIGNED, "DEPOT_PDF_SIGNE_API")
        paper = await put(one, content=PAPER, name="piece.pdf")
        asked = invoice("DEPOT_PDF_API", pieceJointePrincipale=main(paper), cadreDeFacturation=A4)
        key = {"Idempotency-Key": "piece-1"}
        twice = [await one.post(SUBMIT, asked, **key) for _ in range(2)]
    assert (wrong["codeRetour"], signed["codeRetour"], twice[0]["codeRetour"]) == (20001, 0, 0)
    assert twice[0] == twice[1]


@pytest.mark.parametrize(
    ("changes", "code", "said"),
    [
        ({"modeDepot": "SAISIE_API"}, 20001, "DEPOT_PDF_SIGNE_API"),
        ({"pieceJointePrincipale": []}, 20001, "pieceJointePrincipale"),
        ({"cadreDeFacturation": {"codeCadreFacturation": "A1"}}, 20001, "A1"),
        ({"cadreDeFacturation": A15}, 20001, "A15"),
        ({"piecePrecedente": {"idPiecePrecedente": 999_999}}, 20000, "GDP_MSG_11.008"),
        ({"piecePrecedente": {"numeroPiecePrecedente": "RIEN"}}, 20000, "GDP_MSG_11.008"),
    ],
)
async def test_piece_with_a_fault_leaves_nothing(
    world: World, keys: Keys, changes: dict[str, Any], code: int, said: str
) -> None:
    async with program(world, keys) as one:
        answer = await deposited(one, **changes)
    assert (answer["codeRetour"], said in answer["libelle"]) == (code, True), answer
    with world.reading() as context:
        assert context.session.exec(select(Draft.id)).all() == context.session.exec(select(Invoice.id)).all() == []


async def test_of_two_pieces_with_one_number_that_of_the_market_is_followed(
    world: World, cast: Cast, moe: Keys
) -> None:
    """Suppliers number for themselves; the MOE of both may mean either."""
    mine, theirs = piece(world, cast, contract="M-1"), of_another_supplier(world, cast, contract="M-7")
    named = {"numeroPiecePrecedente": "SIT-1"}
    async with program(world, moe) as one:

        async def next_one(number: str, previous: dict[str, Any], **changes: Any) -> dict[str, Any]:
            said: dict[str, Any] = {
                "numeroFactureSaisi": number,
                "cadreDeFacturation": A15,
                "piecePrecedente": previous,
            }
            return await deposited(one, **said, **changes)

        either = await next_one("ETAT-1", named, references={"numeroMarche": "M-2"})
        wrong = await next_one("ETAT-1", {**named, "idPiecePrecedente": 999_999})
        done = await next_one("ETAT-1", named)
        again = await next_one("ETAT-2", {**named, "idPiecePrecedente": mine})
    assert (either["codeRetour"], "idPiecePrecedente" in either["libelle"]) == (20001, True)
    assert [answer["codeRetour"] for answer in (wrong, done, again)] == [20000, 0, 0]
    with world.reading() as context:
        links = context.session.exec(select(PieceLink)).all()
    assert {link.invoice_id: link.previous_id for link in links} == {
        done["idFactureTravaux"]: theirs,
        again["idFactureTravaux"]: mine,
    }


def of_another_supplier(world: World, cast: Cast, **changes: Any) -> int:
    """A piece SIT-1 of Charlie's structure; its row id."""
    seller = Party(siret(scenes.OTHER_SUPPLIER), "Électricité Autre")
    parsed = make_invoice(number="SIT-1", cadre="A4", valideur=VALIDEUR, seller=seller, **changes)
    with world.transaction() as context:
        origin = Origin("CPP0011130000000000000009", "FSO1130A", "UPLOAD_API", cast.charlie, context.now())
        return integrate(context, parsed=parsed, origin=origin, documents=()).id


async def test_moe_takes_and_asks_and_the_supplier_answers(world: World, cast: Cast, keys: Keys, moe: Keys) -> None:
    asked = {"idFactureTravaux": (one_piece := piece(world, cast, "A10"))}
    async with program(world, moe) as one:
        assert await one.post(TAKE, {**asked, "commentaire": "Vu."}) == told(one_piece, "PRISE_EN_COMPTE_MOE")
        again = await one.post(TAKE, asked)
        empty = await one.post(ASK_MORE, {**asked, "commentaire": " "})
        silent = await one.http.post(f"/cpro/{ASK_MORE}", json=asked, headers=one.headers)
        assert await one.post(ASK_MORE, {**asked, "commentaire": "Le métré ?"}) == told(one_piece, "A_COMPLETER")
        late = await codes(one, one_piece, TAKE, REFUSE, ASK_MORE, ASK_ANOTHER_WAY, ADD)
    assert (again["codeRetour"], empty["codeRetour"], silent.status_code) == (20002, 20001, 400)
    assert late == [20002] * 5
    async with program(world, keys) as one:
        nothing = await one.post(COMPLETE, asked)
        paper = await put(one, content=b"metre", name="metre.pdf")
        documents = {"pieceJointeComplementaire": others(paper), "commentaire": "Le voici."}
        assert await one.post(COMPLETE, {**asked, **documents}) == told(one_piece, "PRISE_EN_COMPTE_MOE")
        twice = await one.post(COMPLETE, {**asked, "commentaire": "Encore."})
    assert nothing["codeRetour"] == 20001
    assert (twice["codeRetour"], twice["libelle"][:14]) == (20002, "GDP_MSG_11.033")
    assert [comment for _, comment in history(world, one_piece)][-3:] == ["Vu.", "Le métré ?", "Le voici."]


async def test_moe_adds_to_a_piece_that_stays_with_it(world: World, cast: Cast, moe: Keys) -> None:
    asked = {"idFactureTravaux": (one_piece := piece(world, cast))}
    async with program(world, moe) as one:
        nothing = await one.post(ADD, asked)
        paper = await put(one, content=b"metre", name="metre.pdf")
        answer = await one.post(ADD, {**asked, "pieceJointeComplementaire": others(paper)})
        foreign = await one.post(ADD, {**asked, "pieceJointeComplementaire": others(999_999)})
        shown = (await one.post(CONSULT, asked))["factureTravaux"]
    assert (nothing["codeRetour"], foreign["codeRetour"]) == (20001, 20000)
    assert answer == told(one_piece, "A_ASSOCIER_MOE")
    assert history(world, one_piece, kind=EventKind.COMPLEMENT) == [("AJOUT_PIECE", "metre.pdf")]
    assert [one["pieceJointeDesignation"] for one in shown["listeDesPiecesJointes"]["pieceJointe"]] == ["metre.pdf"]


async def test_piece_is_sent_another_way(world: World, cast: Cast, keys: Keys, moa: Keys) -> None:
    asked = {"idFactureTravaux": (one_piece := piece(world, cast, "A5"))}
    way = {**asked, "reference": {"numeroMarche": "TRX-2"}, "commentaire": "Autre marché."}
    async with program(world, moa) as one:
        answer = await one.post(ASK_ANOTHER_WAY, asked)
    assert answer == told(one_piece, "EN_ATTENTE_RECYCLAGE_FOURNISSEUR")
    async with program(world, keys) as one:
        wrong = await one.post(RECYCLE, {**way, "destinataire": {"codeServiceExecutant": "INCONNU"}})
        done = await one.post(RECYCLE, way)
        again = await one.post(RECYCLE, way)
    assert [one["codeRetour"] for one in (wrong, done, again)] == [20001, 0, 20002]
    assert (done["statutFactureTravaux"], now(world, one_piece).contract) == ("A_ASSOCIER_MOA", "TRX-2")


@pytest.mark.parametrize(
    ("said", "status", "comment"),
    [
        ({"complementInfo": "Marché soldé."}, "REFUSEE_MOE", "Autre motif, précisé en complément – Marché soldé."),
        ({"motifRefus": "2"}, "REFUSEE_MOE", "Erreur dans les montants"),
        (
            {"motifRefus": "PIECE_MANQUANTE", "complementInfo": "Métré."},
            "REFUSEE_MOE",
            "Pièce justificative manquante ou erronée – Métré.",
        ),
        ({"motifRefus": "ERREUR_VALIDEUR", "complementInfo": "Pas nous."}, "ERREUR_FOURNISSEUR_SUR_MOE", "Pas nous."),
    ],
)
async def test_moe_refuses_and_says_why(
    world: World, cast: Cast, moe: Keys, said: dict[str, str], status: str, comment: str
) -> None:
    asked = {"idFactureTravaux": (one_piece := piece(world, cast))}
    async with program(world, moe) as one:
        answer = await one.post(REFUSE, {**asked, **said})
    assert answer == told(one_piece, status)
    assert history(world, one_piece)[-1] == (status, comment)


async def test_refusal_without_reason_or_after_taking_is_refused(world: World, cast: Cast, moe: Keys) -> None:
    asked = {"idFactureTravaux": (one_piece := piece(world, cast, "A10"))}
    async with program(world, moe) as one:
        silent = [await one.post(REFUSE, {**asked, **said}) for said in ({}, {"motifRefus": "AUTRE"})]
        unknown = await one.post(REFUSE, {**asked, "motifRefus": "HUMEUR"})
        await one.post(TAKE, asked)
        late = await one.post(REFUSE, {**asked, "motifRefus": "ERREUR_VALIDEUR"})
    assert [answer["codeRetour"] for answer in (*silent, unknown, late)] == [20001, 20001, 20001, 20002]
    assert now(world, one_piece).status is Status.PRISE_EN_COMPTE_MOE


async def test_supplier_names_the_moe(world: World, cast: Cast, keys: Keys, moe: Keys) -> None:
    asked = {"idFactureTravaux": (one_piece := piece(world, cast, valideur=None))}
    named = {**asked, "identifiantStructure": MOE_SIRET, "typeIdentifiantStructure": "SIRET"}
    async with program(world, keys) as one:
        own = await one.post(CORRECT, {**asked, "identifiantStructure": SUPPLIER_SIRET})
        unknown = await one.post(CORRECT, {**asked, "identifiantStructure": "00000000000000"})
        assert await one.post(CORRECT, named) == told(one_piece, "A_ASSOCIER_MOE")
        again = await one.post(CORRECT, named)
    assert [answer["codeRetour"] for answer in (own, unknown, again)] == [20001, 20000, 20002]
    async with program(world, moe) as one:
        found = await one.post(TO_ANSWER)
    assert [row["idFactureTravaux"] for row in found["listeFacturesTravaux"]] == [one_piece]


async def test_each_finds_what_is_with_him(world: World, cast: Cast, keys: Keys, moe: Keys, moa: Keys) -> None:
    for number, cadre in (("SIT-1", "A4"), ("SIT-2", "A5"), ("SIT-3", "A10"), ("SIT-4", "A6")):
        piece(world, cast, cadre, number)
    taken = piece(world, cast, "A10", "SIT-5")
    moved(world, taken, Status.PRISE_EN_COMPTE_MOE, Status.TRANSMISE_MOA)

    async def found(who: Keys, path: str = TO_ANSWER, **asked: Any) -> list[str]:
        async with program(world, who) as one:
            return [row["numeroFactureTravaux"] for row in (await one.post(path, asked))["listeFacturesTravaux"]]

    assert await found(moe) == ["SIT-3", "SIT-1"]
    assert await found(moa) == ["SIT-5", "SIT-2"]
    assert await found(keys) == []
    assert await found(moe, listeStatutCourant=["A_ASSOCIER_MOE"]) == ["SIT-1"]
    assert await found(moe, numeroFactureTravaux="SIT-3") == ["SIT-3"]
    assert await found(moe, listeStatutCourant=["TRANSMISE_MOA"]) == []
    assert await found(keys, SEARCH) == ["SIT-5", "SIT-4", "SIT-3", "SIT-2", "SIT-1"]
    async with program(world, moe) as one:
        page = await one.post(
            TO_ANSWER, {"rechercheFactureTravaux": {"nbResultatsParPage": 1, "pageResultatDemandee": 2}}
        )
    assert [row["numeroFactureTravaux"] for row in page["listeFacturesTravaux"]] == ["SIT-1"]
    assert page["parametresRetour"] == {"nbResultatsParPage": 1, "pageCourante": 2, "pages": 2, "total": 2}


async def test_dossier_is_followed_both_ways_and_a_circle_ends(world: World, cast: Cast, keys: Keys) -> None:
    ids = [piece(world, cast, number=f"SIT-{n}") for n in range(1, 4)]
    with world.transaction() as context:
        context.session.add_all(PieceLink(invoice_id=ids[n], previous_id=ids[n - 1]) for n in (0, 1, 2))
    asked = {"rechercheFactureTravaux": {"nbResultatsParPage": 2, "pageResultatDemandee": 2}}
    async with program(world, keys) as one:
        answers = [await one.post(DOSSIER, {"idFactureTravaux": piece_id}) for piece_id in ids]
        page = await one.post(DOSSIER, {"idFactureTravaux": ids[0], **asked})
    circle = [(piece_id, ids[n - 1]) for n, piece_id in enumerate(ids)]
    assert [chain(answer) for answer in answers] == [circle] * 3
    assert (chain(page), page["parametresRetour"]["total"]) == (circle[2:], 3)


async def test_dossier_ends_where_the_caller_sees_no_further(world: World, cast: Cast, keys: Keys, moe: Keys) -> None:
    """The last piece names another MOE: to the first one it is nothing."""
    mine, theirs = piece(world, cast), piece(world, cast, number="SIT-2", valideur=None)
    with world.transaction() as context:
        context.session.add(PieceLink(invoice_id=mine, previous_id=theirs))
    seen = {}
    for name, who in (("supplier", keys), ("moe", moe)):
        async with program(world, who) as one:
            seen[name] = chain(await one.post(DOSSIER, {"idFactureTravaux": mine}))
    assert seen == {"supplier": [(mine, theirs), (theirs, None)], "moe": [(mine, None)]}


async def test_nobody_acts_in_anothers_place(world: World, cast: Cast, keys: Keys, moe: Keys, moa: Keys) -> None:
    one_piece = piece(world, cast, "A10")
    circuit, supplier = (TAKE, REFUSE, ASK_MORE, ASK_ANOTHER_WAY, ADD), (COMPLETE, RECYCLE)
    expected = {"supplier": (keys, circuit), "city": (moa, (*circuit, *supplier)), "moe": (moe, supplier)}
    for who, paths in expected.values():
        async with program(world, who) as one:
            assert await codes(one, one_piece, *paths) == [20001] * len(paths)
    assert now(world, one_piece).status is Status.MISE_A_DISPOSITION_MOE


async def test_simple_invoice_is_no_piece_of_works(world: World, keys: Keys) -> None:
    simple = await submitted(world, keys, Status.SUSPENDUE)
    paths = (CONSULT, DOSSIER, TAKE, REFUSE, ASK_MORE, ASK_ANOTHER_WAY, ADD, COMPLETE, RECYCLE, CORRECT)
    async with program(world, keys) as one:
        assert await codes(one, simple.id, *paths) == [20000] * len(paths)
        assert (await one.post(SEARCH))["listeFacturesTravaux"] == []
    assert now(world, simple.id).status is Status.SUSPENDUE


async def test_charlie_learns_nothing(world: World, cast: Cast) -> None:
    one_piece = piece(world, cast)
    async with program(world, strangers(world, cast)) as charlie:
        for path in (CONSULT, DOSSIER, TAKE, REFUSE, ASK_MORE, ASK_ANOTHER_WAY, ADD, COMPLETE, RECYCLE, CORRECT):
            said = {"commentaire": "x", "complementInfo": "x", "identifiantStructure": MOE_SIRET}
            refused = await charlie.post(path, {"idFactureTravaux": one_piece, **said})
            assert refused == await charlie.post(path, {"idFactureTravaux": 999_999, **said})
            assert refused["codeRetour"] == 20000
        for path in (SEARCH, TO_ANSWER):
            assert (await charlie.post(path))["listeFacturesTravaux"] == []
        for previous in ({"idPiecePrecedente": one_piece}, {"numeroPiecePrecedente": "SIT-1"}):
            assert (await deposited(charlie, piecePrecedente=previous))["codeRetour"] == 20000
    assert now(world, one_piece).status is Status.A_ASSOCIER_MOE


async def test_who_may_not_deposit_works_submits_none(world: World, cast: Cast, keys: Keys) -> None:
    with world.transaction() as context:
        context.session.get_one(Structure, cast.supplier).closed_spaces = ["FACTURES_DE_TRAVAUX"]
    async with program(world, keys) as one:
        answer = await deposited(one, destinataire={"codeDestinataire": RECIPIENT_SIRET})
    assert (answer["codeRetour"], answer["libelle"][:14]) == (20001, "GDP_MSG_11.005")
