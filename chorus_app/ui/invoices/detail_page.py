"""The page of one invoice: where it stands, then what it says, its documents, its files, its history, its XML."""

from typing import Any

import reflex as rx

from chorus_app.kernel.text import t
from chorus_app.ui.components.basics import Seen, badge, download_link, icon, link, link_button, some, waiting
from chorus_app.ui.components.breaks import soft_breaks
from chorus_app.ui.components.findings import finding
from chorus_app.ui.components.places import crumbs
from chorus_app.ui.frame import FrameState
from chorus_app.ui.invoices.acts import acts
from chorus_app.ui.invoices.detail_state import FILES, FINDINGS, HISTORY, InvoiceState
from chorus_app.ui.papers import page as papers
from chorus_app.ui.papers.state import DOCUMENT, SHEET, XML
from chorus_app.ui.verdict.pieces import folded

__all__ = ["InvoiceState", "body"]

INVOICE: Seen = InvoiceState.invoice
STATE: Any = InvoiceState


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
            rx.cond(
                FrameState.validates,
                link_button(t("invoices_ui.to_validate.title"), href="/factures-a-valider", weight="secondary"),
            ),
            class_name="row",
        ),
        class_name="stack",
    )


def found() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            crumbs((INVOICE.list_label, INVOICE.list_href), (INVOICE.number, "")),
            head(),
            acts(STATE, INVOICE),
            class_name="stack",
        ),
        dossier(),
        papers.tab_bar(STATE),
        rx.cond(STATE.reading, waiting("papers.reading"), part()),
        class_name="stack-wide",
    )


def part() -> rx.Component:
    """The part of the page that the address names."""
    path = STATE.router.url.path
    return rx.match(
        STATE.tab,
        (SHEET, papers.sheet(STATE)),
        (DOCUMENT, papers.document(STATE, *papers.read_instead(path, path + "/facture.pdf"))),
        (FILES, files()),
        (FINDINGS, findings()),
        (HISTORY, history()),
        (XML, papers.source(STATE)),
        rx.fragment(),
    )


def head() -> rx.Component:
    """Number, status with what it means, the amount, and by which flux it came."""
    return rx.el.div(
        rx.el.div(
            rx.el.h1(INVOICE.kind, " ", INVOICE.number),
            rx.el.p(
                INVOICE.supplier,
                icon("arrow-right", size=16),
                rx.el.span("→ ", class_name="sr-only"),
                INVOICE.recipient,
                class_name="row from-to",
            ),
            rx.el.p(
                badge(INVOICE.status, INVOICE.tone),
                rx.el.span(t("invoices_ui.detail.since"), " ", INVOICE.since, class_name="soft small"),
                class_name="row",
            ),
            rx.el.p(INVOICE.meaning),
            rx.cond(INVOICE.answer_by != "", time_to_validate()),
            deposited(),
            class_name="stack",
        ),
        rx.el.p(
            rx.el.span(t("invoices_ui.detail.total"), class_name="soft small"),
            rx.el.span(INVOICE.amount, class_name="figure amount"),
            class_name="total",
        ),
        class_name="title-row",
    )


def time_to_validate() -> rx.Component:
    """Until when the valideur may answer, and what follows if he does not."""
    return rx.el.p(
        t("invoices_ui.detail.answer_by"), " ", rx.el.strong(INVOICE.answer_by), t("invoices_ui.detail.unanswered")
    )


def dossier() -> rx.Component:
    """The pieces of works in the same file, in the order of their deposits."""
    return rx.cond(
        some(STATE.dossier),
        rx.el.section(
            rx.el.h2(t("invoices_ui.dossier.title"), id="dossier"),
            rx.el.ol(rx.foreach(STATE.dossier, piece_of_dossier), class_name="lines"),
            class_name="stack",
            aria_labelledby="dossier",
        ),
    )


