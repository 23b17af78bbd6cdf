"""The directory that the rules ask."""

from datetime import date

from chorus_app.kernel.context import World
from chorus_app.rules.directory import DirectoryService, DirectoryStructure
from chorus_app.structures.directory import StructureDirectory
from chorus_app.structures.enums import Profile, Space
from chorus_app.structures.models import Service
from tests.factories import make_member, make_structure, make_user

SIRET = "73282932000074"


def test_structure_is_told_with_its_services(world: World) -> None:
    structure = make_structure(world, "Ville", identifier=SIRET, public=True)
    with world.transaction() as context:
        for code, begins, ends, active in (
            ("A", None, None, True),
            ("B", None, None, False),
            ("C", date(2026, 11, 25), None, True),
            ("D", None, date(2026, 11, 24), True),
            ("E", None, date(2026, 11, 23), True),
        ):
            context.session.add(
                Service(
                    structure_id=structure.id,
                    code=code,
                    name=code,
                    active=active,
                    valid_from=begins,
                    valid_until=ends,
                    engagement_required=code == "A",
                )
            )
    with world.reading() as context:
        told = StructureDirectory(context).structure("SIRET", "732 829 320 00074")
    assert told == DirectoryStructure(
        identifier=SIRET,
        name="Ville",
        public=True,
        services={
            "A": DirectoryService(active=True, engagement_required=True),
            "B": DirectoryService(active=False),
            "C": DirectoryService(active=False),
            "D": DirectoryService(active=True),
            "E": DirectoryService(active=False),
        },
    )


def test_unknown_structure_and_unknown_type(world: World) -> None:
    make_structure(world, identifier=SIRET)
    with world.reading() as context:
        directory = StructureDirectory(context)
        assert directory.structure("SIRET", "1") is None
        assert directory.structure("SIREN", SIRET) is None
        assert directory.structure("TAHITI", SIRET) is None


def test_service_of_the_state(world: World) -> None:
    state = make_structure(world, "État", identifier="11000201100044", public=True, state=True)
    other = make_structure(world, "Ville", identifier=SIRET, public=True)
    with world.transaction() as context:
        context.session.add(Service(structure_id=state.id, code="DSJPFGU057", name="Service"))
        context.session.add(Service(structure_id=other.id, code="SERV1", name="Service"))
    with world.reading() as context:
        directory = StructureDirectory(context)
        told = [directory.state_service(code) for code in ("DSJPFGU057", "SERV1", "NONE")]
    assert told == [True, False, False]


def test_depositor_may_act_only_where_he_may_deposit(world: World) -> None:
    alice, reader, charlie = make_user(world), make_user(world, "reader"), make_user(world, "charlie")
    structure = make_structure(world, identifier=SIRET)
    make_member(world, alice, structure, [Profile.FACTURATION_MODIFICATION], space=Space.FACTURES_DE_TRAVAUX)
    make_member(world, reader, structure, [Profile.FACTURATION_CONSULTATION])
    told = []
    for who in (alice, reader, charlie):
        with world.reading(actor_id=who.id) as context:
            told.append(StructureDirectory(context).depositor_attached(SIRET))
    assert told == [True, False, False]
