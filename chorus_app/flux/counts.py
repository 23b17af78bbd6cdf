"""How many flux are in which state, by month: counted as they come, so that a list of a million need not be read.

`FluxCount` follows from `Flux` alone (`flux.models` keeps it); `rebuild` makes all counts anew.
"""

from collections import Counter
from collections.abc import Collection
from typing import Any

from sqlalchemy import delete, func, insert, select
from sqlmodel import col

from chorus_app.flux.enums import FluxState
from chorus_app.flux.models import Flux, FluxCount
from chorus_app.flux.perms import own_only, seen_in, visible
from chorus_app.kernel.conditions import on_days
from chorus_app.kernel.context import Context
from chorus_app.kernel.db import unindexed
from chorus_app.kernel.months import first_day, last_day, month_of, months_between

C: Any = FluxCount  # its columns, which the type checker takes for values


def by_state(context: Context) -> dict[FluxState, int]:
    """How many flux of the acting structure (else of all that the actor sees) are in which state."""
    query = select(C.state, func.sum(C.flux)).where(_seen(context)).group_by(C.state)
    if own_only(context, acting_only=True):
        state = unindexed(col(Flux.state))
        query = select(state, func.count()).where(visible(context, acting_only=True)).group_by(state)
    return {state: count for state, count in context.session.execute(query) if count}


def by_month(context: Context, months: Collection[str]) -> dict[tuple[str, FluxState], int]:
    """The same for the flux received in each of these months."""
    if own_only(context, acting_only=True):
        return _own_by_month(context, months)
    query = (
        select(C.month, C.state, func.sum(C.flux)).where(_seen(context), C.month.in_(months)).group_by(C.month, C.state)
    )
    return {(month, state): count for month, state, count in context.session.execute(query) if count}


def _own_by_month(context: Context, months: Collection[str]) -> dict[tuple[str, FluxState], int]:
    """Row by row: nothing counts what one person deposited."""
    within = on_days(col(Flux.received_at), first_day(min(months)), last_day(max(months)))
    rows = context.session.execute(
        select(col(Flux.received_at), col(Flux.state)).where(visible(context, acting_only=True), *within)
    )
    return Counter((month_of(at), state) for at, state in rows)


def rebuild(context: Context) -> None:
    """Count all flux anew, month by month."""
    session = context.session
    session.flush()
    session.execute(delete(FluxCount))
    first, last = session.execute(select(func.min(Flux.received_at), func.max(Flux.received_at))).one()
    for month in months_between(first, last) if first else ():
        within = on_days(col(Flux.received_at), first_day(month), last_day(month))
        kinds = (col(Flux.structure_id), col(Flux.space), col(Flux.state))
        found = session.execute(select(*kinds, func.count()).where(*within).group_by(*kinds)).all()
        rows = [
            {"structure_id": structure_id, "space": space, "month": month, "state": state, "flux": count}
            for structure_id, space, state, count in found
        ]
        if rows:
            session.execute(insert(FluxCount), rows)


def _seen(context: Context) -> Any:
    return seen_in(context, C.structure_id, C.space, acting_only=True)
