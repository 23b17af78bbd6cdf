"""The tools beside a list whose searches are kept: « Recherches enregistrées », « Colonnes », the rows picked."""

from typing import Any

import reflex as rx

from chorus_app.kernel.text import t
from chorus_app.ui.components.basics import Seen, alert, badge, button, download_link, icon, labelled, link, status
from chorus_app.ui.components.fields import text_field


def kept_tools(state: Any) -> rx.Component:
    """Searches and columns, each behind its word, and what came of the last act."""
    return rx.el.div(
        status(state.said),
        alert(state.problem),
        rx.el.div(searches(state), columns(state), class_name="list-bar"),
        class_name="stack",
    )


def searches(state: Any) -> rx.Component:
    return rx.el.details(
        rx.el.summary(
            icon("bookmark", size=18),
            t("ui.list.saved.title"),
            rx.cond(state.saved.length() > 0, rx.el.span(state.saved.length(), class_name="count")),
        ),
        rx.el.div(
            rx.cond(
                state.saved.length() > 0,
                rx.el.ul(rx.foreach(state.saved, lambda one: search(state, one)), class_name="lines"),
                rx.el.p(t("ui.list.saved.none"), class_name="soft"),
            ),
            rx.el.form(
                text_field(
                    t("ui.list.saved.name"),
                    "nom-recherche",
                    errors=state.name_errors,
                    hint=t("ui.list.saved.hint"),
                    max_length=60,
                    auto_complete="off",
                ),
                button(t("ui.list.saved.save"), type="submit", weight="secondary", icon_name="bookmark-plus"),
                on_submit=state.save_search,
                reset_on_submit=True,
                class_name="list-tools",
            ),
            class_name="stack",
        ),
        class_name="list-panel",
    )


def search(state: Any, one: Seen) -> rx.Component:
    return rx.el.li(rx.cond(state.renaming == one.id, other_name(state, one), kept(state, one)))


def kept(state: Any, one: Seen) -> rx.Component:
    return rx.fragment(
        rx.el.div(
            link(one.name, href=one.href, aria_current=rx.cond(one.current, "page", "false")),
            rx.cond(one.default, badge(t("ui.list.saved.is_default"), "neutral")),
            class_name="what",
        ),
        rx.el.div(
            rx.cond(
                one.default,
                act(t("ui.list.saved.undo_default"), one, "pin-off", state.open_with(one.id, False)),
                act(t("ui.list.saved.make_default"), one, "pin", state.open_with(one.id, True)),
            ),
            act(t("ui.list.saved.rename"), one, "pencil", state.ask_name(one.id)),
            act(t("ui.list.saved.forget"), one, "trash-2", state.forget_search(one.id)),
            class_name="row",
        ),
    )


def act(label: str, one: Seen, picture: str, on_click: Any) -> rx.Component:
    return button(
        labelled(label, one.name),
        weight="quiet",
        icon_name=picture,
        on_click=on_click,
    )


def other_name(state: Any, one: Seen) -> rx.Component:
    return rx.el.form(
        text_field(
            t("ui.list.saved.new_name"),
            "nouveau-nom",
            errors=state.name_errors,
            default_value=one.name,
            max_length=60,
            auto_complete="off",
        ),
        button(t("ui.list.saved.keep"), type="submit", weight="secondary"),
        button(t("ui.list.saved.cancel"), weight="quiet", on_click=state.keep_name),
        on_submit=state.rename_search,
        class_name="list-tools",
    )


def columns(state: Any) -> rx.Component:
    return rx.el.details(
        rx.el.summary(icon("columns-3", size=18), t("ui.list.columns.title")),
        rx.el.fieldset(
            rx.el.legend(t("ui.list.columns.legend"), class_name="soft"),
            rx.el.div(rx.foreach(state.column_choices, lambda one: column(state, one)), class_name="criteria"),
            rx.el.div(
                button(t("ui.list.columns.usual"), weight="secondary", on_click=state.usual_columns),
                rx.el.p(t("ui.list.columns.hint"), class_name="hint"),
                class_name="criteria-foot",
            ),
        ),
        class_name="list-panel",
    )


def column(state: Any, one: Seen) -> rx.Component:
    return rx.el.label(
        rx.el.input(
            type="checkbox", checked=one.shown, on_change=lambda shown: state.show_column(one.key, shown), name=one.key
        ),
        one.label,
        class_name="check",
    )


def pick_bar(state: Any, export: str, workbook: str) -> rx.Component:
    """Pick all rows of the page, or of the list; what is picked can be exported."""
    return rx.el.div(
        rx.el.label(  # on narrow screens, where the headings are not seen
            rx.el.input(type="checkbox", checked=state.page_picked, on_change=state.pick_page),
            t("ui.list.pick.page"),
            class_name="check",
        ),
        rx.el.div(rx.cond(state.picked_said != "", rx.el.strong(state.picked_said)), role="status"),
        rx.cond(
            state.pick_offer != "",
            button(state.pick_offer, weight="quiet", icon_name="list-checks", on_click=state.pick_all),
        ),
        rx.cond(
            state.picked_said != "",
            rx.fragment(
                picked_file(state, export, t("ui.list.csv")),
                rx.cond(~state.picked_all | ~state.long, picked_file(state, workbook, t("ui.list.workbook"))),
                button(t("ui.list.pick.none"), weight="quiet", icon_name="x", on_click=state.pick_none),
            ),
        ),
        class_name="pick-bar",
        role="group",
        aria_label=t("ui.list.pick.title"),
    )


def picked_file(state: Any, address: str, form: str) -> rx.Component:
    about = rx.el.span(t("ui.list.pick.export"), " ", class_name="sr-only")
    return download_link(about, form, href=f"{address}?" + state.pick_export, class_name="button quiet")


def pick_head(state: Any) -> rx.Component:
    """The box that picks every row of the page."""
    return rx.el.th(
        rx.el.label(
            rx.el.input(type="checkbox", checked=state.page_picked, on_change=state.pick_page),
            rx.el.span(t("ui.list.pick.page"), class_name="sr-only"),
            class_name="check",
        ),
        scope="col",
        class_name="pick",
    )


def pick_cell(state: Any, item: Seen, name: Any) -> rx.Component:
    """The box of a row; `name` is what the row is called."""
    return rx.el.td(
        rx.el.label(
            rx.el.input(
                type="checkbox",
                checked=state.picked.contains(item.id),
                on_change=lambda wanted: state.pick(item.id, wanted),
            ),
            rx.el.span(t("ui.list.pick.row"), " ", name, class_name="sr-only"),
            class_name="check",
        ),
        class_name="pick",
    )
