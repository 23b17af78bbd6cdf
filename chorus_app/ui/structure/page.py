"""The page of a structure: data, demands, spaces, history. Services and members have modules of their own."""

from collections.abc import Mapping
from typing import Any

import reflex as rx

from chorus_app.kernel.text import t
from chorus_app.structures.enums import Demand
from chorus_app.ui.components.answers import answers
from chorus_app.ui.components.basics import (
    Seen,
    alert,
    asked_again,
    badge,
    button,
    facts,
    labelled,
    link,
    link_button,
    notice,
    some,
    waiting,
)
from chorus_app.ui.components.changes import difference
from chorus_app.ui.components.editing import beside, edited
from chorus_app.ui.components.fields import radio, text_field
from chorus_app.ui.components.forms import form_page, save_or_cancel
from chorus_app.ui.components.listing import beyond, pages, table
from chorus_app.ui.components.places import crumbs, tabs
from chorus_app.ui.frame import FrameState
from chorus_app.ui.structure.asking import HISTORY, MEMBERS, ROUTE, SERVICES
from chorus_app.ui.structure.state import DataFormState, DemandState, HistoryState, OrganisationState

__all__ = [
    "DataFormState",
    "DemandState",
    "HistoryState",
    "OrganisationState",
    "data",
    "data_form",
    "framed",
    "history",
    "parameters",
    "spaces",
]

PARAMETERS, SPACES, RACCORDEMENT = f"{ROUTE}/parametres", f"{ROUTE}/espaces", f"{ROUTE}/raccordement"
TABS = (
    ("structure_ui.tab.data", ROUTE),
    ("structure_ui.tab.parameters", PARAMETERS),
    ("structure_ui.tab.services", SERVICES),
    ("structure_ui.tab.members", MEMBERS),
    ("structure_ui.tab.spaces", SPACES),
    ("structure_ui.tab.raccordement", RACCORDEMENT),
    ("structure_ui.tab.history", HISTORY),
)


def framed(here: str, state: Any, *content: rx.Component) -> rx.Component:
    """A tab of the page: its content, or why it is closed to this person."""
    return rx.el.div(
        rx.el.div(
            rx.el.h1(t("structure_ui.title")),
            rx.el.p(FrameState.acting_name, class_name="lead"),
            class_name="stack",
        ),
        tabs(*[(t(label), href) for label, href in TABS], here=here),
        rx.cond(
            state.loaded, rx.cond(state.allowed, rx.el.div(*content, class_name="stack-wide"), closed()), waiting()
        ),
        class_name="stack-wide",
    )


def closed() -> rx.Component:
    return notice(t("structure_ui.reserved.title"), rx.el.p(t("structure_ui.reserved.text")), kind="warning")


def data() -> rx.Component:
    """Who the structure is."""
    card = OrganisationState.card
    return framed(
        ROUTE,
        OrganisationState,
        rx.el.div(answers(OrganisationState), class_name="stack"),
        rx.el.div(
            facts(
                (t("structure_ui.data.name"), card.name),
                (t("structure_ui.data.identifier"), rx.el.span(card.identifier, class_name="code")),
                (t("structure_ui.data.kind"), card.kind),
                (t("structure_ui.data.address"), address(card)),
                (t("structure_ui.data.country"), card.country),
                (t("structure_ui.data.since"), card.since),
            ),
            rx.cond(card.roles != "", facts((t("structure_ui.data.roles"), card.roles))),
            class_name="sheet stack",
        ),
        rx.cond(
            card.may_change_data,
            rx.el.div(link_button(t("structure_ui.data.change"), f"{ROUTE}/modifier", icon_name="pencil")),
            rx.el.p(
                rx.cond(card.public, t("structure_ui.data.of_directory"), t("structure_ui.data.managers")),
                class_name="soft",
            ),
        ),
        rx.el.section(
            rx.el.h2(t("structure_ui.data.more")),
            rx.el.ul(
                rx.el.li(link(card.services, href=SERVICES)),
                rx.el.li(link(card.members, href=MEMBERS)),
                class_name="bullets",
            ),
            class_name="stack",
        ),
    )


def address(card: Seen) -> rx.Component:
    nothing = rx.el.span(t("structure_ui.data.no_address"), class_name="soft")
    there = rx.fragment(card.address, rx.cond((card.address != "") & (card.place != ""), rx.el.br()), card.place)
    return rx.cond((card.address == "") & (card.place == ""), nothing, there)


def data_form() -> rx.Component:
    """Name and address being changed."""
    head = (
        crumbs((t("structure_ui.title"), ROUTE), (t("structure_ui.data.change"), "")),
        rx.el.h1(t("structure_ui.data.change_title")),
    )
    refusal = notice(None, rx.el.p(t("structure_ui.data.not_changeable")), kind="warning")
    return form_page(head, DataFormState, form(), refusal=refusal)


def form() -> rx.Component:
    return rx.el.form(
        beside(DataFormState),
        alert(DataFormState.problem),
        text("name", required=True, auto_complete="organization"),
        text("address", auto_complete="street-address"),
        rx.el.div(
            text("postcode", auto_complete="postal-code"),
            text("city", auto_complete="address-level2"),
            class_name="two",
        ),
        save_or_cancel(ROUTE),
        on_submit=DataFormState.save,
        no_validate=True,
        class_name="form sheet",
    )


