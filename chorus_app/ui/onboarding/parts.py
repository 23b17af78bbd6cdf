"""The three parts of the way to a structure; the window and the full pages show the same."""

import reflex as rx

from chorus_app.kernel.identifiers import IdentifierType
from chorus_app.kernel.text import t
from chorus_app.ui.components.answers import answers
from chorus_app.ui.components.basics import (
    Seen,
    alert,
    badge,
    button,
    empty,
    labelled,
    link,
    link_button,
    notice,
    some,
    waiting,
)
from chorus_app.ui.components.fields import select_field, text_field
from chorus_app.ui.components.requests import request_acts, what_became
from chorus_app.ui.onboarding.state import AskState, CreateState, RequestsState


def create() -> rx.Component:
    """« Créer une nouvelle structure »."""
    return rx.el.div(
        rx.cond(CreateState.created != "", created(), create_form()),
        class_name="stack",
    )


def created() -> rx.Component:
    return rx.el.div(
        notice(
            rx.el.span(t("onboarding.create.done"), " ", CreateState.created),
            rx.el.p(t("onboarding.create.done_text")),
            kind="success",
            custom_attrs={"data-focus": "true"},
        ),
        rx.el.div(link_button(t("onboarding.create.home"), href="/"), class_name="row"),
        class_name="stack",
    )


def create_form() -> rx.Component:
    errors = CreateState.errors
    return rx.el.form(
        rx.el.p(t("onboarding.create.text")),
        alert(CreateState.problem),
        select_field(
            t("onboarding.create.type"),
            "structure_identifier_type",
            *[
                rx.el.option(t(f"onboarding.identifier_type.{kind.value.lower()}"), value=kind.value)
                for kind in IdentifierType
            ],
            errors=errors,
            value=CreateState.kind,
            on_change=CreateState.choose_kind,
        ),
        text_field(
            t("onboarding.create.identifier"),
            "structure_identifier",
            errors=errors,
            hint=identifier_hint(),
            auto_complete="off",
        ),
        rx.cond(CreateState.existing.id != "", existing()),
        text_field(t("onboarding.create.name"), "structure_name", errors=errors, auto_complete="organization"),
        text_field(
            t("onboarding.create.address"),
            "structure_address",
            errors=errors,
            required=False,
            auto_complete="street-address",
        ),
        rx.el.div(
            text_field(
                t("onboarding.create.postcode"),
                "structure_postcode",
                errors=errors,
                required=False,
                auto_complete="postal-code",
            ),
            text_field(
                t("onboarding.create.city"),
                "structure_city",
                errors=errors,
                required=False,
                auto_complete="address-level2",
            ),
            class_name="two",
        ),
        rx.el.div(button(t("onboarding.create.submit"), type="submit"), class_name="row"),
        on_submit=CreateState.create,
        no_validate=True,
        class_name="form",
    )


def identifier_hint() -> Seen:
    cases = [(kind.value, t(f"onboarding.identifier_hint.{kind.value.lower()}")) for kind in IdentifierType]
    return rx.match(CreateState.kind, *cases, "")


def existing() -> rx.Component:
    """The identifier is taken: offer the request for attachment instead."""
    found = CreateState.existing
    return notice(
        t("onboarding.create.exists"),
        rx.el.p(found.name, ", ", found.identifier),
        rx.cond(
            found.why_not != "",
            rx.el.p(found.why_not),
            rx.el.div(
                button(t("onboarding.create.ask_instead"), weight="secondary", on_click=CreateState.ask_instead),
                class_name="row",
            ),
        ),
        kind="warning",
    )


def ask() -> rx.Component:
    """« Demander un rattachement à une structure existante »."""
    return rx.el.div(
        rx.el.p(t("onboarding.ask.text")),
        answers(AskState),
        rx.cond(AskState.message != "", link(t("onboarding.ask.see"), href="/rattachement/demandes")),
        search_form(),
        rx.el.div(rx.cond(AskState.searched, results()), role="status"),
        rx.cond(some(AskState.chosen), basket()),
        class_name="stack",
    )


def search_form() -> rx.Component:
    return rx.el.form(
        text_field(
            t("onboarding.ask.search"),
            "structure_search",
            kind="search",
            errors=AskState.errors,
            hint=t("onboarding.ask.search_hint"),
            auto_complete="off",
        ),
        rx.el.div(
            button(t("onboarding.ask.find"), type="submit", weight="secondary", icon_name="search"), class_name="row"
        ),
        on_submit=AskState.find,
        no_validate=True,
        role="search",
        class_name="form",
    )


def results() -> rx.Component:
    return rx.cond(
        some(AskState.found),
        rx.el.div(
            rx.el.p(AskState.counted, class_name="small soft"),
            rx.el.ul(rx.foreach(AskState.found, result), class_name="lines"),
            class_name="stack-tight",
        ),
        notice(t("onboarding.ask.none"), rx.el.p(t("onboarding.ask.none_text"))),
    )


def result(found: Seen) -> rx.Component:
    choose = button(
        labelled(t("onboarding.ask.choose"), found.name),
        weight="secondary",
        on_click=AskState.choose(found.id),
    )
    return rx.el.li(
        structure(found),
        rx.cond(
            found.why_not != "",
            rx.el.span(found.why_not, class_name="soft"),
            rx.cond(found.chosen, badge(t("onboarding.ask.is_chosen"), "success"), choose),
        ),
        key=found.id,
    )


def structure(found: Seen) -> rx.Component:
    return rx.el.div(
        rx.el.strong(found.name),
        rx.el.span(found.identifier, class_name="code"),
        rx.cond(found.place != "", rx.el.span(found.place, class_name="soft small")),
        class_name="what",
    )


def basket() -> rx.Component:
    """What will be asked for, over several searches."""
    return rx.el.section(
        rx.el.h2(t("onboarding.ask.basket")),
        rx.el.ul(rx.foreach(AskState.chosen, chosen), class_name="lines"),
        rx.el.p(t("onboarding.ask.what_happens"), class_name="small soft"),
        rx.el.div(button(AskState.send_label, on_click=AskState.send), class_name="row"),
        class_name="stack",
    )


def chosen(found: Seen) -> rx.Component:
    return rx.el.li(
        structure(found),
        button(
            labelled(t("onboarding.ask.remove"), found.name),
            weight="quiet",
            on_click=AskState.remove(found.id),
        ),
        key=found.id,
    )


def requests() -> rx.Component:
    """« Consulter mes demandes de rattachement »."""
    return rx.el.div(
        answers(RequestsState),
        rx.cond(
            RequestsState.loaded,
            rx.cond(
                some(RequestsState.rows),
                rx.el.ul(rx.foreach(RequestsState.rows, request), class_name="lines"),
                empty(t("onboarding.requests.none"), t("onboarding.requests.none_text")),
            ),
            waiting(),
        ),
        class_name="stack",
    )


def request(row: Seen) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.strong(row.name),
            rx.el.span(row.identifier, class_name="code"),
            *what_became(row),
            class_name="what",
        ),
        badge(row.state, row.kind),
        rx.cond(row.waits, request_acts(row, RequestsState, row.name)),
        key=row.id,
    )
