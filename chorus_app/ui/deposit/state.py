"""What happens on the two deposit pages."""

import asyncio
from dataclasses import dataclass

import reflex as rx
from reflex.event import EventSpec

from chorus_app.drafts import pieces
from chorus_app.drafts.enums import Step
from chorus_app.flux import deposit, redeposit, uploads
from chorus_app.flux.checking import ask_standards
from chorus_app.flux.enums import Door
from chorus_app.flux.errors import QuotaReached
from chorus_app.flux.lot_preview import Looked, LotEntry, judge_lot, look_into_apart
from chorus_app.flux.preview import check_before_deposit, complete_before_deposit
from chorus_app.flux.uploads import UploadedFile
from chorus_app.formats.kinds import INVOICE_KINDS, FileKind
from chorus_app.formats.lots import NoRoom, may_be_lot
from chorus_app.formats.syntaxes import Space, Syntax, get, offered
from chorus_app.invoices import perms
from chorus_app.kernel import french
from chorus_app.kernel.children import ChildDied
from chorus_app.kernel.context import product_world
from chorus_app.kernel.errors import AppError, NotFound
from chorus_app.kernel.text import t
from chorus_app.rules.verdict import Verdict
from chorus_app.ui.components.findings import finding_card
from chorus_app.ui.components.zone import NOT_SENT
from chorus_app.ui.deposit.views import (
    AgainCard,
    EarlierCard,
    FileCard,
    LotCard,
    LotRow,
    SyntaxChoice,
    VerdictCard,
    again_card,
    earlier_card,
    file_card,
    lot_card,
    lot_rows,
    syntax_choice,
    verdict_card,
)
from chorus_app.ui.drafts.beginning import new_draft
from chorus_app.ui.drafts.views import href_of
from chorus_app.ui.gate import Right, event
from chorus_app.ui.problems import told
from chorus_app.ui.session import act, look, meet_anew

MODE = "UPLOAD_PORTAIL"
MAX_TYPED = 100
FOLLOWS = "suite"  # the parameter of the address that names the earlier piece
SPACE_OF_ROUTE = {"factures-emises": Space.EMISES, "factures-de-travaux": Space.TRAVAUX}
TELL_EVERY = 0.25  # seconds between two words on how far the check of a lot is
ROWS = 20  # invoices of a lot on a page
FAILURES = {**NOT_SENT, "401": "signed_out", "403": "denied", "507": "full"}


class Retired(Exception):
    """The check of a lot that nobody waits for any more."""


@dataclass
class Progress:
    """How far the check of a lot is, told by the threads that check it."""

    done: int = 0
    total: int = 0
    waits: bool = False
    retired: bool = False

    def tell(self, done: int, total: int) -> None:
        """Raises `Retired` when nobody waits for it any more."""
        if self.retired:
            raise Retired
        self.done, self.total, self.waits = done, total, not total


