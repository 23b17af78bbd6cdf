"""The fields of the form: each kept when it is left, with where its value comes from and what the rules say of it."""

from typing import Any

import reflex as rx

from chorus_app.drafts.enums import Answer
from chorus_app.kernel.text import t
from chorus_app.ui.components.basics import Seen, button, icon, some
from chorus_app.ui.components.editing import edited
from chorus_app.ui.components.fields import area_field, select_field, text_field
from chorus_app.ui.drafts.state import DraftState
from chorus_app.ui.drafts.views import options

STATE: Any = DraftState


def text(answer: Answer, *, hint: Seen = "", required: bool = False, **props: Any) -> rx.Component:
    """A line of text."""
    name = answer.value
    return _with_notes(
        name,
        text_field(
            t(answer.label_key),
            name,
            errors=STATE.errors,
            hint=hint,
            required=required,
            **edited(STATE, name, on_blur=lambda value: STATE.keep(name, value), **props),
        ),
    )


def money(answer: Answer, *, required: bool = False, hint: str = "", **props: Any) -> rx.Component:
    """An amount."""
    return text(answer, required=required, hint=hint, input_mode="decimal", **props)


def area(answer: Answer, *, hint: str = "") -> rx.Component:
    name = answer.value
    return _with_notes(
        name,
        area_field(
            t(answer.label_key),
            name,
            errors=STATE.errors,
            hint=hint,
            required=False,
            **edited(STATE, name, on_blur=lambda value: STATE.keep(name, value)),
        ),
    )


def choice(answer: Answer, *, required: bool = False, hint: str = "") -> rx.Component:
    """A value of a fixed list."""
    rows = [rx.el.option(one.label, value=one.value) for one in options(answer)]
    return _choice(answer, *rows, required=required, hint=hint)


def choice_of(answer: Answer, rows: Seen, *, required: bool = False, hint: str = "") -> rx.Component:
    """A value of a list that the State has."""
    return _choice(
        answer,
        rx.foreach(rows, lambda one: rx.el.option(one.label, value=one.value)),
        required=required,
        hint=hint,
    )


def _choice(answer: Answer, *rows: Any, required: bool, hint: str) -> rx.Component:
    name = answer.value
    empty = [] if answer is Answer.TYPE else [rx.el.option(t("drafts.choose"), value="")]
    return _with_notes(
        name,
        select_field(
            t(answer.label_key),
            name,
            *empty,
            *rows,
            errors=STATE.errors,
            hint=hint,
            required=required,
            value=STATE.values[name],
            on_change=lambda value: STATE.keep(name, value),
        ),
    )


def radios(answer: Answer, rows: Seen) -> rx.Component:
    """A choice whose values want a sentence each."""
    name = answer.value
    return _with_notes(
        name,
        rx.el.fieldset(
            rx.el.legend(t(answer.label_key)),
            rx.el.div(
                rx.el.div(
                    rx.foreach(rows, lambda one: _radio(name, one)),
                    class_name="choices",
                ),
                id=name,
                tab_index=-1,
            ),
            rx.el.div(
                rx.cond(STATE.errors.contains(name), rx.el.p(STATE.errors[name], class_name="error")),
                id=f"{name}-error",
                role="alert",
            ),
            class_name="field",
        ),
    )


def _radio(name: str, one: Seen) -> rx.Component:
    return rx.el.label(
        rx.el.input(
            type="radio",
            name=name,
            value=one.value,
            checked=STATE.values[name] == one.value,
            on_change=lambda _: STATE.keep(name, one.value),
        ),
        rx.el.span(one.label, rx.el.span(one.hint, class_name="sub")),
        class_name="choice",
        key=one.value,
    )


def _with_notes(name: str, control: rx.Component) -> rx.Component:
    """The field, with where its value comes from, and what is doubtful about it."""
    return rx.el.div(
        control,
        rx.cond(STATE.marks.contains(name), origin(name)),
        rx.el.div(
            rx.cond(STATE.warnings.contains(name), doubt(STATE.warnings[name])),
            role="status",
        ),
        class_name="noted",
    )


def origin(name: str) -> rx.Component:
    return rx.el.p(
        rx.el.span(STATE.marks[name]),
        rx.cond(
            STATE.placed.contains(name),
            button(
                rx.fragment(
                    t("drafts.paper.see"),
                    rx.el.span(" : ", t(f"drafts.fields.{name.replace('-', '_')}"), class_name="sr-only"),
                ),
                weight="quiet",
                icon_name="locate",
                on_click=STATE.show_place(name),
            ),
        ),
        class_name="origin small soft",
    )


def doubt(text: Seen) -> rx.Component:
    return rx.el.p(icon("triangle-alert", size=16), rx.el.span(text), class_name="doubt small")


