"""The services of a structure: added, changed, put out of use; the list of ten thousand; who may."""

from datetime import date
from typing import Any

import pytest

from chorus_app.kernel.context import World
from chorus_app.kernel.errors import Conflict, Denied, InvalidForm, NotFound
from chorus_app.kernel.paging import Page, PageRequest
from chorus_app.structures import changing, organisation, services
from chorus_app.structures.directory import StructureDirectory
from chorus_app.structures.enums import Act
from chorus_app.structures.errors import ChangedMeanwhile
from chorus_app.structures.journal import Difference
from chorus_app.structures.models import Service
from chorus_app.structures.organisation import ServiceFilters, ServiceRow, ServiceState
from tests.factories import make_service
from tests.structures.scenes import Cast, answer, cast, do, refused

VALUES = {"code": "VOIRIE", "name": "Voirie et bâtiments"}
BY_CODE = PageRequest(descending=False)


def listed(world: World, actors: Cast, text: str = "", **asked: Any) -> Page[ServiceRow]:
    state = asked.pop("state", None)
    filters = ServiceFilters(text, state)
    page = PageRequest(**{"descending": False, **asked})
    return do(world, actors, "bob", organisation.list_services, filters=filters, page=page)  # type: ignore[no-any-return]


def usable(world: World, actors: Cast) -> dict[str, bool]:
    """The services as the checks of a deposit see them."""
    with world.reading() as context:
        known = StructureDirectory(context).structure("SIRET", actors.structure.identifier)
    assert known is not None
    return {code: service.active for code, service in known.services.items()}


def test_service_is_added_and_invoices_can_name_it_at_once(world: World) -> None:
    actors = cast(world)
    assert usable(world, actors) == {}
    public_id = do(world, actors, "alice", services.add_service, values={**VALUES, "engagement_required": "1"})
    assert usable(world, actors) == {"VOIRIE": True}
    view = do(world, actors, "bob", organisation.get_service, public_id=public_id)
    assert (view.row.name, view.row.engagement_required, view.may_change) == ("Voirie et bâtiments", True, False)
    (added,) = view.history
    assert (added.who, added.act, added.subject) == ("Alice Test", Act.SERVICE_ADDED, "VOIRIE")


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({}, {"code": "code_missing", "name": "name_missing"}),
        ({"code": "A/B", "name": "x"}, {"code": "code_characters"}),
        ({"code": "c" * 101, "name": "n" * 201}, {"code": "too_long", "name": "too_long"}),
        ({"code": "SERV1", "name": "Encore"}, {"code": "code_taken"}),
        (
            {**VALUES, "valid_from": "31/02/2026", "valid_until": "2026-02-31"},
            {"valid_from": "day", "valid_until": "day"},
        ),
        ({**VALUES, "valid_from": "2026-12-31", "valid_until": "2026-12-30"}, {"valid_until": "ends_before"}),
    ],
)
def test_faults_stand_beside_their_fields(world: World, values: dict[str, str], told: dict[str, str]) -> None:
    actors = cast(world)
    make_service(world, actors.structure)
    error = refused(world, actors, "alice", services.add_service, values=values)
    assert isinstance(error, InvalidForm)
    assert {one.field: one.key.rpartition(".")[2] for one in error.errors} == told


def test_service_is_changed_but_its_code_stays(world: World) -> None:
    actors = cast(world)
    service = make_service(world, actors.structure)
    wanted = {"code": "AUTRE", "name": "Routes", "valid_from": "2026-12-01", "valid_until": "2026-12-31"}
    do(world, actors, "alice", services.change_service, public_id=service.public_id, version=1, values=wanted)
    do(world, actors, "alice", services.change_service, public_id=service.public_id, version=2, values=wanted)
    view = do(world, actors, "alice", organisation.get_service, public_id=service.public_id)
    assert (view.row.code, view.row.name, view.row.state, view.version) == ("SERV1", "Routes", ServiceState.NOT_YET, 2)
    assert view.history[0].differences == (
        Difference("name", "Service SERV1", "Routes"),
        Difference("valid_from", None, "2026-12-01"),
        Difference("valid_until", None, "2026-12-31"),
    )
    assert usable(world, actors) == {"SERV1": False}
    error = refused(
        world,
        actors,
        "alice",
        services.change_service,
        public_id=service.public_id,
        version=2,
        values={"name": ""},
    )
    assert isinstance(error, InvalidForm)


def test_change_upon_an_older_version_is_refused_with_both(world: World) -> None:
    actors = cast(world)
    service = make_service(world, actors.structure)
    change = {"public_id": service.public_id, "version": 1}
    do(world, actors, "anne", services.change_service, **change, values={"name": "Routes"})
    error = refused(world, actors, "alice", services.change_service, **change, values={"name": "Voirie"})
    assert isinstance(error, ChangedMeanwhile)
    assert (error.params["who"], error.values["name"], error.version) == ("Anne Test", "Routes", 2)


