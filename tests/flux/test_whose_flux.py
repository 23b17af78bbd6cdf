"""A flux belongs to the structure that its depositor acted for, whoever the supplier is (docs/decisions/0017)."""

from typing import Any

import pytest
from sqlmodel import select

from chorus_app.flux.checklist import get_checklist
from chorus_app.flux.enums import ChecklistItem, FluxState
from chorus_app.flux.last_deposit import last_deposit
from chorus_app.flux.queries import get_file, get_flux, get_report
from chorus_app.flux.views import FluxInvoice
from chorus_app.formats.parsed import Party
from chorus_app.invoices.models import Invoice
from chorus_app.invoices.queries import get_invoice
from chorus_app.kernel.context import World
from chorus_app.kernel.errors import NotFound
from chorus_app.structures.enums import MembershipState
from chorus_app.structures.models import Membership
from tests.flux import scenes
from tests.flux.scenes import OTHER_SUPPLIER, Cast, outcome
from tests.makers.invoices import MOE_SIRET, make_cii, siret

WORKS: dict[str, Any] = {"cadre": "A4", "valideur": Party(siret(MOE_SIRET), "Atelier MOE")}


@pytest.fixture
def deposited(importing: World, cast: Cast) -> str:
    """Alice, attached to both, acts for the one and deposits an invoice of the other."""
    with importing.transaction() as context:
        scenes.attach_to(context, cast.alice, cast.other)
    receipt = scenes.put(importing, cast, of_the_other(), "FSO1106A")
    assert outcome(importing, cast, receipt).flux.state is FluxState.INTEGRATED
    return receipt.public_id


def of_the_other(**changes: Any) -> bytes:
    return make_cii(**{**WORKS, "seller": Party(siret(OTHER_SUPPLIER), "Électricité Autre"), **changes})


def the_invoice(world: World) -> Invoice:
    with world.reading() as context:
        return context.session.exec(select(Invoice)).one()


def listed(world: World, actor: int, flux: str) -> tuple[tuple[FluxInvoice, ...], bool | None, str]:
    """The invoices of the flux as the actor is shown them, and what his checklist says of them."""
    with world.reading(actor_id=actor) as context:
        checklist = get_checklist(context, public_id=flux)
        assert checklist.invoices == get_flux(context, public_id=flux).invoices
    line = checklist.lines[0]
    assert line.item is ChecklistItem.LISTED
    return checklist.invoices, line.done, line.known_key.rpartition(".")[2]


def remedy(world: World, actor: int, flux: str) -> bool | None:
    with world.reading(actor_id=actor) as context:
        return get_checklist(context, public_id=flux).lines[2].done


def test_colleague_of_the_acting_structure_reads_flux_file_and_report(
    importing: World, cast: Cast, deposited: str
) -> None:
    with importing.reading(actor_id=cast.bob) as context:
        flux = get_flux(context, public_id=deposited)
        assert (flux.row.structure, get_file(context, public_id=deposited).sha256) == ("Maçonnerie Démo", flux.sha256)
        assert get_report(context, public_id=deposited).invoices[0].supplier_name == "Électricité Autre"


def test_colleague_of_the_acting_structure_does_not_open_the_others_invoice(
    importing: World, cast: Cast, deposited: str
) -> None:
    with importing.reading() as context:
        invoice = context.session.exec(select(Invoice)).one()
    assert invoice.supplier_id == cast.other
    with importing.reading(actor_id=cast.bob) as context, pytest.raises(NotFound):
        get_invoice(context, public_id=invoice.public_id)
    with importing.reading(actor_id=cast.charlie) as context:
        assert get_invoice(context, public_id=invoice.public_id).row.number == invoice.number
    assert deposited


def test_charlie_of_the_supplier_sees_the_invoice_but_not_the_flux(
    importing: World, cast: Cast, deposited: str
) -> None:
    for read in (get_flux, get_file, get_report):
        with importing.reading(actor_id=cast.charlie) as context, pytest.raises(NotFound):
            read(context, public_id=deposited)


def test_colleague_is_shown_the_number_only_of_an_invoice_that_he_may_not_open(
    importing: World, cast: Cast, deposited: str
) -> None:
    invoice = the_invoice(importing)
    whole = FluxInvoice(invoice.number, invoice.public_id, invoice.status)
    assert listed(importing, cast.alice, deposited) == ((whole,), True, "delivered")
    assert listed(importing, cast.bob, deposited) == ((FluxInvoice(invoice.number),), None, "elsewhere")
    with importing.transaction() as context:
        scenes.attach_to(context, cast.bob, cast.other)
    assert listed(importing, cast.bob, deposited) == ((whole,), True, "delivered")


def test_depositor_who_left_the_supplier_is_shown_the_number_only(importing: World, cast: Cast, deposited: str) -> None:
    with importing.transaction() as context:
        there = select(Membership).where(Membership.user_id == cast.alice, Membership.structure_id == cast.other)
        context.session.exec(there).one().state = MembershipState.SUPPRIMEE
    number = the_invoice(importing).number
    assert listed(importing, cast.alice, deposited) == ((FluxInvoice(number),), None, "elsewhere")
    with importing.reading(actor_id=cast.alice) as context:
        last = last_deposit(context)
    assert last is not None
    assert last.invoices == (FluxInvoice(number),)


def test_remedy_tells_nothing_of_an_invoice_that_one_may_not_open(importing: World, cast: Cast) -> None:
    """Who names a foreign supplier in a rejected file does not learn which numbers that supplier has."""
    rejected = scenes.put(importing, cast, of_the_other(), "FSO1106A")
    assert outcome(importing, cast, rejected).flux.state is FluxState.REJECTED
    with importing.transaction() as context:
        scenes.attach_to(context, cast.charlie, cast.supplier)
    theirs = scenes.put(importing, cast, of_the_other(), "FSO1106A", by=cast.charlie)
    assert outcome(importing, cast, theirs).flux.state is FluxState.INTEGRATED
    assert {actor: remedy(importing, actor, rejected.public_id) for actor in (cast.alice, cast.charlie)} == {
        cast.alice: False,
        cast.charlie: True,
    }
