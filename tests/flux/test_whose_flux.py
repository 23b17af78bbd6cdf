"""A flux belongs to the structure that its depositor acted for, whoever the supplier is (docs/decisions/0017)."""

from typing import Any

import pytest
from sqlmodel import select

from chorus_app.flux.enums import FluxState
from chorus_app.flux.queries import get_file, get_flux, get_report
from chorus_app.formats.parsed import Party
from chorus_app.invoices.models import Invoice
from chorus_app.invoices.queries import get_invoice
from chorus_app.kernel.context import World
from chorus_app.kernel.errors import NotFound
from tests.flux import scenes
from tests.flux.scenes import OTHER_SUPPLIER, Cast, outcome
from tests.makers.invoices import MOE_SIRET, make_cii, siret

WORKS: dict[str, Any] = {"cadre": "A4", "valideur": Party(siret(MOE_SIRET), "Atelier MOE")}


@pytest.fixture
def deposited(importing: World, cast: Cast) -> str:
    """Alice, attached to both, acts for the one and deposits an invoice of the other."""
    with importing.transaction() as context:
        scenes.attach_to(context, cast.alice, cast.other)
    content = make_cii(**WORKS, seller=Party(siret(OTHER_SUPPLIER), "Électricité Autre"))
    receipt = scenes.put(importing, cast, content, "FSO1106A")
    assert outcome(importing, cast, receipt).flux.state is FluxState.INTEGRATED
    return receipt.public_id


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
