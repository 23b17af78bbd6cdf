"""Who may see and deposit invoices, asked afresh at each event."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, and_, or_

from chorus_app.formats.syntaxes import Space as DepositSpace
from chorus_app.invoices.enums import Scope
from chorus_app.kernel.context import Context
from chorus_app.structures.enums import Space
from chorus_app.structures.perms import DEPOSIT, READ_INVOICES, services_with, structures_by_space, structures_with

SPACE_OF_SCOPE = {
    Scope.EMISES: Space.FACTURES_EMISES,
    Scope.TRAVAUX: Space.FACTURES_DE_TRAVAUX,
    Scope.RECUES: Space.FACTURES_RECUES,
    Scope.VALIDER: Space.FACTURES_A_VALIDER,
}
SPACE_TO_VALIDATE = SPACE_OF_SCOPE[Scope.VALIDER]
# Who may see one service alone sees nothing of these: what stands there is the whole structure's.
WHOLE = frozenset({Scope.TRAVAUX, Scope.VALIDER})
SPACE_OF_DEPOSIT = {
    DepositSpace.EMISES: Space.FACTURES_EMISES,
    DepositSpace.TRAVAUX: Space.FACTURES_DE_TRAVAUX,
}


@dataclass(frozen=True, slots=True)
class Sight:
    """The part of a list that the actor may see: all of some structures, of others what concerns some services.

    `services` are their codes as the database folds them, by structure: what they issued, or what is addressed to
    them. A works file belongs to several structures, and a valideur is a structure: only who sees the whole of one sees
    these.
    """

    structures: frozenset[int]
    services: Mapping[int, frozenset[str]] = field(default_factory=dict)

    @property
    def everywhere(self) -> frozenset[int]:
        """The structures of which he sees anything."""
        return self.structures | self.services.keys()

    def limits(self, structure: Any, service: Any) -> list[ColumnElement[bool]]:
        """The conditions that leave out what he may not see of these structures, by the two columns that tell it."""
        if not self.services:
            return []
        if not self.structures and len(self.services) == 1:  # in these words an index serves
            return [service.in_(sorted(codes)) for codes in self.services.values()]
        of_services = (and_(structure == known, service.in_(sorted(codes))) for known, codes in self.services.items())
        return [or_(structure.in_(sorted(self.structures)), *of_services)]


def sight(context: Context, scope: Scope) -> Sight:
    """What the actor may see of a list; only of the acting structure when one is chosen."""
    found = _sight(context, scope, structures_with(context, profiles=READ_INVOICES, space=SPACE_OF_SCOPE[scope]))
    acting = context.structure_id
    if acting is None:
        return found
    services = {acting: found.services[acting]} if acting in found.services else {}
    return Sight(found.structures & {acting}, services)


def sights(context: Context) -> dict[Scope, Sight]:
    """What the actor may see of each list, whichever structure he acts for."""
    seen = structures_by_space(context, profiles=READ_INVOICES)
    return {scope: _sight(context, scope, seen[SPACE_OF_SCOPE[scope]]) for scope in Scope}


def _sight(context: Context, scope: Scope, structures: frozenset[int]) -> Sight:
    if scope in WHOLE:
        return Sight(structures)
    services = services_with(context, profiles=READ_INVOICES, space=SPACE_OF_SCOPE[scope])
    return Sight(structures, {known: codes for known, codes in services.items() if known not in structures})


def may_deposit(context: Context, space: DepositSpace) -> bool:
    """Whether the actor may deposit in the space for the whole structure that he acts for."""
    return context.structure_id in structures_with(context, profiles=DEPOSIT, space=SPACE_OF_DEPOSIT[space])


def may_validate(context: Context) -> bool:
    """Whether the actor may validate invoices for the structure that he acts for."""
    return context.structure_id in structures_with(context, profiles=DEPOSIT, space=SPACE_TO_VALIDATE)


def may_deposit_files(context: Context, space: DepositSpace) -> bool:
    """The same for a file that names the supplier's service: who may deposit for some services may too.

    The rules then ask whether the invoice is of one of them.
    """
    if may_deposit(context, space):
        return True
    services = services_with(context, profiles=DEPOSIT, space=SPACE_OF_DEPOSIT[space])
    return space is DepositSpace.EMISES and context.structure_id in services
