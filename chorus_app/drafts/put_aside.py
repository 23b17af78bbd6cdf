"""Files that a program puts aside, one by one, and names when it submits the invoice that they go with.

One that no invoice took is kept as long as a file that a browser sent and nobody deposited; one that an invoice took
can be named again until `before` of `forget_old`. Its bytes then stay with the invoice.
"""

from collections.abc import Collection
from datetime import datetime
from mimetypes import guess_type

from sqlalchemy import ColumnElement
from sqlmodel import col, func, or_, select

from chorus_app.drafts.models import AccountFile
from chorus_app.flux.errors import QuotaReached
from chorus_app.flux.naming import shown_name
from chorus_app.flux.uploads import KEEP, check_may_upload, drop_unheld
from chorus_app.invoices.attachments import check_alone
from chorus_app.kernel.context import Context
from chorus_app.kernel.errors import Conflict, NotFound
from chorus_app.kernel.files import StoredFile
from chorus_app.kernel.paging import Page, PageRequest

_TAKEN: ColumnElement[bool] = col(AccountFile.taken_at).is_not(None)


def put_aside(context: Context, *, file: StoredFile, name: str) -> AccountFile:
    """Keep a file of the actor's. Raises `Denied` to who deposits nowhere, `Invalid` for what cannot go with an
    invoice, `QuotaReached`, `Conflict` when its bytes went with an older copy just before."""
    check_may_upload(context)
    if not context.world.files.path(file.sha256).exists():
        raise Conflict("deposit.upload.lost")
    shown = shown_name(name)
    check_alone(shown, file.size)
    _check_quota(context, file.size)
    added = AccountFile(
        user_id=context.actor_id or 0,
        name=shown,
        mime_type=guess_type(shown)[0] or "application/octet-stream",
        sha256=file.sha256,
        size=file.size,
        added_at=context.now(),
        application_id=context.source.application_id,
    )
    context.session.add(added)
    context.session.flush()
    return added


def find_file(context: Context, *, file_id: int) -> AccountFile:
    """A file that the actor put aside. Raises `NotFound`, for another's as for none."""
    query = select(AccountFile).where(AccountFile.id == file_id, *_of_actor(context))
    found = context.session.exec(query).one_or_none()
    if found is None:
        raise NotFound
    return found


def take(context: Context, *, file_id: int) -> AccountFile:
    """The same for an invoice that takes it now. Raises `NotFound`."""
    found = find_file(context, file_id=file_id)
    found.taken_at = found.taken_at or context.now()
    return found


def list_files(context: Context, *, name: str = "", page: PageRequest | None = None) -> Page[AccountFile]:
    """The files that the actor put aside, newest first; `name` is part of their name."""
    asked = page or PageRequest()
    wanted = [*_of_actor(context), *([col(AccountFile.name).contains(name, autoescape=True)] if name else [])]
    total = context.session.exec(select(func.count()).select_from(AccountFile).where(*wanted)).one()
    shown: Page[AccountFile] = Page((), total, asked.page, asked.size).within()
    query = select(AccountFile).where(*wanted).order_by(col(AccountFile.id).desc())
    rows = context.session.exec(query.offset((shown.page - 1) * shown.size).limit(shown.size)).all()
    return Page(rows, total, shown.page, shown.size)


def forget_old(context: Context, *, before: datetime) -> int:
    """Drop what no invoice took within `KEEP`, and all that was put aside `before`; returns how many."""
    never_taken = (col(AccountFile.added_at) <= context.now() - KEEP) & ~_TAKEN
    query = select(AccountFile).where(or_(col(AccountFile.added_at) < before, never_taken))
    old = context.session.exec(query).all()
    for file in old:
        context.session.delete(file)
    context.session.flush()
    hashes: Collection[str] = {file.sha256 for file in old}
    drop_unheld(context, hashes)
    return len(old)


def _of_actor(context: Context) -> tuple[ColumnElement[bool], ...]:
    """A file that nobody took is over after `KEEP`, whether or not the night has come."""
    return (
        col(AccountFile.user_id) == context.actor_id,
        or_(col(AccountFile.added_at) > context.now() - KEEP, _TAKEN),
    )


def _check_quota(context: Context, size: int) -> None:
    limits = context.world.settings
    query = select(func.count(), func.coalesce(func.sum(AccountFile.size), 0)).where(*_of_actor(context), ~_TAKEN)
    files, octets = context.session.exec(query).one()
    if files >= limits.max_waiting_files or octets + size > limits.max_waiting_bytes:
        raise QuotaReached(limits)