def rows_of_rates(*, fixed: bool) -> rx.Component:
    """The VAT breakdown: typed, or made of the lines."""
    head = rx.el.tr(
        rx.el.th(t("drafts.rates.rate"), scope="col"),
        rx.el.th(t("drafts.rates.base"), scope="col", class_name="amount" if fixed else ""),
        rx.el.th(t("drafts.rates.amount"), scope="col", class_name="amount" if fixed else ""),
        None if fixed else rx.el.th(rx.el.span(t("drafts.rates.acts"), class_name="sr-only"), scope="col"),
    )
    return rx.el.div(
        rx.cond(
            some(STATE.rates),
            rx.el.table(
                rx.el.caption(t("drafts.rates.caption"), class_name="sr-only"),
                rx.el.thead(head),
                rx.el.tbody(rx.foreach(STATE.rates, fixed_rate if fixed else typed_rate)),
                class_name="grid-table",
            ),
            rx.el.p(t("drafts.rates.none"), class_name="soft"),
        ),
        rx.el.div(
            rx.cond(STATE.errors.contains("rates"), rx.el.p(STATE.errors["rates"], class_name="error")),
            rx.cond(STATE.warnings.contains("rates"), doubt(STATE.warnings["rates"])),
            role="status",
        ),
        None if fixed else button(t("drafts.rates.add"), weight="secondary", icon_name="plus", on_click=STATE.add_rate),
        id="rates",
        tab_index=-1,
        class_name="stack field",
    )


def typed_rate(row: Seen) -> rx.Component:
    return rx.el.tr(
        rate_cell(row, "rate", row.rate),
        rate_cell(row, "base", row.base),
        rate_cell(row, "amount", row.amount),
        rx.el.td(_drop(row, STATE.drop_rate, "drafts.rates.drop")),
        key=row.mark,
    )


def rate_cell(row: Seen, part: str, value: Seen) -> rx.Component:
    return rx.el.td(
        rx.el.input(
            class_name="input amount-input",
            default_value=value,
            input_mode="decimal",
            aria_label=t(f"drafts.rates.{part}"),
            on_blur=lambda typed: STATE.keep_rate(row.place, part, typed),
            custom_attrs={"data-label": t(f"drafts.rates.{part}")},
        ),
        custom_attrs={"data-label": t(f"drafts.rates.{part}")},
    )


def fixed_rate(row: Seen) -> rx.Component:
    return rx.el.tr(
        rx.el.td(row.rate, " %", custom_attrs={"data-label": t("drafts.rates.rate")}),
        rx.el.td(row.base, class_name="amount", custom_attrs={"data-label": t("drafts.rates.base")}),
        rx.el.td(row.amount, class_name="amount", custom_attrs={"data-label": t("drafts.rates.amount")}),
        key=row.mark,
    )


def rows_of_items() -> rx.Component:
    """The lines of an invoice that is typed in."""
    parts = ("name", "quantity", "price", "rate")
    heads = [rx.el.th(t(f"drafts.items.{part}"), scope="col") for part in (*parts, "net")]
    return rx.el.div(
        rx.el.table(
            rx.el.caption(t("drafts.items.caption"), class_name="sr-only"),
            rx.el.thead(
                rx.el.tr(*heads, rx.el.th(rx.el.span(t("drafts.rates.acts"), class_name="sr-only"), scope="col"))
            ),
            rx.el.tbody(rx.foreach(STATE.items, typed_item)),
            class_name="grid-table items",
        ),
        rx.el.div(
            rx.cond(STATE.errors.contains("items"), rx.el.p(STATE.errors["items"], class_name="error")),
            rx.cond(STATE.warnings.contains("items"), doubt(STATE.warnings["items"])),
            role="status",
        ),
        button(t("drafts.items.add"), weight="secondary", icon_name="plus", on_click=STATE.add_item),
        id="items",
        tab_index=-1,
        class_name="stack field",
    )


def typed_item(row: Seen) -> rx.Component:
    return rx.el.tr(
        item_cell(row, "name", row.name, ""),
        item_cell(row, "quantity", row.quantity, "amount-input"),
        item_cell(row, "price", row.price, "amount-input"),
        item_cell(row, "rate", row.rate, "amount-input"),
        rx.el.td(row.net, class_name="amount", custom_attrs={"data-label": t("drafts.items.net")}),
        rx.el.td(_drop(row, STATE.drop_item, "drafts.items.drop")),
        key=row.mark,
    )


def item_cell(row: Seen, part: str, value: Seen, look: str) -> rx.Component:
    return rx.el.td(
        rx.el.input(
            class_name=f"input {look}",
            default_value=value,
            input_mode="decimal" if look else "text",
            aria_label=t(f"drafts.items.{part}"),
            on_blur=lambda typed: STATE.keep_item(row.place, part, typed),
        ),
        custom_attrs={"data-label": t(f"drafts.items.{part}")},
    )


def _drop(row: Seen, handler: Any, label: str) -> rx.Component:
    return button(
        rx.el.span(t(label), " ", row.number, class_name="sr-only"),
        weight="quiet",
        icon_name="trash-2",
        on_click=handler(row.place),
    )
