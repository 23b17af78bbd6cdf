"""The pages behind the links of mails: activation, new password; and those that ask for another link."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from chorus_app.accounts.enums import LinkState
from chorus_app.kernel.text import t
from chorus_app.ui.activation.state import LinkRequestState, PasswordState
from chorus_app.ui.components.basics import alert, button, link_button, notice, waiting
from chorus_app.ui.components.fields import text_field
from chorus_app.ui.components.new_password import new_password
from chorus_app.ui.sign_up.sent import mail_sent

__all__ = ["LinkRequestState", "PasswordState", "activate", "forgot", "resend", "reset"]


@dataclass(frozen=True, slots=True)
class Words:
    """The text keys of one of the two pages, and where another link is asked for."""

    title: str
    introduction: str
    submit: str
    done: str
    done_text: str
    again: str


ACTIVATION = Words(
    "activation.title",
    "activation.introduction",
    "activation.submit",
    "activation.done.title",
    "activation.done.text",
    "/renvoyer-le-lien",
)
RESET = Words(
    "activation.reset.title",
    "activation.reset.introduction",
    "activation.reset.submit",
    "activation.reset.done",
    "activation.reset.done_text",
    "/mot-de-passe-oublie",
)


def activate() -> rx.Component:
    return link_page(ACTIVATION)


def reset() -> rx.Component:
    return link_page(RESET)


def link_page(words: Words) -> rx.Component:
    over = [(state.value, worthless(words, state)) for state in LinkState if state is not LinkState.VALID]
    return rx.match(
        PasswordState.step,
        ("form", form(words)),
        ("done", done(words)),
        ("renewed", mail_sent(None, again=words.again)),
        *over,
        rx.el.div(rx.el.h1(t(words.title)), waiting(), class_name="stack"),
    )


def form(words: Words) -> rx.Component:
    return rx.el.div(
        rx.el.h1(t(words.title)),
        rx.el.p(t(words.introduction), class_name="lead"),
        rx.el.form(
            alert(PasswordState.problem),
            new_password(t("activation.password"), PasswordState),
            rx.el.div(button(t(words.submit), type="submit"), class_name="row"),
            on_submit=PasswordState.confirm,
            no_validate=True,
            class_name="form sheet",
        ),
        class_name="stack-wide narrow",
        key="form",
    )


def done(words: Words) -> rx.Component:
    return rx.el.div(
        rx.el.h1(t(words.done), custom_attrs={"data-focus": "true"}),
        notice(None, rx.el.p(t(words.done_text)), kind="success"),
        rx.el.div(link_button(t("ui.sign_in"), href="/connexion"), class_name="row"),
        class_name="stack narrow",
        key="done",
    )


def worthless(words: Words, state: LinkState) -> rx.Component:
    """A link that was used, is too old or was never given out: what that means, and the way to a new one."""
    name = f"activation.link.{state.value.lower()}"
    return rx.el.div(
        rx.el.h1(t(f"{name}.title"), custom_attrs={"data-focus": "true"}),
        notice(None, rx.el.p(t(f"{name}.text")), kind="warning"),
        rx.el.div(
            again(words, state),
            link_button(t("ui.sign_in"), href="/connexion", weight="secondary"),
            class_name="row",
        ),
        class_name="stack narrow",
        key=state.value,
    )


def again(words: Words, state: LinkState) -> rx.Component:
    """The owner of a known link need not say the address again."""
    label = t("activation.link.again")
    if state is LinkState.UNKNOWN:
        return link_button(label, href=words.again)
    return button(label, on_click=PasswordState.renew)


def resend() -> rx.Component:
    return request_page(
        "activation.resend.title", "activation.resend.text", LinkRequestState.resend, again="/renvoyer-le-lien"
    )


def forgot() -> rx.Component:
    return request_page(
        "activation.forgot.title", "activation.forgot.text", LinkRequestState.forgot, again="/mot-de-passe-oublie"
    )


def request_page(title: str, text: str, on_submit: Any, *, again: str) -> rx.Component:
    """Ask for a link by mail; `again` is this page's own address."""
    ask = rx.el.div(
        rx.el.h1(t(title)),
        rx.el.p(t(text), class_name="lead"),
        alert(LinkRequestState.problem),
        rx.el.form(
            text_field(
                t("activation.email"),
                "email",
                kind="email",
                errors=LinkRequestState.errors,
                hint=t("activation.email_hint"),
                auto_complete="username",
            ),
            rx.el.div(button(t("activation.send"), type="submit"), class_name="row"),
            on_submit=on_submit,
            no_validate=True,
            class_name="form sheet",
        ),
        class_name="stack-wide narrow",
    )
    return rx.cond(LinkRequestState.sent_to != "", mail_sent(LinkRequestState.sent_to, again=again), ask)
