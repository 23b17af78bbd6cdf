"""What a person does with a list beside reading it: keep searches, choose columns, pick rows.

The State of such a list is a `KeptListState`; `list_view` then shows these tools by itself.
"""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import reflex as rx
from reflex.event import EventSpec

from chorus_app.kernel import french
from chorus_app.kernel.errors import AppError
from chorus_app.kernel.paging import Page
from chorus_app.kernel.text import t
from chorus_app.preferences import queries, service
from chorus_app.preferences.queries import Kept
from chorus_app.ui.components.chart import Year
from chorus_app.ui.components.list_url import MOST_PICKED, Asked, Column, asked
from chorus_app.ui.components.listing import ListState
from chorus_app.ui.gate import Right, event
from chorus_app.ui.problems import by_field, told
from chorus_app.ui.session import ActingState, act, look, who

NAME_FIELD, RENAME_FIELD = "nom-recherche", "nouveau-nom"


@dataclass(frozen=True)
class SavedLine:
    """A search under a name. `current`: it is what the address asks for."""

    id: str
    name: str
    href: str
    default: bool
    current: bool


@dataclass(frozen=True)
class ColumnChoice:
    """A column that may be shown or not."""

    key: str
    label: str
    shown: bool


class KeptListState(ListState, mixin=True):
    """What lists share whose searches are kept. A list adds what a `ListState` asks for; its spec has a name."""

    saved: list[SavedLine] = []
    renaming: str = ""
    name_errors: dict[str, str] = {}
    said: str = ""
    problem: str = ""
    column_choices: list[ColumnChoice] = []
    picked: list[str] = []
    picked_all: bool = False
    page_picked: bool = False
    picked_said: str = ""
    pick_offer: str = ""
    pick_export: str = ""
    year: Year = Year()
    chart_open: bool = True
    _kept: Kept = Kept()
    _picked_of: str = ""
    _structure: str = ""

    @event(Right.ATTACHED)
    async def save_search(self, form: dict[str, Any]) -> EventSpec | None:
        """Keep what the address asks for under the name typed."""
        name, query = str(form.get(NAME_FIELD, "")), self._asked().query
        try:
            said = await act(self, service.save_search, listing=self._spec().name, name=name, query=query)
        except AppError as error:
            return self._refused(error, NAME_FIELD)
        await self._done(t("ui.list.saved.done", name=said))
        return None

    @event(Right.ATTACHED)
    def ask_name(self, public_id: str) -> EventSpec:
        """Show the field for another name."""
        self.renaming, self.name_errors, self.said = str(public_id), {}, ""
        return rx.set_focus(RENAME_FIELD)

    @event(Right.ATTACHED)
    def keep_name(self) -> None:
        self.renaming, self.name_errors = "", {}

    @event(Right.ATTACHED)
    async def rename_search(self, form: dict[str, Any]) -> EventSpec | None:
        name = str(form.get(RENAME_FIELD, ""))
        try:
            await act(self, service.rename_search, public_id=self.renaming, name=name)
        except AppError as error:
            return self._refused(error, RENAME_FIELD)
        self.renaming = ""
        await self._done(t("ui.list.saved.renamed"))
        return None

    @event(Right.ATTACHED)
    async def forget_search(self, public_id: str) -> EventSpec | None:
        try:
            name = await act(self, service.forget_search, public_id=str(public_id))
        except AppError as error:
            return self._refused(error, "")
        await self._done(t("ui.list.saved.forgotten", name=name))
        return None

    @event(Right.ATTACHED)
    async def open_with(self, public_id: str, wanted: bool) -> EventSpec | None:
        """Let the list open with this search, or with everything again."""
        try:
            await act(self, service.open_with, public_id=str(public_id), wanted=wanted is True)
        except AppError as error:
            return self._refused(error, "")
        await self._done(t("ui.list.saved.default_done" if wanted is True else "ui.list.saved.default_undone"))
        return None

    @event(Right.ATTACHED)
    async def show_column(self, key: str, shown: bool) -> None:
        """Show or hide a column; the first one always stays."""
        spec = self._spec()
        keys = {column.key for column in self._columns()} - {key} | ({key} if shown is True else set())
        columns = [column.key for column in spec.columns if column is spec.columns[0] or column.key in keys]
        await act(self, service.choose_columns, listing=spec.name, columns=columns)
        await self._keep()

    @event(Right.ATTACHED)
    async def usual_columns(self) -> None:
        await act(self, service.choose_columns, listing=self._spec().name, columns=None)
        await self._keep()

    @event(Right.ATTACHED)
    async def fold_chart(self) -> None:
        """Fold the chart above the list, or open it; kept for the next visit."""
        await act(self, service.show_chart, listing=self._spec().name, shown=not self.chart_open)
        await self._keep()

    @event(Right.ATTACHED)
    def pick(self, row_id: str, wanted: bool) -> None:
        """Pick a row of the page, or no longer."""
        if row_id in self._row_ids():
            self._pick({row_id}, wanted is True)

    @event(Right.ATTACHED)
    def pick_page(self, wanted: bool) -> None:
        self._pick(set(self._row_ids()), wanted is True)

    @event(Right.ATTACHED)
    def pick_all(self) -> None:
        """Every row of the list as it is narrowed, on all pages."""
        self.picked, self.picked_all = list(self._row_ids()), True
        self._tell_picked()

    @event(Right.ATTACHED)
    def pick_none(self) -> None:
        self.picked, self.picked_all, self.problem = [], False, ""
        self._tell_picked()

    def _row_ids(self) -> list[str]:
        rows: list[Any] = self.rows
        return [row.id for row in rows]

    def _pick(self, ids: set[str], wanted: bool) -> None:
        self.picked_all, self.problem = False, ""
        others = [row_id for row_id in self.picked if row_id not in ids]
        picked = [*others, *(row_id for row_id in self._row_ids() if row_id in ids)] if wanted else others
        if len(picked) > MOST_PICKED:
            self.problem = t("ui.list.pick.too_many", most=MOST_PICKED)
            return
        self.picked = picked
        self._tell_picked()

    def _tell_picked(self) -> None:
        here, number = set(self._row_ids()), self.total if self.picked_all else len(self.picked)
        self.page_picked = bool(here) and here <= set(self.picked)
        self.picked_said = t("ui.list.pick.count", count=number, number=french.count(number)) if self.picked else ""
        if self.picked_all:
            self.picked_said = t("ui.list.pick.all", rows=self.counted)
        offered = self.page_picked and not self.picked_all and self.total > len(here)
        self.pick_offer = t("ui.list.pick.offer", rows=self.counted) if offered else ""
        ids = urlencode({"choix": ",".join(self.picked), "tri": self._sort(), "structure": self._structure})
        self.pick_export = self.export if self.picked_all else ids

    def _sort(self) -> str:
        page = self._asked().page
        return ("-" if page.descending else "") + page.sort

    def _columns(self) -> tuple[Column, ...]:
        return self._spec().shown(self._kept.columns)

    def _refused(self, error: AppError, field: str) -> EventSpec | None:
        """Say why beside the field, or above the list where there is none."""
        self.said, errors = "", by_field(error)
        self.name_errors = {field: errors["name"]} if "name" in errors else {}
        self.problem = "" if "name" in errors else told(error)
        return rx.set_focus(field) if self.name_errors else None

    async def _done(self, said: str) -> None:
        self.name_errors, self.problem, self.said = {}, "", said
        await self._keep()

    async def _keep(self) -> None:
        """Show what is kept now."""
        self._show_kept(await look(self, queries.kept, listing=self._spec().name), self._asked())

    def _show_kept(self, kept: Kept, place: Asked) -> None:
        self._kept, self.chart_open = kept, kept.chart
        self.saved = [
            SavedLine(one.public_id, one.name, f"{place.path}?{one.query}", one.is_default, one.query == place.query)
            for one in kept.searches
        ]
        shown = self._columns()
        choices = [ColumnChoice(one.key, t(one.label), one in shown) for one in self._spec().columns[1:]]
        if choices != self.column_choices or not self.heads:
            self.column_choices = choices
            self._head(place)

    async def _opening(self) -> EventSpec | None:
        """Where to go instead when the bare address is asked for and the person's list opens with a search."""
        url = self.router.url
        if dict(url.query_parameters):
            return None
        query = await look(self, queries.default_search, listing=self._spec().name)
        return rx.redirect(f"{url.path}?{query}", replace=True) if query else None

    async def _fill_kept(self, place: Asked, kept: Kept, page: Page[Any], rows: list[Any]) -> None:
        """`_fill`, with what the person keeps and has picked."""
        self._show_kept(kept, place)
        self._fill(place, page, rows)
        self._structure = await self._for_structure()
        if self._structure:
            self.export = "&".join(filter(None, (self.export, urlencode({"structure": self._structure}))))
        narrowed = asked(self._spec(), place.path, {"recherche": place.search, **place.filters}).query
        if self._picked_of != (wanted := f"{self._structure} {narrowed}"):
            self._picked_of, self.picked, self.picked_all, self.problem = wanted, [], False, ""
        if self.picked_all:
            self.picked = self._row_ids()
        self._tell_picked()

    async def _for_structure(self) -> str:
        """The structure that this tab acts for, which an export cannot know otherwise."""
        person = await who(self)
        acting = await self.get_state(ActingState)
        attachment = person.attachment(acting.structure) if person else None
        return attachment.public_id if attachment else ""
