"""Lists of the operator that are read straight from a table: narrowed, sorted, a page at a time."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from sqlmodel import SQLModel, func, select

from chorus_app.kernel.context import Context
from chorus_app.kernel.paging import Page, PageRequest

M = TypeVar("M", bound=SQLModel)
BY_NAME = PageRequest(sort="name", descending=False)


def page_of(
    context: Context, table: type[M], *, where: Sequence[Any], sorts: Mapping[str, Any], page: PageRequest | None
) -> Page[M]:
    """The rows of one page, by name where no other sort of `sorts` is asked for."""
    asked = page or BY_NAME
    columns: Any = table
    total = context.session.exec(select(func.count()).select_from(table).where(*where)).one()
    shown: Page[M] = Page((), total, asked.page, asked.size).within()
    keys = (sorts.get(asked.sort, sorts["name"]), columns.id)
    order = [key.desc() if asked.descending else key.asc() for key in keys]
    query = select(table).where(*where).order_by(*order).offset((shown.page - 1) * asked.size).limit(asked.size)
    return Page(context.session.exec(query).all(), total, shown.page, asked.size)
