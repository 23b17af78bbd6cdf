"""Files on their way to a deposit: sent by the browser first, looked at, then deposited or forgotten after a day."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlmodel import SQLModel, select

from chorus_app.flux.models import Upload
from chorus_app.flux.naming import shown_name
from chorus_app.kernel.context import Context
from chorus_app.kernel.errors import Conflict, Denied, NotFound, SignInRequired
from chorus_app.kernel.files import StoredFile
from chorus_app.structures.enums import Space
from chorus_app.structures.perms import DEPOSIT, services_with, structures_with

KEEP = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class UploadedFile:
    """A file that waits: where it stands in the store, and the name that people see (never a name on disk)."""

    id: str
    stored: StoredFile
    name: str
    path: Path


def check_may_upload(context: Context) -> None:
    """Raise `SignInRequired` or `Denied` unless the actor may deposit for one of his structures."""
    if context.actor_id is None:
        raise SignInRequired
    services = services_with(context, profiles=DEPOSIT, space=Space.FACTURES_EMISES)
    if not (structures_with(context, profiles=DEPOSIT) or services):
        raise Denied


def remember(context: Context, *, stored: StoredFile, name: str) -> str:
    """Keep a received file for its sender; returns the public id that names it until the deposit."""
    check_may_upload(context)
    forget_old(context)
    if not context.world.files.path(stored.sha256).exists():  # swept away with an older copy, just before
        raise Conflict("deposit.upload.lost")
    upload = Upload(
        user_id=context.actor_id or 0,
        sha256=stored.sha256,
        size=stored.size,
        name=shown_name(name),
        at=context.now(),
    )
    context.session.add(upload)
    context.session.flush()
    return upload.public_id


def find(context: Context, *, upload: str) -> UploadedFile:
    """A file that the actor sent within the last day. Raises `NotFound`."""
    query = select(Upload).where(
        Upload.public_id == upload, Upload.user_id == context.actor_id, Upload.at > context.now() - KEEP
    )
    found = context.session.exec(query).one_or_none()
    path = context.world.files.path(found.sha256) if found else None
    if found is None or path is None or not path.exists():
        raise NotFound("deposit.upload.unknown")
    return UploadedFile(found.public_id, StoredFile(found.sha256, found.size), found.name, path)


def forget(context: Context, *, upload: str) -> None:
    """Drop an upload of the actor that waits no more; its bytes stay where something else holds them."""
    query = select(Upload).where(Upload.public_id == upload, Upload.user_id == context.actor_id)
    found = context.session.exec(query).one_or_none()
    if found is not None:
        context.session.delete(found)
        context.session.flush()
        drop_unheld(context, {found.sha256})


def forget_old(context: Context) -> int:
    """Drop what was not deposited within a day, with its bytes when nothing else holds them; returns how many."""
    old = context.session.exec(select(Upload).where(Upload.at <= context.now() - KEEP)).all()
    for upload in old:
        context.session.delete(upload)
    context.session.flush()
    drop_unheld(context, {upload.sha256 for upload in old})
    return len(old)


def drop_unheld(context: Context, hashes: Collection[str]) -> None:
    """Delete the bytes that no row holds any more."""
    for sha256 in hashes:
        if not is_held(context, sha256):
            context.world.files.remove(sha256)


def is_held(context: Context, sha256: str) -> bool:
    """Whether a row of any table names the file: those that do have a column `sha256`."""
    tables = (table for table in SQLModel.metadata.tables.values() if "sha256" in table.columns)
    return any(
        context.session.execute(select(1).where(table.c.sha256 == sha256).limit(1)).first() is not None
        for table in tables
    )
