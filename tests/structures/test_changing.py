"""A structure's data, demands and spaces are changed; what that means for deposits and menus; who may."""

from datetime import timedelta
from typing import Any

import pytest

from chorus_app.formats.syntaxes import Space as DepositSpace
from chorus_app.invoices.cadres import CADRES
from chorus_app.kernel.context import World
from chorus_app.kernel.errors import Conflict, Denied, InvalidForm, NotFound
from chorus_app.kernel.paging import PageRequest
from chorus_app.rules import codes
from chorus_app.structures import changing, organisation
from chorus_app.structures.directory import StructureDirectory
from chorus_app.structures.enums import Act, Demand, Profile, Space
from chorus_app.structures.errors import ChangedMeanwhile
from chorus_app.structures.importing import import_structures
from chorus_app.structures.journal import Difference
from chorus_app.structures.organisation import Organisation
from chorus_app.structures.people import person
from chorus_app.structures.perms import DEPOSIT, structures_by_space
from tests.factories import make_service
from tests.structures.scenes import Cast, answer, cast, do, fresh, refused

DATA = {"name": "Mairie de Démo", "address": "1, place de l’Église", "postcode": "45000", "city": "Orléans"}


def seen(world: World, actors: Cast, who: str = "alice") -> Organisation:
    return do(world, actors, who, organisation.get_organisation)  # type: ignore[no-any-return]


def newest(world: World, actors: Cast) -> tuple[str, Act, tuple[Difference, ...]]:
    page = do(world, actors, "alice", organisation.history, page=PageRequest())
    return page.rows[0].who, page.rows[0].act, page.rows[0].differences


def test_private_structure_changes_its_data(world: World) -> None:
    actors = cast(world, public=False)
    do(world, actors, "alice", changing.change_data, version=1, values=DATA)
    found = seen(world, actors, "bob")
    assert (found.name, found.data, found.data_version) == ("Mairie de Démo", DATA, 2)
    assert (found.may_change, found.may_change_data) == (False, False)
    assert newest(world, actors) == (
        "Alice Test",
        Act.DATA_CHANGED,
        (
            Difference("name", "Ville de Démo", "Mairie de Démo"),
            Difference("address", None, "1, place de l’Église"),
            Difference("postcode", None, "45000"),
            Difference("city", None, "Orléans"),
        ),
    )
    do(world, actors, "alice", changing.change_data, version=2, values=DATA)  # nothing new: no line, no version
    assert seen(world, actors).data_version == 2


def test_faults_of_the_data_stand_beside_their_fields(world: World) -> None:
    actors = cast(world, public=False)
    error = refused(world, actors, "alice", changing.change_data, version=1, values={"name": " ", "postcode": "1"})
    assert isinstance(error, InvalidForm)
    assert [one.field for one in error.errors] == ["name", "postcode"]


def test_data_of_a_public_structure_come_from_the_directory(world: World) -> None:
    actors = cast(world)
    error = refused(world, actors, "alice", changing.change_data, version=1, values=DATA)
    assert (type(error), error.key) == (Denied, "structures.data.of_directory")


def test_data_changed_upon_an_older_version_are_refused_with_both(world: World) -> None:
    actors = cast(world, public=False)
    do(world, actors, "anne", changing.change_data, version=1, values=DATA)
    error = refused(world, actors, "alice", changing.change_data, version=1, values={**DATA, "city": "Blois"})
    assert isinstance(error, ChangedMeanwhile)
    assert (error.params["who"], error.values["city"], error.version) == ("Anne Test", "Orléans", 2)
    assert fresh(world, actors).city == "Orléans"


@pytest.mark.parametrize("demand", list(Demand))
def test_demand_is_what_the_checks_of_a_deposit_read(world: World, demand: Demand) -> None:
    actors = cast(world)
    make_service(world, actors.structure)
    do(world, actors, "alice", changing.change_demand, version=1, demand=demand.value)
    assert seen(world, actors).demand is demand
    with world.reading(actor_id=actors.dora) as context:
        known = StructureDirectory(context).structure("SIRET", actors.structure.identifier)
    assert known is not None
    demanded = (known.code_service_required, known.engagement_required, known.engagement_or_service)
    assert demanded == changing.DEMANDS[demand]


