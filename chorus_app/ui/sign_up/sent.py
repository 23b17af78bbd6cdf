"""What is shown once a mail may have been sent: the same words whether the address is known or not."""

import reflex as rx

from chorus_app.kernel.text import t
from chorus_app.ui.components.basics import Seen, link, link_button, notice
from chorus_app.ui.frame import FrameState


def mail_sent(address: Seen | None, *, again: str) -> rx.Component:
    """`again` is the page that sends another mail. Without `address` the mail goes to the owner of a link."""
    return rx.el.div(
        rx.el.h1(t("sign_up.sent.title"), custom_attrs={"data-focus": "true"}),
        notice(
            t("sign_up.sent.what"),
            rx.el.p(t("sign_up.sent.address"), " ", rx.el.strong(address, class_name="breakable"))
            if address is not None
            else None,
            rx.el.p(t("sign_up.sent.valid")),
        ),
        rx.cond(FrameState.demo, demonstration()),
        rx.el.section(
            rx.el.h2(t("sign_up.sent.nothing")),
            rx.el.ul(
                rx.el.li(t("sign_up.sent.wait")),
                rx.el.li(t("sign_up.sent.junk")),
                rx.el.li(t("sign_up.sent.spelling")),
                rx.el.li(link(t("sign_up.sent.again"), href=again)),
                class_name="bullets",
            ),
            class_name="stack",
        ),
        class_name="stack-wide narrow",
        key="sent",
    )


def demonstration() -> rx.Component:
    return rx.el.div(
        rx.el.p(t("sign_up.sent.demonstration")),
        rx.el.p(link_button(t("sign_up.sent.mailbox"), href="/boite-mail", weight="secondary", icon_name="mail")),
        class_name="stack",
    )
