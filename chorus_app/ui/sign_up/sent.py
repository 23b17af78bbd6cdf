"""What is shown once a mail may have been sent: the same words whether the address is known or not."""

import reflex as rx

from chorus_app.kernel.text import t
from chorus_app.ui.components.basics import Kind, Seen, link, link_button, notice
from chorus_app.ui.frame import FrameState
from chorus_app.ui.sign_up.sent_state import SentState


def mail_sent(address: Seen | None, *, again: str) -> rx.Component:
    """`again` is the page that sends another mail. Without `address` the mail goes to the owner of a link."""
    return rx.el.div(
        rx.cond(
            SentState.delayed,
            rx.fragment(heading(t("sign_up.waits.title")), promise(address, t("sign_up.waits.what"), kind="warning")),
            rx.fragment(heading(t("sign_up.sent.title")), promise(address, t("sign_up.sent.what"), kind="info")),
        ),
        rx.cond(FrameState.demo, demonstration()),
        rx.cond(SentState.delayed, patience(again), nothing_came(again)),
        class_name="stack-wide narrow",
        key="sent",
    )


def heading(title: str) -> rx.Component:
    return rx.el.h1(title, custom_attrs={"data-focus": "true"})


def promise(address: Seen | None, what: str, *, kind: Kind) -> rx.Component:
    to = rx.el.p(t("sign_up.sent.address"), " ", rx.el.strong(address, class_name="breakable"))
    return notice(what, to if address is not None else None, rx.el.p(t("sign_up.sent.valid")), kind=kind)


def patience(again: str) -> rx.Component:
    """The mail server is away."""
    return rx.el.section(
        rx.el.h2(t("sign_up.waits.next")),
        rx.el.ul(
            rx.el.li(t("sign_up.waits.by_itself")),
            rx.el.li(t("sign_up.waits.too_late"), " ", link(t("sign_up.sent.again"), href=again)),
            class_name="bullets",
        ),
        class_name="stack",
    )


def nothing_came(again: str) -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("sign_up.sent.nothing")),
        rx.el.ul(
            rx.el.li(t("sign_up.sent.wait")),
            rx.el.li(t("sign_up.sent.junk")),
            rx.el.li(t("sign_up.sent.spelling")),
            rx.el.li(link(t("sign_up.sent.again"), href=again)),
            class_name="bullets",
        ),
        class_name="stack",
    )


def demonstration() -> rx.Component:
    return rx.el.div(
        rx.el.p(t("sign_up.sent.demonstration")),
        rx.el.p(link_button(t("sign_up.sent.mailbox"), href="/boite-mail", weight="secondary", icon_name="mail")),
        class_name="stack",
    )
