"""« Mon compte »: six tabs, each with an address of its own."""

import reflex as rx

from chorus_app.accounts.enums import AddressKind
from chorus_app.kernel.text import t
from chorus_app.ui.account.frame import ROOT, part
from chorus_app.ui.account.state import (
    AddressesState,
    ClosingState,
    MailsState,
    ParticularsState,
    PasswordChangeState,
    SessionsState,
)
from chorus_app.ui.components.basics import (
    Seen,
    alert,
    badge,
    button,
    download_link,
    facts,
    form_window,
    icon,
    labelled,
    link,
    notice,
    several,
)
from chorus_app.ui.components.fields import radio, text_field
from chorus_app.ui.components.new_password import new_password

__all__ = [
    "AddressesState",
    "ClosingState",
    "MailsState",
    "ParticularsState",
    "PasswordChangeState",
    "SessionsState",
    "addresses",
    "closing",
    "mails",
    "particulars",
    "password",
    "sessions",
]


def particulars() -> rx.Component:
    state, mine = ParticularsState, ParticularsState.mine
    return part(
        "particulars",
        rx.el.form(
            rx.el.div(
                text_field(
                    t("sign_up.last_name"),
                    "last_name",
                    errors=state.errors,
                    auto_complete="family-name",
                    default_value=mine.last_name,
                ),
                text_field(
                    t("sign_up.first_name"),
                    "first_name",
                    errors=state.errors,
                    auto_complete="given-name",
                    default_value=mine.first_name,
                ),
                class_name="two",
            ),
            text_field(
                t("sign_up.phone"),
                "phone",
                kind="tel",
                errors=state.errors,
                required=False,
                hint=t("sign_up.phone_hint"),
                auto_complete="tel",
                default_value=mine.phone,
            ),
            rx.el.div(button(t("account.submit"), type="submit"), class_name="row"),
            on_submit=state.save,
            no_validate=True,
            class_name="form sheet",
            key=mine.last_name + mine.first_name + mine.phone,
        ),
        facts(
            (t("account.particulars.login"), mine.login_email),
            (t("account.particulars.contact"), mine.contact_email),
            (t("account.particulars.since"), mine.since),
        ),
        rx.el.div(
            link(t("account.particulars.change"), href=f"{ROOT}/adresses"),
            download_link(t("account.particulars.export"), href="/mon-compte/donnees.json", class_name="download"),
            class_name="row",
        ),
        problem=state.problem,
        message=state.message,
        loaded=state.loaded,
    )


def current_password(label: str, errors: Seen) -> rx.Component:
    return text_field(
        label, "current_password", kind="password", errors=errors, auto_complete="current-password", spell_check=False
    )


def password() -> rx.Component:
    state = PasswordChangeState
    return part(
        "password",
        rx.el.form(
            current_password(t("account.password.current"), state.errors),
            new_password(t("account.password.new"), state),
            rx.el.div(button(t("account.password.submit"), type="submit"), class_name="row"),
            on_submit=state.change,
            no_validate=True,
            class_name="form sheet",
            key=state.turn,
        ),
        problem=state.problem,
        message=state.message,
    )


def addresses() -> rx.Component:
    state = AddressesState
    return part(
        "addresses",
        rx.cond(state.delayed, notice(None, rx.el.p(t("sign_up.waits.by_itself")))),
        rx.el.section(
            rx.el.h3(t("account.addresses.now")),
            facts(
                (t("account.particulars.login"), state.mine.login_email),
                (t("account.particulars.contact"), state.mine.contact_email),
            ),
            class_name="stack",
        ),
        rx.cond(state.waiting.new_email != "", waiting_change(), address_form()),
        rx.el.p(t("account.addresses.lost"), class_name="small soft"),
        problem=state.problem,
        message=state.message,
        loaded=state.loaded,
    )


def waiting_change() -> rx.Component:
    change = AddressesState.waiting
    return rx.el.section(
        rx.el.h3(t("account.addresses.waiting.title")),
        rx.el.p(change.label, " ", rx.el.strong(change.new_email, class_name="breakable")),
        rx.el.ul(
            side(t("account.addresses.waiting.sign_in_side"), change.sign_in_confirmed),
            side(t("account.addresses.waiting.new_side"), change.new_confirmed),
            class_name="lines",
        ),
        rx.el.p(change.until, class_name="small soft"),
        rx.el.div(
            button(t("account.addresses.waiting.cancel"), weight="secondary", on_click=AddressesState.cancel),
            class_name="row",
        ),
        class_name="stack",
    )


def side(label: str, confirmed: Seen) -> rx.Component:
    return rx.el.li(
        rx.el.span(label),
        rx.cond(
            confirmed,
            badge(t("account.addresses.waiting.confirmed"), "success"),
            badge(t("account.addresses.waiting.awaited"), "neutral"),
        ),
    )


