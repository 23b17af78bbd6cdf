"""« Annuaire »: a CSV file sent, tried line by line, then imported."""

import asyncio
from dataclasses import dataclass
from typing import Any

import reflex as rx
from reflex.event import EventSpec

from chorus_app.kernel import french
from chorus_app.kernel.children import ChildDied
from chorus_app.kernel.context import World, product_world
from chorus_app.kernel.errors import AppError
from chorus_app.kernel.text import t
from chorus_app.operations import directory
from chorus_app.operations.directory import MAX_BYTES
from chorus_app.structures.importing import COLUMNS, MOST_ERRORS, NEEDED, Checked, Imported, ImportRefused, Line
from chorus_app.ui.components.answers import AnswerState
from chorus_app.ui.components.basics import Seen, button, facts, notice
from chorus_app.ui.components.zone import NOT_SENT, drop_zone
from chorus_app.ui.gate import Right, event
from chorus_app.ui.operator import asking
from chorus_app.ui.operator.parts import operator_page
from chorus_app.ui.problems import told
from chorus_app.ui.session import act, look, who

__all__ = ["DirectoryState", "body"]
CSV = ".csv,text/csv"
FAILURES = {**NOT_SENT, "507": "full"}
CHOOSE, EXAMINE, REFUSED, READY, IMPORTING, DONE = "choose", "examine", "refused", "ready", "importing", "done"


@dataclass(frozen=True)
class Finding:
    """What is wrong on a line."""

    line: str
    text: str


@dataclass(frozen=True)
class Counts:
    """What an import does, or did."""

    structures_created: str = "0"
    structures_changed: str = "0"
    services_created: str = "0"
    services_changed: str = "0"
    nothing: bool = True


def counts(done: Imported) -> Counts:
    numbers = (done.structures_created, done.structures_changed, done.services_created, done.services_changed)
    made, changed, added, altered = map(french.count, numbers)
    return Counts(made, changed, added, altered, nothing=not any(numbers))


