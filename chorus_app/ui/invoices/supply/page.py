"""The pages of a supplier for an invoice that came back to him: complete it, send it another way, name a valideur; and
that of a MOE or a MOA for a piece that is with it: add to it."""

from typing import Any

import reflex as rx

from chorus_app.invoices.enums import InvoiceAct
from chorus_app.kernel.text import t
from chorus_app.ui.components.answers import answers
from chorus_app.ui.components.attaching import attach_zone, attached_files
from chorus_app.ui.components.basics import button, link_button, notice, waiting
from chorus_app.ui.components.editing import edited
from chorus_app.ui.components.fields import area_field, text_field
from chorus_app.ui.components.places import crumbs
from chorus_app.ui.drafts.data.page import choices, chosen_recipient, known, services_of
from chorus_app.ui.invoices.acts import PAGES, reason
from chorus_app.ui.invoices.supply.complete_state import AddState, CompleteState
from chorus_app.ui.invoices.supply.valideur_state import ValideurState
from chorus_app.ui.invoices.supply.way_state import WayState
from chorus_app.ui.invoices.wording import Wording, worded, words

__all__ = ["AddState", "CompleteState", "ValideurState", "WayState", "add", "complete", "correct_valideur", "recycle"]


def complete() -> rx.Component:
    return papers(CompleteState, InvoiceAct.COMPLETE)


def add() -> rx.Component:
    return papers(AddState, InvoiceAct.ADD)


def papers(state: Any, act: InvoiceAct) -> rx.Component:
    """Documents, a comment, or both."""
    return framed(
        state,
        act,
        attach_zone(state),
        attached_files(state),
        rx.el.form(comment(state, act), foot(state, act), **sent(state)),
    )


def recycle() -> rx.Component:
    state: Any = WayState
    form = rx.el.form(
        text_field(
            t("drafts.fields.destinataire"),
            "destinataire",
            errors=state.errors,
            hint=t("drafts.hints.destinataire"),
            **edited(state, "destinataire", on_change=state.search.debounce(250), auto_complete="off"),
        ),
        choices(state.found, state.choose_recipient),
        chosen_recipient(state.recipient),
        rx.el.div(
            rx.el.div(
                optional(state, "service", list="services", auto_complete="off"),
                services_of(state.recipient, "services"),
            ),
            optional(state, "engagement"),
            class_name="two",
        ),
        optional(state, "marche"),
        comment(state, InvoiceAct.RECYCLE),
        foot(state, InvoiceAct.RECYCLE),
        **sent(state),
    )
    return framed(state, InvoiceAct.RECYCLE, form)


def correct_valideur() -> rx.Component:
    state: Any = ValideurState
    form = rx.el.form(
        rx.cond(
            state.before != "",
            rx.el.p(worded(state.invoice, InvoiceAct.CORRECT_VALIDEUR, "before"), " ", rx.el.strong(state.before)),
        ),
        text_field(
            worded(state.invoice, InvoiceAct.CORRECT_VALIDEUR, "field"),
            "valideur",
            errors=state.errors,
            hint=worded(state.invoice, InvoiceAct.CORRECT_VALIDEUR, "hint"),
            **edited(state, "valideur", on_change=state.search.debounce(250), auto_complete="off"),
        ),
        choices(state.found, state.choose),
        rx.el.div(rx.cond(state.chosen != "", known(state.chosen)), role="status"),
        foot(state, InvoiceAct.CORRECT_VALIDEUR),
        **sent(state),
    )
    return framed(state, InvoiceAct.CORRECT_VALIDEUR, form)


def framed(state: Any, act: InvoiceAct, *form: rx.Component) -> rx.Component:
    """Title, what is asked and what happens then, the form; or why there is nothing to do."""
    invoice = state.invoice
    title, unknown = worded(invoice, act, "page"), words(Wording.INVOICE, act, "page")
    head = rx.el.div(
        crumbs((invoice.list_label, invoice.list_href), (invoice.number, invoice.href), (title, "")),
        rx.el.h1(title),
        rx.el.p(invoice.kind, " ", rx.el.strong(invoice.number), ", ", invoice.recipient, ", ", invoice.amount),
        answers(state),
        class_name="stack",
    )
    ready = rx.fragment(
        notice(None, rx.el.p(worded(invoice, act, "text")), reason(invoice) if act in PAGES else None),
        *form,
    )
    nothing = rx.fragment(
        notice(None, rx.el.p(t("invoices_ui.acts.nothing"), " ", rx.el.strong(invoice.status), "."), kind="warning"),
        link_button(t("invoices_ui.acts.back"), href=invoice.href, weight="secondary"),
    )
    return rx.el.div(
        rx.cond(
            state.loaded & (state.address == state.router.url.path),
            rx.cond(state.missing, missing(unknown), rx.fragment(head, rx.cond(state.waits, ready, nothing))),
            rx.fragment(rx.el.h1(unknown), waiting()),
        ),
        class_name="stack-wide medium",
    )


def missing(title: str) -> rx.Component:
    """Said of what does not exist and of what this person may not see, alike."""
    return rx.el.div(
        rx.el.h1(title),
        notice(t("invoices_ui.missing.title"), rx.el.p(t("invoices_ui.missing.text")), kind="warning"),
        link_button(t("invoices_ui.issued.title"), href="/factures-emises", weight="secondary"),
        class_name="stack",
    )


def optional(state: Any, name: str, **props: Any) -> rx.Component:
    return text_field(
        t(f"drafts.fields.{name}"),
        name,
        errors=state.errors,
        hint=t(f"drafts.hints.{name}"),
        required=False,
        **edited(state, name, **props),
    )


def comment(state: Any, act: InvoiceAct) -> rx.Component:
    return area_field(
        t("invoices_ui.acts.comment"),
        "comment",
        errors=state.errors,
        hint=worded(state.invoice, act, "comment_hint"),
        required=False,
        max_length=500,
    )


def foot(state: Any, act: InvoiceAct) -> rx.Component:
    return rx.el.div(
        button(worded(state.invoice, act, "sure"), type="submit", icon_name="send"),
        link_button(t("invoices_ui.acts.keep"), href=state.invoice.href, weight="quiet"),
        class_name="row",
    )


def sent(state: Any) -> dict[str, Any]:
    return {"on_submit": state.send, "no_validate": True, "class_name": "sheet form"}