def test_service_is_put_out_of_use_and_back(world: World) -> None:
    actors = cast(world)
    service = make_service(world, actors.structure)
    do(world, actors, "alice", services.deactivate_service, public_id=service.public_id)
    assert usable(world, actors) == {"SERV1": False}
    error = refused(world, actors, "anne", services.deactivate_service, public_id=service.public_id)
    assert (type(error), error.key) == (Conflict, "structures.services.switched_already")
    do(world, actors, "alice", services.reactivate_service, public_id=service.public_id)
    assert usable(world, actors) == {"SERV1": True}


def test_last_service_of_a_structure_that_demands_one_stays(world: World) -> None:
    actors = cast(world)
    first, second = (make_service(world, actors.structure, code) for code in ("A", "B"))
    do(world, actors, "alice", changing.change_demand, version=1, demand="service")
    do(world, actors, "alice", services.deactivate_service, public_id=first.public_id)
    error = refused(world, actors, "alice", services.deactivate_service, public_id=second.public_id)
    assert (type(error), error.key) == (Conflict, "structures.services.last_one")


def test_states_of_services_are_told_and_narrow_the_list(world: World) -> None:
    actors = cast(world)
    for code, values in (
        ("A", {}),
        ("B", {"valid_from": date(2026, 11, 25)}),
        ("C", {"valid_until": date(2026, 11, 23)}),
        ("D", {"active": False}),
        ("E", {"valid_from": date(2026, 11, 24), "valid_until": date(2026, 11, 24)}),
    ):
        make_service(world, actors.structure, code, **values)
    expected = {
        ServiceState.IN_USE: ["A", "E"],
        ServiceState.NOT_YET: ["B"],
        ServiceState.OVER: ["C"],
        ServiceState.INACTIVE: ["D"],
    }
    for state, found in expected.items():
        page = listed(world, actors, state=state)
        assert [(row.code, row.state) for row in page.rows] == [(code, state) for code in found]


def test_list_is_searched_without_accents_and_sorted_by_each_column(world: World) -> None:
    actors = cast(world)
    for code, name in (("B1", "Écoles"), ("A1", "Voirie"), ("C1", "Archives")):
        make_service(world, actors.structure, code, name=name, valid_from=date(2026, 1, ord(code[0]) - 64))
    assert [row.code for row in listed(world, actors, "ecole").rows] == ["B1"]
    assert [row.code for row in listed(world, actors, "a1").rows] == ["A1"]
    assert [row.code for row in listed(world, actors).rows] == ["A1", "B1", "C1"]
    assert [row.code for row in listed(world, actors, sort="name").rows] == ["C1", "B1", "A1"]
    assert [row.code for row in listed(world, actors, sort="from", descending=True).rows] == ["C1", "B1", "A1"]
    for sort in ("until", "engagement", "state"):
        assert len(listed(world, actors, sort=sort).rows) == 3


def test_ten_thousand_services_are_paged_and_all_exported(world: World) -> None:
    actors = cast(world)
    with world.transaction() as context:
        context.session.add_all(
            Service(structure_id=actors.structure.id, code=f"S{number:05}", name=f"Service {number}")
            for number in range(10_000)
        )
    page = listed(world, actors, page=10_000)
    assert (page.total, page.page, [row.code for row in page.rows][-1]) == (10_000, 400, "S09999")
    assert [row.code for row in listed(world, actors, "s0123").rows] == [f"S0123{number}" for number in range(10)]
    with world.reading(actor_id=actors.bob, structure_id=actors.structure.id) as context:
        codes = [row.code for row in organisation.each_service(context, filters=ServiceFilters(), page=BY_CODE)]
    assert codes == sorted(codes)
    assert len(codes) == 10_000


ACTS: dict[str, tuple[Any, dict[str, Any]]] = {
    "change": (services.change_service, {"version": 1, "values": VALUES}),
    "deactivate": (services.deactivate_service, {}),
    "reactivate": (services.reactivate_service, {}),
}


@pytest.mark.parametrize("who", ["charlie", "bob", "dora"])
@pytest.mark.parametrize("act", sorted(ACTS))
def test_who_does_not_manage_is_answered_as_for_an_unknown_service(world: World, who: str, act: str) -> None:
    actors = cast(world)
    service = make_service(world, actors.structure)
    function, arguments = ACTS[act]
    foreign = refused(world, actors, who, function, public_id=service.public_id, **arguments)
    unknown = refused(world, actors, who, function, public_id="unknown", **arguments)
    assert answer(foreign) == answer(unknown)
    assert isinstance(foreign, NotFound)
    with world.reading() as context:
        assert context.session.get_one(Service, service.id).version == 1


def test_charlie_sees_and_adds_no_service(world: World) -> None:
    actors = cast(world)
    service = make_service(world, actors.structure)
    for who in ("charlie", "dora"):
        assert isinstance(refused(world, actors, who, organisation.get_service, public_id=service.public_id), NotFound)
        filters = {"filters": ServiceFilters(), "page": BY_CODE}
        assert isinstance(refused(world, actors, who, organisation.list_services, **filters), Denied)
        assert isinstance(refused(world, actors, who, services.add_service, values=VALUES), Denied)
