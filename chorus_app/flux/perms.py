"""Who may see and deposit flux."""

from typing import Any

from sqlalchemy import ColumnElement, false
from sqlmodel import col, or_

from chorus_app.flux.models import Flux
from chorus_app.formats.syntaxes import Space
from chorus_app.invoices.perms import SPACE_OF_DEPOSIT
from chorus_app.invoices.perms import may_deposit_files as may_deposit
from chorus_app.kernel.context import Context
from chorus_app.kernel.db import unindexed
from chorus_app.structures.perms import READ_INVOICES, services_with, structures_by_space

__all__ = ["may_deposit", "own_only", "seen_in", "visible"]


def visible(context: Context, *, acting_only: bool = False, indexed: bool = True) -> ColumnElement[bool]:
    """The flux of the structures where the actor may see invoices; of the acting one only, when asked.

    Who may see those of some services only sees the flux that he deposited. Not `indexed`: for where the rows are known
    already.
    """
    structure = col(Flux.structure_id) if indexed else unindexed(col(Flux.structure_id))
    seen = seen_in(context, structure, col(Flux.space), acting_only=acting_only)
    limited = own_only(context, acting_only=acting_only)
    if not limited:
        return seen
    depositor = col(Flux.depositor_id) if indexed else unindexed(col(Flux.depositor_id))
    return seen | ((depositor == context.actor_id) & structure.in_(limited) & (col(Flux.space) == Space.EMISES))


def own_only(context: Context, *, acting_only: bool = False) -> frozenset[int]:
    """The structures (or the acting one) of whose flux the actor sees his own only."""
    space = SPACE_OF_DEPOSIT[Space.EMISES]
    limited = services_with(context, profiles=READ_INVOICES, space=space).keys()
    found = frozenset(limited) - structures_by_space(context, profiles=READ_INVOICES)[space]
    return found & {context.structure_id} if acting_only and context.structure_id is not None else found


def seen_in(context: Context, structure: Any, in_space: Any, *, acting_only: bool = False) -> ColumnElement[bool]:
    """The rows of those structures and spaces, by the two columns that name them."""
    seen = structures_by_space(context, profiles=READ_INVOICES)
    acting = {context.structure_id} if acting_only and context.structure_id is not None else None
    by_space = {space: seen[SPACE_OF_DEPOSIT[space]] & (acting or seen[SPACE_OF_DEPOSIT[space]]) for space in Space}
    everywhere = frozenset.intersection(*by_space.values())
    conditions: list[Any] = [structure.in_(everywhere)] if everywhere else []
    for space, ids in by_space.items():
        if ids - everywhere:
            conditions.append((in_space == space) & structure.in_(ids - everywhere))
    return or_(*conditions) if conditions else false()
