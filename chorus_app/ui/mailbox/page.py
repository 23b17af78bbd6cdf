"""The demonstration's mailbox: what the portal would have sent."""

import reflex as rx

from chorus_app.kernel.text import t
from chorus_app.ui.components.basics import Seen, empty, link, notice, plain_link, some, waiting
from chorus_app.ui.components.listing import nothing_found, pages, tools
from chorus_app.ui.mailbox.state import MailboxState

__all__ = ["MailboxState", "body"]


def body() -> rx.Component:
    return rx.cond(MailboxState.closed, closed(), mailbox())


def closed() -> rx.Component:
    return rx.el.div(rx.el.h1(t("mailbox.closed.title")), rx.el.p(t("kernel.not_found")), class_name="stack")


def mailbox() -> rx.Component:
    nothing = empty(t("mailbox.empty.title"), t("mailbox.empty.text"), icon_name="mail")
    filled = rx.el.div(
        rx.el.div(mails(), pages(MailboxState), class_name="stack"),
        rx.cond(MailboxState.opened.id != "", reading(), nothing_opened()),
        class_name="mailbox",
    )
    found_none = rx.cond(MailboxState.narrowed, nothing_found(MailboxState), rx.el.div(nothing, class_name="sheet"))
    return rx.el.div(
        rx.el.div(
            rx.el.h1(t("mailbox.title")), rx.el.p(t("mailbox.introduction"), class_name="lead"), class_name="stack"
        ),
        tools(MailboxState, (), "", t("mailbox.search_hint")),
        rx.cond(MailboxState.gone, notice(t("mailbox.gone.title"), rx.el.p(t("mailbox.gone.text")), kind="warning")),
        rx.cond(MailboxState.loaded, rx.cond(MailboxState.total > 0, filled, found_none), waiting()),
        class_name="stack-wide",
    )


def mails() -> rx.Component:
    return rx.el.nav(
        rx.el.h2(t("mailbox.received"), class_name="sr-only"),
        rx.el.p(MailboxState.counted, role="status", class_name="soft small"),
        rx.el.ul(rx.foreach(MailboxState.rows, mail_line), class_name="mails"),
        aria_label=t("mailbox.received"),
        class_name="stack-tight",
    )


def mail_line(row: Seen) -> rx.Component:
    return rx.el.li(
        link(
            rx.el.span(row.subject, class_name="subject"),
            rx.el.span(row.recipient, class_name="to"),
            rx.el.span(row.received, class_name="when"),
            href=row.href,
            aria_current=rx.cond(row.opened, "true", "false"),
        ),
        key=row.id,
    )


def nothing_opened() -> rx.Component:
    return rx.el.div(
        empty(t("mailbox.choose.title"), t("mailbox.choose.text"), icon_name="mail-open"), class_name="sheet"
    )


def reading() -> rx.Component:
    mail = MailboxState.opened
    return rx.el.article(
        rx.el.header(
            rx.el.h2(mail.subject),
            rx.el.p(
                rx.el.span(t("mailbox.to"), " ", mail.recipient),
                rx.el.span(mail.received),
                class_name="meta soft small",
            ),
        ),
        rx.cond(some(mail.links), links(mail)),
        rx.el.iframe(
            src=mail.frame,
            title=t("mailbox.as_shown"),
            sandbox="",
            referrer_policy="no-referrer",
            class_name="mail-frame",
        ),
        rx.el.details(rx.el.summary(t("mailbox.as_text")), rx.el.pre(mail.text, class_name="mail-text", tab_index=0)),
        class_name="sheet stack",
        key=mail.id,
    )


def links(mail: Seen) -> rx.Component:
    return notice(
        t("mailbox.links"),
        rx.el.p(t("mailbox.links_why"), class_name="small"),
        rx.el.ul(rx.foreach(mail.links, mail_link), class_name="stack-tight"),
    )


def mail_link(address: Seen) -> rx.Component:
    return rx.el.li(plain_link(address, href=address, class_name="address"))
