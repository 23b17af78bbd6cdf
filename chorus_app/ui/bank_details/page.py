"""« Coordonnées bancaires »: the list, one account, the form."""

from typing import Any

import reflex as rx

from chorus_app.bank_details.enums import BankDetailKind
from chorus_app.kernel.identifiers import IdentifierType
from chorus_app.kernel.text import t
from chorus_app.ui.bank_details.state import BankDetailFormState, BankDetailsState, BankDetailState
from chorus_app.ui.bank_details.views import ROUTE
from chorus_app.ui.components.answers import answers
from chorus_app.ui.components.basics import (
    Seen,
    alert,
    asked_again,
    badge,
    button,
    empty,
    labelled,
    link,
    link_button,
    notice,
    some,
    status,
    waiting,
)
from chorus_app.ui.components.editing import beside, check_box, edited, ticked
from chorus_app.ui.components.fields import radio, select_field, text_field
from chorus_app.ui.components.forms import form_page, save_or_cancel
from chorus_app.ui.components.places import crumbs
from chorus_app.ui.components.things import history, not_there, thing_page

__all__ = ["BankDetailFormState", "BankDetailState", "BankDetailsState", "add", "change", "one", "overview"]

Form = BankDetailFormState


def overview() -> rx.Component:
    """The list."""
    return rx.el.div(
        rx.el.div(
            rx.el.div(
                rx.el.h1(t("bank_details.title")),
                rx.el.p(t("bank_details.lead"), class_name="lead"),
                class_name="stack",
            ),
            rx.cond(
                BankDetailsState.may_change & some(BankDetailsState.rows),
                link_button(t("bank_details.add"), f"{ROUTE}/ajouter", icon_name="plus"),
            ),
            class_name="title-row",
        ),
        status(BankDetailsState.message),
        rx.cond(BankDetailsState.loaded, rx.cond(BankDetailsState.allowed, rows(), not_allowed()), waiting()),
        class_name="stack-wide",
    )


def not_allowed() -> rx.Component:
    return notice(t("bank_details.reserved.title"), rx.el.p(t("bank_details.reserved.text")), kind="warning")


def rows() -> rx.Component:
    act = rx.cond(BankDetailsState.may_change, link_button(t("bank_details.add"), f"{ROUTE}/ajouter", icon_name="plus"))
    nothing = empty(t("bank_details.none.title"), t("bank_details.none.text"), act, icon_name="landmark")
    return rx.cond(
        some(BankDetailsState.rows),
        rx.el.ul(rx.foreach(BankDetailsState.rows, row), class_name="lines"),
        rx.el.div(nothing, class_name="sheet"),
    )


def row(detail: Seen) -> rx.Component:
    edit = link_button(
        labelled(t("bank_details.edit"), detail.name),
        detail.edit_href,
        weight="secondary",
    )
    return rx.el.li(
        rx.el.div(
            link(detail.name, href=detail.href, class_name="strong breakable"),
            rx.el.span(detail.kind, " ", rx.el.span(detail.number, class_name="code")),
            rx.cond(detail.factor != "", rx.el.span(detail.factor, class_name="soft small")),
            class_name="what",
        ),
        rx.cond(detail.is_default, badge(t("bank_details.default"), "success")),
        rx.cond(~detail.active, badge(t("bank_details.inactive"), "neutral")),
        rx.cond(BankDetailsState.may_change, edit),
        key=detail.id,
    )


def one() -> rx.Component:
    """One account."""
    return thing_page(BankDetailState, t("bank_details.title"), detail(), absent())


def absent() -> rx.Component:
    return not_there(t("bank_details.missing"), t("bank_details.to_list"), ROUTE)


def detail() -> rx.Component:
    state, card = BankDetailState, BankDetailState.card
    return rx.fragment(
        rx.el.div(
            crumbs((t("bank_details.title"), ROUTE), (card.name, "")),
            rx.el.h1(card.name),
            rx.el.p(
                card.structure,
                rx.cond(card.is_default, rx.fragment(" ", badge(t("bank_details.default"), "success"))),
                rx.cond(~card.active, rx.fragment(" ", badge(t("bank_details.inactive"), "neutral"))),
                class_name="meta",
            ),
            class_name="stack",
        ),
        rx.el.div(answers(state), class_name="stack"),
        rx.el.div(numbers(card), class_name="sheet"),
        rx.cond(card.may_change, acts(card)),
        history(state.history),
        rx.cond(state.asking != "", confirmation()),
    )


def numbers(card: Seen) -> rx.Component:
    """Label and value, those of its kind."""
    return rx.el.dl(
        rx.cond(
            card.is_iban,
            rx.fragment(*fact("iban", card.iban), *fact("bic", card.bic)),
            rx.fragment(
                *fact("bank_code", card.bank_code),
                *fact("branch_code", card.branch_code),
                *fact("account_number", card.account_number),
                *fact("rib_key", card.rib_key),
                rx.el.dt(t("bank_details.same_iban")),
                rx.el.dd(rx.el.span(card.iban, class_name="code")),
            ),
        ),
        rx.cond(
            card.factor_name != "",
            rx.fragment(
                rx.el.dt(t("bank_details.paid_to")),
                rx.el.dd(card.factor_name, ", ", card.factor_identifier),
            ),
        ),
        class_name="facts",
    )


def fact(name: str, value: Seen) -> tuple[rx.Component, rx.Component]:
    return rx.el.dt(t(f"bank_details.field.{name}")), rx.el.dd(rx.el.span(value, class_name="code"))


