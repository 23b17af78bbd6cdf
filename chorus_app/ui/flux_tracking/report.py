"""The compte-rendu d'intégration: each finding with what is wrong, where, and what to do."""

import reflex as rx

from chorus_app.kernel.text import t
from chorus_app.ui.components.basics import Seen, alert, badge, icon, link, link_button, notice
from chorus_app.ui.components.breaks import soft_breaks
from chorus_app.ui.components.findings import finding
from chorus_app.ui.components.places import crumbs
from chorus_app.ui.flux_tracking.asking import ROUTE
from chorus_app.ui.flux_tracking.lot import lot_invoices, once_more
from chorus_app.ui.flux_tracking.parts import download, of_one_flux
from chorus_app.ui.flux_tracking.state import ReportState
from chorus_app.ui.verdict.pieces import findings, folded

REPORT: Seen = ReportState


def report() -> rx.Component:
    return of_one_flux(ReportState, t("flux_tracking.report.title"), found())


def found() -> rx.Component:
    card = ReportState.card
    return rx.el.div(
        rx.el.div(
            crumbs(
                (t("flux_tracking.title"), ROUTE),
                (card.number, card.href),
                (t("flux_tracking.report.crumb"), ""),
            ),
            rx.el.h1(t("flux_tracking.report.title")),
            rx.cond(ReportState.one != "", one_of_lot(card)),
            rx.el.p(
                rx.el.span(t("flux_tracking.flux"), " ", rx.el.span(card.number, class_name="code")),
                rx.el.span(soft_breaks(card.file), class_name="breakable"),
                class_name="meta soft",
            ),
            class_name="stack",
        ),
        rx.cond(ReportState.waiting, not_yet(), content(card)),
        class_name="stack-wide",
    )


def findings_of_all() -> rx.Component:
    """What is said of a file that is no lot, of one invoice of a lot, or of a lot that was not opened."""
    return rx.fragment(
        rx.el.section(
            rx.el.h2(ReportState.report.title),
            rx.cond(
                REPORT.findings.length() > 0,
                rx.foreach(ReportState.findings, finding),
                rx.el.p(t("flux_tracking.report.nothing")),
            ),
            rx.cond(REPORT.beyond.length() > 0, beyond()),
            class_name="stack",
        ),
        rx.cond(REPORT.layers.length() > 0, layers()),
    )


def one_of_lot(card: Seen) -> rx.Component:
    """Which invoice of the lot is shown, and the way back to all."""
    return rx.el.p(
        rx.el.strong(t("flux_tracking.lot.one"), " ", ReportState.one),
        link(t("flux_tracking.lot.all"), href=card.href + "/compte-rendu"),
        class_name="meta",
    )


def not_yet() -> rx.Component:
    return notice(None, rx.el.p(t("flux.report.not_yet")), role="status")


def content(card: Seen) -> rx.Component:
    return rx.fragment(
        rx.el.section(
            rx.el.div(badge(card.state, card.tone), rx.el.p(card.gloss), class_name="row"),
            fact_list(),
            downloads(card),
            class_name="sheet stack",
        ),
        alert(ReportState.problem),
        once_more(ReportState),
        rx.cond(REPORT.lines.length() > 0, lot_invoices(), findings_of_all()),
    )


def beyond() -> rx.Component:
    """What only EN 16931 and BR-FR ask, one click away."""
    return folded(
        ReportState.report.beyond_title,
        rx.el.p(t("flux.report.beyond_lead"), class_name="soft"),
        findings(ReportState.beyond),
    )


def fact_list() -> rx.Component:
    return rx.el.dl(
        rx.el.dt(t("flux.report.made")),
        rx.el.dd(
            ReportState.report.made, rx.cond(ReportState.report.read != "", rx.fragment(" · ", ReportState.report.read))
        ),
        rx.cond(
            ReportState.report.kind != "",
            rx.fragment(rx.el.dt(t("flux.report.kind")), rx.el.dd(ReportState.report.kind)),
        ),
        rx.foreach(ReportState.facts, lambda fact: rx.fragment(rx.el.dt(fact.label), rx.el.dd(fact.value))),
        class_name="facts",
    )


def downloads(card: Seen) -> rx.Component:
    files = (
        (t("flux_tracking.report.pdf"), "/compte-rendu.pdf"),
        (t("flux_tracking.report.json"), "/compte-rendu.json"),
        (t("flux_tracking.report.file"), "/fichier"),
    )
    return rx.el.div(
        rx.cond(
            ReportState.reading != "",
            link_button(
                rx.cond(ReportState.one != "", t("flux_tracking.reading.open_one"), t("flux_tracking.reading.open")),
                href=ReportState.reading,
                weight="secondary",
                icon_name="file-text",
            ),
        ),
        *[download(icon("download"), label, card.href + path, class_name="button secondary") for label, path in files],
        class_name="row",
    )


def layers() -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("flux_tracking.report.layers")),
        rx.el.p(t("flux_tracking.report.layers_lead"), class_name="soft"),
        rx.el.ul(rx.foreach(ReportState.layers, layer), class_name="stack-tight"),
        class_name="stack",
    )


def layer(line: Seen) -> rx.Component:
    return rx.el.li(
        rx.el.span(line.label, class_name="control"),
        badge(line.note, rx.cond(line.done, "info", "neutral")),
        class_name="row",
    )
