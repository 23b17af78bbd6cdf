"""« Raccordement »: how a program reaches the API, its applications and technical accounts."""

from typing import Any

import reflex as rx

from chorus_app.kernel.text import t
from chorus_app.raccordement.x509 import MAX_BYTES
from chorus_app.ui.components.answers import answers
from chorus_app.ui.components.basics import (
    Seen,
    badge,
    button,
    empty,
    facts,
    link,
    link_button,
    notice,
    plain_link,
    some,
)
from chorus_app.ui.components.fields import text_field
from chorus_app.ui.components.zone import drop_zone
from chorus_app.ui.raccordement.calls.asking import CALLS
from chorus_app.ui.raccordement.questions import Question, asks_one_of
from chorus_app.ui.raccordement.state import CONFIRMED, RaccordementState
from chorus_app.ui.structure.page import RACCORDEMENT, framed

__all__ = ["RaccordementState", "body"]

State = RaccordementState
QUESTIONS = {
    name: Question(
        t(f"raccordement.ask.{name}.title"), t(f"raccordement.ask.{name}.text"), t(f"raccordement.act.{name}")
    )
    for name in CONFIRMED
}
EDI = f"{RACCORDEMENT}/edi"
CERTIFICATE_DOOR = f"{RACCORDEMENT}/certificat"
CERTIFICATES = ".pem,.crt,.cer,.der,application/x-x509-ca-cert,application/pkix-cert,application/x-pem-file"


def body() -> rx.Component:
    """A tab of the structure's page."""
    return framed(
        RACCORDEMENT,
        State,
        rx.el.p(t("raccordement.lead")),
        rx.cond(State.manages, parts(), not_allowed()),
        asks_one_of(State, QUESTIONS, about=State.about),
    )


def not_allowed() -> rx.Component:
    return notice(t("raccordement.reserved.title"), rx.el.p(t("raccordement.reserved.text")), kind="warning")


def parts() -> rx.Component:
    return rx.fragment(
        rx.el.div(answers(State), class_name="stack"),
        rx.cond(State.secret.secret != "", shown_secret(State)),
        applications(),
        accounts(),
        rx.el.p(link_button(t("raccordement.calls.open"), CALLS, weight="secondary")),
        how_to_call(),
        by_edi(),
        certificate(),
    )


def by_edi() -> rx.Component:
    """The other way in has a page of its own."""
    return rx.el.section(
        rx.el.h2(t("raccordement.edi.title")),
        rx.el.p(t("raccordement.edi.lead")),
        rx.el.div(link_button(t("raccordement.edi.open"), EDI, icon_name="plug"), class_name="row"),
        class_name="stack",
    )


def shown_secret(state: Any) -> rx.Component:
    """Seen this once."""
    shown = state.secret
    return rx.el.div(
        notice(
            shown.title,
            rx.el.p(t("raccordement.secret.once")),
            rx.el.dl(
                rx.el.dt(shown.login_label),
                to_copy(shown.login, "login"),
                rx.el.dt(shown.secret_label),
                to_copy(shown.secret, "secret-value"),
                class_name="facts",
            ),
            rx.el.div(
                button(t("raccordement.secret.noted"), on_click=state.noted),
                rx.el.span("", id="copied", role="status", custom_attrs={"data-text": t("help.copied")}),
                class_name="row",
            ),
            kind="warning",
        ),
        id="secret",
        tab_index=-1,
    )


def to_copy(value: Seen, name: str) -> rx.Component:
    what = rx.el.span(" ", t(f"raccordement.copy_what.{name}"), class_name="sr-only")
    copy = button(
        rx.fragment(t("raccordement.copy"), what),
        weight="secondary",
        icon_name="copy",
        custom_attrs={"data-copy": name, "data-said": "copied"},
    )
    return rx.el.dd(rx.el.span(value, id=name, class_name="code breakable"), copy, class_name="to-copy")


def applications() -> rx.Component:
    nothing = empty(t("raccordement.applications.none"), t("raccordement.applications.none_text"), icon_name="plug")
    return rx.el.section(
        rx.el.h2(t("raccordement.applications.title")),
        rx.el.p(t("raccordement.applications.text")),
        rx.cond(
            some(State.applications),
            rx.el.ul(rx.foreach(State.applications, application), class_name="lines"),
            rx.el.div(nothing, class_name="sheet"),
        ),
        rx.el.form(
            text_field(
                t("raccordement.applications.name"),
                "name",
                errors=State.errors,
                hint=t("raccordement.applications.hint"),
                max_length=120,
                auto_complete="off",
            ),
            rx.el.div(button(t("raccordement.applications.add"), type="submit", icon_name="plus"), class_name="row"),
            on_submit=State.add_application,
            no_validate=True,
            class_name="form sheet",
            key=State.turn,
        ),
        class_name="stack",
    )