class DepositState(rx.State):
    """One deposit at a time in a tab; what counts (the file, its key) is in the database."""

    denied: bool = False
    step: int = 1
    checking: bool = False
    card: FileCard = FileCard()
    verdict: VerdictCard = VerdictCard()
    choices: list[SyntaxChoice] = []
    counted: str = ""
    typed: str = ""
    chosen: str = ""
    chosen_b2b: bool = False
    problem: str = ""
    mismatch: str = ""
    explaining: bool = False
    losing: bool = False  # a signature, by going on without the data
    progress: int = 0  # per cent of a lot
    progress_text: str = ""
    lot: LotCard = LotCard()
    lot_rows: list[LotRow] = []
    lot_place: str = ""
    lot_page: int = 1
    lot_pages: int = 1
    only_refused: bool = False
    again: AgainCard = AgainCard()
    earlier: EarlierCard = EarlierCard()
    _after: str = ""
    _upload: str = ""
    _kind: FileKind | None = None
    _turn: int = 0
    _entries: tuple[LotEntry, ...] = ()

    @event(Right.ATTACHED)
    async def load(self) -> EventSpec | None:
        """Start afresh, or with what an earlier deposit leaves: its choices, the lot of its refused invoices, the piece
        of works that the next one follows."""
        self._start()
        self.denied = not await look(self, perms.may_deposit, self._space())
        if self.denied:
            return None
        query = dict(self.router.url.query_parameters)
        await self._keep_of(str(query.get("depuis", "")))
        await self._follow(str(query.get(FOLLOWS, ""))[:40])
        upload = str(query.get("envoi", ""))
        return DepositState.received(upload) if upload else None

    @event(Right.PUBLIC)
    def leave(self) -> None:
        """Show nothing of this deposit when the page comes back for another one."""
        self._start()

    @event(Right.ATTACHED)
    async def received(self, upload: str) -> EventSpec | None:
        """The browser has sent the file: see what it is."""
        self._forget()
        try:
            file = await look(self, uploads.find, upload=str(upload))
        except AppError as error:
            self.problem = told(error)
            return None
        self._upload = file.id
        self.card = FileCard(name=file.name, size=french.size(file.stored.size))
        self.step, self.checking = 2, True
        return DepositState.check

    @event(Right.ATTACHED)
    def failed(self, reason: str) -> None:
        """The browser could not send the file; the reason is a word or an HTTP status."""
        self._forget()
        word, limits = str(reason).partition(":")[0], product_world().settings
        if word == str(QuotaReached.status):
            self.problem = told(QuotaReached(limits))
            return
        name = FAILURES.get(word, "other")
        self.problem = t(f"deposit.failed.{name}", megabytes=limits.max_upload_bytes // 1_000_000)

    @event(Right.ATTACHED, background=True)
    async def check(self) -> None:
        """Judge the file in a child process; a newer file or choice retires this turn."""
        async with self:
            self._turn += 1
            turn, wanted, space = self._turn, self.chosen, self._space()
            try:
                file = await look(self, uploads.find, upload=self._upload)
            except AppError as error:
                self._forget()
                self.problem = told(error)
                return
        if await asyncio.to_thread(may_be_lot, file.path) and await self._check_lot(turn, file, wanted, space):
            return
        try:
            first = await _checked(file, "")
            syntax = _fitting(first.kind, space, wanted)
            verdict = await asyncio.to_thread(
                ask_standards, product_world(), await _checked(file, syntax.code) if syntax else first
            )
        except ChildDied as death:
            await self._told_dead(turn, death.reason)
            return
        meet_anew()
        async with self:
            if turn == self._turn:
                await self._show(file, first, verdict, syntax)

    @event(Right.ATTACHED)
    def filter_syntaxes(self, typed: str) -> EventSpec | None:
        """Narrow the list to what is typed; what is no longer seen is no longer chosen."""
        self.typed = str(typed)[:MAX_TYPED]
        self._offer()
        visible = [choice.code for choice in self.choices]
        if self.chosen in visible or not (self.chosen or len(visible) == 1):
            return None
        return self._take(visible[0] if len(visible) == 1 else "")

    @event(Right.ATTACHED)
    def choose(self, code: str) -> EventSpec | None:
        """Choose a value of « Syntaxe »."""
        return self._take(str(code)) if str(code) in {choice.code for choice in self.choices} else None

    @event(Right.ATTACHED)
    def show_refused(self, only: bool) -> None:
        """Show the refused invoices of the lot only, or all."""
        self.only_refused, self.lot_page = only is True, 1
        self._show_rows()

    @event(Right.ATTACHED)
    def turn_page(self, forward: bool) -> None:
        """The next page of the lot's invoices, or the one before."""
        self.lot_page += 1 if forward is True else -1
        self._show_rows()

    @event(Right.ATTACHED)
    def replace_file(self) -> None:
        """Drop the file and choose another one."""
        self._forget()
        self._offer()

    @event(Right.ATTACHED)
    def explain(self, shown: bool) -> None:
        """Open or close the explanation of the two ways to deposit."""
        self.explaining = bool(shown)

    @event(Right.ATTACHED)
    async def deposit(self) -> EventSpec | None:
        """Send. The upload's name is the key: a second click, or a second tab, finds the flux of the first."""
        self.problem = ""
        if self._kind is None or self.checking:
            self.problem = t("deposit.unchecked")
            return None
        if self._kind not in INVOICE_KINDS or not self.chosen:
            self.problem = t("deposit.choose_first" if self._kind in INVOICE_KINDS else "deposit.not_sendable")
            return None
        file = await look(self, uploads.find, upload=self._upload)
        try:
            receipt = await act(
                self,
                deposit.receive,
                door=Door.PORTAL,
                mode_depot=MODE,
                application_code=deposit.PORTAL_APPLICATION,
                syntax_code=self.chosen,
                space=self._space(),
                file=file.stored,
                name=file.name,
                idempotency_key=f"portal-{file.id}",
                kind=self._kind,
            )
        except AppError as error:
            self.problem = told(error)
            return None
        self.step = 3
        return rx.redirect(f"/suivi-des-flux/{receipt.public_id}")

    @event(Right.ATTACHED)
    async def go_on_by_hand(self, lose_signature: bool) -> EventSpec | None:
        """Prepare a draft of the file's pages alone; a signature is only given up by an explicit yes."""
        self.problem, self.losing = "", False
        if not self._upload or self.checking:
            self.problem = t("deposit.unchecked")
            return None
        try:
            draft = await new_draft(
                self, self._space(), self._upload, lose_signature=bool(lose_signature), after=self._after
            )
        except ChildDied as death:
            self.problem = t(f"deposit.child.{death.reason}")
            return None
        except AppError as error:
            self.losing = error.key == "formats.convert.signed"
            self.problem = "" if self.losing else told(error)
            return None
        return rx.redirect(href_of(draft, Step.DATA))

    @event(Right.ATTACHED)
    def keep_signature(self) -> None:
        """Stay with the file as it is."""
        self.losing = False

    def _space(self) -> Space:
        """The space of the page; no right follows from it."""
        return SPACE_OF_ROUTE.get(str(self.router.url.path).strip("/").partition("/")[0], Space.EMISES)

    async def _keep_of(self, flux: str) -> None:
        """Keep the syntax of an earlier deposit, and say what must change."""
        if not flux:
            return
        try:
            again = await look(self, redeposit.again, public_id=flux)
        except AppError as error:
            self.problem = told(error)
            return
        self.again = again_card(again)
        if again.syntax in {choice.code for choice in self.choices}:
            self._take(again.syntax)

    async def _follow(self, piece: str) -> None:
        """The piece that goes with an earlier one names it, once it becomes a draft."""
        if not piece or self._space() is not Space.TRAVAUX:
            return
        try:
            self.earlier = earlier_card(await look(self, pieces.to_follow, public_id=piece))
        except NotFound:
            self.problem = t("deposit.earlier.unknown")
        else:
            self._after = piece

    def _start(self) -> None:
        """Neither a file nor a choice."""
        self._forget()
        self.again, self.earlier, self._after = AgainCard(), EarlierCard(), ""
        self.typed = self.chosen = ""
        self.chosen_b2b = False
        self._offer()

    def _forget(self) -> None:
        """Nothing stays of the file; the choice of a syntax does."""
        self._turn += 1
        self._upload, self._kind = "", None
        self.card, self.verdict = FileCard(), VerdictCard()
        self.step, self.checking, self.explaining, self.losing = 1, False, False, False
        self.problem = self.mismatch = ""
        self.progress, self.progress_text = 0, ""
        self.lot, self.lot_rows, self.lot_place, self._entries = LotCard(), [], "", ()
        self.lot_page, self.lot_pages, self.only_refused = 1, 1, False

    def _offer(self) -> None:
        show_b2b = product_world().settings.show_b2b_syntaxes
        found = offered(self._space(), self._kind, self.typed, show_b2b=show_b2b)
        self.choices = [syntax_choice(syntax) for syntax in found]
        self.counted = t("deposit.syntax.counted", count=len(found))

    def _take(self, code: str) -> EventSpec | None:
        syntax = get(code)
        self.chosen, self.mismatch, self.problem = code, "", ""
        self.chosen_b2b = bool(syntax and syntax.b2b)
        if not self._upload:
            return None
        self.checking = True
        return DepositState.check

    async def _check_lot(self, turn: int, file: UploadedFile, wanted: str, space: Space) -> bool:
        """Judge the invoices of a lot, telling how far it is; whether it is one."""
        progress = Progress()

        def choose(kind: FileKind) -> str:
            syntax = _fitting(kind, space, wanted)
            return syntax.code if syntax else ""

        work = asyncio.create_task(
            look_into_apart(product_world(), file.path, name=file.name, choose=choose, tell=progress.tell)
        )
        while not (await asyncio.wait({work}, timeout=TELL_EVERY))[0]:
            async with self:
                self._tell_progress(turn, progress)
        try:
            looked = await work
        except Retired:
            return True
        except (ChildDied, NoRoom) as error:
            await self._told_dead(turn, error.reason if isinstance(error, ChildDied) else "disk")
            return True
        if looked is None:
            return False
        meet_anew()
        async with self:
            if turn == self._turn:
                await self._show_lot(file, looked)
        return True

    def _tell_progress(self, turn: int, progress: Progress) -> None:
        if turn != self._turn:
            progress.retired = True
        elif progress.total:
            self.progress = 100 * progress.done // progress.total
            self.progress_text = t("deposit.lot.progress", done=progress.done, total=progress.total)
        elif progress.waits:
            self.progress_text = t("deposit.lot.waits")

    async def _show_lot(self, file: UploadedFile, looked: Looked) -> None:
        self._kind, self.checking, self.progress_text = looked.kind, False, ""
        label = t(looked.container.label_key)
        if looked.refusal is not None:
            self.card = FileCard(file.name, french.size(file.stored.size), "none", label, "danger")
            self.verdict = VerdictCard(blocking=(finding_card(looked.refusal),))
            self._offer()
            return
        preview = await look(self, judge_lot, looked)
        family = "lot" if looked.kind in INVOICE_KINDS else "none"
        label = t("deposit.lot.kind", kind=t(looked.kind.label_key))
        self.card = FileCard(file.name, french.size(file.stored.size), family, label, "info")
        self.lot = lot_card(preview, looked)
        self.verdict = VerdictCard(accepted=not preview.refused)
        self._entries = tuple(sorted(preview.entries, key=lambda entry: (entry.accepted, entry.position)))
        self._show_rows()
        wrong = get(self.chosen) if self.chosen and not looked.syntax else None
        if wrong is not None:
            self.mismatch = mismatch(wrong, looked.kind, file.name, self._space())
        self.chosen = looked.syntax
        self.chosen_b2b = bool((syntax := get(looked.syntax)) and syntax.b2b)
        self._offer()

    def _show_rows(self) -> None:
        """One page of the lot's invoices."""
        shown = [entry for entry in self._entries if not (self.only_refused and entry.accepted)]
        self.lot_pages = max(1, -(-len(shown) // ROWS))
        self.lot_page = min(max(1, self.lot_page), self.lot_pages)
        first = (self.lot_page - 1) * ROWS
        self.lot_rows = lot_rows(shown[first : first + ROWS])
        self.lot_place = t("deposit.lot.page", page=self.lot_page, pages=self.lot_pages)

    async def _show(self, file: UploadedFile, first: Verdict, verdict: Verdict, syntax: Syntax | None) -> None:
        """`first` is the verdict without a syntax: a value marked « B2B » stops before the file is read."""
        judged = await look(self, complete_before_deposit, verdict)
        read = judged if verdict.invoice else await look(self, complete_before_deposit, first)
        self._kind, self.checking = verdict.kind, False
        self.card = file_card(file.name, file.stored.size, read)
        self.verdict = verdict_card(judged.verdict, b2b=bool(syntax and syntax.b2b))
        wrong = get(self.chosen) if self.chosen and syntax is None else None
        if wrong is not None:
            self.mismatch = mismatch(wrong, verdict.kind, file.name, self._space())
        self.chosen = syntax.code if syntax else ""
        self.chosen_b2b = bool(syntax and syntax.b2b)
        self._offer()

    async def _told_dead(self, turn: int, reason: str) -> None:
        async with self:
            if turn == self._turn:
                self._forget()
                self._offer()
                self.problem = t(f"deposit.child.{reason}")


async def _checked(file: UploadedFile, syntax_code: str) -> Verdict:
    return await product_world().children.run_async(check_before_deposit, str(file.path), file.name, syntax_code)


def _fitting(kind: FileKind, space: Space, wanted: str) -> Syntax | None:
    """The wanted syntax when the file goes with it; else the only one that fits, unless another one was wanted."""
    show_b2b = product_world().settings.show_b2b_syntaxes
    fitting = offered(space, kind, show_b2b=show_b2b)
    if wanted:
        return next((syntax for syntax in fitting if syntax.code == wanted), None)
    return fitting[0] if len(fitting) == 1 else None


def mismatch(syntax: Syntax, kind: FileKind, name: str, space: Space) -> str:
    """Why the file cannot be sent with the syntax that was chosen before: file, value, next act."""
    fitting = [found.interface_code for found in offered(space, kind)]
    return t(
        "deposit.mismatch",
        file=name,
        kind=t(kind.label_key),
        syntax=syntax.interface_code,
        todo=t("deposit.mismatch_choose", syntaxes=", ".join(fitting)) if fitting else t("deposit.mismatch_none"),
    )
