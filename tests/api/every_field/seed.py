"""What the portal is given before each route is asked: the truth that its replies are compared with.

Alice's supplier submits one invoice with every field that a program can say; the MOE's program validates it, the city
treats it. Whoever asks is named by `who`.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlmodel import select

from chorus_app.accounts.models import User
from chorus_app.invoices.enums import DocumentKind, Status
from chorus_app.invoices.models import Invoice, InvoiceDocument
from chorus_app.kernel.context import World
from chorus_app.raccordement.models import TechnicalAccount
from chorus_app.structures.enums import Profile
from chorus_app.structures.memberships import give, in_force
from chorus_app.structures.models import Membership, MembershipProfile, Service, Structure
from tests.api.client import Keys, keys_of, program
from tests.api.every_field.typing_in import JSON, every_field
from tests.factories import bank_account
from tests.flux import scenes
from tests.flux.scenes import Cast

DEPOSITED, VALIDATED = "2026-11-24T14:30:00.000+01:00", "2026-11-25T14:30:00.000+01:00"
TREATED = "2026-11-26T14:30:00.000+01:00"
PLAN = b"plan"


@dataclass
class Seed:
    """Row ids and numbers of what was seeded; `keys` are those of Alice's, the MOE's and the city's programs."""

    world: World
    cast: Cast
    keys: dict[str, Keys]
    agency: int = 0
    works: int = 0
    account: int = 0
    plan: int = 0
    users: dict[str, int] = field(default_factory=dict)
    memberships: dict[str, int] = field(default_factory=dict)
    grant: int = 0
    invoice: int = 0
    flux: str = ""
    main: int = 0
    attached: int = 0

    def row(self, table: Any, **wanted: object) -> Any:
        """The newest row of the table with these values."""
        with self.world.reading() as context:
            query = select(table).where(*(getattr(table, name) == value for name, value in wanted.items()))
            return context.session.exec(query.order_by(table.id.desc())).first()


def typed(seed: Seed) -> JSON:
    """Every field that `soumettre` knows."""
    return every_field(supplier=seed.cast.supplier, agency=seed.agency, account=seed.account, plan=seed.plan)


async def seeded(world: World, cast: Cast) -> Seed:
    """The cast with its addresses, services and account, and three programs; no invoice yet."""
    with world.transaction() as context:
        mona = scenes.person(context, "mona")
        scenes.attach_to(context, mona, cast.moe)
    who = {"alice": (cast.alice, cast.supplier), "mona": (mona, cast.moe), "buyer": (cast.buyer, cast.recipient)}
    keys = {name: keys_of(world, user_id=user, structure_id=of, name=f"De {name}") for name, (user, of) in who.items()}
    seed = Seed(world, cast, keys)
    with world.transaction() as context:
        get = context.session.get_one
        supplier, recipient = get(Structure, cast.supplier), get(Structure, cast.recipient)
        supplier.address, supplier.postcode, supplier.city = "3 rue Haute", "45000", "Orléans"
        recipient.address, recipient.postcode, recipient.city = "1 place de la Mairie", "76540", "Valmont"
        recipient.engagement_required, recipient.is_moa = True, True
        agency = Service(structure_id=cast.supplier, code="AGENCE", name="Agence du port", engagement_required=True)
        agency.valid_from, agency.valid_until = date(2026, 1, 1), date(2026, 12, 31)
        account = bank_account(context, cast.supplier)
        context.session.add(agency)
        context.session.flush()
        seed.agency, seed.account = agency.id, account.id
        seed.works = context.session.exec(select(Service.id).where(Service.structure_id == cast.recipient)).one()
        for name, (_, structure_id) in who.items():
            query = select(TechnicalAccount.user_id).where(TechnicalAccount.structure_id == structure_id)
            seed.users[name] = user_id = context.session.exec(query).one()
            membership = in_force(context, user_id=user_id, structure_id=structure_id)
            assert membership is not None
            seed.memberships[name] = membership.id
        held = get(Membership, seed.memberships["alice"])
        give(context, membership=held, profile=Profile.FACTURATION_CONSULTATION, service_id=agency.id)
        context.session.flush()
        query = select(MembershipProfile.id).where(MembershipProfile.service_id == agency.id)
        seed.grant = context.session.exec(query).one()
        technical = get(User, seed.users["alice"])
        technical.first_name, technical.last_name = "Robot", "Démo"
    async with program(world, keys["alice"]) as one:
        added = await one.post("transverses/v1/ajouter/fichier", a_plan())
    seed.plan = added["pieceJointeId"]
    return seed


def a_plan() -> JSON:
    return {
        "pieceJointeFichier": "cGxhbg==",
        "pieceJointeNom": "plan",
        "pieceJointeTypeMime": "image/png",
        "pieceJointeExtension": "PNG",
    }


async def with_invoice(seed: Seed) -> None:
    """The invoice is submitted, the next day validated, the day after treated."""
    world = seed.world
    async with program(world, seed.keys["alice"]) as one:
        answer = await one.post("factures/v1/soumettre", typed(seed))
    assert answer["codeRetour"] == 0, answer
    seed.invoice = answer["identifiantFactureCPP"]
    kept = seed.row(Invoice, id=seed.invoice)
    seed.flux = kept.flux_number
    seed.main = seed.row(InvoiceDocument, kind=DocumentKind.MAIN).id
    seed.attached = seed.row(InvoiceDocument, kind=DocumentKind.ATTACHMENT).id


async def validated(seed: Seed) -> None:
    """The same, validated the next day."""
    await with_invoice(seed)
    seed.world.clock.move(timedelta(days=1))
    asked = {"idFacture": seed.invoice, "action": "VALIDATION", "complementInfo": "Conforme."}
    async with program(seed.world, seed.keys["mona"]) as one:
        answer = await one.post("factures/v1/traiter/factureAValider", asked)
    assert answer["codeRetour"] == 0, answer


async def treated(seed: Seed) -> None:
    """The same, treated by the city the day after."""
    await validated(seed)
    seed.world.clock.move(timedelta(days=1))
    asked = {"idFacture": seed.invoice, "nouveauStatut": "SERVICE_FAIT", "motif": "Reçu.", "numeroDPMandat": "DP-42"}
    async with program(seed.world, seed.keys["buyer"]) as one:
        answer = await one.post("factures/v1/traiter/recue", asked)
    assert answer["codeRetour"] == 0, answer


def standing(status: Status) -> Callable[[Seed], Awaitable[None]]:
    """The invoice, in that status."""

    async def prepare(seed: Seed) -> None:
        await with_invoice(seed)
        with seed.world.transaction() as context:
            context.session.get_one(Invoice, seed.invoice).status = status

    return prepare


@dataclass(frozen=True)
class Case:
    """A question and the whole reply. `prepare` is what happens before, `shown` opens files that the reply carries;
    `importing`: what happens before needs the import."""

    asked: Callable[[Seed], JSON]
    told: Callable[[Seed], JSON]
    who: str = "alice"
    prepare: Callable[[Seed], Awaitable[None]] | None = None
    shown: Callable[[JSON], JSON] = lambda answer: answer
    importing: bool = False
