"""The page « Créer un compte »: the person's own data only, nothing about a structure."""

import reflex as rx

from chorus_app.kernel.text import t
from chorus_app.ui.components.basics import alert, button, link
from chorus_app.ui.components.fields import text_field
from chorus_app.ui.sign_up.sent import mail_sent
from chorus_app.ui.sign_up.state import TRAP, SignUpState

__all__ = ["SignUpState", "body"]


def body() -> rx.Component:
    return rx.cond(
        SignUpState.sent_to != "",
        mail_sent(SignUpState.sent_to, again="/renvoyer-le-lien"),
        rx.el.div(
            rx.el.h1(t("sign_up.title")), introduction(), alert(SignUpState.problem), form(), class_name="stack-wide"
        ),
    )


def introduction() -> rx.Component:
    return rx.el.div(
        rx.el.p(t("sign_up.introduction"), class_name="lead"),
        rx.el.p(link(t("sign_up.documentation"), href="/documentation/creer-un-compte")),
        class_name="stack",
    )


def form() -> rx.Component:
    errors = SignUpState.errors
    return rx.el.form(
        rx.el.p(t("sign_up.all_required"), class_name="small soft"),
        text_field(
            t("sign_up.login_email"),
            "login_email",
            kind="email",
            errors=errors,
            hint=t("sign_up.login_email_hint"),
            auto_complete="username",
        ),
        text_field(
            t("sign_up.contact_email"),
            "contact_email",
            kind="email",
            errors=errors,
            required=False,
            hint=t("sign_up.contact_email_hint"),
            auto_complete="email",
        ),
        rx.el.div(
            text_field(t("sign_up.last_name"), "last_name", errors=errors, auto_complete="family-name"),
            text_field(t("sign_up.first_name"), "first_name", errors=errors, auto_complete="given-name"),
            class_name="two",
        ),
        text_field(
            t("sign_up.phone"),
            "phone",
            kind="tel",
            errors=errors,
            required=False,
            hint=t("sign_up.phone_hint"),
            auto_complete="tel",
        ),
        trap(),
        rx.el.div(button(t("sign_up.submit"), type="submit"), class_name="row"),
        on_submit=SignUpState.ask,
        no_validate=True,
        class_name="form sheet narrow",
    )


def trap() -> rx.Component:
    """A field that people neither see nor reach, instead of a captcha."""
    return rx.el.div(
        rx.el.label(
            t("sign_up.trap"),
            rx.el.input(name=TRAP, type="text", tab_index=-1, auto_complete="off"),
        ),
        class_name="sr-only",
        aria_hidden="true",
    )
