"""The page of one invoice: where it stands, what it says, its files, its history."""

from typing import Any

import reflex as rx

from chorus_app.kernel.text import t
from chorus_app.ui.components.basics import Seen, badge, icon, link, link_button, plain_link, waiting
from chorus_app.ui.components.breaks import soft_breaks
from chorus_app.ui.components.terms import explained
from chorus_app.ui.frame import FrameState
from chorus_app.ui.invoices.detail_state import InvoiceState

__all__ = ["InvoiceState", "body"]

INVOICE: Seen = InvoiceState.invoice


def body() -> rx.Component:
    return rx.el.div(
        rx.cond(
            InvoiceState.loaded & (InvoiceState.address == InvoiceState.router.url.path),
            rx.cond(InvoiceState.missing, missing(), found()),
            loading(),
        ),
        on_unmount=InvoiceState.leave,
    )


def loading() -> rx.Component:
    return rx.el.div(rx.el.h1(t("invoices_ui.detail.title")), waiting(), class_name="stack")


def missing() -> rx.Component:
    return rx.el.div(
        rx.el.h1(t("invoices_ui.missing.title")),
        rx.el.p(t("invoices_ui.missing.text")),
        rx.el.div(
            link_button(t("invoices_ui.issued.title"), href="/factures-emises", weight="secondary"),
            link_button(t("invoices_ui.works.title"), href="/factures-de-travaux", weight="secondary"),
            rx.cond(
                FrameState.receives,
                link_button(t("invoices_ui.received.title"), href="/factures-recues", weight="secondary"),
            ),
            class_name="row",
        ),
        class_name="stack",
    )


def found() -> rx.Component:
    return rx.el.div(
        trail(),
        head(),
        rx.el.div(parties(), references(), class_name="columns"),
        amounts(),
        rx.cond(INVOICE.lines.length() > 0, lines()),
        rx.el.div(files(), history(), class_name="columns"),
        class_name="stack-wide",
    )


def trail() -> rx.Component:
    return rx.el.nav(
        rx.el.ol(
            rx.el.li(link(INVOICE.list_label, href=INVOICE.list_href)),
            rx.el.li(rx.el.span(INVOICE.number, aria_current="page")),
        ),
        class_name="crumbs",
        aria_label=t("ui.crumbs"),
    )


def head() -> rx.Component:
    """Number, status with what it means, and the amount."""
    return rx.el.div(
        rx.el.div(
            rx.el.h1(INVOICE.kind, " ", INVOICE.number),
            rx.el.p(
                badge(INVOICE.status, INVOICE.tone),
                rx.el.span(t("invoices_ui.detail.since"), " ", INVOICE.since, class_name="soft small"),
                class_name="row",
            ),
            rx.el.p(INVOICE.meaning),
            class_name="stack",
        ),
        rx.el.p(
            rx.el.span(t("invoices_ui.detail.total"), class_name="soft small"),
            rx.el.span(INVOICE.amount, class_name="figure amount"),
            class_name="total",
        ),
        class_name="title-row",
    )


def parties() -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("invoices_ui.detail.parties")),
        party(t("invoices_ui.column.supplier"), INVOICE.supplier),
        party(t("invoices_ui.column.recipient"), INVOICE.recipient),
        rx.cond(INVOICE.valideur.name != "", party(INVOICE.valideur_role, INVOICE.valideur)),
        class_name="sheet stack divided",
    )


def party(role: Seen, card: Seen) -> rx.Component:
    return rx.el.div(
        rx.el.p(role, class_name="soft small"),
        rx.el.p(rx.el.strong(card.name)),
        rx.el.p(card.identifier, class_name="number"),
        rx.cond(card.detail != "", rx.el.p(card.detail, class_name="soft small")),
    )


def references() -> rx.Component:
    """What the invoice says about itself, the words of the portal with their explanation one click away."""
    return rx.el.section(
        rx.el.h2(t("invoices_ui.detail.data")),
        rx.el.dl(
            fact(t("invoices_ui.column.issued"), INVOICE.issued),
            fact(t("invoices_ui.detail.due"), INVOICE.due),
            term("cadre", INVOICE.cadre),
            term("engagement", INVOICE.engagement),
            term("service", INVOICE.service),
            term("contract", INVOICE.contract),
            term("original", INVOICE.original),
            term("vat_due", INVOICE.vat_due),
            fact(t("invoices_ui.detail.payment"), INVOICE.payment),
            fact(t("invoices_ui.detail.account"), rx.el.span(INVOICE.account, class_name="kept-lines")),
            fact(t("invoices_ui.detail.note"), INVOICE.note),
            class_name="facts",
        ),
        class_name="sheet",
    )


def fact(label: str, value: Seen) -> rx.Component:
    """Label and value; nothing when the invoice does not say it."""
    return rx.cond(value != "", rx.fragment(rx.el.dt(label), rx.el.dd(value)))


