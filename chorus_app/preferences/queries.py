"""What the acting person keeps about a list."""

from dataclasses import dataclass

from sqlmodel import col, select

from chorus_app.kernel.context import Context
from chorus_app.preferences.models import ListLook, SavedSearch
from chorus_app.preferences.perms import actor


@dataclass(frozen=True, slots=True)
class SavedView:
    """A search under a name; `query` is what stands in the address of its list."""

    public_id: str
    name: str
    query: str
    is_default: bool


@dataclass(frozen=True, slots=True)
class Kept:
    """What a person keeps about one list: searches by name, the columns (None: those of everybody), the chart."""

    searches: tuple[SavedView, ...] = ()
    columns: tuple[str, ...] | None = None
    chart: bool = True


def kept(context: Context, *, listing: str) -> Kept:
    """What the actor keeps about the list."""
    user_id = actor(context)
    searches = context.session.exec(
        select(SavedSearch)
        .where(SavedSearch.user_id == user_id, SavedSearch.listing == listing)
        .order_by(col(SavedSearch.name_key))
    ).all()
    look = context.session.get(ListLook, (user_id, listing))
    columns = None if look is None or look.columns is None else tuple(look.columns.split(","))
    views = tuple(SavedView(one.public_id, one.name, one.query, one.is_default) for one in searches)
    return Kept(views, columns, look is None or look.chart)


def default_search(context: Context, *, listing: str) -> str:
    """The query that the list opens with; empty when there is none."""
    found = context.session.exec(
        select(SavedSearch.query).where(
            SavedSearch.user_id == actor(context), SavedSearch.listing == listing, col(SavedSearch.is_default)
        )
    ).first()
    return found or ""