def test_demand_of_a_service_needs_an_active_service(world: World) -> None:
    actors = cast(world)
    make_service(world, actors.structure, active=False)
    for demand in ("service", "both"):
        error = refused(world, actors, "alice", changing.change_demand, version=1, demand=demand)
        assert isinstance(error, InvalidForm)
        assert [(one.field, one.key) for one in error.errors] == [("demand", "structures.parameters.no_service")]
    error = refused(world, actors, "alice", changing.change_demand, version=1, demand="all")
    assert isinstance(error, InvalidForm)
    assert error.errors[0].key == "structures.parameters.missing"


def test_demand_is_kept_in_the_history_and_guarded_by_its_version(world: World) -> None:
    actors = cast(world)
    do(world, actors, "anne", changing.change_demand, version=1, demand="engagement")
    do(world, actors, "anne", changing.change_demand, version=2, demand="engagement")
    assert newest(world, actors) == (
        "Anne Test",
        Act.PARAMETERS_CHANGED,
        (Difference("demand", "nothing", "engagement"),),
    )
    error = refused(world, actors, "alice", changing.change_demand, version=1, demand="either")
    assert isinstance(error, ChangedMeanwhile)
    assert (error.values, error.params["who"]) == ({"demand": "engagement"}, "Anne Test")


def test_who_has_no_parameters(world: World) -> None:
    actors = cast(world, public=False)
    error = refused(world, actors, "alice", changing.change_demand, version=1, demand="either")
    assert (type(error), error.key) == (Denied, "structures.parameters.receives_nothing")


def test_state_demands_both_always(world: World) -> None:
    actors = cast(world, state=True)
    assert seen(world, actors).demand is Demand.BOTH
    error = refused(world, actors, "alice", changing.change_demand, version=1, demand="nothing")
    assert (type(error), error.key) == (Denied, "structures.parameters.of_the_state")


def deposits_in(world: World, user_id: int) -> set[Space]:
    with world.reading(actor_id=user_id) as context:
        by_space = structures_by_space(context, profiles=DEPOSIT)
    return {space for space, ids in by_space.items() if ids} - {Space.FACTURES_A_VALIDER}


def test_closed_space_ends_its_rights_and_its_entry_at_once(world: World) -> None:
    actors = cast(world)
    every = {Space.FACTURES_EMISES, Space.FACTURES_RECUES, Space.FACTURES_DE_TRAVAUX}
    assert deposits_in(world, actors.dora) == every
    do(world, actors, "alice", changing.close_space, space="FACTURES_DE_TRAVAUX")
    assert deposits_in(world, actors.dora) == every - {Space.FACTURES_DE_TRAVAUX}
    with world.reading() as context:
        dora = person(context, actors.dora)
        known = StructureDirectory(context).structure("SIRET", actors.structure.identifier)
    assert dora is not None
    assert dora.attachments[0].closed_spaces == {"FACTURES_DE_TRAVAUX"}
    assert known is not None
    assert (known.issues, known.does_works) == (True, False)
    assert newest(world, actors) == (
        "Alice Test",
        Act.SPACE_CLOSED,
        (Difference("space", None, "FACTURES_DE_TRAVAUX"),),
    )
    do(world, actors, "alice", changing.open_space, space="FACTURES_DE_TRAVAUX")
    assert deposits_in(world, actors.dora) == every


def test_space_switched_twice_is_told(world: World) -> None:
    actors = cast(world)
    do(world, actors, "anne", changing.close_space, space="FACTURES_EMISES")
    for act in (changing.close_space,):
        error = refused(world, actors, "alice", act, space="FACTURES_EMISES")
        assert (type(error), error.key) == (Conflict, "structures.spaces.switched_already")


