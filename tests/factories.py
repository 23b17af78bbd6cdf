"""Makers of rows with boring defaults: a test names only what it is about."""

from collections.abc import Collection
from functools import cache
from typing import Any

from argon2 import PasswordHasher
from sqlmodel import col, select

from chorus_app.accounts.models import User
from chorus_app.bank_details.enums import BankDetailKind
from chorus_app.bank_details.models import BankDetail
from chorus_app.kernel.context import Context, World
from chorus_app.kernel.identifiers import IdentifierType
from chorus_app.kernel.mail.models import Outbox
from chorus_app.kernel.words import fold
from chorus_app.structures.enums import Profile, Space, StructureKind
from chorus_app.structures.models import (
    AttachmentRequest,
    HabilitationRequest,
    Membership,
    MembershipProfile,
    Service,
    Structure,
)
from chorus_app.structures.requests import set_timers

# --- Accounts ---

PASSWORD = "girafe crayon bleu 42"


@cache
def password_hash() -> str:
    """A hash of `PASSWORD` with cheap parameters. A hash names its own: the portal checks this one as any other."""
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)


def make_user(world: World, name: str = "alice", *, active: bool = True) -> User:
    """A person called after his address: alice@demo.test is Alice Test."""
    with world.transaction() as context:
        user = User(
            login_email=f"{name}@demo.test",
            login_key=f"{name}@demo.test",
            contact_email=f"{name}@demo.test",
            last_name="Test",
            first_name=name.capitalize(),
            password_hash=password_hash() if active else None,
            activated_at=context.now() if active else None,
            created_at=context.now(),
        )
        context.session.add(user)
    return user


def sent_mails(world: World, to: str | None = None) -> list[Outbox]:
    """The mails written so far, oldest first; only those to `to`."""
    with world.reading() as context:
        mails = context.session.exec(select(Outbox).order_by(col(Outbox.id))).all()
    return [mail for mail in mails if to is None or mail.recipient == to]


# --- Structures ---

MANAGER = (Profile.ORGANISATION_MODIFICATION, Profile.FACTURATION_MODIFICATION)


def make_structure(
    world: World,
    name: str = "Béton & Cie",
    *,
    identifier: str = "73282932000074",
    public: bool = False,
    active: bool = True,
    state: bool = False,
) -> Structure:
    """A structure known by its SIRET."""
    with world.transaction() as context:
        structure = Structure(
            identifier_type=IdentifierType.SIRET,
            identifier=identifier,
            name=name,
            name_key=fold(name),
            kind=StructureKind.PUBLIQUE if public else StructureKind.PRIVEE,
            active=active,
            is_state=state,
            created_at=context.now(),
        )
        context.session.add(structure)
    return structure


def make_member(
    world: World,
    user: User,
    structure: Structure,
    profiles: Collection[Profile] = MANAGER,
    *,
    space: Space | None = None,
) -> Membership:
    """The attachment of a person, by default as a manager."""
    with world.transaction() as context:
        membership = Membership(user_id=user.id, structure_id=structure.id, since=context.now())
        context.session.add(membership)
        context.session.flush()
        context.session.add_all(
            MembershipProfile(membership_id=membership.id, profile=profile, space=space, granted_at=context.now())
            for profile in profiles
        )
    return membership


def make_service(world: World, structure: Structure, code: str = "SERV1", **values: Any) -> Service:
    """A service of the structure, called after its code."""
    with world.transaction() as context:
        service = Service(structure_id=structure.id, code=code, **{"name": f"Service {code}", **values})
        context.session.add(service)
    return service


def make_habilitation_request(
    world: World, user: User, structure: Structure, *, space: Space | None = None, service: Service | None = None
) -> HabilitationRequest:
    """A request for « Facturation Consultation » that waits."""
    with world.transaction() as context:
        request = HabilitationRequest(
            user_id=user.id,
            structure_id=structure.id,
            asked_at=context.now(),
            profile=Profile.FACTURATION_CONSULTATION,
            space=space,
            service_id=service.id if service else None,
        )
        context.session.add(request)
        context.session.flush()
        set_timers(context, request)
    return request


def make_request(world: World, user: User, structure: Structure) -> AttachmentRequest:
    """A request for attachment that waits."""
    with world.transaction() as context:
        request = AttachmentRequest(user_id=user.id, structure_id=structure.id, asked_at=context.now())
        context.session.add(request)
        context.session.flush()
        set_timers(context, request)
    return request


# --- Bank details ---

IBAN, BIC = "FR7630006000011234567890189", "AGRIFRPP"


def bank_account(context: Context, structure_id: int, **values: Any) -> BankDetail:
    """An account of the structure, in force."""
    now = context.now()
    said = {"kind": BankDetailKind.IBAN, "name": "Compte courant", "iban": IBAN, "bic": BIC, **values}
    account = BankDetail(structure_id=structure_id, created_at=now, changed_at=now, **said)
    context.session.add(account)
    context.session.flush()
    return account
