"""The search from anywhere: a native dialog, opened by its button or by Ctrl K, moved in by arrows (chorus.js)."""

import reflex as rx

from chorus_app.kernel.text import t
from chorus_app.ui.components.basics import Seen, button, icon, link
from chorus_app.ui.search.state import SearchState

FOUND: Seen = SearchState


def search_button() -> rx.Component:
    return button(
        rx.el.span(t("search.open"), class_name="words"),
        weight="quiet",
        icon_name="search",
        title=t("search.key"),
        aria_haspopup="dialog",
        aria_keyshortcuts="Control+K Meta+K",
        custom_attrs={"data-search-open": "true"},
    )


def search_window() -> rx.Component:
    return rx.el.dialog(
        rx.el.div(
            icon("search"),
            rx.el.label(t("search.label"), html_for="partout", class_name="sr-only"),
            rx.el.input(
                id="partout",
                type="search",
                role="combobox",
                placeholder=t("search.hint"),
                auto_complete="off",
                max_length=200,
                spell_check=False,
                aria_expanded=rx.cond(FOUND.groups.length() > 0, "true", "false"),
                aria_controls="trouve",
                aria_autocomplete="list",
                on_change=SearchState.look_for.debounce(150),
                on_focus=SearchState.begin,
            ),
            button(
                rx.el.span(t("ui.close")), weight="quiet", icon_name="x", custom_attrs={"data-search-close": "true"}
            ),
            class_name="search-head",
        ),
        rx.el.div(rx.cond(SearchState.ready, SearchState.counted, ""), role="status", class_name="sr-only"),
        rx.el.div(
            rx.foreach(SearchState.groups, group),
            id="trouve",
            role="listbox",
            aria_label=t("search.found"),
            custom_attrs={"data-answers": SearchState.answers},
        ),
        rx.cond(
            SearchState.ready & (FOUND.groups.length() == 0),
            rx.el.p(t("search.nothing"), class_name="soft search-none"),
        ),
        rx.el.p(rx.el.kbd(t("search.key")), " ", t("search.keys"), class_name="soft small search-keys"),
        id="recherche-partout",
        class_name="search-window",
        aria_label=t("search.label"),
    )


def group(one: Seen) -> rx.Component:
    return rx.el.div(
        rx.el.p(one.label, aria_hidden="true", class_name="search-group"),
        rx.foreach(one.hits, hit),
        role="group",
        aria_label=one.label,
    )


def hit(one: Seen) -> rx.Component:
    return link(
        rx.el.span(one.title, class_name="strong"),
        rx.cond(one.detail != "", rx.el.span(one.detail, class_name="sub")),
        href=one.href,
        custom_attrs={"role": "option", "aria-selected": "false", "tabIndex": -1},
    )
