"""What happens on the pages of a draft. Each field is kept as soon as it is left: nothing waits for a button."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import reflex as rx
from reflex.event import EventSpec

from chorus_app.drafts import arrival, perms, queries, service
from chorus_app.drafts.enums import Answer, Manner, Step
from chorus_app.drafts.errors import AlreadySent, NotReady
from chorus_app.drafts.form import MAX_LINES, MAX_ROWS, Form, ItemRow, RateRow, number_of
from chorus_app.drafts.prefill import typed
from chorus_app.drafts.queries import DraftView
from chorus_app.flux import uploads
from chorus_app.flux.errors import QuotaReached
from chorus_app.formats.printed.job import PageWords, read_words
from chorus_app.formats.syntaxes import Space
from chorus_app.kernel.children import ChildDied
from chorus_app.kernel.context import product_world
from chorus_app.kernel.errors import AppError, NotFound
from chorus_app.kernel.paging import PageRequest
from chorus_app.kernel.text import t
from chorus_app.structures.errors import ChangedMeanwhile
from chorus_app.ui.components.editing import EditState
from chorus_app.ui.components.faults import focus_first
from chorus_app.ui.drafts.views import (
    DraftCard,
    DraftLine,
    FileLine,
    ItemLine,
    Option,
    PaperCard,
    Problem,
    RateLine,
    RecipientCard,
    StepLink,
    Told,
    account_options,
    beside_fields,
    cadre_options,
    draft_card,
    draft_lines,
    file_lines,
    found_line,
    href_of,
    item_lines,
    marks,
    paper_card,
    percent,
    problems,
    rate_lines,
    recipient_card,
    step_links,
    summary,
)
from chorus_app.ui.gate import Right, event
from chorus_app.ui.problems import told
from chorus_app.ui.session import act, look

CENT = Decimal("0.01")
LONGEST = 1_024
SPACE_OF_ROUTE = {"factures-emises": Space.EMISES, "factures-de-travaux": Space.TRAVAUX}
ANSWERS = {answer.value: answer for answer in Answer}
FAILURES = {"too_large": "too_large", "413": "too_large", "401": "signed_out", "403": "denied", "408": "interrupted"}


class DraftsState(rx.State):
    """The drafts of the acting structure in one space."""

    loaded: bool = False
    allowed: bool = False
    rows: list[DraftLine] = []
    counted: str = ""
    page: int = 1
    pages: int = 1
    asked: str = ""  # the draft that is about to be thrown away
    message: str = ""

    @event(Right.ATTACHED)
    async def load(self) -> None:
        """The page of the address."""
        wanted = str(dict(self.router.url.query_parameters).get("page", "1"))
        self.page = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 6 else 1
        self.asked = ""
        await self._show()

    @event(Right.ATTACHED)
    async def type_in(self) -> EventSpec | None:
        """Begin an invoice without a PDF."""
        beginning = service.Beginning(Manner.TYPED, Form({Answer.TYPE: "380"}, items=(ItemRow(rate="20"),)))
        try:
            draft = await act(self, service.begin, space=self._space(), beginning=beginning)
        except AppError as error:
            self.message = told(error)
            return None
        return rx.redirect(href_of(draft, Step.DATA))

    @event(Right.ATTACHED)
    def ask_discard(self, draft: str) -> None:
        """Ask before a draft is thrown away; empty: it stays."""
        self.asked = str(draft)

    @event(Right.ATTACHED)
    async def discard(self) -> None:
        """Throw the draft away that was asked about."""
        draft, self.asked = self.asked, ""
        try:
            await act(self, service.discard, public_id=draft)
        except AppError as error:
            self.message = told(error)
        else:
            self.message = t("drafts.list.discarded")
        await self._show()

    async def _show(self) -> None:
        self.allowed = await look(self, perms.may_deposit, self._space())
        if self.allowed:
            found = await look(self, queries.list_drafts, space=self._space(), page=PageRequest(page=self.page))
            self.rows, self.page = draft_lines(found.rows), found.page
            self.pages = max(1, -(-found.total // found.size))
            self.counted = t("drafts.list.counted", count=found.total)
        else:
            self.rows = []
        self.loaded = True

    def _space(self) -> Space:
        return SPACE_OF_ROUTE.get(str(self.router.url.path).strip("/").partition("/")[0], Space.EMISES)


class DraftState(EditState, rx.State):
    """One draft at one of its steps; what counts is in the database."""

    loaded: bool = False
    missing: bool = False
    step: str = ""
    steps: list[StepLink] = []
    card: DraftCard = DraftCard()
    marks: dict[str, str] = {}
    placed: dict[str, bool] = {}
    warnings: dict[str, str] = {}
    problems: list[Problem] = []
    rates: list[RateLine] = []
    items: list[ItemLine] = []
    files: list[FileLine] = []
    cadres: list[Option] = []
    accounts: list[Option] = []
    recipient: RecipientCard = RecipientCard()
    found: list[Option] = []
    searched: str = ""
    said: list[Told] = []
    paper: PaperCard = PaperCard()
    spot: dict[str, str] = {}
    spot_of: str = ""
    zoom: int = 100
    tried: bool = False
    saved: str = ""
    confirming: bool = False
    discarding: bool = False
    ready: bool = False
    _draft: str = ""
    _form: Form = Form()
    _turn: int = 0  # of the rows: their inputs keep what is typed until rows come or go
    _places: Mapping[Answer, tuple[float, ...]] = {}

    @classmethod
    def _fields(cls) -> tuple[str, ...]:
        return tuple(ANSWERS)

    def _label(self, name: str) -> str:
        return t(ANSWERS[name].label_key)

    @event(Right.ATTACHED)
    async def load(self) -> EventSpec | None:
        """The draft and the step of the address; a step that is not reached leads back to the one that is."""
        parts = str(self.router.url.path).strip("/").split("/")
        draft, wanted = (parts[1], parts[2]) if len(parts) > 2 else ("", "")
        if draft != self._draft:
            self._draft, self.tried, self.zoom, self.spot, self.paper = draft, False, 100, {}, PaperCard()
            self.saved = ""
        self.confirming = self.discarding = False
        self.found, self.searched = [], ""
        self._turn += 1
        self._forget_faults()
        try:
            view = await look(self, queries.get_draft, public_id=draft)
        except NotFound:
            self.missing, self.loaded, self._draft = True, True, ""
            return None
        self.missing = False
        step = next((one for one in Step if one.value == wanted), Step.DATA)
        allowed = _may_stand(view, step)
        if step is not allowed:
            return rx.redirect(href_of(draft, allowed), replace=True)
        self.step = step.value
        self._fill(view)
        self.loaded = True
        return DraftState.show_page(self.paper.page or 1) if view.sha256 and step is Step.DATA else None

    @event(Right.ATTACHED)
    def leave(self) -> None:
        """Show nothing of this draft when the page comes back for another one."""
        self.loaded, self._draft = False, ""

    @event(Right.ATTACHED)
    async def keep(self, name: str, value: str) -> None:
        """Keep a field that was left or chosen."""
        answer = ANSWERS.get(str(name))
        text = str(value)[:LONGEST]
        if answer is None or not self._draft or text == self.values.get(answer.value, ""):
            return
        self.values = {**self.values, answer.value: text}
        await self._save({answer: text})

    @event(Right.ATTACHED)
    def take(self, name: str) -> None:
        """Take the other tab's value of a field that both changed."""
        for clash in self.clashes:
            if clash.field == name and clash.kept:
                self.values = {**self.values, clash.field: self._before[clash.field]}
        self.clashes = [clash for clash in self.clashes if clash.field != name]

    @event(Right.ATTACHED)
    async def search(self, text: str) -> None:
        """Look for the recipient while its name or SIRET is typed."""
        self.searched = str(text)[:200]
        found = await look(self, queries.search_recipients, text=self.searched)
        self.found = [found_line(one) for one in found]

    @event(Right.ATTACHED)
    async def choose_recipient(self, identifier: str) -> None:
        """Take a structure of the search as the recipient; the service of another one no longer counts."""
        self.found, self.searched = [], ""
        self.values = {**self.values, Answer.RECIPIENT.value: str(identifier)[:LONGEST], Answer.SERVICE.value: ""}
        await self._save({Answer.RECIPIENT: str(identifier)[:LONGEST], Answer.SERVICE: ""})

    @event(Right.ATTACHED)
    async def keep_rate(self, place: int, part: str, value: str) -> None:
        """Keep a cell of the VAT breakdown."""
        rows = list(self._form.rates)
        at = whole(place)
        if 0 <= at < len(rows) and part in ("rate", "base", "amount"):
            rows[at] = replace(rows[at], **{part: str(value)[:40]})
            if tuple(rows) != self._form.rates:
                await self._save({}, rates=rows)

    @event(Right.ATTACHED)
    async def add_rate(self) -> None:
        """One more row of the VAT breakdown."""
        self._turn += 1
        if len(self._form.rates) < MAX_ROWS:
            await self._save({}, rates=[*self._form.rates, RateRow()])

    @event(Right.ATTACHED)
    async def drop_rate(self, place: int) -> None:
        """A row less."""
        self._turn += 1
        await self._save({}, rates=[row for at, row in enumerate(self._form.rates) if at != whole(place)])

    @event(Right.ATTACHED)
    async def keep_item(self, place: int, part: str, value: str) -> None:
        """Keep a cell of a line; the sums are made anew."""
        rows = list(self._form.items)
        at = whole(place)
        if 0 <= at < len(rows) and part in ("name", "quantity", "price", "rate"):
            rows[at] = replace(rows[at], **{part: str(value)[:200]})
            if tuple(rows) != self._form.items:
                await self._save_items(rows)

    @event(Right.ATTACHED)
    async def add_item(self) -> None:
        """One more line, with the rate of the last one."""
        self._turn += 1
        if len(self._form.items) < MAX_LINES:
            last = self._form.items[-1].rate if self._form.items else "20"
            await self._save_items([*self._form.items, ItemRow(rate=last)])

    @event(Right.ATTACHED)
    async def drop_item(self, place: int) -> None:
        """A line less."""
        self._turn += 1
        await self._save_items([row for at, row in enumerate(self._form.items) if at != whole(place)])

    @event(Right.ATTACHED)
    async def go_on(self) -> EventSpec | None:
        """To the next step, if what the step asks for is there."""
        following = {Step.DATA.value: Step.ATTACHMENTS, Step.ATTACHMENTS.value: Step.SUMMARY}.get(self.step)
        if following is None or self.clashes:
            return None
        self.tried = True
        if not await self._save({}, step=following):
            return focus_first(self.errors, ANSWERS)
        return rx.redirect(href_of(self._draft, following))

    @event(Right.ATTACHED)
    async def show_page(self, page: int) -> None:
        """Show a page of the PDF beside the form, with the words on it."""
        view = await look(self, queries.get_draft, public_id=self._draft)
        shown = await _words(view, whole(page))
        if shown is not None:
            self.paper = paper_card(view, shown)
            self.spot, self.spot_of = {}, ""

    @event(Right.ATTACHED)
    async def show_place(self, name: str) -> None:
        """Show where a value was read."""
        place = self._places.get(ANSWERS.get(str(name), Answer.NOTE))
        if place is None:
            return
        view = await look(self, queries.get_draft, public_id=self._draft)
        shown = await _words(view, int(place[0]) + 1)
        if shown is None:
            return
        if shown.page != self.paper.page or not self.paper.src:
            self.paper = paper_card(view, shown)
        _, left, top, right, bottom = place
        self.spot_of = self._label(str(name))
        self.spot = {
            "left": percent(left - 3, shown.width),
            "top": percent(top - 2, shown.height),
            "width": percent(right - left + 6, shown.width),
            "height": percent(bottom - top + 4, shown.height),
        }

    @event(Right.ATTACHED)
    def set_zoom(self, zoom: int) -> None:
        """How large the page is, in per cent of the room."""
        self.zoom = max(100, min(300, whole(zoom)))

    @event(Right.ATTACHED)
    async def attached(self, upload: str) -> None:
        """The browser has sent a document: it goes with the invoice."""
        self.problem = self.saved = ""
        try:
            file = await look(self, uploads.find, upload=str(upload))
            await act(self, service.attach, public_id=self._draft, file=file.stored, name=file.name)
        except AppError as error:
            self.problem = told(error)
            return
        self.saved = t("drafts.files.added", name=file.name)
        await self._again()

    @event(Right.ATTACHED)
    def attach_failed(self, reason: str) -> None:
        """The browser could not send the document."""
        word = str(reason).partition(":")[0]
        if word == str(QuotaReached.status):
            self.problem = told(QuotaReached(product_world().settings))
            return
        self.problem = t(f"drafts.failed.{FAILURES.get(word, 'other')}")

    @event(Right.ATTACHED)
    async def detach(self, file: str) -> None:
        """Take a document out."""
        self.problem = ""
        try:
            await act(self, service.detach, public_id=self._draft, file=str(file))
        except AppError as error:
            self.problem = told(error)
        await self._again()

    @event(Right.ATTACHED)
    def confirm(self, asked: bool) -> None:
        """Open or close « Confirmation d'envoi »."""
        self.confirming, self.problem = bool(asked), ""

    @event(Right.ATTACHED)
    async def send(self) -> EventSpec | None:
        """Send. A second click, or a second tab, finds the invoice of the first."""
        self.problem = ""
        try:
            view = await look(self, queries.get_draft, public_id=self._draft)
            drawn = None
            if view.manner is Manner.TYPED and not view.invoice:
                draft = await look(self, queries.find_draft, public_id=self._draft)
                parsed = await look(self, queries.parsed, draft)
                world = product_world()
                drawn = await world.children.run_async(arrival.draw_in_child, parsed, str(world.files.folder))
            await act(self, service.send, public_id=self._draft, drawn=drawn)
        except NotReady as error:
            self.confirming, self.problem = False, told(error)
            await self._again()
            return None
        except (AppError, ChildDied) as error:
            self.confirming = False
            self.problem = told(error) if isinstance(error, AppError) else t("drafts.not_drawn")
            return None
        return rx.redirect(href_of(self._draft, Step.SENT))

    @event(Right.ATTACHED)
    def ask_discard(self, asked: bool) -> None:
        """Ask before the draft is thrown away."""
        self.discarding = bool(asked)

    @event(Right.ATTACHED)
    async def discard(self) -> EventSpec | None:
        """Throw the draft away."""
        home = self.card.home
        try:
            await act(self, service.discard, public_id=self._draft)
        except AppError as error:
            self.problem, self.discarding = told(error), False
            return None
        return rx.redirect(f"{home}/brouillons")

    async def _save_items(self, rows: list[ItemRow]) -> None:
        """Lines make the breakdown and the totals of an invoice that is typed in."""
        rates, totals = _sums(rows, self.values.get(Answer.PREPAID.value, ""))
        self.values = {**self.values, **{answer.value: text for answer, text in totals.items()}}
        await self._save(totals, rates=rates, items=rows)

    async def _save(
        self,
        answers: Mapping[Answer, str],
        *,
        rates: list[RateRow] | None = None,
        items: list[ItemRow] | None = None,
        step: Step | None = None,
    ) -> bool:
        """Write, and show what the rules say now; whether it was written."""
        self.problem = ""
        if Answer.PREPAID in answers and self.card.typed:
            answers = {**answers, **_sums(list(self._form.items), answers[Answer.PREPAID])[1]}
        try:
            await act(
                self,
                service.save,
                public_id=self._draft,
                version=self._version,
                answers=answers,
                rates=rates,
                items=items,
                step=step,
            )
        except ChangedMeanwhile as error:
            self._compare(error, self.values)
            return False
        except NotReady as error:
            self.problem = told(error) if self.step != Step.DATA.value else ""
            await self._again()
            return False
        except AlreadySent as error:
            self.problem = told(error)
            return False
        except AppError as error:
            self.problem = told(error)
            if error.field in ANSWERS:
                self.values = {**self.values, error.field: self._before.get(error.field, "")}
            return False
        self.meanwhile, self.clashes = "", []
        self.saved = t("drafts.saved")
        await self._again()
        return True

    async def _again(self) -> None:
        """Read the draft anew and show it."""
        self._fill(await look(self, queries.get_draft, public_id=self._draft))

    def _fill(self, view: DraftView) -> None:
        values = {name: view.form.answers.get(answer, "") for name, answer in ANSWERS.items()}
        self.values, self._before, self._version = values, dict(values), view.version
        self._form, self._places = view.form, view.places
        self.card, self.steps = draft_card(view), step_links(view, Step(self.step or Step.DATA.value))
        self.marks, self.warnings = marks(view), beside_fields(view, blocking=False)
        self.placed = {answer.value: True for answer in view.places}
        blocking = beside_fields(view, blocking=True)
        shown = {name: text for name, text in blocking.items() if self.tried or values.get(name) or name == "rates"}
        self.errors, self.problems, self.ready = shown, problems(view), not view.blocking
        self.rates, self.items, self.files = (
            rate_lines(view, self._turn),
            item_lines(view, self._turn),
            file_lines(view),
        )
        self.cadres, self.accounts = cadre_options(view), account_options(view)
        self.recipient, self.said = recipient_card(view.recipient), summary(view)


