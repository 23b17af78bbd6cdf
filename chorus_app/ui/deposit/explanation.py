"""What the file is, explained: automatic or classic, and what to do when it is not what one expected."""

import reflex as rx

from chorus_app.kernel.text import t
from chorus_app.ui.components.basics import badge, button, link, notice, window
from chorus_app.ui.deposit.state import DepositState
from chorus_app.ui.verdict.pieces import file_details, read

REMEDIES = (
    ("deposit.remedies.letter", "/documentation/lettre-editeur"),
    ("deposit.remedies.editor", "/documentation/pdf-classique"),
)


def explained() -> rx.Component:
    """The explanation of the file's family, then what was read in it."""
    return rx.el.div(
        rx.el.div(
            badge(DepositState.card.label, DepositState.card.tone),
            class_name="row",
        ),
        rx.match(
            DepositState.card.family,
            ("facturx", facturx()),
            ("xml", xml()),
            ("classic", classic()),
            ("half_facturx", half_facturx()),
            rx.fragment(),
        ),
        read(DepositState.card.read),
        file_details(DepositState.card.facts),
        class_name="stack",
    )


def facturx() -> rx.Component:
    return rx.el.div(
        notice(
            t("deposit.facturx.title"),
            rx.el.p(t("deposit.facturx.text")),
            rx.el.p(t("deposit.facturx.then")),
        ),
        rx.el.details(
            rx.el.summary(t("deposit.remedies.expected")),
            rx.el.p(t("deposit.remedies.text")),
            remedies(),
        ),
        class_name="stack",
    )


def xml() -> rx.Component:
    return notice(t("deposit.xml.title"), rx.el.p(DepositState.card.meaning), rx.el.p(t("deposit.xml.text")))


def classic() -> rx.Component:
    return notice(
        t("deposit.classic.title"),
        rx.el.p(DepositState.card.meaning),
        rx.el.p(t("deposit.classic.text")),
        rx.el.p(t("deposit.classic.here")),
    )


def half_facturx() -> rx.Component:
    return rx.el.div(
        notice(t("deposit.half.title"), rx.el.p(DepositState.card.meaning), kind="warning"),
        rx.el.p(t("deposit.half.text")),
        remedies(),
        class_name="stack",
    )


def remedies() -> rx.Component:
    return rx.el.ul(*[rx.el.li(link(t(key), href=href)) for key, href in REMEDIES], class_name="stack-tight")


def explanation_window() -> rx.Component:
    """« Quelle différence ? »"""
    close = DepositState.explain(False)
    return window(
        t("deposit.window.title"),
        rx.el.h3(t("deposit.window.automatic")),
        rx.el.p(t("deposit.window.automatic_text")),
        rx.el.h3(t("deposit.window.classic")),
        rx.el.p(t("deposit.window.classic_text")),
        rx.el.p(t("deposit.window.here")),
        remedies(),
        on_close=close,
        foot=button(t("deposit.window.close"), on_click=close),
    )
