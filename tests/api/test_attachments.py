"""Documents that a program puts aside and finds again; those of invoices; and whose they are."""

import base64
import zipfile
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from chorus_app.bank_details.enums import BankDetailState
from chorus_app.bank_details.models import BankDetail
from chorus_app.drafts.models import AccountFile
from chorus_app.invoices.enums import DocumentKind
from chorus_app.invoices.models import InvoiceDocument
from chorus_app.kernel.config import Settings
from chorus_app.kernel.context import World
from chorus_app.operations import retention
from chorus_app.structures.models import Structure
from tests.api.client import Keys, Program, keys_of, program
from tests.api.test_invoices import integrated
from tests.conftest import NewWorld
from tests.factories import bank_account
from tests.flux import scenes
from tests.flux.scenes import Cast
from tests.makers.invoices import RECIPIENT_SIRET

ADD, DOWNLOAD = "transverses/v1/ajouter/fichier", "transverses/v1/telecharger/pieceJointe"
OWN, OF_STRUCTURE = "transverses/v1/rechercher/pj/moncompte", "transverses/v1/rechercher/pj/structure"
VALUES = "transverses/v1/recuperer"


def a_file(content: bytes = b"%PDF bon", name: str = "bon.pdf", **fields: Any) -> dict[str, Any]:
    return {"pieceJointeFichier": base64.b64encode(content).decode(), "pieceJointeNom": name, **fields}


def unpacked(answer: dict[str, Any], field: str = "pieceJointe") -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(base64.b64decode(answer[field]))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def strangers(world: World, cast: Cast) -> Keys:
    return keys_of(world, user_id=cast.charlie, structure_id=cast.other, name="Logiciel de Charlie")


async def put(one: Program, **fields: Any) -> int:
    answer = await one.post(ADD, a_file(**fields))
    assert (answer["codeRetour"], answer["libelle"]) == (0, "GCU_MSG_01_000")
    return int(answer["pieceJointeId"])


async def test_file_put_aside_is_found_again_by_its_account_alone(world: World, cast: Cast, keys: Keys) -> None:
    async with program(world, keys) as one:
        first = await put(one, name="devis", pieceJointeExtension="PDF", pieceJointeTypeMime="application/pdf")
        second = await put(one, content=b"plan", name="plan.png")
        found = await one.post(OWN, {"parametresRecherche": {"nbResultatsParPage": 1}})
        named = await one.post(OWN, {"pieceJointeDesignation": "devis"})
        downloaded = await one.post(DOWNLOAD, {"objetPieceJointe": "UTILISATEUR"})
    with world.reading() as context:
        row = context.session.get_one(AccountFile, first)
    assert [entry["pieceJointeId"] for entry in found["listePiecesJointes"]] == [second]
    assert found["parametresRetour"] == {"nbResultatsParPage": 1, "pageCourante": 1, "pages": 2, "total": 2}
    assert named["listePiecesJointes"] == [
        {
            "pieceJointeId": first,
            "pieceJointeDesignation": "devis.pdf",
            "pieceJointeExtension": "PDF",
            "pieceJointeTypeCode": "02",
            "pieceJointeTypeLibelle": "Pièce jointe complémentaire",
            "pieceJointeObjetId": row.user_id,
            "pieceJointeUtilisateurId": row.user_id,
        }
    ]
    assert (row.mime_type, world.files.read(row.sha256)) == ("application/pdf", b"%PDF bon")
    assert unpacked(downloaded) == {"devis.pdf": b"%PDF bon", "plan.png": b"plan"}
    async with program(world, strangers(world, cast)) as other:
        assert (await other.post(OWN))["listePiecesJointes"] == []
        assert (await other.post(DOWNLOAD, {"objetPieceJointe": "UTILISATEUR"}))["codeRetour"] == 20000


@pytest.mark.parametrize(
    ("file", "code", "said"),
    [
        ({"content": b"x" * 10_000_001}, 20003, "10\u00a0Mo"),
        ({"name": "virus.exe"}, 20001, "EXE"),
        ({"name": f"{'n' * 50}.pdf"}, 20001, "caractères"),
        ({"content": b""}, 20001, "vide"),
    ],
)
async def test_file_that_no_invoice_takes_is_refused(
    world: World, keys: Keys, file: dict[str, Any], code: int, said: str
) -> None:
    async with program(world, keys) as one:
        answer = await one.post(ADD, a_file(**file))
        broken = await one.post(ADD, {"pieceJointeFichier": "é", "pieceJointeNom": "a.pdf"})
    assert (answer["codeRetour"], said in answer["libelle"]) == (code, True)
    assert broken["codeRetour"] == 20001
    with world.reading() as context:
        assert context.session.exec(select(AccountFile)).all() == []


async def test_files_that_no_invoice_took_go_after_a_day(world: World, keys: Keys) -> None:
    async with program(world, keys) as one:
        taken, waiting = await put(one, content=b"rib", name="rib.pdf"), await put(one)
    with world.transaction() as context:
        context.session.get_one(AccountFile, taken).taken_at = context.now()
        gone = context.session.get_one(AccountFile, waiting).sha256
    world.clock.move(timedelta(hours=24))
    async with program(world, keys) as one:
        assert [row["pieceJointeId"] for row in (await one.post(OWN))["listePiecesJointes"]] == [taken]
    assert retention.purge(world)["account_files"] == 1
    assert not world.files.path(gone).exists()
    world.clock.move(timedelta(days=181))
    assert retention.purge(world)["account_files"] == 1