def _may_stand(view: DraftView, step: Step) -> Step:
    """The step itself, or the one to be sent to instead: nobody skips one, and a sent draft has only the last."""
    if view.invoice:
        return Step.SENT
    order = list(Step)
    if step in (Step.FILE, Step.SENT) or order.index(step) > order.index(view.reached):
        return view.reached
    return step


async def _words(view: DraftView, page: int) -> PageWords | None:
    """The words on a page, read in a child."""
    world = product_world()
    path = world.files.path(view.sha256) if view.sha256 else None
    if path is None:
        return None
    try:
        return await world.children.run_async(read_words, Path(path), page)
    except ChildDied:
        return None


def _sums(rows: list[ItemRow], prepaid: str) -> tuple[list[RateRow], dict[Answer, str]]:
    """The breakdown and the totals that lines make."""
    bases: dict[Decimal, Decimal] = {}
    for row in rows:
        quantity, price, rate = number_of(row.quantity), number_of(row.price), number_of(row.rate)
        if quantity is not None and price is not None and rate is not None:
            net = (quantity * price).quantize(CENT, ROUND_HALF_UP)
            bases[rate] = bases.get(rate, Decimal(0)) + net
    taxes = {rate: (base * rate / 100).quantize(CENT, ROUND_HALF_UP) for rate, base in bases.items()}
    net, tax = sum(bases.values(), Decimal(0)), sum(taxes.values(), Decimal(0))
    paid = number_of(prepaid) or Decimal(0)
    totals = {
        Answer.NET: typed(net),
        Answer.VAT: typed(tax),
        Answer.GROSS: typed(net + tax),
        Answer.PAYABLE: typed(net + tax - paid),
    }
    return [RateRow(typed(rate), typed(base), typed(taxes[rate])) for rate, base in bases.items()], totals


def whole(value: object) -> int:
    """A whole number that a page sends; -1 for what is none."""
    text = str(value)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else -1


async def new_draft(state: rx.State, space: Space, upload: str, *, lose_signature: bool) -> str:
    """A draft around a file that waits; returns its id. Raises `Invalid`, `NotConvertible`, `ChildDied`…"""
    world = product_world()
    file = await look(state, uploads.find, upload=upload)
    looked = await asyncio.to_thread(arrival.look, world, file.path, name=file.name)
    if looked.with_data:
        converted = await asyncio.to_thread(arrival.convert, world, file.path, lose_signature=lose_signature)
        beginning = arrival.converted_beginning(looked, converted, name=file.name)
    else:
        beginning = arrival.classic_beginning(looked, file.stored, name=file.name)
    return await act(state, service.begin, space=space, beginning=beginning)
