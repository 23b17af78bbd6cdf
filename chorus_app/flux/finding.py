"""Search from anywhere: a few flux by number, file name or the number of an invoice that they brought."""

from typing import Any

from sqlalchemy import Select, select, union
from sqlmodel import col

from chorus_app.flux.models import WORDS, Flux
from chorus_app.flux.perms import visible
from chorus_app.flux.queries import rows_where
from chorus_app.flux.views import FluxRow
from chorus_app.kernel.conditions import begins
from chorus_app.kernel.context import Context
from chorus_app.kernel.long_lists import among

MOST = 6
LOOKED_AT = 2_000  # rows that have the words, among which those are sought that the actor may see
FEWEST = 3


def find_flux(context: Context, *, text: str, most: int = MOST) -> list[FluxRow]:
    """The newest flux of the actor's structures whose number begins like that, or that have the words."""
    typed = " ".join(text.split())
    if len(typed) < FEWEST:
        return []
    begun = select(col(Flux.id)).where(begins(col(Flux.number), typed.upper())).order_by(col(Flux.number).desc())
    candidates: list[Select[Any]] = [select(begun.limit(LOOKED_AT).subquery().c.id)]
    worded = WORDS.found(typed)
    if worded is not None:
        candidates.append(select(select(worded.c.id).limit(LOOKED_AT).subquery().c.id))
    here = select(union(*candidates).subquery().c.id)
    seen = [visible(context, indexed=False)]
    ids = among(context.session, here, col(Flux.id), seen, order=col(Flux.id), most=most, down=True)
    return [row for _, row in rows_where(context, col(Flux.id).in_(ids), limit=most)]
