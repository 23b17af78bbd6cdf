"""Fixtures: the cast of the flux, and an account of the supplier."""

import pytest

from chorus_app.bank_details.enums import BankDetailKind
from chorus_app.bank_details.models import BankDetail
from chorus_app.kernel.context import World
from tests.flux.scenes import Cast

IBAN, BIC = "FR7630006000011234567890189", "AGRIFRPP"


@pytest.fixture
def account(world: World, cast: Cast) -> str:
    """The public id of the supplier's account."""
    with world.transaction() as context:
        detail = BankDetail(
            structure_id=cast.supplier,
            kind=BankDetailKind.IBAN,
            name="Compte courant",
            iban=IBAN,
            bic=BIC,
            created_at=context.now(),
            changed_at=context.now(),
        )
        context.session.add(detail)
        context.session.flush()
        return detail.public_id