def text(name: str, *, required: bool = False, **props: Any) -> rx.Component:
    label = t(f"structure_ui.data.{name}")
    return text_field(
        label, name, errors=DataFormState.errors, required=required, **edited(DataFormState, name, **props)
    )


def parameters() -> rx.Component:
    """What the structure demands of the invoices that it receives."""
    card = DemandState.card
    return framed(
        PARAMETERS,
        DemandState,
        rx.el.div(answers(DemandState), class_name="stack"),
        rx.cond(
            card.public,
            rx.cond(card.state, of_the_state(), rx.cond(card.may_change, demand_form(), demand_only_seen())),
            notice(t("structure_ui.parameters.private"), rx.el.p(t("structure_ui.parameters.private_text"))),
        ),
    )


def of_the_state() -> rx.Component:
    return notice(t("structure_ui.parameters.state"), rx.el.p(t("structure_ui.demand.both.meaning")))


def demand_only_seen() -> rx.Component:
    card = DemandState.card
    return rx.el.div(
        rx.el.h2(t("structure_ui.parameters.demand")),
        rx.el.p(rx.el.strong(card.demand)),
        rx.el.p(card.demand_meaning),
        class_name="sheet stack",
    )


def demand_form() -> rx.Component:
    state: Any = DemandState
    return rx.el.form(
        beside(state),
        rx.el.fieldset(
            rx.el.legend(t("structure_ui.parameters.demand"), class_name="legend"),
            *[demand_choice(demand) for demand in Demand],
            class_name="stack-tight",
            aria_describedby="demand-error",
        ),
        rx.el.div(
            rx.cond(state.errors.contains("demand"), notice(None, rx.el.p(state.errors["demand"]), kind="danger")),
            id="demand-error",
            role="alert",
        ),
        rx.el.p(t("structure_ui.parameters.at_once"), class_name="soft"),
        rx.el.div(button(t("editing.save"), type="submit"), class_name="row"),
        on_submit=lambda _form: DemandState.save(),
        class_name="form sheet",
    )


def demand_choice(demand: Demand) -> rx.Component:
    return radio(
        "demand",
        demand.value,
        rx.el.strong(t(f"structure_ui.demand.{demand.value}.name")),
        rx.el.span(t(f"structure_ui.demand.{demand.value}.meaning"), class_name="sub"),
        checked=DemandState.chosen == demand.value,
        on_choose=DemandState.choose(demand.value),
    )


def spaces() -> rx.Component:
    """The spaces of the structure, switched on and off."""
    state = OrganisationState
    return framed(
        SPACES,
        state,
        rx.el.div(answers(state), class_name="stack"),
        rx.el.p(t("structure_ui.spaces.lead")),
        rx.el.ul(rx.foreach(state.spaces, space), class_name="lines"),
        rx.cond(state.asking != "", confirmation()),
    )


def space(line: Seen) -> rx.Component:
    switch = rx.cond(
        line.closed,
        button(labelled(t("structure_ui.spaces.open"), line.name), on_click=OrganisationState.open_space(line.id)),
        button(
            labelled(t("structure_ui.spaces.close"), line.name),
            weight="secondary",
            on_click=OrganisationState.ask(line.id),
        ),
    )
    return rx.el.li(
        rx.el.div(rx.el.strong(line.name), rx.el.span(line.meaning, class_name="soft"), class_name="what"),
        rx.cond(
            line.closed,
            badge(t("structure_ui.spaces.off"), "neutral"),
            badge(t("structure_ui.spaces.on"), "success"),
        ),
        rx.cond(
            line.compulsory,
            rx.el.span(line.why, class_name="soft small"),
            rx.cond(OrganisationState.card.may_change, switch),
        ),
        key=line.id,
    )


def confirmation() -> rx.Component:
    """Asks again: a whole team loses sight of its invoices."""
    state = OrganisationState
    return asked_again(
        t("structure_ui.spaces.ask_title"),
        rx.el.p(rx.el.strong(state.asking_name)),
        rx.el.p(t("structure_ui.spaces.ask_text")),
        keep=t("editing.keep"),
        on_keep=state.keep,
        act=button(t("structure_ui.spaces.close"), weight="danger", on_click=state.close_space),
    )


def history() -> rx.Component:
    """All changes, newest first."""
    state = HistoryState
    nothing = rx.el.p(t("structure_ui.history.none"), class_name="soft")
    return framed(
        HISTORY,
        state,
        rx.cond(
            state.total > 0,
            rx.el.div(
                table(state, HistoryState._spec(), history_cells), beyond(state), pages(state), class_name="stack"
            ),
            nothing,
        ),
    )


def history_cells(row: Seen) -> Mapping[str, Any]:
    return {
        "at": rx.el.span(row.at, class_name="nowrap"),
        "who": row.who,
        "act": rx.el.div(row.act, rx.cond(row.subject != "", rx.el.span(row.subject, class_name="sub breakable"))),
        "differences": rx.el.div(
            rx.cond(
                some(row.differences),
                rx.el.ul(rx.foreach(row.differences, difference), class_name="stack-tight small"),
                rx.el.span("—", aria_hidden="true"),
            )
        ),
    }