class DirectoryState(AnswerState, rx.State):
    """One file at a time in a tab: sent, tried, imported."""

    step: str = CHOOSE
    name: str = ""
    progress: int = 0
    progress_text: str = ""
    findings: list[Finding] = []
    more_findings: bool = False
    counts: Counts = Counts()
    _token: str = ""
    _turn: int = 0

    @event(Right.OPERATOR)
    async def load(self) -> None:
        await self._forget()

    @event(Right.OPERATOR)
    async def start_again(self) -> None:
        """Choose another file."""
        await self._forget()

    @event(Right.OPERATOR)
    async def failed(self, reason: str) -> None:
        """The browser could not send the file; the reason is a word or an HTTP status."""
        await self._forget()
        name = FAILURES.get(str(reason).partition(":")[0], "other")
        self.problem = t(f"operator_ui.directory.failed.{name}", megabytes=MAX_BYTES // 1_000_000)

    @event(Right.OPERATOR, background=True)
    async def received(self, token: str) -> None:
        """The file has arrived: try it, and tell how far that is. Nothing is written."""
        async with self:
            await self._forget()
            self._token, turn = str(token), self._turn
        found = await self._examine(turn)
        if found is not None:
            async with self:
                if turn == self._turn:
                    self.step, self.counts = READY, counts(found[1])

    @event(Right.OPERATOR, background=True)
    async def apply(self) -> EventSpec | None:
        """Import: everything is examined again, for the portal may have changed since; all lines or none."""
        async with self:
            if self.step != READY:
                return None
            turn, token, name = self._turn, self._token, self.name
        found = await self._examine(turn)
        if found is None:
            return None
        async with self:
            if turn != self._turn:
                return None
            self.step, self.progress_text = IMPORTING, t("operator_ui.directory.writing")
            try:
                done = await act(self, directory.import_checked, checked=found[0], name=name)
                await act(self, directory.forget, token=token)
            except AppError as error:
                self.step, self.problem = CHOOSE, told(error)
                return None
            self.step, self.counts = DONE, counts(done)
            self.message = t("operator_ui.directory.done")
        return None

    async def _examine(self, turn: int) -> tuple[Checked, Imported] | None:
        """What the file asks for; None when it cannot be imported, which is told."""
        world = product_world()
        try:
            async with self:
                self.step, self.progress, self.progress_text = EXAMINE, 0, t("operator_ui.directory.reading")
                person = await who(self)
                file, self.name = await look(self, directory.sent_file, token=self._token)
            lines = await asyncio.to_thread(directory.lines_of, world, file)
            reader = _Reader(world, person.user_id if person else None)
            work = asyncio.ensure_future(asyncio.to_thread(reader.examine, lines))
            await self._show_progress(turn, reader, work)
            return await work
        except ImportRefused as refused:
            await self._refuse(turn, refused)
        except ChildDied as death:
            await self._stop(turn, t(f"operator_ui.directory.child.{death.reason}"))
        except AppError as error:
            await self._stop(turn, told(error))
        return None

    async def _show_progress(self, turn: int, reader: "_Reader", work: "asyncio.Future[Any]") -> None:
        while not (await asyncio.wait([work], timeout=0.3))[0]:
            async with self:
                if turn == self._turn and reader.all:
                    self.progress = 100 * reader.done // reader.all
                    done, all_ = french.count(reader.done), french.count(reader.all)
                    self.progress_text = t("operator_ui.directory.checking", done=done, all=all_)

    async def _refuse(self, turn: int, refused: ImportRefused) -> None:
        async with self:
            if turn == self._turn:
                self.findings = [
                    Finding(t("operator_ui.directory.at_line", line=one.line), t(one.error.key, **one.error.params))
                    for one in refused.lines
                ]
                self.more_findings = len(refused.lines) >= MOST_ERRORS
                self.step = REFUSED

    async def _stop(self, turn: int, problem: str) -> None:
        async with self:
            if turn == self._turn:
                self.step, self.problem = CHOOSE, problem

    async def _forget(self) -> None:
        """Nothing stays of the file, here and on the disk."""
        if self._token:
            await act(self, directory.forget, token=self._token)
        self._hush()
        self._turn += 1
        self.step, self.name, self.progress, self.progress_text, self._token = CHOOSE, "", 0, "", ""
        self.findings, self.more_findings, self.counts = [], False, Counts()


class _Reader:
    """Tells from another thread how far the examination is."""

    def __init__(self, world: World, actor_id: int | None) -> None:
        self._world, self._actor_id = world, actor_id
        self.done = self.all = 0

    def examine(self, lines: list[Line]) -> tuple[Checked, Imported]:
        with self._world.reading(actor_id=self._actor_id) as context:
            return directory.examine(context, lines=lines, told=self._tell)

    def _tell(self, done: int, all_: int) -> None:
        self.done, self.all = done, all_


def body() -> rx.Component:
    return operator_page(
        "directory",
        asking.DIRECTORY,
        DirectoryState,
        rx.match(
            DirectoryState.step,
            (EXAMINE, working()),
            (IMPORTING, working()),
            (REFUSED, refused()),
            (READY, ready()),
            (DONE, done()),
            choose(),
        ),
    )


def choose() -> rx.Component:
    return rx.el.div(
        drop_zone(
            route=asking.DIRECTORY_DOOR,
            limit=MAX_BYTES,
            received=DirectoryState.received,
            failed=DirectoryState.failed,
            accepted=CSV,
            drop=t("operator_ui.directory.drop"),
        ),
        rx.el.details(
            rx.el.summary(t("operator_ui.directory.columns")),
            rx.el.p(t("operator_ui.directory.columns_text", needed=", ".join(NEEDED))),
            rx.el.p(", ".join(COLUMNS), class_name="code breakable small"),
        ),
        class_name="stack",
    )


def working() -> rx.Component:
    return rx.el.section(
        rx.el.h2(DirectoryState.name, class_name="breakable"),
        rx.el.p(rx.el.span(class_name="spinner"), " ", DirectoryState.progress_text, class_name="row", role="status"),
        rx.el.progress(max=100, value=DirectoryState.progress, aria_label=t("operator_ui.directory.progress")),
        class_name="sheet stack",
    )


def refused() -> rx.Component:
    return rx.el.section(
        notice(
            rx.fragment(t("operator_ui.directory.refused"), " ", DirectoryState.name),
            rx.el.p(t("operator_ui.directory.refused_text")),
            kind="danger",
            role="alert",
        ),
        rx.el.div(
            rx.el.table(
                rx.el.caption(t("operator_ui.directory.findings")),
                rx.el.thead(
                    rx.el.tr(
                        rx.el.th(t("operator_ui.directory.line"), scope="col"),
                        rx.el.th(t("operator_ui.directory.what"), scope="col"),
                    )
                ),
                rx.el.tbody(rx.foreach(DirectoryState.findings, finding)),
                class_name="list",
            ),
            class_name="table-wrap",
            tab_index=0,
            role="region",
            aria_label=t("operator_ui.directory.findings"),
        ),
        rx.cond(
            DirectoryState.more_findings,
            rx.el.p(t("operator_ui.directory.more_findings", count=MOST_ERRORS), class_name="soft"),
        ),
        another(),
        class_name="stack",
    )


def finding(one: Seen) -> rx.Component:
    return rx.el.tr(
        rx.el.td(one.line, class_name="nowrap", custom_attrs={"data-label": t("operator_ui.directory.line")}),
        rx.el.td(one.text, custom_attrs={"data-label": t("operator_ui.directory.what")}),
    )


def ready() -> rx.Component:
    """What the import would do, and the button that does it."""
    return rx.el.section(
        rx.el.h2(DirectoryState.name, class_name="breakable"),
        rx.cond(
            DirectoryState.counts.nothing,
            notice(t("operator_ui.directory.nothing"), rx.el.p(t("operator_ui.directory.nothing_text"))),
            rx.fragment(
                notice(t("operator_ui.directory.ready"), rx.el.p(t("operator_ui.directory.ready_text")), role="status"),
                numbers(),
            ),
        ),
        rx.el.div(
            rx.cond(
                ~DirectoryState.counts.nothing,
                button(t("operator_ui.directory.import"), icon_name="database", on_click=DirectoryState.apply),
            ),
            another(),
            class_name="row",
        ),
        class_name="sheet stack",
    )


def done() -> rx.Component:
    return rx.el.section(
        rx.el.h2(DirectoryState.name, class_name="breakable"), numbers(), another(), class_name="sheet stack"
    )


def numbers() -> rx.Component:
    figures = DirectoryState.counts
    return facts(
        (t("operator_ui.directory.structures_created"), figures.structures_created),
        (t("operator_ui.directory.structures_changed"), figures.structures_changed),
        (t("operator_ui.directory.services_created"), figures.services_created),
        (t("operator_ui.directory.services_changed"), figures.services_changed),
    )


def another() -> rx.Component:
    return button(t("operator_ui.directory.another"), weight="secondary", on_click=DirectoryState.start_again)
