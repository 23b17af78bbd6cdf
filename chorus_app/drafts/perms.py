"""Who may see, change and send drafts, asked afresh at each event."""

from sqlalchemy import ColumnElement, false
from sqlmodel import and_, col, or_

from chorus_app.drafts.models import Draft
from chorus_app.formats.syntaxes import Space
from chorus_app.invoices.perms import SPACE_OF_DEPOSIT, may_deposit
from chorus_app.kernel.context import Context
from chorus_app.structures.perms import DEPOSIT, structures_with

__all__ = ["may_deposit", "visible"]


def visible(context: Context) -> ColumnElement[bool]:
    """The drafts of the structures for which the actor may deposit, space by space."""
    conditions = [
        and_(col(Draft.space) == space, col(Draft.structure_id).in_(structures))
        for space in Space
        if (structures := structures_with(context, profiles=DEPOSIT, space=SPACE_OF_DEPOSIT[space]))
    ]
    return or_(*conditions) if conditions else false()