def piece_of_dossier(piece: Seen) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.cond(
                piece.here,
                rx.el.strong(piece.number, " ", rx.el.span(t("invoices_ui.dossier.here"), class_name="soft small")),
                link(piece.number, href=piece.href, class_name="strong"),
            ),
            rx.el.span(piece.cadre, " · ", piece.supplier, class_name="soft small"),
            class_name="what",
        ),
        badge(piece.status, piece.tone),
        rx.el.span(piece.amount, class_name="amount"),
        aria_current=rx.cond(piece.here, "true", "false"),
        key=piece.href,
    )


def deposited() -> rx.Component:
    """When, by whom, by which flux, and what became of that."""
    return rx.el.p(
        rx.el.span(
            t("invoices_ui.detail.deposited"),
            " ",
            INVOICE.deposited,
            rx.cond(INVOICE.depositor != "", rx.fragment(" ", t("invoices_ui.detail.by"), " ", INVOICE.depositor)),
        ),
        rx.el.span(
            t("invoices_ui.detail.flux"),
            " ",
            rx.cond(
                INVOICE.flux_href != "",
                link(INVOICE.flux_number, href=INVOICE.flux_href, class_name="code"),
                rx.el.span(INVOICE.flux_number, class_name="code"),
            ),
            rx.cond(INVOICE.flux_state != "", rx.fragment(" (", INVOICE.flux_state, ")")),
        ),
        class_name="meta soft small",
    )


def files() -> rx.Component:
    """Each file with its kind, its type and its size; to be looked at, to be downloaded."""
    return rx.el.section(
        rx.el.h2(t("invoices_ui.detail.files")),
        rx.el.ul(rx.foreach(INVOICE.files, file_line), class_name="lines"),
        class_name="stack",
    )


def file_line(file: Seen) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.strong(soft_breaks(file.name)),
            rx.el.span(file.kind, " · ", file.type, " · ", file.size, class_name="soft small"),
            class_name="what",
        ),
        rx.el.div(
            rx.cond(
                file.look != "",
                link_button(
                    t("invoices_ui.detail.look"),
                    href=file.look,
                    weight="quiet",
                    icon_name="eye",
                    aria_label=t("invoices_ui.detail.look") + " " + file.name,
                ),
            ),
            download_link(
                t("invoices_ui.detail.download"),
                href=file.href,
                class_name="button secondary",
                aria_label=t("invoices_ui.detail.download") + " " + file.name,
            ),
            class_name="row",
        ),
    )


def findings() -> rx.Component:
    """What the check found, each with its line in the XML."""
    return rx.el.section(
        rx.el.h2(t("invoices_ui.detail.findings")),
        rx.cond(
            some(STATE.findings),
            rx.foreach(STATE.findings, finding),
            rx.el.p(t("invoices_ui.detail.no_finding")),
        ),
        rx.cond(
            some(STATE.beyond),
            folded(
                STATE.beyond_title,
                rx.el.p(t("flux.report.beyond_lead"), class_name="soft"),
                rx.foreach(STATE.beyond, finding),
            ),
        ),
        rx.cond(
            INVOICE.report_href != "",
            link_button(
                t("invoices_ui.detail.report"),
                href=INVOICE.report_href,
                weight="secondary",
                icon_name="clipboard-check",
            ),
        ),
        class_name="stack",
    )


def history() -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("invoices_ui.detail.history")),
        rx.el.ol(rx.foreach(INVOICE.history, event_line), class_name="timeline"),
        class_name="sheet",
    )


def event_line(event: Seen) -> rx.Component:
    """What happened, to what, when, by whom, why."""
    return rx.el.li(
        rx.el.p(rx.el.strong(event.label), " ", rx.el.span(event.of, class_name="soft small")),
        rx.el.p(
            event.at,
            rx.cond(event.who != "", rx.fragment(" · ", event.who)),
            class_name="soft small",
        ),
        rx.cond(event.why != "", rx.el.p("«\u00a0", event.why, "\u00a0»")),
    )