async def test_one_account_puts_only_so_many_files_aside(tmp_path: Path, new_world: NewWorld) -> None:
    world = new_world(Settings(data_dir=tmp_path, max_waiting_files=1))
    cast = scenes.cast(world)
    keys = keys_of(world, user_id=cast.alice, structure_id=cast.supplier)
    async with program(world, keys) as one:
        await put(one)
        answer = await one.post(ADD, a_file(name="autre.pdf"))
    world.close()
    assert answer["codeRetour"] == 429


async def test_documents_of_an_invoice_come_in_one_archive(importing: World, cast: Cast, keys: Keys) -> None:
    invoice = integrated(importing, cast, number="PJ-1")
    stored = importing.files.put(b"bon de livraison")
    with importing.transaction() as context:
        for name in ("bon.txt", "bon.txt"):
            document = InvoiceDocument(
                invoice_id=invoice.id,
                kind=DocumentKind.ATTACHMENT,
                name=name,
                mime_type="text/plain",
                sha256=stored.sha256,
                size=stored.size,
            )
            context.session.add(document)
    asked = {"objetPieceJointe": "FACTURE", "demandePaiement": {"listeFacture": [{"idFacture": invoice.id}]}}
    unknown = {"objetPieceJointe": "FACTURE", "demandePaiement": {"listeFacture": [{"idFacture": 999_999}]}}
    async with program(importing, keys) as one:
        assert unpacked(await one.post(DOWNLOAD, asked)) == {
            "PJ-1/bon.txt": b"bon de livraison",
            "PJ-1/bon (2).txt": b"bon de livraison",
        }
        assert (await one.post(DOWNLOAD, {"objetPieceJointe": "SOLLICITATION"}))["codeRetour"] == 20001
    async with program(importing, strangers(importing, cast)) as other:
        refused = await other.post(DOWNLOAD, asked)
        assert refused == await other.post(DOWNLOAD, unknown)
        assert refused["codeRetour"] == 20000


async def test_structures_have_no_documents_and_those_of_others_do_not_exist(
    world: World, cast: Cast, keys: Keys
) -> None:
    async with program(world, keys) as one:
        mine = await one.post(OF_STRUCTURE, {"idStructureCPP": cast.supplier})
        other = await one.post(OF_STRUCTURE, {"idStructureCPP": cast.other})
        assert other == await one.post(OF_STRUCTURE, {"idStructureCPP": 999_999})
    assert (mine["codeRetour"], mine["listePiecesJointes"], mine["parametresRetour"]["total"]) == (0, [], 0)
    assert other["codeRetour"] == 20000


async def test_types_of_documents(world: World, keys: Keys) -> None:
    async with program(world, keys) as one:
        every = (await one.post(f"{VALUES}/typespj"))["listeTypePieceJointe"]
        own = (await one.post(f"{VALUES}/typespj", {"typeObjet": "UTILISATEUR"}))["listeTypePieceJointe"]
    assert own == [
        {
            "idTypePieceJointe": 2,
            "codeTypePieceJointe": "02",
            "libelleTypePieceJointe": "Pièce jointe complémentaire",
            "typeObjet": "UTILISATEUR",
        }
    ]
    assert {entry["typeObjet"] for entry in every} == {"FACTURE", "FACTURE_TRAVAUX", "UTILISATEUR"}


async def test_active_bank_details_of_ones_own_structure(world: World, cast: Cast, keys: Keys) -> None:
    with world.transaction() as context:
        for name, iban, state in (
            ("Compte courant", "FR7630006000011234567890189", BankDetailState.ACTIVE),
            ("Ancien compte", "FR7610107001011234567890129", BankDetailState.INACTIVE),
        ):
            bank_account(context, cast.supplier, name=name, iban=iban, state=state)
    with world.reading() as context:
        active = context.session.exec(select(BankDetail).where(BankDetail.state == BankDetailState.ACTIVE)).one()
    async with program(world, keys) as one:
        told = await one.post(f"{VALUES}/coordbanc/valides", {"idStructure": cast.supplier})
    assert told["listeCoordonneeBancaire"] == [
        {"idCoordonneeBancaire": active.id, "nomCoordonneeBancaire": "Compte courant"}
    ]
    async with program(world, strangers(world, cast)) as other:
        refused = await other.post(f"{VALUES}/coordbanc/valides", {"idStructure": cast.supplier})
        assert refused == await other.post(f"{VALUES}/coordbanc/valides", {"idStructure": 999_999})
        assert refused["codeRetour"] == 20000


async def test_recipients_are_found_by_identifier_town_and_postcode(world: World, cast: Cast, keys: Keys) -> None:
    with world.transaction() as context:
        town = context.session.get_one(Structure, cast.recipient)
        town.city, town.postcode = "Lyon", "69001"
    path = "transverses/v1/rechercher/destinataire"
    async with program(world, keys) as one:
        by_siret = await one.post(path, {"identifiant": RECIPIENT_SIRET, "typeStructure": "PUBLIQUE"})
        assert by_siret["listeDestinataires"] == [
            {
                "idStructureCPP": cast.recipient,
                "siret": RECIPIENT_SIRET,
                "nomDestinataire": "Ville de Démo",
                "adresseCodePostal": "69001",
                "adresseVille": "Lyon",
            }
        ]
        for asked, total in (("lyon", 1), ("69", 1), ("Paris", 0)):
            found = await one.post(path, {"nomVilleCodePostal": asked})
            assert found["parametresRetour"]["total"] == total
        assert (await one.post(path, {"typeStructure": "PRIVEE"}))["listeDestinataires"] == []
        assert (await one.post(path, {"identifiant": scenes.OTHER_SUPPLIER}))["listeDestinataires"] == []
