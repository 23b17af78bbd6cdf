"""The services of a structure: the list, one service, the form."""

from collections.abc import Mapping
from typing import Any

import reflex as rx

from chorus_app.kernel.text import t
from chorus_app.ui.components.answers import answers
from chorus_app.ui.components.basics import Seen, alert, badge, button, empty, facts, link, link_button, notice
from chorus_app.ui.components.criteria import chosen_filter
from chorus_app.ui.components.editing import beside, check_box, edited
from chorus_app.ui.components.fields import text_field
from chorus_app.ui.components.forms import form_page, save_or_cancel
from chorus_app.ui.components.listing import list_view
from chorus_app.ui.components.places import crumbs
from chorus_app.ui.components.things import history, not_there, thing_page
from chorus_app.ui.structure.asking import ROUTE, SERVICES, STATES
from chorus_app.ui.structure.page import framed
from chorus_app.ui.structure.services_state import ServiceFormState, ServicesState, ServiceState

__all__ = ["ServiceFormState", "ServiceState", "ServicesState", "add", "change", "one", "overview"]

Form = ServiceFormState


def overview() -> rx.Component:
    """The list."""
    state = ServicesState
    act = rx.cond(
        state.may_change, link_button(t("structure_ui.services.add"), f"{SERVICES}/ajouter", icon_name="plus")
    )
    nothing = empty(t("structure_ui.services.none"), t("structure_ui.services.none_text"), icon_name="network")
    return framed(
        SERVICES,
        state,
        rx.el.div(rx.el.p(t("structure_ui.services.lead")), act, class_name="title-row"),
        list_view(
            state,
            row=cells,
            empty=rx.el.div(nothing, class_name="sheet"),
            filters=(state_filter(),),
            export=f"{SERVICES}/export.csv",
            workbook=f"{SERVICES}/export.xlsx",
            search_hint=t("structure_ui.services.search_hint"),
        ),
    )


def state_filter() -> rx.Component:
    options = [(name, t(f"structure_ui.service_state.{state.value}.name")) for name, state in STATES.items()]
    label, any_state = t("structure_ui.services.column.state"), t("structure_ui.services.any_state")
    return chosen_filter(ServicesState, "etat", label, options, any_state, short=True)


def cells(row: Seen) -> Mapping[str, Any]:
    return {
        "code": link(row.code, href=row.href, class_name="code"),
        "name": rx.el.span(row.name, class_name="breakable"),
        "from": dash(row.valid_from),
        "until": dash(row.valid_until),
        "engagement": row.engagement,
        "state": badge(row.state, row.tone),
    }


def dash(day: Seen) -> rx.Component:
    return rx.cond(day != "", rx.el.span(day, class_name="nowrap"), rx.el.span("—", aria_hidden="true"))


def one() -> rx.Component:
    """One service."""
    return thing_page(ServiceState, t("structure_ui.services.one"), service(), absent())


def absent() -> rx.Component:
    return not_there(t("structure_ui.services.missing"), t("structure_ui.services.to_list"), SERVICES)


def trail(*steps: tuple[Seen, Seen]) -> rx.Component:
    return crumbs((t("structure_ui.title"), ROUTE), (t("structure_ui.tab.services"), SERVICES), *steps)


def service() -> rx.Component:
    state, card = ServiceState, ServiceState.card
    return rx.fragment(
        rx.el.div(
            trail((card.code, "")),
            rx.el.h1(card.name),
            rx.el.p(card.structure, class_name="lead"),
            class_name="stack",
        ),
        rx.el.div(answers(state), class_name="stack"),
        rx.el.div(
            facts(
                (t("structure_ui.services.column.code"), rx.el.span(card.code, class_name="code")),
                (t("structure_ui.services.column.state"), rx.fragment(badge(card.state, card.tone), " ", card.meaning)),
                (t("structure_ui.services.column.from"), card.valid_from),
                (t("structure_ui.services.column.until"), card.valid_until),
                (t("structure_ui.services.column.engagement"), card.engagement),
            ),
            class_name="sheet",
        ),
        rx.cond(card.may_change, acts(card)),
        history(state.history),
    )


def acts(card: Seen) -> rx.Component:
    return rx.el.div(
        link_button(t("structure_ui.change"), card.edit_href, icon_name="pencil"),
        rx.cond(
            card.active,
            button(t("structure_ui.services.deactivate"), weight="danger", on_click=ServiceState.deactivate),
            button(t("structure_ui.services.reactivate"), weight="secondary", on_click=ServiceState.reactivate),
        ),
        class_name="row",
    )


def add() -> rx.Component:
    """The form of a new service."""
    title = t("structure_ui.services.add")
    return form_page((trail((title, "")), rx.el.h1(title)), Form, form(SERVICES), refusal=only_managers())


def change() -> rx.Component:
    """The form of a service that is there."""
    href = f"{SERVICES}/" + Form.editing
    steps = trail((Form.code, href), (t("structure_ui.change"), ""))
    head = (rx.cond(Form.code != "", steps), rx.el.h1(t("structure_ui.services.change_title")))
    return rx.cond(Form.missing, absent(), form_page(head, Form, form(href), refusal=only_managers()))


def only_managers() -> rx.Component:
    return notice(t("structure_ui.managers.title"), rx.el.p(t("structure_ui.managers.text")), kind="warning")


def form(back: Seen) -> rx.Component:
    code = text("code", hint=t("structure_ui.services.hint.code"), required=True, max_length=100)
    return rx.el.form(
        beside(Form),
        alert(Form.problem),
        rx.cond(
            Form.editing == "",
            code,
            rx.el.p(t("structure_ui.services.column.code"), " ", rx.el.span(Form.code, class_name="code")),
        ),
        text("name", required=True, max_length=200),
        rx.el.div(
            text("valid_from", hint=t("structure_ui.services.hint.day"), kind="date"),
            text("valid_until", hint=t("structure_ui.services.hint.last_day"), kind="date"),
            class_name="two",
        ),
        check_box(
            Form,
            t("structure_ui.services.field.engagement_required"),
            "engagement_required",
            hint=t("structure_ui.services.hint.engagement"),
        ),
        save_or_cancel(back),
        on_submit=Form.save,
        no_validate=True,
        class_name="form sheet",
    )


def text(name: str, *, hint: str = "", required: bool = False, kind: str = "text", **props: Any) -> rx.Component:
    return text_field(
        t(f"structure_ui.services.field.{name}"),
        name,
        errors=Form.errors,
        hint=hint,
        required=required,
        kind=kind,
        auto_complete="off",
        **edited(Form, name, **props),
    )