def application(row: Seen) -> rx.Component:
    return line(
        row,
        link(rx.el.strong(row.name, class_name="breakable"), href=row.href),
        rx.el.span(t("raccordement.applications.client_id"), " ", rx.el.span(row.login, class_name="code breakable")),
        acts=(("renew_application", "secondary"), ("revoke_application", "danger")),
    )


def accounts() -> rx.Component:
    nothing = empty(t("raccordement.accounts.none"), t("raccordement.accounts.none_text"), icon_name="key-round")
    return rx.el.section(
        rx.el.h2(t("raccordement.accounts.title")),
        rx.el.p(t("raccordement.accounts.text")),
        rx.cond(
            some(State.accounts),
            rx.el.ul(rx.foreach(State.accounts, account), class_name="lines"),
            rx.el.div(nothing, class_name="sheet"),
        ),
        rx.el.div(
            button(t("raccordement.accounts.open"), icon_name="plus", on_click=State.open_account), class_name="row"
        ),
        class_name="stack",
    )


def account(row: Seen) -> rx.Component:
    return line(
        row,
        rx.el.strong(rx.el.span(row.login, class_name="code breakable")),
        acts=(("renew_account", "secondary"), ("close_account", "danger")),
    )


def line(row: Seen, *what: rx.Component, acts: tuple[tuple[str, str], ...]) -> rx.Component:
    buttons = [
        button(
            rx.fragment(t(f"raccordement.act.{name}"), rx.el.span(" ", row.name, class_name="sr-only")),
            weight="danger" if weight == "danger" else "secondary",
            on_click=State.ask(name, row.id, row.name),
        )
        for name, weight in acts
    ]
    return rx.el.li(
        rx.el.div(*what, rx.el.span(row.since, class_name="small soft"), class_name="what"),
        badge(row.state, row.tone),
        rx.cond(row.open, rx.el.div(*buttons, class_name="row")),
        key=row.id,
    )


def how_to_call() -> rx.Component:
    """The two addresses, and a first call to paste."""
    return rx.el.section(
        rx.el.h2(t("raccordement.call.title")),
        rx.el.p(t("raccordement.call.text")),
        rx.el.div(
            facts(
                (t("raccordement.call.token"), rx.el.span(State.token_address, class_name="code breakable")),
                (t("raccordement.call.api"), rx.el.span(State.api_address, class_name="code breakable")),
            ),
            class_name="sheet",
        ),
        rx.el.p(plain_link(t("raccordement.call.documentation"), href="/api/documentation")),
        rx.el.p(t("raccordement.call.example")),
        rx.foreach(State.snippets, snippet),
        rx.el.span("", id="exemple-copie", role="status", custom_attrs={"data-text": t("help.copied")}),
        class_name="stack",
    )


def snippet(one: Seen) -> rx.Component:
    """One language, folded; its lines can be copied."""
    copy = button(
        rx.fragment(t("raccordement.copy"), rx.el.span(" ", one.language, class_name="sr-only")),
        weight="secondary",
        icon_name="copy",
        custom_attrs={"data-copy": one.id, "data-said": "exemple-copie"},
    )
    return rx.el.details(
        rx.el.summary(one.language),
        rx.el.div(
            rx.el.pre(one.code, id=one.id, class_name="terminal", tab_index=0, aria_label=one.language),
            rx.el.div(copy, class_name="row"),
            class_name="stack",
        ),
        key=one.id,
    )


def certificate() -> rx.Component:
    """The certificate in force, and where another one is sent."""
    return rx.el.section(
        rx.el.h2(t("raccordement.certificate.title")),
        rx.el.p(t("raccordement.certificate.text")),
        rx.cond(State.certificate.id != "", certificate_in_force(State.certificate)),
        drop_zone(
            route=CERTIFICATE_DOOR,
            limit=MAX_BYTES,
            received=State.received,
            failed=State.failed,
            accepted=CERTIFICATES,
            drop=t("raccordement.certificate.drop"),
            choose_label=t("raccordement.certificate.choose"),
            hint=t("raccordement.certificate.hint", kilobytes=MAX_BYTES // 1024),
        ),
        class_name="stack",
    )


def certificate_in_force(card: Seen) -> rx.Component:
    return rx.el.div(
        rx.cond(
            card.over,
            notice(None, rx.el.p(card.told), kind="danger"),
            notice(None, rx.el.p(card.told), kind="success"),
        ),
        facts(
            (t("raccordement.certificate.subject"), rx.el.span(card.subject, class_name="breakable")),
            (t("raccordement.certificate.issuer"), rx.el.span(card.issuer, class_name="breakable")),
            (t("raccordement.certificate.since"), card.since),
            (t("raccordement.certificate.fingerprint"), rx.el.span(card.fingerprint, class_name="code")),
        ),
        rx.el.div(
            button(
                t("raccordement.act.take_off_certificate"),
                weight="danger",
                on_click=State.ask("take_off_certificate", card.id, card.subject),
            ),
            class_name="row",
        ),
        class_name="sheet stack",
    )
