"""The sign-in page."""

import reflex as rx

from chorus_app.kernel.text import t
from chorus_app.ui.components.basics import alert, button, link, link_button, notice, way_out
from chorus_app.ui.components.fields import text_field
from chorus_app.ui.sign_in.state import SignInState

__all__ = ["SignInState", "body"]


def body() -> rx.Component:
    return rx.el.div(
        rx.el.h1(t("sign_in.title")),
        rx.cond(
            SignInState.sent_here & (SignInState.problem == ""),
            notice(t("ui.sign_in_first.title"), rx.el.p(t("ui.sign_in_first.text"))),
        ),
        rx.cond(SignInState.expired, notice(None, rx.el.p(t("sign_in.expired")))),
        problem(),
        way_out(SignInState.way_in),
        form(),
        ways_on(),
        class_name="stack-wide narrow",
    )


def problem() -> rx.Component:
    resend = link_button(t("sign_in.resend"), href="/renvoyer-le-lien", weight="secondary")
    return rx.el.div(
        alert(SignInState.problem),
        rx.cond(SignInState.inactive, rx.el.div(resend, class_name="row")),
        class_name="stack",
    )


def form() -> rx.Component:
    return rx.el.form(
        text_field(
            t("sign_in.email"),
            "email",
            kind="email",
            errors=SignInState.errors,
            auto_complete="username",
        ),
        text_field(
            t("sign_in.password"),
            "password",
            kind="password",
            errors=SignInState.errors,
            auto_complete="current-password",
        ),
        rx.el.div(button(t("sign_in.submit"), type="submit"), class_name="row"),
        on_submit=SignInState.sign_in,
        no_validate=True,
        class_name="form sheet",
    )


def ways_on() -> rx.Component:
    return rx.el.ul(
        rx.el.li(link(t("sign_in.forgot"), href="/mot-de-passe-oublie")),
        rx.el.li(link(t("sign_in.resend_why"), href="/renvoyer-le-lien")),
        rx.el.li(link(t("sign_in.create"), href="/creer-un-compte")),
        rx.el.li(link(t("verification.link"), href="/verifier-une-facture")),
        class_name="stack-tight",
    )
