"""« Structures »: found, switched off and on, given a manager."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import reflex as rx
from reflex.event import EventSpec

from chorus_app.kernel import french
from chorus_app.kernel.text import t
from chorus_app.operations import structures
from chorus_app.operations.structures import Filter, StructureRow
from chorus_app.ui.components.basics import Seen, badge, button, empty, labelled, link_button
from chorus_app.ui.components.criteria import chosen_filter
from chorus_app.ui.components.fields import text_field
from chorus_app.ui.components.list_url import ListSpec
from chorus_app.ui.components.listing import list_view
from chorus_app.ui.gate import Right, event
from chorus_app.ui.operator import asking
from chorus_app.ui.operator.base import OperatorListState
from chorus_app.ui.operator.parts import operator_page, reason_window
from chorus_app.ui.session import look

__all__ = ["StructuresState", "body"]
DISABLE, ENABLE, MANAGER = "disable", "enable", "manager"


@dataclass(frozen=True)
class StructureLine:
    """A structure of the list."""

    id: str
    name: str
    city: str
    identifier: str
    members: str
    managers: str
    active: bool
    unmanaged: bool


def structure_line(row: StructureRow) -> StructureLine:
    return StructureLine(
        row.public_id,
        row.name,
        row.city,
        french.identifier(row.identifier_type, row.identifier),
        str(row.members),
        str(row.managers),
        row.active,
        row.active and not row.managers,
    )


class StructuresState(OperatorListState, rx.State):
    """The list, and the structure that something is done to."""

    rows: list[StructureLine] = []

    @classmethod
    def _spec(cls) -> ListSpec:
        return asking.STRUCTURES_SPEC

    @event(Right.OPERATOR)
    async def change(self, form: dict[str, Any]) -> EventSpec | None:
        """Switch the structure off or on."""
        on, reason = self.doing == ENABLE, str(form.get("reason", ""))[:2000]
        name = "enabled" if on else "disabled"
        return await self._decide(
            structures.set_active,
            lambda done: t(f"operator_ui.structures.{name}", name=done.name),
            public_id=self.chosen,
            active=on,
            reason=reason,
        )

    @event(Right.OPERATOR)
    async def name_manager(self, form: dict[str, Any]) -> EventSpec | None:
        """Make somebody a manager of the structure."""
        given = {name: str(form.get(name, ""))[:2000] for name in ("email", "reason")}
        name = self.about
        return await self._decide(
            structures.name_manager,
            lambda user: t("operator_ui.structures.named", who=user.full_name, name=name),
            public_id=self.chosen,
            **given,
        )

    async def _read(self) -> None:
        place = self._asked()
        only = place.filters.get("genre", "")
        page = await look(self, structures.list_structures, text=place.search, only=only, page=place.page)
        self._fill(place, page, [structure_line(row) for row in page.rows])


def body() -> rx.Component:
    kinds = [(one.value, t(f"operator_ui.structure_filter.{one.value}")) for one in Filter]
    return operator_page(
        "structures",
        asking.STRUCTURES,
        StructuresState,
        list_view(
            StructuresState,
            row=cells,
            empty=rx.el.div(
                empty(
                    t("operator_ui.structures.none"),
                    t("operator_ui.structures.none_text"),
                    link_button(t("operator_ui.directory.tab"), href=asking.DIRECTORY, icon_name="file-up"),
                ),
                class_name="sheet",
            ),
            filters=(
                chosen_filter(
                    StructuresState,
                    "genre",
                    t("operator_ui.structures.filter"),
                    kinds,
                    t("operator_ui.structures.any"),
                ),
            ),
            search_hint=t("operator_ui.structures.search_hint"),
        ),
        rx.cond(StructuresState.doing != "", act_window()),
    )


def cells(row: Seen) -> Mapping[str, Any]:
    state = rx.cond(
        row.active,
        badge(t("operator_ui.structures.active"), "success"),
        badge(t("operator_ui.structures.off"), "neutral"),
    )
    name_one = button(
        labelled(t("operator_ui.structures.manager"), row.name),
        weight="secondary",
        on_click=StructuresState.ask(MANAGER, row.id, row.name),
    )
    switch_off = button(
        labelled(t("operator_ui.structures.disable"), row.name),
        weight="quiet",
        on_click=StructuresState.ask(DISABLE, row.id, row.name),
    )
    switch_on = button(
        labelled(t("operator_ui.structures.enable"), row.name),
        weight="secondary",
        on_click=StructuresState.ask(ENABLE, row.id, row.name),
    )
    return {
        "name": rx.el.div(rx.el.strong(row.name), rx.cond(row.city != "", rx.el.span(row.city, class_name="sub"))),
        "identifier": rx.el.span(row.identifier, class_name="nowrap"),
        "members": row.members,
        "managers": rx.cond(row.unmanaged, badge(t("operator_ui.structures.unmanaged"), "warning"), row.managers),
        "state": state,
        "act": rx.cond(row.active, rx.el.div(name_one, switch_off, class_name="row"), switch_on),
    }


def act_window() -> rx.Component:
    about = rx.el.p(rx.el.strong(StructuresState.about))
    return rx.match(
        StructuresState.doing,
        (DISABLE, disable_window(about)),
        (
            ENABLE,
            reason_window(
                t("operator_ui.structures.enable_title"),
                about,
                state=StructuresState,
                submit=t("operator_ui.structures.enable"),
                on_submit=StructuresState.change,
                danger=False,
            ),
        ),
        manager_window(about),
    )


def disable_window(about: rx.Component) -> rx.Component:
    stops = rx.el.ul(
        *[rx.el.li(t(f"operator_ui.structures.stops.{name}")) for name in ("acting", "received", "requests", "kept")],
        class_name="bullets",
    )
    return reason_window(
        t("operator_ui.structures.disable_title"),
        about,
        rx.el.div(rx.el.p(t("operator_ui.structures.disable_text")), stops, class_name="stack-tight"),
        state=StructuresState,
        submit=t("operator_ui.structures.disable"),
        on_submit=StructuresState.change,
    )


def manager_window(about: rx.Component) -> rx.Component:
    return reason_window(
        t("operator_ui.structures.manager_title"),
        about,
        rx.el.p(t("operator_ui.structures.manager_text")),
        state=StructuresState,
        submit=t("operator_ui.structures.manager"),
        on_submit=StructuresState.name_manager,
        danger=False,
        hint=t("operator_ui.requests.proof_hint"),
        fields=(
            text_field(
                t("operator_ui.structures.email"),
                "email",
                errors=StructuresState.errors,
                hint=t("operator_ui.structures.email_hint"),
                kind="email",
            ),
        ),
    )
