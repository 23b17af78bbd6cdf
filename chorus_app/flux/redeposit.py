"""Once more: what a flux that was refused keeps for its next deposit, and a lot of its refused invoices only."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from sqlmodel import col, select

from chorus_app.flux import lots, perms
from chorus_app.flux.errors import QuotaReached
from chorus_app.flux.models import Flux, Report, ReportInvoice
from chorus_app.flux.naming import shown_name
from chorus_app.flux.queries import get_report, visible_flux
from chorus_app.flux.quota import waiting
from chorus_app.flux.views import FindingView
from chorus_app.formats.lots import Lot, pack
from chorus_app.formats.syntaxes import Space
from chorus_app.kernel.context import Context, World
from chorus_app.kernel.errors import Conflict, Denied
from chorus_app.kernel.files import StoredFile

_apart = ThreadPoolExecutor(1, thread_name_prefix="redeposit")
TOLD = 5  # kinds of finding that a new deposit repeats: the report holds all


@dataclass(frozen=True, slots=True)
class Again:
    """What a new deposit keeps of an earlier one, and what must change: each blocking finding once, the commonest
    first, with how many invoices it concerns. `refused` counts the invoices of a lot that were refused."""

    public_id: str
    number: str
    file_name: str
    syntax: str
    space: Space
    lot: bool
    refused: int
    must_change: tuple[tuple[FindingView, int], ...]


def again(context: Context, *, public_id: str) -> Again:
    """What the deposit of a flux that came to its end keeps. Raises `NotFound`."""
    flux, _ = visible_flux(context, public_id=public_id)
    report = get_report(context, public_id=public_id, blocking_only=True)
    blocking = report.findings
    first = {found.code: found for found in reversed(blocking)}
    concerned = {code: {found.invoice_position for found in blocking if found.code == code} for code in first}
    ordered = sorted(first.values(), key=lambda found: -len(concerned[found.code]))
    return Again(
        public_id=flux.public_id,
        number=flux.number,
        file_name=flux.file_name,
        syntax=flux.syntax,
        space=flux.space,
        lot=report.is_lot,
        refused=len(report.refused) if report.is_lot else 0,
        must_change=tuple((found, len(concerned[found.code])) for found in ordered[:TOLD]),
    )


@dataclass(frozen=True, slots=True)
class Wanted:
    """A lot whose refused invoices are to be packed anew."""

    path: Path
    name: str
    positions: frozenset[int]


def refused_files(context: Context, *, public_id: str) -> Wanted:
    """The lot of a flux, and the places of its refused invoices in it.

    Raises `NotFound`, `Denied`, `QuotaReached`, or `Conflict` when none is refused or the lot was not opened.
    """
    flux, _ = visible_flux(context, public_id=public_id)
    if not perms.may_deposit(context, flux.space):
        raise Denied("flux.deposit.denied")
    _check_room(context, flux)
    query = (
        select(ReportInvoice.position)
        .join(Report, col(Report.id) == ReportInvoice.report_id)
        .where(Report.flux_id == flux.id, col(ReportInvoice.accepted).is_(False), col(Report.members).is_not(None))
    )
    positions = frozenset(context.session.exec(query).all())
    if not positions or not flux.state.final:
        raise Conflict("flux.redeposit.none_refused")
    return Wanted(context.world.files.path(flux.sha256), flux.file_name, positions)


def pack_refused(world: World, wanted: Wanted) -> StoredFile:
    """A zip of these invoices alone, in the store. Not for the event loop.

    Raises `ChildDied`, `NoRoom`, or `Conflict` when the lot is no longer there.
    """
    place = f"again-{secrets.token_hex(16)}"
    opened = lots.open_lot(world, wanted.path, name=wanted.name, place=place, copies=2)  # the one that is made too
    if opened is None or not isinstance(opened.content, Lot):
        raise Conflict("flux.redeposit.gone")
    try:
        members = [member for member in opened.content.members if member.position in wanted.positions]
        made = opened.folder / "lot.zip"
        world.children.run(pack, [(member.name, member.path(opened.folder)) for member in members], made)
        return world.files.receive(_chunks(made), max_bytes=world.settings.max_upload_bytes)
    finally:
        lots.put_away(opened)


async def pack_refused_apart(world: World, wanted: Wanted) -> StoredFile:
    """The same beside the event loop, one lot at a time."""
    return await asyncio.get_running_loop().run_in_executor(_apart, pack_refused, world, wanted)


def name_of_refused(name: str) -> str:
    """« factures.tar.gz » becomes « factures-refusees.zip »."""
    shown = shown_name(name)
    stem = shown.removesuffix(".tar.gz") if shown.endswith(".tar.gz") else PurePosixPath(shown).stem
    return f"{stem}-refusees.zip"


def _check_room(context: Context, flux: Flux) -> None:
    limits, now = context.world.settings, waiting(context)
    if now.files >= limits.max_waiting_files or now.octets + flux.size > limits.max_waiting_bytes:
        raise QuotaReached(limits)


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            yield chunk
