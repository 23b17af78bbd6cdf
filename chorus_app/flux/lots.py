"""The import of a lot: opened whole, then checked and integrated some invoices at a time, in its order.

What an import has done stands in the rows of its report: each invoice gets its rows and its place in the report in one
transaction. An import that was killed opens the lot again and goes on with the first invoice that has no place there.
"""

from __future__ import annotations

import shutil
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from chorus_app.flux import report
from chorus_app.flux.checking import Checked, Sent, ask_standards_of, check_members
from chorus_app.flux.directory import ImportDirectory
from chorus_app.flux.models import Flux
from chorus_app.flux.naming import shown_name
from chorus_app.formats import lots
from chorus_app.formats.facts import Facts
from chorus_app.formats.kinds import FileKind
from chorus_app.formats.lots import Lot, Member, Refusal
from chorus_app.invoices.service import Accepted, Origin, integrate_all
from chorus_app.kernel import workflows
from chorus_app.kernel.children import ChildDied
from chorus_app.kernel.clock import in_paris
from chorus_app.kernel.context import Context, World
from chorus_app.kernel.room import Share
from chorus_app.rules.directory import DepositContext
from chorus_app.rules.finding import Finding, Layer, Severity
from chorus_app.rules.layers import all_skipped
from chorus_app.rules.lots import refused, twice
from chorus_app.rules.profiles import DEFAULT_PROFILE
from chorus_app.rules.verdict import LayerRun, Verdict, complete

T = TypeVar("T")
R = TypeVar("R")
AT_ONCE = 8  # invoices of a batch: a tenth of a second of work
DEAR = 1_000_000  # bytes: an invoice as large makes a batch of its own
MAX_DEATHS = 3


class Stopping(Exception):
    """The server stops: the import goes on after the next start."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A lot unpacked into a folder of its own, or why it is refused."""

    name: str
    folder: Path
    content: Lot | Refusal
    share: Share | None = None


def open_lot(
    world: World, path: Path, *, name: str, place: str, waits: Callable[[], None] | None = None, copies: int = 1
) -> Opened | None:
    """Unpack the file into a folder called `place`, in a child process; None when it is no lot.

    It takes room for so many copies of what it holds; while there is none, `waits` is called again and again. Raises
    `ChildDied`, `NoRoom`, and what `waits` raises; nothing stays then.
    """
    if not path.is_file() or not lots.may_be_lot(path):
        return None
    folder = _folder(world) / place
    shutil.rmtree(folder, ignore_errors=True)  # of an import that was killed
    looked = world.children.run(lots.look_through, path, name)
    if not isinstance(looked, Lot):
        return Opened(name, folder, looked) if looked is not None else None
    opened = Opened(name, folder, looked, world.room.take(copies * looked.size, waits=waits))
    try:
        folder.mkdir(parents=True, mode=0o700)
        content = world.children.run(lots.unpack, path, name, folder, looked)
    except BaseException:
        put_away(opened)
        raise
    if isinstance(content, Refusal):  # its directory had lied
        put_away(opened)
        return Opened(name, folder, content)
    return opened


def put_away(opened: Opened) -> None:
    """Delete what was unpacked."""
    shutil.rmtree(opened.folder, ignore_errors=True)
    if opened.share is not None:
        opened.share.give_back()


def forget_all(world: World) -> None:
    """Delete what a stopped server left unpacked."""
    shutil.rmtree(_folder(world), ignore_errors=True)


def integrate(world: World, flux_id: int, opened: Opened) -> None:
    """Check and integrate the invoices of the lot that have no place in its report yet, then complete the report."""
    if isinstance(opened.content, Refusal):
        _refuse(world, flux_id, opened.content, name=opened.name)
        return
    flux, left, known = _begin(world, flux_id, opened.content)
    files = [[sent(member, opened.folder) for member in batch] for batch in batches(left)]

    def check(batch: Sequence[Sent]) -> list[Checked]:
        return checked_batch(world, batch, flux.syntax)

    with closing(in_order(files, check, workers=world.settings.import_workers)) as found:
        for members, checked in zip(batches(left), found, strict=True):
            _integrate(world, flux_id, list(zip(members, checked, strict=True)), known)
    with world.transaction() as context:
        flux = context.session.get_one(Flux, flux_id)
        if not report.exists(context, flux):
            report.end_lot(context, flux)


def sent(member: Member, folder: Path) -> Sent:
    """Where the member stands, and its name as it is shown."""
    return str(member.path(folder)), shown_name(member.name)


def batches(members: Iterable[Member]) -> Iterator[list[Member]]:
    """The members in their order, some at a time; a large one alone, so that it keeps no other waiting."""
    batch: list[Member] = []
    for member in members:
        if batch and (len(batch) >= AT_ONCE or member.size > DEAR):
            yield batch
            batch = []
        batch.append(member)
        if member.size > DEAR:
            yield batch
            batch = []
    if batch:
        yield batch


def in_order(things: Iterable[T], ask: Callable[[T], R], *, workers: int) -> Generator[R, None, None]:
    """What `ask` answers of each thing, in their order; some are asked ahead, side by side."""
    pool = ThreadPoolExecutor(workers, thread_name_prefix="lot")
    ahead: deque[Future[R]] = deque()
    try:
        for thing in things:
            ahead.append(pool.submit(ask, thing))
            if len(ahead) > 2 * workers:
                yield ahead.popleft().result()
        while ahead:
            yield ahead.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)