def term(name: str, value: Seen) -> rx.Component:
    """The same for a word that wants an explanation."""
    label = explained(t(f"invoices_ui.term.{name}.label"), t(f"invoices_ui.term.{name}.meaning"))
    return rx.cond(value != "", rx.fragment(rx.el.dt(label), rx.el.dd(value)))


def amounts() -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("invoices_ui.detail.amounts")),
        rx.cond(INVOICE.vat.length() > 0, vat()),
        rx.el.dl(
            fact(t("invoices_ui.detail.net"), INVOICE.net),
            fact(t("invoices_ui.detail.tax"), INVOICE.tax),
            fact(t("invoices_ui.column.amount"), INVOICE.amount),
            fact(t("invoices_ui.detail.payable"), INVOICE.payable),
            class_name="facts sums",
        ),
        class_name="stack",
    )


def vat() -> rx.Component:
    return table(
        t("invoices_ui.detail.vat"),
        (("rate", False), ("base", True), ("tax", True)),
        rx.foreach(INVOICE.vat, vat_row),
    )


def vat_row(row: Seen) -> rx.Component:
    rate = rx.el.div(row.rate, rx.cond(row.reason != "", rx.el.span(row.reason, class_name="sub")))
    return rx.el.tr(cell("rate", rate, False), cell("base", row.base, True), cell("tax", row.amount, True))


def lines() -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("invoices_ui.detail.lines")),
        table(
            t("invoices_ui.detail.lines"),
            (("item", False), ("quantity", True), ("price", True), ("rate", True), ("net", True)),
            rx.foreach(INVOICE.lines, line_row),
        ),
        class_name="stack",
    )


def line_row(row: Seen) -> rx.Component:
    return rx.el.tr(
        cell("item", row.name, False),
        cell("quantity", row.quantity, True),
        cell("price", row.price, True),
        cell("rate", row.rate, True),
        cell("net", row.amount, True),
    )


def table(caption: str, columns: tuple[tuple[str, bool], ...], rows: rx.Component) -> rx.Component:
    """A short table; on a narrow screen each row is a card."""
    heads = [
        rx.el.th(t(f"invoices_ui.heading.{name}"), scope="col", class_name="numeric" if numeric else None)
        for name, numeric in columns
    ]
    return rx.el.div(
        rx.el.table(
            rx.el.caption(caption, class_name="sr-only"),
            rx.el.thead(rx.el.tr(*heads)),
            rx.el.tbody(rows),
            class_name="list",
        ),
        class_name="table-wrap",
    )


def cell(name: str, value: Any, numeric: bool) -> rx.Component:
    return rx.el.td(
        rx.el.span(value) if not isinstance(value, rx.Component) else value,
        class_name="numeric" if numeric else None,
        custom_attrs={"data-label": t(f"invoices_ui.heading.{name}")},
    )


def files() -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("invoices_ui.detail.files")),
        rx.el.ul(rx.foreach(INVOICE.files, file_line), class_name="stack-tight"),
        rx.el.p(
            t("invoices_ui.detail.flux"),
            " ",
            rx.cond(
                INVOICE.flux_href != "",
                link(INVOICE.flux_number, href=INVOICE.flux_href, class_name="code"),
                rx.el.span(INVOICE.flux_number, class_name="code"),
            ),
            rx.cond(INVOICE.flux_state != "", rx.fragment(" · ", INVOICE.flux_state)),
        ),
        rx.cond(
            INVOICE.flux_href != "",
            rx.el.div(
                link_button(
                    t("invoices_ui.detail.report"),
                    href=INVOICE.flux_href,
                    weight="secondary",
                    icon_name="clipboard-check",
                ),
                class_name="row",
            ),
        ),
        rx.el.p(
            t("invoices_ui.detail.deposited"),
            " ",
            INVOICE.deposited,
            rx.cond(INVOICE.depositor != "", rx.fragment(" ", t("invoices_ui.detail.by"), " ", INVOICE.depositor)),
            class_name="soft small",
        ),
        class_name="sheet stack",
    )


def file_line(file: Seen) -> rx.Component:
    return rx.el.li(
        plain_link(
            icon("download"),
            rx.el.span(soft_breaks(file.name)),
            href=file.href,
            class_name="download",
            custom_attrs={"download": ""},
        ),
        rx.el.span(file.kind, " · ", file.size, class_name="soft small"),
        class_name="file",
    )


def history() -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("invoices_ui.detail.history")),
        rx.el.ol(rx.foreach(INVOICE.history, event_line), class_name="timeline"),
        class_name="sheet",
    )


def event_line(event: Seen) -> rx.Component:
    return rx.el.li(
        rx.el.strong(event.label),
        rx.el.p(
            event.at,
            rx.cond(event.who != "", rx.fragment(" · ", event.who)),
            class_name="soft small",
        ),
        rx.cond(event.why != "", rx.el.p("«\u00a0", event.why, "\u00a0»")),
    )
