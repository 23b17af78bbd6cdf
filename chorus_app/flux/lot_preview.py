"""A lot before its deposit: what it holds, which of its invoices would be refused and why, how much they come to.

The same checks as at the import but EN 16931 and BR-FR, which refuse nothing here and take ten times as long.
"""

from __future__ import annotations

import asyncio
import secrets
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from pathlib import Path

from chorus_app.flux import lots, report
from chorus_app.flux.checking import Sent, lightened
from chorus_app.flux.directory import ImportDirectory
from chorus_app.formats.kinds import INVOICE_KINDS, FileKind
from chorus_app.formats.lots import Lot, Member, Refusal
from chorus_app.kernel.children import ChildDied
from chorus_app.kernel.clock import in_paris
from chorus_app.kernel.context import Context, World
from chorus_app.rules.directory import DepositContext
from chorus_app.rules.finding import Finding
from chorus_app.rules.lots import refused
from chorus_app.rules.verdict import Verdict, complete

FIRST = 8  # files that tell which syntaxes go with the lot
_apart = ThreadPoolExecutor(2, thread_name_prefix="lot-preview")
Tell = Callable[[int, int], None]  # how many invoices are checked, of how many; 0 of 0 while it waits for room


@dataclass(frozen=True, slots=True)
class Looked:
    """A lot that was opened: its files with their verdicts, the directory not asked yet. `refusal`: why it was not.

    `kind` is what most of its first files are, `container` what the lot is itself; `syntax` the one that it was checked
    with, if any.
    """

    size: int
    members: tuple[Member, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    left_out: tuple[str, ...] = ()
    kind: FileKind = FileKind.ARCHIVE
    syntax: str = ""
    container: FileKind = FileKind.ARCHIVE
    refusal: Finding | None = None


@dataclass(frozen=True, slots=True)
class LotEntry:
    """An invoice of a lot, as far as it could be read, and why it would be refused."""

    position: int
    file_name: str
    accepted: bool
    number: str | None
    recipient: str | None
    amount: Decimal | None
    currency: str | None
    reasons: tuple[Finding, ...]
    remarks: int


@dataclass(frozen=True, slots=True)
class LotPreview:
    """What the import would say of each invoice; `totals` are those of the accepted ones by currency, VAT included."""

    entries: tuple[LotEntry, ...]
    totals: Mapping[str, Decimal]

    @property
    def refused(self) -> tuple[LotEntry, ...]:
        return tuple(entry for entry in self.entries if not entry.accepted)


def look_into(world: World, path: Path, *, name: str, choose: Callable[[FileKind], str], tell: Tell) -> Looked | None:
    """Open a lot and check its invoices in child processes; None when the file is no lot.

    `choose` says which syntax to check with, once it is known what the files are (empty: none yet). Not for the event
    loop. Raises `ChildDied`, `NoRoom`; nothing stays unpacked.
    """
    place = f"preview-{secrets.token_hex(16)}"
    opened = lots.open_lot(world, path, name=name, place=place, waits=lambda: tell(0, 0))
    if opened is None:
        return None
    try:
        if isinstance(opened.content, Refusal):
            refusal = refused(opened.content, name=name)
            return Looked(path.stat().st_size, container=opened.content.kind, refusal=refusal)
        return _checked(world, opened.content, opened.folder, choose, tell)
    finally:
        lots.put_away(opened)


async def look_into_apart(
    world: World, path: Path, *, name: str, choose: Callable[[FileKind], str], tell: Tell
) -> Looked | None:
    """The same beside the event loop, some lots at a time: the others wait, and take no thread of the pages."""
    look = partial(look_into, world, path, name=name, choose=choose, tell=tell)
    return await asyncio.get_running_loop().run_in_executor(_apart, look)


def judge_lot(context: Context, looked: Looked) -> LotPreview:
    """The verdicts with the rules that ask the directory, for the signed-in depositor."""
    directory = ImportDirectory(context)
    today = DepositContext(today=in_paris(context.now()).date())
    known: lots.Known = {}
    entries: list[LotEntry] = []
    totals: defaultdict[str, Decimal] = defaultdict(Decimal)
    for member, found in zip(looked.members, looked.verdicts, strict=True):
        verdict = lots.once(complete(found, directory=directory, context=today), member.name, known)
        entry = _entry(member, verdict, directory)
        entries.append(entry)
        if entry.accepted and entry.amount is not None:
            totals[entry.currency or "EUR"] += entry.amount
    return LotPreview(tuple(entries), totals)


def check_only(members: Sequence[Sent], syntax_code: str) -> list[Verdict]:
    """The verdicts on some files, without what only the standards ask for; for a child process."""
    # lxml and pikepdf are only wanted in the child: the parent imports this module to name the function.
    from chorus_app.rules.verdict import verdict_on_file

    found = [verdict_on_file(path, name, syntax_code or None) for path, name in members]
    return [replace(lightened(verdict), xml=None) for verdict in found]


def _checked(world: World, lot: Lot, folder: Path, choose: Callable[[FileKind], str], tell: Tell) -> Looked:
    total = len(lot.members)
    tell(0, total)
    first = _ask(world, [lots.sent(member, folder) for member in lot.members[:FIRST]], "")
    kind = _usual_kind(first)
    syntax = choose(kind)
    sent = [[lots.sent(member, folder) for member in batch] for batch in lots.batches(lot.members)]
    verdicts: list[Verdict] = []

    def ask(batch: Sequence[Sent]) -> list[Verdict]:
        return _ask(world, batch, syntax)

    with closing(lots.in_order(sent, ask, workers=world.settings.import_workers)) as found:
        for batch in found:
            verdicts += batch
            tell(len(verdicts), total)
    return Looked(lot.size, lot.members, tuple(verdicts), lot.left_out, kind, syntax, lot.kind)


def _usual_kind(verdicts: Sequence[Verdict]) -> FileKind:
    """What most of the files are: among invoices, if there are any."""
    kinds = [verdict.kind for verdict in verdicts]
    invoices = [kind for kind in kinds if kind in INVOICE_KINDS]
    return Counter(invoices or kinds).most_common(1)[0][0]


def _ask(world: World, batch: Sequence[Sent], syntax: str) -> list[Verdict]:
    try:
        return world.children.run(check_only, batch, syntax)
    except ChildDied:
        return [_ask_alone(world, sent, syntax) for sent in batch]


def _ask_alone(world: World, sent: Sent, syntax: str) -> Verdict:
    try:
        return world.children.run(check_only, [sent], syntax)[0]
    except ChildDied as death:
        return lots.deadly(report.GIVEN_UP[death.reason], syntax)


def _entry(member: Member, verdict: Verdict, directory: ImportDirectory) -> LotEntry:
    invoice = verdict.invoice
    buyer = invoice.buyer if invoice else None
    known = directory.structure(buyer.identifier.type, buyer.identifier.value) if buyer and buyer.identifier else None
    return LotEntry(
        position=member.position,
        file_name=member.name,
        accepted=verdict.accepted,
        number=invoice.number if invoice else None,
        recipient=known.name if known else buyer.name if buyer else None,
        amount=invoice.tax_inclusive if invoice else None,
        currency=invoice.currency if invoice else None,
        reasons=verdict.blocking,
        remarks=len(verdict.findings) - len(verdict.blocking),
    )
