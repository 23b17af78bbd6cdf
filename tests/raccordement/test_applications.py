"""What an application may do once it is declared: who limits and suspends it, what is written, what is refused."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from sqlmodel import col, select

from chorus_app.audit.models import AuditEntry
from chorus_app.kernel.context import Context, World
from chorus_app.kernel.errors import Conflict, Denied, Invalid, NotFound
from chorus_app.raccordement import applications, service
from chorus_app.raccordement.limits import INTERFACES
from chorus_app.structures.memberships import NEWCOMER
from chorus_app.structures.models import Structure, StructureChange
from tests.factories import MANAGER, make_member, make_structure, make_user
from tests.makers.invoices import SUPPLIER_SIRET

Who = tuple[int, int]
Act = Callable[[Context, str], object]
ACTS: tuple[Act, ...] = (
    lambda context, id_: applications.subscribe(context, public_id=id_, interfaces=["FSO1100A"]),
    lambda context, id_: applications.limit_networks(context, public_id=id_, typed="192.0.2.1"),
    lambda context, id_: applications.suspend(context, public_id=id_),
    lambda context, id_: applications.reactivate(context, public_id=id_),
)


@pytest.fixture
def alice(world: World) -> Who:
    """A manager, and her structure."""
    user, structure = make_user(world), make_structure(world, identifier=SUPPLIER_SIRET)
    make_member(world, user, structure, MANAGER)
    return user.id, structure.id


def acting(world: World, who: Who) -> AbstractContextManager[Context]:
    return world.transaction(actor_id=who[0], structure_id=who[1])


def declared(world: World, alice: Who) -> str:
    with acting(world, alice) as context:
        return service.add_application(context, name="Logiciel").public_id


def test_declared_application_is_open_under_every_code_and_from_anywhere(world: World, alice: Who) -> None:
    id_ = declared(world, alice)
    with acting(world, alice) as context:
        found = applications.get_application(context, public_id=id_)
    assert (found.row.name, found.row.active, found.networks, found.interfaces) == ("Logiciel", True, (), INTERFACES)


def test_each_act_stands_in_the_history_and_in_the_log(world: World, alice: Who) -> None:
    id_ = declared(world, alice)
    with acting(world, alice) as context:
        applications.subscribe(context, public_id=id_, interfaces=["FSO1137A", "FSO1100A", "FSO9999A"])
        applications.limit_networks(context, public_id=id_, typed="192.0.2.7/24\n192.0.2.1")
        for act in (applications.suspend, applications.reactivate):
            act(context, public_id=id_)
            act(context, public_id=id_)  # the second time nothing is left to do
        service.renew_secret(context, public_id=id_)
        service.revoke_application(context, public_id=id_)
        found = applications.get_application(context, public_id=id_)
    assert (found.networks, found.interfaces) == (("192.0.2.0/24", "192.0.2.1"), ("FSO1100A", "FSO1137A"))
    with world.reading() as context:
        history = context.session.exec(select(StructureChange).order_by(col(StructureChange.id))).all()
        logged = context.session.exec(select(AuditEntry).order_by(col(AuditEntry.id))).all()
    acts = [
        "application_added",
        "application_subscribed",
        "application_limited",
        "application_suspended",
        "application_reactivated",
        "application_renewed",
        "application_revoked",
    ]
    mine = [change for change in history if change.act.value.startswith("application")]
    assert [change.act.value for change in mine] == acts
    assert mine[1].changes == [["interfaces", ", ".join(INTERFACES), "FSO1100A, FSO1137A"]]
    assert mine[2].changes == [["networks", None, "192.0.2.0/24, 192.0.2.1"]]
    entries = [entry for entry in logged if entry.act.startswith("application")]
    assert [entry.act for entry in entries] == acts
    assert {entry.after["raccordement"] for entry in entries} == {"Logiciel"}


def test_application_in_service_keeps_a_code(world: World, alice: Who) -> None:
    id_ = declared(world, alice)
    with acting(world, alice) as context:
        with pytest.raises(Conflict, match="needs_interface"):
            applications.subscribe(context, public_id=id_, interfaces=["FSO9999A"])
        applications.suspend(context, public_id=id_)
        applications.subscribe(context, public_id=id_, interfaces=[])
        assert applications.get_application(context, public_id=id_).interfaces == ()
        with pytest.raises(Conflict, match="needs_interface"):
            applications.reactivate(context, public_id=id_)


def test_wrong_address_is_named(world: World, alice: Who) -> None:
    id_ = declared(world, alice)
    with acting(world, alice) as context, pytest.raises(Invalid, match="network_wrong") as refusal:
        applications.limit_networks(context, public_id=id_, typed="chez moi")
    assert (refusal.value.field, refusal.value.params["value"]) == ("networks", "chez")


def test_revoked_application_is_only_looked_at(world: World, alice: Who) -> None:
    id_ = declared(world, alice)
    with acting(world, alice) as context:
        service.revoke_application(context, public_id=id_)
        assert applications.get_application(context, public_id=id_).row.revoked_at is not None
        for act in ACTS:
            with pytest.raises(Conflict, match="revoked_already"):
                act(context, id_)


def test_charlie_manages_elsewhere_and_bob_does_not_manage(world: World, alice: Who) -> None:
    id_ = declared(world, alice)
    every: tuple[Act, ...] = (*ACTS, lambda context, id_: applications.get_application(context, public_id=id_))
    charlie, other, bob = make_user(world, "charlie"), make_structure(world, "Autre"), make_user(world, "bob")
    make_member(world, charlie, other, MANAGER)
    with acting(world, (charlie.id, other.id)) as context:
        for act in every:
            with pytest.raises(NotFound):
                act(context, id_)
    with world.reading() as context:
        structure = context.session.get_one(Structure, alice[1])
    make_member(world, bob, structure, NEWCOMER)
    for stranger in ((bob.id, alice[1]), (charlie.id, alice[1])):
        with acting(world, stranger) as context:
            for act in every:
                with pytest.raises(Denied):
                    act(context, id_)