def checked_batch(world: World, batch: Sequence[Sent], syntax_code: str) -> list[Checked]:
    """The verdicts on some invoices, EN 16931 and BR-FR included. One that kills its child is refused, alone."""
    store = str(world.files.folder)
    try:
        checked = world.children.run(check_members, batch, syntax_code, store)
    except ChildDied:
        checked = [_checked_alone(world, sent, syntax_code, store) for sent in batch]
    verdicts = ask_standards_of(world, [one.verdict for one in checked])
    return [replace(one, verdict=verdict) for one, verdict in zip(checked, verdicts, strict=True)]


def _checked_alone(world: World, sent: Sent, syntax_code: str, store: str) -> Checked:
    for _ in range(MAX_DEATHS):
        if workflows.stopping():
            raise Stopping
        try:
            return world.children.run(check_members, [sent], syntax_code, store)[0]
        except ChildDied as death:
            reason = death.reason
    if workflows.stopping():
        raise Stopping
    return Checked(deadly(report.GIVEN_UP[reason], syntax_code))


def deadly(code: str, syntax_code: str) -> Verdict:
    """The verdict on an invoice whose check cannot be done."""
    finding = Finding(Layer.OPENABLE, Severity.BLOCKING, code, report.KEYS[code])
    layers = (LayerRun(Layer.OPENABLE), *(LayerRun(run.layer, run.skipped) for run in all_skipped("lower_failed")))
    return Verdict(FileKind.OTHER, Facts(), (), syntax_code, DEFAULT_PROFILE, False, (finding,), layers)


def _refuse(world: World, flux_id: int, refusal: Refusal, *, name: str) -> None:
    with world.transaction() as context:
        flux = context.session.get_one(Flux, flux_id)
        if not report.exists(context, flux):
            report.write_refused_lot(context, flux=flux, kind=refusal.kind, finding=refused(refusal, name=name))


Known = dict[tuple[str, str], str]  # name of the file in the lot that brought it, by supplier's identifier and number


def _begin(world: World, flux_id: int, lot: Lot) -> tuple[Flux, list[Member], Known]:
    """The flux, the members that are still to be handled, and the invoices that the lot brought already."""
    with world.transaction() as context:
        flux = context.session.get_one(Flux, flux_id)
        begun = report.begin_lot(context, flux=flux, kind=lot.kind, members=[member.name for member in lot.members])
        handled = set(report.handled_positions(context, begun))
        known = {
            (row.supplier_identifier or "", row.number or ""): row.file_name or ""
            for row in report.accepted_of(context, begun)
        }
    return flux, [member for member in lot.members if member.position not in handled], known


def _integrate(world: World, flux_id: int, batch: Sequence[tuple[Member, Checked]], known: Known) -> None:
    """Ask the directory and write the invoices of a batch with their places in the report, in one transaction."""
    with world.transaction() as context:
        flux = context.session.get_one(Flux, flux_id)
        begun = report.of(context, flux)
        if begun is None or report.exists(context, flux):  # given up meanwhile
            return
        judge = _judge(context, flux, dict(known))
        judged = [report.Judged(member.position, member.name, judge(member, checked)) for member, checked in batch]
        integrate_all(context, list(_accepted(flux, judged, batch)))
        report.add_to_lot(context, begun, judged)
        context.ring(f"flux:{flux.public_id}")
    known.update(
        {key: one.file_name for one in judged if one.verdict.accepted and (key := _key(one.verdict)) is not None}
    )


def _judge(context: Context, flux: Flux, known: Known) -> Callable[[Member, Checked], Verdict]:
    """Completes verdicts by the rules that ask the directory, and by what stood in the lot before."""
    acting = Context(context.world, context.session, actor_id=flux.depositor_id, structure_id=flux.structure_id)
    directory = ImportDirectory(acting, own_flux=flux.number)
    today = DepositContext(today=in_paris(context.now()).date())

    def judge(member: Member, checked: Checked) -> Verdict:
        return once(complete(checked.verdict, directory=directory, context=today), member.name, known)

    return judge


def once(verdict: Verdict, name: str, known: Known) -> Verdict:
    """The verdict, which refuses an invoice that an earlier file of the lot brought; `known` learns the others."""
    key = _key(verdict)
    if not verdict.accepted or key is None or verdict.invoice is None:
        return verdict
    if key in known:
        finding = twice(verdict.invoice, first=known[key])
        return replace(verdict, accepted=False, findings=(finding, *verdict.findings))
    known[key] = name
    return verdict


def _key(verdict: Verdict) -> tuple[str, str] | None:
    invoice = verdict.invoice
    if invoice is None or invoice.seller.identifier is None or invoice.number is None:
        return None
    return invoice.seller.identifier.value, invoice.number


def _accepted(
    flux: Flux, judged: Sequence[report.Judged], batch: Sequence[tuple[Member, Checked]]
) -> Iterator[Accepted]:
    for one, (_, checked) in zip(judged, batch, strict=True):
        if one.verdict.accepted and one.verdict.invoice is not None:
            origin = Origin(
                flux.number, flux.syntax, flux.mode_depot, flux.depositor_id, flux.received_at, one.position
            )
            yield Accepted(one.verdict.invoice, origin, checked.documents)


def _folder(world: World) -> Path:
    return world.folder / "lots"
