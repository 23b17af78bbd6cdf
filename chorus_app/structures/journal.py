"""The history of a structure: written in the transaction of each act, read by those who manage it.

Values are plain: texts, booleans, days as AAAA-MM-JJ. What is not to be read again is masked before it is written.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import col, func, select

from chorus_app.accounts.models import User
from chorus_app.kernel.clock import in_paris
from chorus_app.kernel.context import Context
from chorus_app.kernel.paging import Page, PageRequest
from chorus_app.structures.enums import Act
from chorus_app.structures.errors import ChangedMeanwhile
from chorus_app.structures.models import StructureChange

Value = str | bool | date | None
# The parts of a structure, which have no public id of their own.
DATA, PARAMETERS, SPACES, DIRECTORY = "data", "parameters", "spaces", "directory"
SHOWN = 4  # characters at each end of a number that is masked


@dataclass(frozen=True, slots=True)
class Difference:
    """A field with its value before and after; None where there was, or is, none."""

    field: str
    before: str | bool | None
    after: str | bool | None


@dataclass(frozen=True, slots=True)
class Change:
    """A line of the history. `who` is empty for the operator."""

    at: datetime
    who: str
    act: Act
    subject: str
    differences: tuple[Difference, ...]


def record_change(
    context: Context,
    *,
    structure_id: int,
    act: Act,
    subject: str = "",
    object_id: str = "",
    before: Mapping[str, Value] | None = None,
    after: Mapping[str, Value] | None = None,
    secret: Collection[str] = (),
) -> None:
    """Write a line: of the fields only those that differ are kept, the `secret` ones masked."""
    before, after = before or {}, after or {}
    changes = [
        [field, *(_plain(values.get(field), mask=field in secret) for values in (before, after))]
        for field in dict.fromkeys((*before, *after))
        if (before.get(field) or None) != (after.get(field) or None)
    ]
    context.session.add(
        StructureChange(
            structure_id=structure_id,
            at=context.now(),
            actor_id=context.actor_id,
            act=act,
            subject=subject[:300],
            object_id=object_id,
            changes=changes,
        )
    )


def masked(number: str) -> str:
    """The two ends of a number: FR76 •••• 0189."""
    if len(number) <= 2 * SHOWN:
        return "•" * len(number)
    return f"{number[:SHOWN]}\u00a0••••\u00a0{number[-SHOWN:]}"


def changes_of(context: Context, *, structure_id: int, page: PageRequest | None = None) -> Page[Change]:
    """The history of a structure, newest first. Rights are asked by who calls."""
    asked = page or PageRequest()
    total = context.session.exec(select(func.count()).where(col(StructureChange.structure_id) == structure_id)).one()
    shown: Page[Change] = Page((), total, asked.page, asked.size).within()
    rows = _changes(context, col(StructureChange.structure_id) == structure_id, shown)
    return Page(rows, total, shown.page, shown.size)


def changes_of_thing(context: Context, *, object_id: str, most: int = 50) -> list[Change]:
    """The latest changes of one thing of a structure. Rights are asked by who calls."""
    return _changes(context, col(StructureChange.object_id) == object_id, Page((), most, 1, most))


def changed_meanwhile(
    context: Context, *, structure_id: int, object_ids: Collection[str], version: int, values: Mapping[str, str]
) -> ChangedMeanwhile:
    """The refusal of a change made on an older version: the history knows who was faster."""
    last = context.session.exec(
        select(StructureChange, User)
        .outerjoin(User, col(User.id) == StructureChange.actor_id)
        .where(col(StructureChange.structure_id) == structure_id, col(StructureChange.object_id).in_(object_ids))
        .order_by(col(StructureChange.id).desc())
        .limit(1)
    ).first()
    if last is None or last[1] is None:
        return ChangedMeanwhile("journal.changed_meanwhile", version=version, values=values)
    change, user = last
    own = user.id == context.actor_id
    key = "journal.changed_meanwhile_by_you" if own else "journal.changed_meanwhile_by"
    return ChangedMeanwhile(key, version=version, values=values, who=user.full_name, at=in_paris(change.at))


def _changes(context: Context, of: object, page: Page[Change]) -> list[Change]:
    query = (
        select(StructureChange, User)
        .outerjoin(User, col(User.id) == StructureChange.actor_id)
        .where(of)  # type: ignore[arg-type] # a condition
        .order_by(col(StructureChange.id).desc())
        .offset((page.page - 1) * page.size)
        .limit(page.size)
    )
    return [
        Change(
            change.at,
            user.full_name if user else "",
            change.act,
            change.subject,
            tuple(Difference(*difference) for difference in change.changes),
        )
        for change, user in context.session.exec(query)
    ]


def _plain(value: Value, *, mask: bool) -> str | bool | None:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return (masked(value) if mask else value) or None
    return value