@pytest.mark.parametrize("space", ["FACTURES_RECUES", "FACTURES_A_VALIDER", "inconnu"])
def test_space_that_cannot_be_closed_is_as_unknown(world: World, space: str) -> None:
    actors = cast(world)
    assert isinstance(refused(world, actors, "alice", changing.close_space, space=space), NotFound)


def test_spaces_offered_are_those_with_pages(world: World) -> None:
    actors = cast(world)
    assert [(row.space.value, row.compulsory) for row in seen(world, actors).spaces] == [
        ("FACTURES_EMISES", False),
        ("FACTURES_RECUES", True),
        ("FACTURES_A_VALIDER", True),
        ("FACTURES_DE_TRAVAUX", False),
    ]


def test_rules_and_cadres_agree_on_what_works_are() -> None:
    works = {cadre.code for cadre in CADRES.values() if cadre.space is DepositSpace.TRAVAUX}
    assert works - {"A11"} == codes.WORKS_CADRES  # A11 was dropped


ACTS: dict[str, tuple[Any, dict[str, Any]]] = {
    "data": (changing.change_data, {"version": 1, "values": DATA}),
    "demand": (changing.change_demand, {"version": 1, "demand": "engagement"}),
    "close": (changing.close_space, {"space": "FACTURES_EMISES"}),
    "open": (changing.open_space, {"space": "FACTURES_EMISES"}),
}


@pytest.mark.parametrize("who", ["bob", "dora", "charlie"])
@pytest.mark.parametrize("act", sorted(ACTS))
def test_who_does_not_manage_changes_nothing(world: World, who: str, act: str) -> None:
    actors = cast(world, public=act != "data")
    function, arguments = ACTS[act]
    error = refused(world, actors, who, function, **arguments)
    assert answer(error) == answer(Denied())
    with world.transaction(actor_id=actors.ids[who], structure_id=0) as context, pytest.raises(Denied):
        function(context, **arguments)  # a structure that is not there answers alike
    found = fresh(world, actors)
    assert (found.data_version, found.parameters_version, found.closed_spaces) == (1, 1, [])


@pytest.mark.parametrize("who", ["dora", "charlie"])
def test_who_has_no_profile_organisation_sees_nothing(world: World, who: str) -> None:
    actors = cast(world)
    assert answer(refused(world, actors, who, organisation.get_organisation)) == answer(Denied())
    history = {"page": PageRequest()}
    assert answer(refused(world, actors, who, organisation.history, **history)) == answer(Denied())


def test_import_of_the_directory_stands_in_the_history_and_makes_forms_older(world: World) -> None:
    actors = cast(world)
    service = make_service(world, actors.structure)
    world.clock.move(timedelta(hours=1))
    content = (
        "identifiant;raison_sociale;engagement_obligatoire;service_code;service_nom\n"
        f"{actors.structure.identifier};Ville de Démo;oui;SERV1;Voirie\n"
    )
    with world.transaction() as context:
        import_structures(context, content=content)
    found = fresh(world, actors)
    assert (found.data_version, found.parameters_version) == (2, 2)
    page = do(world, actors, "alice", organisation.history, page=PageRequest())
    assert [(row.who, row.act, row.differences) for row in page.rows] == [
        ("", Act.SERVICE_CHANGED, (Difference("name", "Service SERV1", "Voirie"),)),
        ("", Act.DIRECTORY_IMPORTED, (Difference("engagement_required", False, True),)),
    ]
    error = refused(world, actors, "alice", changing.change_demand, version=1, demand="either")
    assert error.key == "journal.changed_meanwhile"
    view = do(world, actors, "alice", organisation.get_service, public_id=service.public_id)
    assert (view.version, view.row.name) == (2, "Voirie")


def test_profile_for_one_service_makes_nobody_a_manager(world: World) -> None:
    actors = cast(world)
    with world.reading() as context:
        bob = person(context, actors.bob)
    assert bob is not None
    assert (bob.manager, bob.attachments[0].profiles) == (False, frozenset({Profile.ORGANISATION_CONSULTATION}))
