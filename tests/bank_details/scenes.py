"""Accounts for the tests."""

from dataclasses import dataclass

from chorus_app.bank_details import service
from chorus_app.kernel.context import World
from chorus_app.structures.enums import Profile
from tests.factories import make_member, make_structure, make_user

IBAN = "FR7630006000011234567890189"
OTHER_IBAN = "DE89370400440532013000"
VALUES = {"name": "Compte courant", "iban": IBAN, "bic": "AGRIFRPP"}
OTHER = {"name": "Compte allemand", "iban": OTHER_IBAN, "bic": "COBADEFF"}
RIB = {
    "name": "Compte postal",
    "bank_code": "20041",
    "branch_code": "01005",
    "account_number": "0500013M026",
    "rib_key": "06",
}
FACTOR = {"factor": "1", "factor_identifier_type": "SIRET", "factor_identifier": "35600000000048"}


@dataclass(frozen=True)
class Cast:
    """Alice and Anne manage the structure, Bob deposits for it, Dora only reads its invoices, Charlie is of another."""

    alice: int
    anne: int
    bob: int
    dora: int
    charlie: int
    structure: int


def cast(world: World) -> Cast:
    structure = make_structure(world)
    alice, anne, bob, dora, charlie = (make_user(world, name) for name in ("alice", "anne", "bob", "dora", "charlie"))
    make_member(world, alice, structure)
    make_member(world, anne, structure)
    make_member(world, bob, structure, (Profile.FACTURATION_MODIFICATION,))
    make_member(world, dora, structure, (Profile.FACTURATION_CONSULTATION,))
    make_member(world, charlie, make_structure(world, "Ailleurs", identifier="35600000000048"))
    return Cast(alice.id, anne.id, bob.id, dora.id, charlie.id, structure.id)


def add(world: World, cast: Cast, kind: str = "IBAN", **values: str) -> str:
    """An account that Alice adds; its public id."""
    with world.transaction(actor_id=cast.alice, structure_id=cast.structure) as context:
        return service.add_bank_detail(context, kind=kind, values=values or VALUES)
