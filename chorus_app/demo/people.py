"""Writes the demonstration's directory and accounts."""

from datetime import timedelta
from hashlib import sha256

from sqlmodel import select

from chorus_app.accounts.models import User
from chorus_app.demo.accounts import ACCOUNTS, DemoAccount, DemoMembership, DemoRequest
from chorus_app.demo.bank_details import write_bank_details
from chorus_app.demo.structures import STRUCTURES, DemoStructure
from chorus_app.kernel.context import Context
from chorus_app.kernel.identifiers import email_key
from chorus_app.kernel.text import t
from chorus_app.kernel.words import fold
from chorus_app.structures.enums import RequestState
from chorus_app.structures.models import AttachmentRequest, Membership, MembershipProfile, Service, Structure
from chorus_app.structures.requests import set_timers

OPENED = timedelta(days=200)


def fixed_id(kind: str, slug: str) -> str:
    """A public id that is the same at each seed, so that addresses of the demonstration can be kept."""
    return sha256(f"demo:{kind}:{slug}".encode()).hexdigest()[:16]


def is_seeded(context: Context) -> bool:
    """Whether the directory and the accounts were written."""
    return (
        context.session.exec(select(User.id).where(User.login_key == email_key(ACCOUNTS[0].email))).first() is not None
    )


def write_people(context: Context, *, password_hash: str) -> None:
    """Structures, services, accounts, attachments, requests and bank details, in one transaction."""
    structures = {row.slug: _structure(context, row) for row in STRUCTURES}
    users = {row.slug: _user(context, row, password_hash) for row in ACCOUNTS}
    context.session.flush()
    for row in STRUCTURES:
        _services(context, row, structures[row.slug])
    for account in ACCOUNTS:
        for membership in account.memberships:
            _membership(context, membership, users[account.slug], structures[membership.structure])
        for request in account.requests:
            _request(context, request, users[account.slug], structures[request.structure], users.get(request.by))
    context.session.flush()
    managers = {
        membership.structure: (users[account.slug].id, structures[membership.structure].id)
        for account in ACCOUNTS
        for membership in account.memberships
        if membership.main_manager
    }
    write_bank_details(context, managers=managers)


def _structure(context: Context, row: DemoStructure) -> Structure:
    name = t(f"demo.structure.{row.slug}")
    structure = Structure(
        public_id=fixed_id("structure", row.slug),
        identifier_type=row.type,
        identifier=row.identifier,
        name=name,
        name_key=fold(name),
        kind=row.kind,
        postcode=row.postcode,
        city=row.city,
        country=row.country,
        active=row.active,
        is_moe=row.moe,
        is_moa=row.moa,
        created_at=context.now() - OPENED,
    )
    for demand in row.demands:
        setattr(structure, demand, True)
    context.session.add(structure)
    return structure


def _services(context: Context, row: DemoStructure, structure: Structure) -> None:
    context.session.add_all(
        Service(
            public_id=fixed_id("service", f"{row.slug}.{service.code}"),
            structure_id=structure.id,
            code=service.code,
            name=t(f"demo.service.{service.code}"),
            active=service.active,
            engagement_required=service.engagement_required,
        )
        for service in row.services
    )


def _user(context: Context, row: DemoAccount, password_hash: str) -> User:
    user = User(
        public_id=fixed_id("user", row.slug),
        login_email=row.email,
        login_key=email_key(row.email),
        contact_email=row.email,
        first_name=row.first_name,
        last_name=row.last_name,
        password_hash=password_hash,
        activated_at=context.now() - OPENED,
        operator_since=context.now() - OPENED if row.operator else None,
        created_at=context.now() - OPENED,
    )
    context.session.add(user)
    return user


def _membership(context: Context, row: DemoMembership, user: User, structure: Structure) -> None:
    membership = Membership(
        user_id=user.id, structure_id=structure.id, main_manager=row.main_manager, since=context.now() - OPENED
    )
    context.session.add(membership)
    context.session.flush()
    context.session.add_all(
        MembershipProfile(membership_id=membership.id, profile=profile, granted_at=context.now() - OPENED)
        for profile in row.profiles
    )


def _request(context: Context, row: DemoRequest, user: User, structure: Structure, by: User | None) -> None:
    asked_at = context.now() - row.ago
    request = AttachmentRequest(
        public_id=fixed_id("request", f"{user.login_key}.{row.structure}"),
        user_id=user.id,
        structure_id=structure.id,
        state=row.state,
        asked_at=asked_at,
    )
    if row.state is RequestState.REFUSEE and by is not None:
        request.answered_at, request.answered_by_id = asked_at + timedelta(days=1), by.id
        request.reason = t("demo.refusal")
    context.session.add(request)
    context.session.flush()
    if row.state is RequestState.EN_COURS_DE_VALIDATION:
        set_timers(context, request)
