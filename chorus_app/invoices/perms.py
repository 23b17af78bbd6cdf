"""Who may see and deposit invoices, asked afresh at each event."""

from chorus_app.formats.syntaxes import Space as DepositSpace
from chorus_app.invoices.enums import Scope
from chorus_app.kernel.context import Context
from chorus_app.structures.enums import Space
from chorus_app.structures.perms import DEPOSIT, READ_INVOICES, structures_with

SPACE_OF_SCOPE = {
    Scope.EMISES: Space.FACTURES_EMISES,
    Scope.TRAVAUX: Space.FACTURES_DE_TRAVAUX,
    Scope.RECUES: Space.FACTURES_RECUES,
}
SPACE_OF_DEPOSIT = {
    DepositSpace.EMISES: Space.FACTURES_EMISES,
    DepositSpace.TRAVAUX: Space.FACTURES_DE_TRAVAUX,
}


def visible_structures(context: Context, scope: Scope) -> frozenset[int]:
    """The structures whose invoices of the scope the actor may see; only the acting one when one is chosen."""
    found = structures_with(context, profiles=READ_INVOICES, space=SPACE_OF_SCOPE[scope])
    return found if context.structure_id is None else found & {context.structure_id}


def may_deposit(context: Context, space: DepositSpace) -> bool:
    """Whether the actor may deposit in the space for the structure that he acts for."""
    return context.structure_id in structures_with(context, profiles=DEPOSIT, space=SPACE_OF_DEPOSIT[space])
