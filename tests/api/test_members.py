"""The spaces of one's structure, who is attached to it, and where the calling account itself is."""

from typing import Any

from sqlmodel import col, select

from chorus_app.accounts.models import User
from chorus_app.kernel.context import World
from chorus_app.raccordement.models import TechnicalAccount
from chorus_app.structures.enums import Profile
from chorus_app.structures.memberships import give, in_force
from chorus_app.structures.models import Membership, MembershipProfile, Service, Structure
from tests.api.client import Keys, keys_of, program
from tests.api.test_attachments import strangers
from tests.flux.scenes import Cast
from tests.makers.invoices import SUPPLIER_SIRET

SPACES, MEMBER = "structures/v1/rechercher/espaces", "structures/v1/lister/rattachementsutilisateur"
OWN, COMMITMENTS = "utilisateurs/v1/monCompte/recuperer/rattachements", "engagementsJuridiques/v1/rechercher"
ONE_PAGE = {"nbResultatsParPage": 10, "pageCourante": 1, "pages": 1, "total": 1}


def technical(world: World, structure_id: int) -> Membership:
    """The attachment of the structure's technical account."""
    with world.reading() as context:
        user = context.session.exec(
            select(TechnicalAccount.user_id).where(TechnicalAccount.structure_id == structure_id)
        ).one()
        found = in_force(context, user_id=user, structure_id=structure_id)
    assert found is not None
    return found


def attached_to_a_service(world: World, membership: Membership) -> tuple[Service, MembershipProfile]:
    with world.transaction() as context:
        service = Service(structure_id=membership.structure_id, code="AGENCE", name="Agence du port")
        context.session.add(service)
        context.session.flush()
        held = context.session.get_one(Membership, membership.id)
        give(context, membership=held, profile=Profile.FACTURATION_CONSULTATION, service_id=service.id)
        grant = context.session.exec(
            select(MembershipProfile).where(col(MembershipProfile.service_id) == service.id)
        ).one()
    return service, grant


async def test_spaces_of_ones_own_structure(world: World, cast: Cast, keys: Keys) -> None:
    service, _ = attached_to_a_service(world, technical(world, cast.supplier))
    with world.transaction() as context:
        context.session.get_one(Structure, cast.supplier).closed_spaces = ["FACTURES_DE_TRAVAUX"]
    async with program(world, keys) as one:
        every = await one.post(SPACES, {"structure": {"idStructure": cast.supplier}})
        of_service = await one.post(
            SPACES, {"idService": service.id, "parametresRechercherEspaces": {"nbResultatsParPage": 1}}
        )
    assert [(row["codeEspace"], row["libelleEspace"], row["etatCourant"]) for row in every["listeEspace"]] == [
        (1, "Factures émises", "ACTIVE"),
        (2, "Factures reçues", "ACTIVE"),
        (3, "Factures à valider", "ACTIVE"),
        (4, "Factures de travaux", "SUPPRIME"),
    ]
    assert [row["typeHabilitation"] for row in every["listeEspace"]] == [
        *["MODIFICATION"] * 3,
        "CONSULTATION_UNIQUEMENT",
    ]
    assert of_service["listeEspace"] == [
        {
            "idEspaceFo": service.id * 10 + 1,
            "codeEspace": 1,
            "libelleEspace": "Factures émises",
            "etatCourant": "ACTIVE",
            "typeHabilitation": "MODIFICATION",
            "idService": service.id,
            "codeService": "AGENCE",
            "libelleService": "Agence du port",
        }
    ]
    assert of_service["parametresRetour"] == {"nbResultatsParPage": 1, "pageCourante": 1, "pages": 2, "total": 2}


