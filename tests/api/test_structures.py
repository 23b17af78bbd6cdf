"""The directory as programs ask it: what is found, what each answer says, and what stays hidden."""

import base64
import zipfile
from datetime import date
from io import BytesIO

import pytest

from chorus_app.kernel.context import World
from chorus_app.structures.enums import StructureKind
from chorus_app.structures.models import Service, Structure
from tests.api.client import Keys, program
from tests.edi.partner import partner_of
from tests.flux import scenes
from tests.flux.scenes import Cast
from tests.makers.invoices import RECIPIENT_SIRET, SUPPLIER_SIRET

SEARCH, CONSULT = "structures/v1/rechercher", "structures/v1/consulter"
SERVICES, SERVICE = "structures/v1/rechercher/services", "structures/v1/consulter/service"


async def found(world: World, keys: Keys, **structure: object) -> list[str]:
    async with program(world, keys) as one:
        answer = await one.post(SEARCH, {"structure": structure})
    assert answer["parametresRetour"]["total"] == len(answer["listeStructures"])
    return [row["identifiantStructure"] for row in answer["listeStructures"]]


async def test_one_structure_is_found_by_its_identifier(world: World, cast: Cast, keys: Keys) -> None:
    async with program(world, keys) as one:
        answer = await one.post(
            SEARCH, {"structure": {"identifiantStructure": RECIPIENT_SIRET, "typeIdentifiantStructure": "SIRET"}}
        )
    assert answer == {
        "codeRetour": 0,
        "libelle": "TRA_MSG_00.000",
        "listeStructures": [
            {
                "idStructureCPP": cast.recipient,
                "typeIdentifiantStructure": "SIRET",
                "identifiantStructure": RECIPIENT_SIRET,
                "designationStructure": "Ville de Démo",
                "statut": "ACTIVE",
            }
        ],
        "parametresRetour": {"nbResultatsParPage": 10, "pageCourante": 1, "pages": 1, "total": 1},
    }


async def test_structures_are_narrowed(world: World, keys: Keys) -> None:
    with world.transaction() as context:
        lyon = scenes.structure(context, "21690123100011", "Ville de Lyon", kind=StructureKind.PUBLIQUE)
        lyon.city, lyon.postcode, lyon.is_moa, lyon.active = "Lyon", "69001", True, False
    assert await found(world, keys, raisonSocialeStructure="ville lyon") == ["21690123100011"]
    assert await found(world, keys, adresseVille="LYON") == ["21690123100011"]
    assert await found(world, keys, adresseCodePostal="69001") == ["21690123100011"]
    assert await found(world, keys, estMOA=True) == ["21690123100011"]
    assert await found(world, keys, statutStructure="INACTIF") == ["21690123100011"]
    assert RECIPIENT_SIRET in await found(world, keys, statutStructure="ACTIF", typeStructure="PUBLIQUE")
    assert await found(world, keys, typeStructure="PRIVEE") == [SUPPLIER_SIRET]
    assert await found(world, keys, nomStructure="This is just a test") == []


async def test_private_structures_of_others_do_not_exist(world: World, cast: Cast, keys: Keys) -> None:
    assert await found(world, keys, identifiantStructure=scenes.OTHER_SUPPLIER) == []
    async with program(world, keys) as one:
        for path, field in ((CONSULT, "idStructureCPP"), (SERVICES, "idStructure")):
            answer = await one.post(path, {field: cast.other})
            assert answer == await one.post(path, {field: 999_999})
            assert answer["codeRetour"] == 20000
        siret = {"siretStructure": scenes.OTHER_SUPPLIER}
        unknown = await one.post("transverses/v1/consulter/information/siret", {"siretStructure": "00000000000000"})
        assert await one.post("transverses/v1/consulter/information/siret", siret) == unknown


@pytest.mark.parametrize("demand", ["code_service_required", "engagement_required", "engagement_or_service"])
async def test_structure_tells_what_it_demands(world: World, cast: Cast, keys: Keys, demand: str) -> None:
    with world.transaction() as context:
        setattr(context.session.get_one(Structure, cast.recipient), demand, True)
    async with program(world, keys) as one:
        answer = await one.post(CONSULT, {"idStructureCPP": cast.recipient})
    told = {
        "code_service_required": "codeServiceDoitEtreRenseigne",
        "engagement_required": "numeroEJDoitEtreRenseigne",
        "engagement_or_service": "gestionNumeroEJOuCodeService",
    }
    assert {name: answer["parametres"][name] for name in told.values()} == {
        name: key == demand for key, name in told.items()
    }


