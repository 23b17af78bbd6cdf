"""What a MOE or a MOA is told of a piece that is with it, as ready text."""

from collections.abc import Collection
from dataclasses import dataclass, field

from chorus_app.invoices.circuit import moe_may_be_wrong
from chorus_app.invoices.enums import InvoiceAct, RefusedFor, Status
from chorus_app.invoices.status import WITH_MOE
from chorus_app.invoices.views import InvoiceRow
from chorus_app.kernel.text import t
from chorus_app.ui.deposit.state import FOLLOWS
from chorus_app.ui.invoices.detail_views import Target

NEXT_PIECE = "deposer"  # what most pieces wait for: no act upon this one, a deposit
DEPOSIT = "/factures-de-travaux/deposer"


@dataclass(frozen=True)
class HeldPiece:
    """`usual` is the act by which such a piece mostly goes on; `title` is empty when the piece is with others."""

    title: str = ""
    text: str = ""
    usual: str = ""
    then: str = ""  # what follows when it is taken into account
    deposit: str = ""  # the address where the next piece is deposited
    refusals: list[Target] = field(default_factory=list)


def held_piece(row: InvoiceRow, acts: Collection[InvoiceAct]) -> HeldPiece:
    """Nothing unless the acts are those of who holds the piece."""
    if InvoiceAct.ADD not in acts:
        return HeldPiece()
    by = "moe" if row.status in WITH_MOE else "moa"
    offered = (act.value for act in (InvoiceAct.TAKE, InvoiceAct.FORWARD) if act in acts)
    return HeldPiece(
        title=t(f"invoices_ui.circuit.title.{by}"),
        text=t(f"invoices_ui.circuit.text.{row.status.value}"),
        usual=next(offered, NEXT_PIECE),
        then=t(f"invoices_ui.circuit.taken.{by}"),
        deposit=f"{DEPOSIT}?{FOLLOWS}={row.public_id}",
        refusals=refusals(row.status),
    )


def refusals(status: Status) -> list[Target]:
    """Why the piece may be refused; the wrong MOE only as long as it has not taken the piece."""
    wrong_moe = [Target(RefusedFor.ERREUR_VALIDEUR.value, t("invoices_ui.circuit.wrong_moe"))]
    others = [one for one in RefusedFor if one is not RefusedFor.ERREUR_VALIDEUR]
    first = wrong_moe if moe_may_be_wrong(status) else []
    return first + [Target(one.value, t(one.label_key)) for one in others]