async def test_account_tells_where_it_is_attached(world: World, cast: Cast, keys: Keys) -> None:
    membership = technical(world, cast.supplier)
    service, grant = attached_to_a_service(world, membership)
    async with program(world, keys) as one:
        own = await one.post(OWN)
        listed = await one.post(MEMBER, {"identifiantStructure": SUPPLIER_SIRET, "typeIdentifiantStructure": "SIRET"})
    assert own["listeStructureRattachement"] == [
        {
            "idRattachementStructure": membership.id,
            "statutRattachementStructure": "VALIDEE",
            "roleUtilisateur": "UTILISATEUR",
            "statutUtilisateur": "ACTIF",
            "idStructure": cast.supplier,
            "identifiantStructure": SUPPLIER_SIRET,
            "typeIdentifiantStructure": "SIRET",
            "designationStructure": "Maçonnerie Démo",
            "listeServicesRattache": [
                {
                    "idRattachementService": grant.id,
                    "statutRattachementService": "VALIDEE",
                    "idService": service.id,
                    "codeService": "AGENCE",
                    "libelleService": "Agence du port",
                    "estActif": True,
                    "statutService": "ACTIVE",
                    "dateDbtService": None,
                    "dateFinService": None,
                }
            ],
        }
    ]
    assert own["parametresRetour"] == ONE_PAGE
    assert listed == {
        "codeRetour": 0,
        "libelle": "TRA_MSG_00.000",
        "idStructure": cast.supplier,
        "identifiantStructure": SUPPLIER_SIRET,
        "designationStructure": "Maçonnerie Démo",
        "premierService": False,
        "listeServices": [
            {
                "idRattachement": grant.id,
                "statutRattachement": "VALIDEE",
                "idService": service.id,
                "codeService": "AGENCE",
                "nomService": "Agence du port",
                "dateDebut": "2026-11-24T14:30:00.000+01:00",
                "dateFin": None,
                "commentaire": None,
            }
        ],
        "parametresRetour": ONE_PAGE,
    }


async def test_other_members_are_shown_to_who_sees_the_organisation_only(world: World, cast: Cast, keys: Keys) -> None:
    with world.reading() as context:
        bob = context.session.get_one(User, cast.bob).login_email
    asked: list[dict[str, Any]] = [{"idUtilisateur": cast.bob}, {"adresseEmailConnexionUtilisateur": bob.upper()}]
    unknown: list[dict[str, Any]] = [
        {"idUtilisateur": 999_999},
        {"idUtilisateur": cast.charlie},
        {"adresseEmailConnexionUtilisateur": "personne@demo.test"},
        {"idUtilisateur": cast.bob, "adresseEmailConnexionUtilisateur": "personne@demo.test"},
    ]
    async with program(world, keys) as one:
        shown = [await one.post(MEMBER, question) for question in asked]
        refused = [await one.post(MEMBER, question) for question in unknown]
    membership = technical(world, cast.supplier)
    with world.transaction() as context:
        query = select(MembershipProfile).where(
            MembershipProfile.membership_id == membership.id,
            MembershipProfile.profile == Profile.ORGANISATION_CONSULTATION,
        )
        context.session.exec(query).one().withdrawn_at = context.now()
    async with program(world, keys) as one:
        refused += [await one.post(MEMBER, question) for question in (*asked, *unknown)]
        assert (await one.post(MEMBER))["codeRetour"] == 0  # itself
    assert [(answer["codeRetour"], answer["premierService"]) for answer in shown] == [(0, True)] * 2
    assert {answer["codeRetour"] for answer in refused} == {20000}
    assert len({answer["libelle"] for answer in refused}) == 1


async def test_structures_and_services_of_others_do_not_exist(world: World, cast: Cast) -> None:
    keys_of(world, user_id=cast.alice, structure_id=cast.supplier)
    service, _ = attached_to_a_service(world, technical(world, cast.supplier))
    async with program(world, strangers(world, cast)) as charlie:
        for path, own, unknown in (
            (SPACES, {"structure": {"idStructure": cast.supplier}}, {"structure": {"idStructure": 999_999}}),
            (SPACES, {"structure": {"identifiantStructure": SUPPLIER_SIRET}}, {"structure": {"idStructure": 999_999}}),
            (SPACES, {"idService": service.id}, {"idService": 999_999}),
            (MEMBER, {"idStructure": cast.supplier}, {"idStructure": 999_999}),
            (MEMBER, {"idUtilisateur": cast.alice}, {"idUtilisateur": 999_999}),
        ):
            refused = await charlie.post(path, own)
            assert refused == await charlie.post(path, unknown)
            assert refused["codeRetour"] == 20000
        own_rows = (await charlie.post(OWN))["listeStructureRattachement"]
    assert [row["idStructure"] for row in own_rows] == [cast.other]


async def test_portal_keeps_no_engagement(world: World, keys: Keys) -> None:
    async with program(world, keys) as one:
        answer = await one.post(COMMITMENTS, {"structureReceptriceEngagementJuridique": "12"})
    assert answer == {"codeRetour": 0, "libelle": "TRA_MSG_00.000", "listeEngagementJuridique": []}