async def test_services_are_listed_with_their_validity(world: World, cast: Cast, keys: Keys) -> None:
    with world.transaction() as context:
        over = Service(structure_id=cast.recipient, code="ANCIEN", name="Fermé", valid_until=date(2026, 1, 31))
        context.session.add(over)
    async with program(world, keys) as one:
        answer = await one.post(
            SERVICES,
            {"idStructure": cast.recipient, "parametresRechercherServicesStructure": {"nbResultatsParPage": 10_000}},
        )
        assert [
            (row["codeService"], row["estActif"], row["statutService"], row["dateFinService"])
            for row in answer["listeServices"]
        ] == [
            ("ANCIEN", False, "INACTIVE", "2026-01-31"),
            ("SERV1", True, "ACTIVE", None),
        ]
        one_service = answer["listeServices"][1]
        told = await one.post(SERVICE, {"idStructure": cast.recipient, "idService": one_service["idService"]})
        assert told["informationsGenerales"] == {
            "codeService": "SERV1",
            "nomService": "Travaux",
            "descriptionService": None,
        }
        assert told["parametres"]["numeroEngagement"] is False
        elsewhere = await one.post(SERVICE, {"idStructure": cast.supplier, "idService": one_service["idService"]})
        assert elsewhere["codeRetour"] == 20000


async def test_pages_are_cut(world: World, keys: Keys) -> None:
    with world.transaction() as context:
        for number in range(23):
            scenes.structure(context, f"216901231{number:05d}", f"Commune {number:02d}", kind=StructureKind.PUBLIQUE)
    asked = {"structure": {"libelleStructure": "commune"}, "parametres": {"pageResultatDemandee": 3}}
    async with program(world, keys) as one:
        answer = await one.post(SEARCH, asked)
    assert answer["parametresRetour"] == {"nbResultatsParPage": 10, "pageCourante": 3, "pages": 3, "total": 23}
    assert [row["designationStructure"] for row in answer["listeStructures"]] == [f"Commune {n}" for n in (20, 21, 22)]


async def test_directory_comes_as_a_zip(world: World, keys: Keys) -> None:
    async with program(world, keys) as one:
        answer = await one.post("transverses/v1/telecharger/annuaire/destinataire")
    assert answer["fichierResultat"].startswith("UEsDBB")
    with zipfile.ZipFile(BytesIO(base64.b64decode(answer["fichierResultat"]))) as packed:
        (name,) = packed.namelist()
        lines = packed.read(name).decode("utf-8-sig").splitlines()
    assert lines[0].startswith("identifiant;type_identifiant;raison_sociale")
    assert lines[1:] == [f"{RECIPIENT_SIRET};SIRET;Ville de Démo;;;ACTIVE;NON;NON;NON;SERV1;Travaux;NON"]


async def test_structure_by_siret(world: World, keys: Keys) -> None:
    async with program(world, keys) as one:
        answer = await one.post("transverses/v1/consulter/information/siret", {"siretStructure": RECIPIENT_SIRET})
    assert (answer["siret"], answer["siren"], answer["raisonSociale"], answer["estActif"]) == (
        RECIPIENT_SIRET,
        RECIPIENT_SIRET[:9],
        "Ville de Démo",
        True,
    )


async def test_structure_that_is_connected_by_edi_says_so(world: World, cast: Cast, keys: Keys) -> None:
    question = {"idStructureCPP": cast.supplier}
    async with program(world, keys) as one:
        before = await one.post(CONSULT, question)
        partner_of(world, user_id=cast.alice, structure_id=cast.supplier)
        after = await one.post(CONSULT, question)
        public = await one.post(CONSULT, {"idStructureCPP": cast.recipient})
    assert [told["parametres"]["connexionEDI"] for told in (before, after, public)] == [False, True, False]
