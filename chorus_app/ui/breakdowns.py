"""What a person sees when the page cannot go on: no connection to the server, or a page that fails in the browser.

They stand in the place of Reflex's own, which speak English and of its addresses.
"""

import reflex as rx
from reflex.app import ErrorBoundary  # type: ignore[attr-defined] # the name is there, only not listed
from reflex.event import noop

from chorus_app.kernel.text import t
from chorus_app.ui.components.basics import Seen, button, icon, notice, plain_link


def connection() -> rx.Component:
    """Says that the connection is lost, until it is back. The region stands in the page before its words come."""
    lost = rx.el.div(
        rx.el.div(
            rx.el.span(class_name="spinner"),
            rx.el.p(rx.el.strong(t("ui.connection.lost")), " ", t("ui.connection.lost_text")),
            class_name="inner",
        )
    )
    return rx.el.div(rx.connection_banner(lost), role="status", class_name="connection")


def newer_version() -> rx.Component:
    """Says that the page is older than the server; chorus.js shows it in the place of Reflex's own words."""
    reload = button(t("ui.newer.reload"), weight="secondary", custom_attrs={"data-renew": "true"})
    told = rx.el.div(
        rx.el.div(rx.el.p(rx.el.strong(t("ui.newer.title")), " ", t("ui.newer.text")), reload, class_name="inner")
    )
    return rx.el.div(told, role="alert", class_name="connection", hidden=True, custom_attrs={"data-newer": "true"})


def caught(stateful: bool) -> rx.Component:
    """Around every page: what is shown when one fails while it is drawn."""
    told: Seen = {} if stateful else {"on_error": noop()}
    return ErrorBoundary.create(fallback_render=rx.Var.create(broken()), **told)


def broken() -> rx.Component:
    """The whole page, and nothing of a State in it: what failed may be what every page has."""
    return rx.el.div(
        rx.el.title(f"{t('ui.broken.title')} · {t('ui.brand')}"),
        rx.el.header(
            rx.el.div(
                plain_link(icon("receipt-text"), t("ui.brand"), href="/", class_name="brand"),
                rx.el.span(t("ui.unofficial"), class_name="unofficial"),
                class_name="inner",
            ),
            class_name="masthead",
        ),
        rx.el.main(
            rx.el.div(
                rx.el.h1(t("ui.broken.title")),
                notice(None, rx.el.p(t("ui.broken.text")), kind="danger", role="alert"),
                rx.el.div(
                    button(t("ui.broken.reload"), icon_name="rotate-cw", custom_attrs={"data-reload": "true"}),
                    plain_link(t("ui.not_found.home"), href="/", class_name="button secondary"),
                    class_name="row",
                ),
                class_name="inner",
            )
        ),
        rx.el.footer(rx.el.div(rx.el.p(t("ui.foot.unofficial")), class_name="inner"), class_name="foot"),
        class_name="frame",
    )
