"""A small cast: a supplier with two people, a public recipient, a MOE, and Charlie who has no access."""

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass

from sqlmodel import select

from chorus_app.accounts.models import User
from chorus_app.flux import deposit
from chorus_app.flux.deposit import Receipt
from chorus_app.flux.enums import Door, FluxState
from chorus_app.flux.models import Flux
from chorus_app.flux.queries import get_report
from chorus_app.flux.views import ReportView
from chorus_app.formats.parsed import Party
from chorus_app.formats.syntaxes import Space
from chorus_app.kernel.context import Context, World
from chorus_app.kernel.files import StoredFile
from chorus_app.kernel.identifiers import IdentifierType
from chorus_app.kernel.words import fold
from chorus_app.structures.enums import Profile, StructureKind
from chorus_app.structures.models import Membership, MembershipProfile, Service, Structure
from tests.factories import password_hash
from tests.makers.invoices import (
    MOE_SIRET,
    RECIPIENT_SIRET,
    SUPPLIER_SIRET,
    make_facturx,
    make_works_invoice,
    siret,
)

OTHER_SUPPLIER = "73282932000074"
KNOWN = (OTHER_SUPPLIER, SUPPLIER_SIRET, RECIPIENT_SIRET, MOE_SIRET)
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
        supplier = structure(context, SUPPLIER_SIRET, "Maçonnerie Démo")
        other = structure(context, OTHER_SUPPLIER, "Électricité Autre")
        recipient = structure(context, RECIPIENT_SIRET, "Ville de Démo", kind=StructureKind.PUBLIQUE)
        moe = structure(context, MOE_SIRET, "Maîtrise d’œuvre Démo", is_moe=True)
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
    state: bool = False,
) -> Structure:
    made = Structure(
        identifier_type=IdentifierType.SIRET,
        identifier=identifier,
        name=name,
        name_key=fold(name),
        kind=StructureKind.PUBLIQUE if state else kind,
        is_moe=is_moe,
        is_state=state,
        created_at=context.now(),
    )
    context.session.add(made)
    context.session.flush()
    return made


def service(context: Context, of: Structure, code: str) -> None:
    context.session.add(Service(structure_id=of.id, code=code, name=f"Service {code}"))


def person(context: Context, name: str) -> int:
    email = f"{name}@demo.test"
    made = User(
        login_email=email,
        login_key=email,
        contact_email=email,
        last_name="Démo",
        first_name=name.title(),
        password_hash=password_hash(),
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
        context.session.add(MembershipProfile(membership_id=membership.id, profile=profile, granted_at=context.now()))


def attach_to(context: Context, user_id: int, structure_id: int) -> None:
    """Attach a person to the structure of that row id."""
    attach(context, user_id, context.session.get_one(Structure, structure_id))


def attach_reader(context: Context, user_id: int, structure_id: int) -> None:
    """Attach a person who may only look."""
    readers = (Profile.FACTURATION_CONSULTATION,)
    attach(context, user_id, context.session.get_one(Structure, structure_id), readers)


def file_of_another(world: World, cast: Cast) -> bytes:
    """An invoice F-AUTRE of Charlie's structure, for which Alice deposits too from now on."""
    with world.transaction() as context:
        attach_to(context, cast.alice, cast.other)
    seller = Party(siret(OTHER_SUPPLIER), "Électricité Autre")
    return make_facturx(cadre="A4", valideur=make_works_invoice().valideur, seller=seller, number="F-AUTRE")


def put(
    world: World,
    cast: Cast,
    content: bytes,
    syntax: str,
    *,
    space: Space = Space.TRAVAUX,
    name: str = "facture.xml",
    key: str | None = None,
    by: int | None = None,
) -> Receipt:
    """Alice (or another) deposits for the supplier."""
    file = world.files.put(content)
    with world.transaction(actor_id=by or cast.alice, structure_id=cast.supplier) as context:
        return receive(context, file, syntax, space=space, name=name, key=key)


def receive(
    context: Context,
    file: StoredFile,
    syntax: str,
    *,
    space: Space = Space.TRAVAUX,
    name: str = "facture.xml",
    key: str | None = None,
) -> Receipt:
    """The portal's deposit, with a key of its own unless one is given."""
    return deposit.receive(
        context,
        door=Door.PORTAL,
        mode_depot="UPLOAD_PORTAIL",
        application_code="CPP001",
        syntax_code=syntax,
        space=space,
        file=file,
        name=name,
        idempotency_key=key or secrets.token_hex(8),
    )


def wait_until(condition: Callable[[], bool], *, seconds: float = 60) -> None:
    """Return as soon as the condition holds."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.01)


def row_id(world: World, receipt: Receipt) -> int:
    with world.reading() as context:
        return context.session.exec(select(Flux.id).where(Flux.number == receipt.number)).one()


def state_of(world: World, receipt: Receipt) -> FluxState:
    with world.reading() as context:
        return context.session.exec(select(Flux).where(Flux.number == receipt.number)).one().state


def outcome(world: World, cast: Cast, receipt: Receipt) -> ReportView:
    """Wait for the end of the import and read its report."""
    wait_until(lambda: state_of(world, receipt).final)
    with world.reading(actor_id=cast.alice) as context:
        return get_report(context, public_id=receipt.public_id)


def codes(report: ReportView, *severities: str) -> list[str]:
    """The codes of the report's findings, blocking ones unless asked otherwise."""
    wanted = severities or ("blocking",)
    return [finding.code for finding in report.findings if finding.severity in wanted]
