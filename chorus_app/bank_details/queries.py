"""Look up bank details. What the actor may not see does not exist."""

from collections.abc import Sequence

from sqlmodel import col, select

from chorus_app.bank_details.enums import BankDetailState
from chorus_app.bank_details.models import BankDetail
from chorus_app.bank_details.perms import may_change, may_see
from chorus_app.bank_details.views import BankDetailRow, BankDetailView, row_view, values_of
from chorus_app.kernel.context import Context
from chorus_app.kernel.errors import Denied, NotFound
from chorus_app.structures.journal import changes_of_thing
from chorus_app.structures.models import Structure
from chorus_app.structures.perms import actor


def list_bank_details(context: Context) -> list[BankDetailRow]:
    """Those of the structure that the actor acts for: the default first, then the active ones, by name.

    Raises `Denied` to who may not see them.
    """
    if not may_see(context, structure_id=context.structure_id):
        raise Denied
    return [
        row_view(detail)
        for detail in context.session.exec(
            select(BankDetail)
            .where(
                BankDetail.structure_id == context.structure_id,
                BankDetail.state != BankDetailState.SUPPRIMEE,
            )
            .order_by(
                col(BankDetail.is_default).desc(),
                col(BankDetail.state),  # ACTIVE sorts before INACTIVE
                col(BankDetail.name),
                col(BankDetail.id),
            )
        )
    ]


def active_details(context: Context, *, structure_id: int) -> Sequence[BankDetail]:
    """The accounts on which a structure is paid now, the default one first. Who may see them is asked before."""
    return context.session.exec(
        select(BankDetail)
        .where(BankDetail.structure_id == structure_id, BankDetail.state == BankDetailState.ACTIVE)
        .order_by(col(BankDetail.is_default).desc(), col(BankDetail.name), col(BankDetail.id))
    ).all()


def may_change_here(context: Context) -> bool:
    """Whether the actor may add and change bank details of the structure that he acts for."""
    return may_change(context, structure_id=context.structure_id)


def get_bank_detail(context: Context, *, public_id: str) -> BankDetailView:
    """An account of any structure whose bank details the actor may see. Raises `NotFound`."""
    detail = find_bank_detail(context, public_id=public_id)
    structure = context.session.get_one(Structure, detail.structure_id)
    return BankDetailView(
        row=row_view(detail),
        structure=structure.name,
        iban=detail.iban,
        values=values_of(detail),
        version=detail.version,
        may_change=may_change(context, structure_id=detail.structure_id),
        history=tuple(changes_of_thing(context, object_id=detail.public_id)),
    )


def find_bank_detail(context: Context, *, public_id: str) -> BankDetail:
    """The row, unless it was deleted. Raises `NotFound`."""
    actor(context)
    detail = context.session.exec(select(BankDetail).where(BankDetail.public_id == public_id)).one_or_none()
    if (
        detail is None
        or detail.state is BankDetailState.SUPPRIMEE
        or not may_see(context, structure_id=detail.structure_id)
    ):
        raise NotFound
    return detail
