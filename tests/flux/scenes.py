"""A small cast: a supplier with two people, a public recipient, a MOE, and Charlie who has no access."""

from dataclasses import dataclass

from chorus_app.accounts.models import User
from chorus_app.kernel.context import Context, World
from chorus_app.kernel.identifiers import IdentifierType
from chorus_app.structures.enums import Profile, StructureKind
from chorus_app.structures.models import Membership, MembershipProfile, Service, Structure

SUPPLIER, OTHER_SUPPLIER, RECIPIENT, MOE = "12345678200077", "73282932000074", "12345678200051", "12345678200069"
BILLING = (Profile.FACTURATION_MODIFICATION,)


@dataclass(frozen=True)
class Cast:
    """Row ids."""

    alice: int  # owns the supplier
    bob: int  # belongs to it
    charlie: int  # belongs elsewhere
    buyer: int  # belongs to the recipient
    supplier: int
    other: int
    recipient: int
    moe: int


def cast(world: World) -> Cast:
    with world.transaction() as context:
        supplier = structure(context, SUPPLIER, "Maçonnerie Démo")
        other = structure(context, OTHER_SUPPLIER, "Électricité Autre")
        recipient = structure(context, RECIPIENT, "Ville de Démo", kind=StructureKind.PUBLIQUE)
        moe = structure(context, MOE, "Maîtrise d’œuvre Démo", is_moe=True)
        context.session.add(Service(structure_id=recipient.id, code="SERV1", name="Travaux"))
        alice, bob, charlie, buyer = (person(context, name) for name in ("alice", "bob", "charlie", "buyer"))
        attach(context, alice, supplier)
        attach(context, bob, supplier)
        attach(context, charlie, other)
        attach(context, buyer, recipient)
        return Cast(alice, bob, charlie, buyer, supplier.id, other.id, recipient.id, moe.id)


def structure(
    context: Context,
    identifier: str,
    name: str,
    *,
    kind: StructureKind = StructureKind.PRIVEE,
    is_moe: bool = False,
) -> Structure:
    made = Structure(
        identifier_type=IdentifierType.SIRET,
        identifier=identifier,
        name=name,
        name_key=name.casefold(),
        kind=kind,
        is_moe=is_moe,
        created_at=context.now(),
    )
    context.session.add(made)
    context.session.flush()
    return made


def person(context: Context, name: str) -> int:
    email = f"{name}@demo.test"
    made = User(
        login_email=email,
        login_key=email,
        contact_email=email,
        last_name="Démo",
        first_name=name.title(),
        activated_at=context.now(),
        created_at=context.now(),
    )
    context.session.add(made)
    context.session.flush()
    return made.id


def attach(context: Context, user_id: int, to: Structure, profiles: tuple[Profile, ...] = BILLING) -> None:
    membership = Membership(user_id=user_id, structure_id=to.id, since=context.now())
    context.session.add(membership)
    context.session.flush()
    for profile in profiles:
        context.session.add(
            MembershipProfile(membership_id=membership.id, profile=profile, granted_at=context.now())
        )
