"""In which words a supplier is asked: an invoice is with its recipient or its valideur, a piece of works with its MOE
or its MOA."""

from collections.abc import Mapping
from enum import StrEnum

import reflex as rx

from chorus_app.invoices.enums import InvoiceAct, Status
from chorus_app.invoices.status import WITH_MOE
from chorus_app.invoices.views import InvoiceView
from chorus_app.kernel.text import t
from chorus_app.ui.components.basics import Seen


class Wording(StrEnum):
    """Of whom the texts speak; the value names their part of the catalogue."""

    INVOICE = "facture"
    PIECE = "piece"
    NO_MOE = "sans_moe"


# The acts that are asked for in other words too; all else is said as of any invoice.
OTHERS: Mapping[InvoiceAct, tuple[Wording, ...]] = {
    InvoiceAct.COMPLETE: (Wording.PIECE,),
    InvoiceAct.RECYCLE: (Wording.PIECE,),
    InvoiceAct.CORRECT_VALIDEUR: (Wording.PIECE, Wording.NO_MOE),
}
BY_CIRCUIT = frozenset({Status.A_COMPLETER, Status.EN_ATTENTE_RECYCLAGE_FOURNISSEUR, Status.ERREUR_FOURNISSEUR_SUR_MOE})


def wording_of(invoice: InvoiceView) -> Wording:
    """A piece whose circuit is over was received as any other invoice."""
    if invoice.row.status in BY_CIRCUIT:
        return Wording.PIECE
    if invoice.valideur is None and invoice.row.status in WITH_MOE:
        return Wording.NO_MOE
    return Wording.INVOICE


def words(wording: str, act: InvoiceAct, part: str) -> str:
    """A text of the act."""
    place = (act.value, wording, part) if wording in OTHERS.get(act, ()) else (act.value, part)
    return t(f"invoices_ui.acts.{'.'.join(place)}")


def worded(invoice: Seen, act: InvoiceAct, part: str) -> Seen:
    """The text of the act that goes with the invoice of a State."""
    others = [(wording.value, words(wording, act, part)) for wording in OTHERS.get(act, ())]
    plain = words(Wording.INVOICE, act, part)
    return rx.match(invoice.wording, *others, plain) if others else plain
