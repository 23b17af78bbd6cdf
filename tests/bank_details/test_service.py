"""Bank details added, changed, put away; who may; what the history keeps."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from chorus_app.bank_details import queries, service
from chorus_app.bank_details.enums import BankDetailState
from chorus_app.bank_details.views import BankDetailRow, BankDetailView
from chorus_app.kernel.context import World
from chorus_app.kernel.errors import AppError, Conflict, Denied, InvalidForm, NotFound
from chorus_app.structures.enums import Act
from chorus_app.structures.errors import ChangedMeanwhile
from chorus_app.structures.journal import Difference
from tests.bank_details.scenes import FACTOR, IBAN, OTHER, RIB, VALUES, Cast, add, cast

ACTS: dict[str, Callable[..., object]] = {
    "make_default": service.make_default,
    "deactivate": service.deactivate,
    "reactivate": service.reactivate,
    "delete": service.delete_bank_detail,
    "get": queries.get_bank_detail,
}


def seen(world: World, user_id: int, structure_id: int) -> list[BankDetailRow]:
    with world.reading(actor_id=user_id, structure_id=structure_id) as context:
        return queries.list_bank_details(context)


def view(world: World, cast: Cast, public_id: str) -> BankDetailView:
    with world.reading(actor_id=cast.alice, structure_id=cast.structure) as context:
        return queries.get_bank_detail(context, public_id=public_id)


def do(world: World, user_id: int, act: Callable[..., Any], **arguments: Any) -> Any:
    with world.transaction(actor_id=user_id) as context:
        return act(context, **arguments)


def refused(world: World, user_id: int, act: Callable[..., Any], **arguments: Any) -> AppError:
    with pytest.raises(AppError) as error:
        do(world, user_id, act, **arguments)
    return error.value


def faults(world: World, cast: Cast, kind: str, values: dict[str, str]) -> dict[str | None, str]:
    with (
        world.transaction(actor_id=cast.alice, structure_id=cast.structure) as context,
        pytest.raises(InvalidForm) as e,
    ):
        service.add_bank_detail(context, kind=kind, values=values)
    return {error.field: error.key for error in e.value.errors}


def test_first_account_is_the_default_and_its_number_is_masked_in_the_list(world: World) -> None:
    actors = cast(world)
    first, second = add(world, actors), add(world, actors, "RIB", **RIB)
    assert [(row.public_id, row.is_default, row.masked) for row in seen(world, actors.bob, actors.structure)] == [
        (first, True, "FR76\xa0••••\xa00189"),
        (second, False, "FR14\xa0••••\xa02606"),
    ]
    assert view(world, actors, first).iban == IBAN


def test_rib_keeps_its_parts_and_the_iban_of_the_same_account(world: World) -> None:
    actors = cast(world)
    found = view(world, actors, add(world, actors, "RIB", **RIB))
    assert (found.iban, found.values["iban"], found.values["rib_key"]) == ("FR1420041010050500013M02606", "", "06")


@pytest.mark.parametrize(
    ("kind", "values", "told"),
    [
        (
            "IBAN",
            {},
            {
                "name": "bank_details.name_missing",
                "iban": "bank_details.iban.missing",
                "bic": "bank_details.bic.missing",
            },
        ),
        (
            "RIB",
            {"name": "x" * 101},
            {
                "name": "bank_details.too_long",
                "bank_code": "bank_details.rib.missing",
                "branch_code": "bank_details.rib.missing",
                "account_number": "bank_details.rib.account_missing",
                "rib_key": "bank_details.rib.missing",
            },
        ),
        ("CHEQUE", VALUES, {"kind": "bank_details.kind_missing"}),
        (
            "IBAN",
            {**VALUES, "factor": "1"},
            {
                "factor_identifier_type": "bank_details.factor_type_missing",
                "factor_name": "bank_details.factor_name_missing",
            },
        ),
        (
            "IBAN",
            {**VALUES, **FACTOR, "factor_identifier": "1", "factor_name": "Factor"},
            {"factor_identifier": "identifiers.siret_shape"},
        ),
    ],
)
def test_all_faults_are_told_at_once_beside_their_fields(
    world: World, kind: str, values: dict[str, str], told: dict[str, str]
) -> None:
    assert faults(world, cast(world), kind, values) == told


def test_same_account_twice_is_refused_whether_as_iban_or_as_rib(world: World) -> None:
    actors = cast(world)
    add(world, actors)
    rib = {
        "name": "Autre nom",
        "bank_code": "30006",
        "branch_code": "00001",
        "account_number": "12345678901",
        "rib_key": "89",
    }
    for kind, values in (("IBAN", {**VALUES, "name": "Autre nom"}), ("RIB", rib)):
        assert faults(world, actors, kind, values) == {"iban": "bank_details.twice"}


def test_deleted_account_can_be_given_again(world: World) -> None:
    actors = cast(world)
    first = add(world, actors)
    assert do(world, actors.alice, service.delete_bank_detail, public_id=first) == "Compte courant"
    assert seen(world, actors.alice, actors.structure) == []
    assert isinstance(refused(world, actors.alice, queries.get_bank_detail, public_id=first), NotFound)
    assert add(world, actors) != first


def test_factor_is_kept_with_its_identity(world: World) -> None:
    actors = cast(world)
    public_id = add(world, actors, **VALUES, **FACTOR, factor_name="Factor SA")
    found = view(world, actors, public_id)
    assert (found.row.factor_name, found.values["factor_identifier"]) == ("Factor SA", "35600000000048")
    do(world, actors.alice, service.change_bank_detail, public_id=public_id, version=1, values=VALUES)
    found = view(world, actors, public_id)
    assert (found.row.factor_name, found.values["factor"], found.values["factor_identifier"]) == ("", "", "")


def test_default_moves_and_ends_with_the_account(world: World) -> None:
    actors = cast(world)
    first, second = add(world, actors), add(world, actors, **OTHER)
    do(world, actors.alice, service.make_default, public_id=second)
    do(world, actors.alice, service.make_default, public_id=second)
    assert [row.public_id for row in seen(world, actors.alice, actors.structure) if row.is_default] == [second]
    do(world, actors.alice, service.deactivate, public_id=second)
    rows = seen(world, actors.alice, actors.structure)
    assert [(row.public_id, row.state, row.is_default) for row in rows] == [
        (first, BankDetailState.ACTIVE, False),
        (second, BankDetailState.INACTIVE, False),
    ]
    error = refused(world, actors.alice, service.make_default, public_id=second)
    assert (type(error), error.key) == (Conflict, "bank_details.default_inactive")
    do(world, actors.alice, service.reactivate, public_id=second)
    assert [row.public_id for row in seen(world, actors.alice, actors.structure) if row.is_default] == [second]


def test_act_done_already_by_another_is_told(world: World) -> None:
    actors = cast(world)
    public_id = add(world, actors)
    do(world, actors.anne, service.deactivate, public_id=public_id)
    assert refused(world, actors.alice, service.deactivate, public_id=public_id).key == "bank_details.moved_already"


def test_change_upon_an_older_version_is_refused_with_both_versions(world: World) -> None:
    actors = cast(world)
    public_id = add(world, actors)
    world.clock.move(timedelta(hours=1))
    newer = {**VALUES, "name": "Compte principal"}
    do(world, actors.anne, service.change_bank_detail, public_id=public_id, version=1, values=newer)
    mine = {"public_id": public_id, "version": 1, "values": {**VALUES, "bic": "BNPAFRPP"}}
    error = refused(world, actors.alice, service.change_bank_detail, **mine)
    assert isinstance(error, ChangedMeanwhile)
    assert (error.key, error.params["who"], error.version) == ("journal.changed_meanwhile_by", "Anne Test", 2)
    assert (error.values["name"], error.values["bic"]) == ("Compte principal", "AGRIFRPP")
    assert view(world, actors, public_id).values["bic"] == "AGRIFRPP"
    own = refused(world, actors.anne, service.change_bank_detail, **mine)
    assert own.key == "journal.changed_meanwhile_by_you"


def test_change_by_the_command_line_is_told_without_a_name(world: World) -> None:
    actors = cast(world)
    public_id = add(world, actors)
    with world.transaction(actor_id=actors.alice) as context:
        detail = queries.find_bank_detail(context, public_id=public_id)
        context.actor_id = None
        service._write(context, detail, name="Corrigé")
        service._record(context, detail, Act.BANK_DETAIL_CHANGED, before={}, after={})
    error = refused(world, actors.alice, service.change_bank_detail, public_id=public_id, version=1, values=VALUES)
    assert error.key == "journal.changed_meanwhile"


def test_history_tells_who_did_what_with_masked_numbers(world: World) -> None:
    actors = cast(world)
    public_id = add(world, actors)
    changed = {**VALUES, "iban": "FR7630004000031234567890143", "bic": "BNPAFRPP"}
    do(world, actors.anne, service.change_bank_detail, public_id=public_id, version=1, values=changed)
    do(world, actors.anne, service.change_bank_detail, public_id=public_id, version=2, values=changed)  # nothing new
    newest, oldest = view(world, actors, public_id).history
    assert (newest.who, newest.act, newest.subject) == ("Anne Test", Act.BANK_DETAIL_CHANGED, "Compte courant")
    assert newest.differences == (
        Difference("iban", "FR76\xa0••••\xa00189", "FR76\xa0••••\xa00143"),
        Difference("bic", "AGRIFRPP", "BNPAFRPP"),
    )
    assert (oldest.who, oldest.act) == ("Alice Test", Act.BANK_DETAIL_ADDED)


@pytest.mark.parametrize("act", sorted(ACTS))
def test_charlie_is_answered_as_for_an_unknown_account(world: World, act: str) -> None:
    actors = cast(world)
    public_id = add(world, actors)
    for user_id in (actors.charlie, actors.dora):
        foreign = refused(world, user_id, ACTS[act], public_id=public_id)
        unknown = refused(world, user_id, ACTS[act], public_id="unknown")
        assert (type(foreign), foreign.key, foreign.params) == (type(unknown), unknown.key, unknown.params)
        assert isinstance(foreign, NotFound)


@pytest.mark.parametrize("act", sorted(ACTS.keys() - {"get"}))
def test_who_only_sees_the_accounts_changes_none(world: World, act: str) -> None:
    actors = cast(world)
    public_id = add(world, actors)
    assert isinstance(refused(world, actors.bob, ACTS[act], public_id=public_id), Denied)
    changed = {"public_id": public_id, "version": 1, "values": VALUES}
    assert isinstance(refused(world, actors.bob, service.change_bank_detail, **changed), Denied)
    assert view(world, actors, public_id).version == 1


def test_charlie_changes_and_adds_nothing(world: World) -> None:
    actors = cast(world)
    public_id = add(world, actors)
    changed = {"public_id": public_id, "version": 1, "values": VALUES}
    assert isinstance(refused(world, actors.charlie, service.change_bank_detail, **changed), NotFound)
    for user_id in (actors.charlie, actors.bob, actors.dora):
        with world.transaction(actor_id=user_id, structure_id=actors.structure) as context, pytest.raises(Denied):
            service.add_bank_detail(context, kind="IBAN", values=OTHER)
    for user_id in (actors.charlie, actors.dora):
        with pytest.raises(Denied):
            seen(world, user_id, actors.structure)
    with pytest.raises(Denied):
        seen(world, actors.alice, 0)