def address_form() -> rx.Component:
    state = AddressesState
    return rx.el.form(
        rx.el.fieldset(
            rx.el.legend(t("account.addresses.which"), class_name="legend"),
            *[address_kind(kind) for kind in AddressKind],
            class_name="stack-tight",
        ),
        text_field(
            t("account.addresses.new"),
            "email",
            kind="email",
            errors=state.errors,
            hint=t("account.addresses.new_hint"),
            auto_complete="email",
        ),
        current_password(t("account.addresses.password"), state.errors),
        rx.el.div(button(t("account.addresses.submit"), type="submit"), class_name="row"),
        on_submit=state.ask,
        no_validate=True,
        class_name="form sheet",
        key=state.turn,
    )


def address_kind(kind: AddressKind) -> rx.Component:
    name = f"account.addresses.kind.{kind.value.lower()}"
    return radio(
        "kind",
        kind.value,
        t(f"{name}.title"),
        rx.el.span(t(f"{name}.text"), class_name="small soft kept-lines sub"),
        checked=AddressesState.kind == kind.value,
        on_choose=AddressesState.choose(kind.value),
    )


def sessions() -> rx.Component:
    state = SessionsState
    return part(
        "sessions",
        rx.el.ul(rx.foreach(state.rows, session), class_name="lines"),
        rx.cond(
            several(state.rows),
            rx.el.div(
                button(t("account.sessions.others"), weight="danger", on_click=state.end_others), class_name="row"
            ),
            rx.el.p(t("account.sessions.alone"), class_name="soft"),
        ),
        problem=state.problem,
        message=state.message,
        loaded=state.loaded,
    )


def session(row: Seen) -> rx.Component:
    end = button(
        labelled(t("account.sessions.end"), row.device),
        weight="secondary",
        on_click=SessionsState.end(row.id),
    )
    return rx.el.li(
        rx.el.div(
            rx.el.strong(rx.cond(row.pocket, icon("smartphone"), icon("monitor")), row.device, class_name="with-icon"),
            rx.el.span(row.since, class_name="small soft"),
            rx.el.span(row.seen, class_name="small soft"),
            class_name="what",
        ),
        rx.cond(row.here, badge(t("account.sessions.here"), "success"), end),
        key=row.id,
    )


def mails() -> rx.Component:
    state = MailsState
    return part(
        "mails",
        rx.el.p(rx.el.strong(state.address, class_name="breakable")),
        rx.el.form(
            rx.el.fieldset(
                rx.el.legend(t("account.mails.chosen"), class_name="legend"),
                rx.foreach(state.rows, mail_choice),
                class_name="stack-tight",
            ),
            rx.el.div(button(t("account.submit"), type="submit"), class_name="row"),
            on_submit=state.save,
            class_name="form sheet",
        ),
        rx.el.section(
            rx.el.h3(t("account.mails.always")),
            rx.el.p(t("account.mails.always_text"), class_name="soft"),
            rx.el.ul(
                rx.el.li(t("account.mails.always_list.account")),
                rx.el.li(t("account.mails.always_list.requests")),
                class_name="bullets",
            ),
            class_name="stack",
        ),
        rx.el.p(link(t("account.mails.see"), href="/notifications")),
        problem=state.problem,
        message=state.message,
        loaded=state.loaded,
    )


def mail_choice(row: Seen) -> rx.Component:
    return rx.el.label(
        rx.el.input(type="checkbox", name=row.topic, default_checked=row.wanted),
        rx.el.span(row.title, rx.el.span(row.text, class_name="small soft sub")),
        class_name="choice",
        key=row.topic + rx.cond(row.wanted, "+", "-"),
    )


def closing() -> rx.Component:
    state = ClosingState
    alone = notice(
        t("account.closing.alone.title"),
        rx.el.p(state.alone),
        kind="warning",
    )
    ask = rx.el.div(
        button(t("account.closing.submit"), weight="danger", icon_name="user-x", on_click=state.ask), class_name="row"
    )
    return part(
        "closing",
        rx.el.div(
            kept("account.closing.goes", "goes_list", ("particulars", "sessions", "attachments", "notifications")),
            kept("account.closing.stays", "stays_list", ("invoices", "history")),
            class_name="columns",
        ),
        rx.cond(state.alone != "", alone, ask),
        rx.cond(state.sure, confirm_closing()),
        problem="",
        message="",
        loaded=state.loaded,
    )


def kept(title: str, group: str, names: tuple[str, ...]) -> rx.Component:
    return rx.el.section(
        rx.el.h3(t(title)),
        rx.el.ul(*[rx.el.li(t(f"account.closing.{group}.{name}")) for name in names], class_name="bullets"),
        class_name="card",
    )


def confirm_closing() -> rx.Component:
    state = ClosingState
    return form_window(
        t("account.closing.confirm"),
        rx.el.p(t("account.closing.confirm_text")),
        alert(state.problem),
        current_password(t("account.closing.password"), state.errors),
        submit=t("account.closing.confirm_submit"),
        on_submit=state.close,
        keep=t("account.closing.keep"),
        on_keep=state.keep,
    )
