"""Very many invoices or flux of one structure, written without the import: for what only shows in long lists."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import insert, update

from chorus_app.flux import counts
from chorus_app.flux.enums import Door, FluxState
from chorus_app.flux.models import WORDS, Flux
from chorus_app.formats.syntaxes import Space
from chorus_app.invoices import listing
from chorus_app.invoices.enums import Status
from chorus_app.invoices.models import Invoice
from chorus_app.kernel.context import Context, World
from chorus_app.kernel.tokens import new_public_id
from tests.factories import make_member, make_structure, make_user

AT_ONCE = 5_000
RECIPIENTS = 50
STATUSES = (Status.MISE_A_DISPOSITION, Status.SERVICE_FAIT, Status.MANDATEE, Status.MISE_EN_PAIEMENT, Status.REJETEE)


@dataclass(frozen=True)
class Many:
    """The person who sends them, and his structure."""

    actor: int
    structure: int


def many_invoices(world: World, count: int) -> Many:
    """F-0000000, F-0000001… to the cities Ville 0000 to Ville 0049, over a year; one in 500 has the cadre A9."""
    alice = make_user(world)
    supplier = make_structure(world)
    make_member(world, alice, supplier)
    cities = [
        make_structure(world, f"Ville {n:04d}", identifier=f"2{n:013d}", public=True).id for n in range(RECIPIENTS)
    ]
    with world.transaction() as context:
        for first in range(0, count, AT_ONCE):
            rows = [_row(context, n, supplier.id, cities) for n in range(first, min(first + AT_ONCE, count))]
            context.session.execute(insert(Invoice), rows)
        listing.rebuild(context)
    return Many(alice.id, supplier.id)


def all_to_validate(world: World) -> Many:
    """A structure becomes the valideur of every invoice that there is."""
    mona = make_user(world, "mona")
    valideur = make_structure(world, "Atelier MOE", identifier="24590041000292")
    make_member(world, mona, valideur)
    with world.transaction() as context:
        context.session.execute(update(Invoice).values(valideur_id=valideur.id))
        listing.rebuild(context)
    return Many(mona.id, valideur.id)


def _row(context: Context, number: int, supplier: int, cities: list[int]) -> dict[str, object]:
    at = context.now() - timedelta(minutes=(number * 7919) % 500_000)
    return {
        "public_id": new_public_id(),
        "number": f"F-{number:07d}",
        "issue_date": date(2026, 11, 2) - timedelta(days=number * 31 % 365),
        "type_code": "380",
        "cadre": "A1" if number % 500 else "A9",
        "space": Space.EMISES,
        "status": STATUSES[number % len(STATUSES)],
        "status_at": at,
        "supplier_id": supplier,
        "recipient_id": cities[number % len(cities)],
        "engagement": f"EJ{number * 37 % 100_000:05d}",
        "currency": "EUR",
        "tax_inclusive": Decimal((number * 104_729) % 10_000_000) / 100,
        "payable": Decimal(number) / 100,
        "flux_number": f"CPP001{number:019d}",
        "position": 1,
        "syntax": "FSO1100A",
        "mode_depot": "UPLOAD_PORTAIL",
        "deposited_at": at,
        "search_key": f"f-{number:07d} beton cie ville {number % len(cities):04d} ej{number * 37 % 100_000:05d}",
    }


def many_flux(world: World, count: int) -> Many:
    """lot-0000000.xml, lot-0000001.xml… of one structure; every tenth is rejected."""
    alice = make_user(world)
    structure = make_structure(world)
    make_member(world, alice, structure)
    with world.transaction() as context:
        for first in range(0, count, AT_ONCE):
            rows = [_flux(context, n, alice.id, structure.id) for n in range(first, min(first + AT_ONCE, count))]
            context.session.execute(insert(Flux), rows)
        WORDS.rebuild(context.session)
        counts.rebuild(context)
    return Many(alice.id, structure.id)


def _flux(context: Context, number: int, depositor: int, structure: int) -> dict[str, object]:
    at = context.now() - timedelta(minutes=(number * 7919) % 500_000)
    return {
        "public_id": new_public_id(),
        "workflow_id": new_public_id(),
        "number": f"CPP0011100{number:015d}",
        "syntax": "FSO1100A" if number % 2 else "FSO1106A",
        "interface_code": "FSO1100A",
        "mode_depot": "UPLOAD_PORTAIL",
        "door": Door.PORTAL,
        "application_code": "001110",
        "space": Space.EMISES,
        "sha256": "0" * 64,
        "size": 1,
        "file_name": f"lot-{number:07d}.xml",
        "depositor_id": depositor,
        "structure_id": structure,
        "idempotency_key": str(number),
        "state": FluxState.INTEGRATED if number % 10 else FluxState.REJECTED,
        "state_at": at,
        "received_at": at,
        "attempts": 0,
        "search_key": f"cpp0011100{number:015d} lot-{number:07d}.xml",
        "file_key": f"lot-{number:07d}.xml",
    }
