"""Keep searches and columns. Everybody has his own; those of others do not exist for him."""

from collections.abc import Sequence

from sqlmodel import col, delete, func, select

from chorus_app.kernel.context import Context
from chorus_app.kernel.errors import Conflict, Invalid, NotFound
from chorus_app.kernel.words import fold, one_line
from chorus_app.preferences.models import LONGEST_NAME, LONGEST_QUERY, ListLook, SavedSearch
from chorus_app.preferences.perms import actor

MOST = 30  # searches of one list


def save_search(context: Context, *, listing: str, name: str, query: str) -> str:
    """Keep the search under that name, which is the answer. Raises `Invalid` and `Conflict` (field `name`)."""
    user_id, name = actor(context), _named(context, listing, name)
    if len(query) > LONGEST_QUERY:
        raise Invalid("preferences.search.too_long", field="name")
    held = select(func.count()).where(SavedSearch.user_id == user_id, SavedSearch.listing == listing)
    if context.session.exec(held).one() >= MOST:
        raise Conflict("preferences.search.too_many", field="name", most=MOST)
    saved = SavedSearch(
        user_id=user_id, listing=listing, name=name, name_key=fold(name), query=query, saved_at=context.now()
    )
    context.session.add(saved)
    context.session.flush()
    return saved.name


def rename_search(context: Context, *, public_id: str, name: str) -> None:
    """Raises `NotFound`, `Invalid` and `Conflict`."""
    saved = _mine(context, public_id)
    saved.name = _named(context, saved.listing, name, but=saved.id)
    saved.name_key = fold(saved.name)
    context.session.flush()


def forget_search(context: Context, *, public_id: str) -> str:
    """Delete it; the answer is its name. Raises `NotFound`."""
    saved = _mine(context, public_id)
    context.session.delete(saved)
    context.session.flush()
    return saved.name


def open_with(context: Context, *, public_id: str, wanted: bool) -> None:
    """Let its list open with this search, or (not `wanted`) with everything again. Raises `NotFound`."""
    saved = _mine(context, public_id)
    for other in context.session.exec(
        select(SavedSearch).where(SavedSearch.user_id == saved.user_id, SavedSearch.listing == saved.listing)
    ):
        other.is_default = wanted and other.id == saved.id
    context.session.flush()


def choose_columns(context: Context, *, listing: str, columns: Sequence[str] | None) -> None:
    """See these columns of the list from now on; None: those that everybody sees at first."""
    _look(context, listing).columns = None if columns is None else ",".join(columns)
    context.session.flush()


def show_chart(context: Context, *, listing: str, shown: bool) -> None:
    """Have the chart above the list open or folded from now on."""
    _look(context, listing).chart = shown
    context.session.flush()


def forget_all_of(context: Context, *, user_id: int) -> None:
    """Delete what a person kept: he closes his account."""
    for table in (SavedSearch, ListLook):
        context.session.exec(delete(table).where(col(table.user_id) == user_id))


def _look(context: Context, listing: str) -> ListLook:
    look = context.session.get(ListLook, (actor(context), listing))
    if look is None:
        look = ListLook(user_id=actor(context), listing=listing)
        context.session.add(look)
    return look


def _mine(context: Context, public_id: str) -> SavedSearch:
    query = select(SavedSearch).where(SavedSearch.public_id == public_id, SavedSearch.user_id == actor(context))
    found = context.session.exec(query).one_or_none()
    if found is None:
        raise NotFound
    return found


def _named(context: Context, listing: str, name: str, *, but: int = 0) -> str:
    """The name as it is kept."""
    name = one_line(name)
    if not fold(name):
        raise Invalid("preferences.search.no_name", field="name")
    if len(name) > LONGEST_NAME or len(fold(name)) > LONGEST_NAME * 2:
        raise Invalid("preferences.search.long_name", field="name", most=LONGEST_NAME)
    same = select(SavedSearch.id).where(
        SavedSearch.user_id == actor(context),
        SavedSearch.listing == listing,
        SavedSearch.name_key == fold(name),
        col(SavedSearch.id) != but,
    )
    if context.session.exec(same).first() is not None:
        raise Conflict("preferences.search.same_name", field="name", name=name)
    return name