def acts(card: Seen) -> rx.Component:
    state = BankDetailState
    return rx.el.div(
        link_button(t("bank_details.edit"), card.edit_href, icon_name="pencil"),
        rx.cond(
            card.active & ~card.is_default,
            button(t("bank_details.make_default"), weight="secondary", on_click=state.make_default),
        ),
        rx.cond(
            card.active,
            button(t("bank_details.deactivate"), weight="secondary", on_click=state.ask("deactivate")),
            button(t("bank_details.reactivate"), weight="secondary", on_click=state.reactivate),
        ),
        button(t("bank_details.delete"), weight="danger", on_click=state.ask("delete")),
        class_name="row",
    )


def confirmation() -> rx.Component:
    """Asks again before an account is put away."""
    state = BankDetailState
    deleting = state.asking == "delete"
    return asked_again(
        rx.cond(deleting, t("bank_details.ask.delete.title"), t("bank_details.ask.deactivate.title")),
        rx.el.p(rx.el.strong(state.card.name)),
        rx.el.p(rx.cond(deleting, t("bank_details.ask.delete.text"), t("bank_details.ask.deactivate.text"))),
        rx.cond(state.card.is_default, rx.el.p(t("bank_details.ask.default"))),
        keep=t("editing.keep"),
        on_keep=state.keep,
        act=rx.cond(
            deleting,
            button(t("bank_details.delete"), weight="danger", on_click=state.delete),
            button(t("bank_details.deactivate"), weight="danger", on_click=state.deactivate),
        ),
    )


def add() -> rx.Component:
    """The form of a new account."""
    head = (crumbs((t("bank_details.title"), ROUTE), (t("bank_details.add"), "")), rx.el.h1(t("bank_details.add")))
    return form_page(head, Form, form(ROUTE), refusal=only_managers())


def change() -> rx.Component:
    """The form of an account that is there."""
    href = f"{ROUTE}/" + Form.editing
    trail = crumbs((t("bank_details.title"), ROUTE), (Form.title, href), (t("bank_details.edit"), ""))
    head = (rx.cond(Form.title != "", trail), rx.el.h1(t("bank_details.edit_title")))
    return rx.cond(Form.missing, absent(), form_page(head, Form, form(href), refusal=only_managers()))


def only_managers() -> rx.Component:
    return notice(t("bank_details.managers.title"), rx.el.p(t("bank_details.managers.text")), kind="warning")


def form(back: Seen) -> rx.Component:
    return rx.el.form(
        beside(Form),
        alert(Form.problem),
        rx.cond(Form.editing == "", kinds(), rx.el.p(t("bank_details.kind"), " ", rx.el.strong(Form.kind))),
        text("name", hint=t("bank_details.hint.name"), max_length=100),
        rx.cond(Form.kind == BankDetailKind.IBAN.value, iban_fields(), rib_fields()),
        check_box(Form, t("bank_details.field.factor"), "factor", hint=t("bank_details.hint.factor")),
        rx.cond(ticked(Form, "factor"), factor_fields()),
        save_or_cancel(back),
        on_submit=Form.save,
        no_validate=True,
        class_name="form sheet",
    )


def kinds() -> rx.Component:
    return rx.el.fieldset(
        rx.el.legend(t("bank_details.kind"), class_name="legend"),
        *[kind_choice(kind) for kind in BankDetailKind],
        class_name="stack-tight",
    )


def kind_choice(kind: BankDetailKind) -> rx.Component:
    return radio(
        "kind",
        kind.value,
        rx.el.strong(kind.value),
        rx.el.span(t(f"bank_details.kinds.{kind.value.lower()}"), class_name="sub"),
        checked=Form.kind == kind.value,
        on_choose=Form.choose_kind(kind.value),
    )


def iban_fields() -> rx.Component:
    """What only an account given by its IBAN has."""
    return rx.fragment(
        text("iban", hint=t("bank_details.hint.iban"), max_length=60, spell_check=False),
        text("bic", hint=t("bank_details.hint.bic"), max_length=20, spell_check=False),
    )


def rib_fields() -> rx.Component:
    """What only an account given by its RIB has."""
    return rx.el.div(
        text("bank_code", hint=t("bank_details.hint.five_digits"), max_length=12, input_mode="numeric"),
        text("branch_code", hint=t("bank_details.hint.five_digits"), max_length=12, input_mode="numeric"),
        text("account_number", hint=t("bank_details.hint.account_number"), max_length=24, spell_check=False),
        text("rib_key", hint=t("bank_details.hint.rib_key"), max_length=6, input_mode="numeric"),
        class_name="two",
    )


def factor_fields() -> rx.Component:
    return rx.el.fieldset(
        rx.el.legend(t("bank_details.factor_legend"), class_name="legend"),
        select_field(
            t("bank_details.field.factor_identifier_type"),
            "factor_identifier_type",
            *[
                rx.el.option(t(f"onboarding.identifier_type.{kind.value.lower()}"), value=kind.value)
                for kind in IdentifierType
            ],
            errors=Form.errors,
            **edited(Form, "factor_identifier_type"),
        ),
        text("factor_identifier", max_length=80),
        text("factor_name", max_length=200),
        class_name="form",
    )


def text(name: str, *, hint: str = "", **props: Any) -> rx.Component:
    return text_field(
        t(f"bank_details.field.{name}"),
        name,
        errors=Form.errors,
        hint=hint,
        auto_complete="off",
        **edited(Form, name, **props),
    )
