"""What is seen of a paper: the tabs, the readable invoice, the document page by page, the lines of the XML."""

from typing import Any

import reflex as rx

from chorus_app.kernel.text import t
from chorus_app.ui.components.basics import Seen, button, download_link, icon, link, link_button, notice, some
from chorus_app.ui.components.breaks import soft_breaks
from chorus_app.ui.components.listing import page_link


def tab_bar(state: Any) -> rx.Component:
    """The parts of the page, each with its address."""
    return rx.el.nav(
        rx.el.ul(
            rx.foreach(
                state.tabs,
                lambda tab: rx.el.li(
                    link(tab.label, href=tab.href, aria_current=rx.cond(tab.current, "page", "false"))
                ),
            ),
            class_name="tabs",
        ),
        aria_label=t("papers.tabs"),
        class_name="screen-only",
    )


def unshown(state: Any, *more: rx.Component) -> rx.Component:
    """Why there is nothing to see, and what to do instead."""
    return notice(None, rx.el.p(state.unshown), *more, kind="info")


# --- The readable invoice ---


def sheet(state: Any) -> rx.Component:
    card = state.sheet
    shown = rx.el.div(
        rx.cond(state.from_memory, notice(None, rx.el.p(t("papers.sheet.from_memory")), kind="warning")),
        rx.el.div(
            rx.el.p(t("papers.sheet.lead"), class_name="soft small"),
            rx.el.div(
                button(
                    t("papers.sheet.print"), weight="quiet", icon_name="printer", custom_attrs={"data-print": "true"}
                ),
                rx.cond(card.pdf != "", download(t("papers.sheet.pdf"), card.pdf)),
                class_name="row",
            ),
            class_name="row spread screen-only",
        ),
        rx.foreach(card.before, section),
        rx.cond(some(card.rows), lines(card)),
        rx.foreach(card.after, section),
        class_name="paper stack-wide",
    )
    return rx.cond(card.shown, shown, unshown(state))


def download(label: str, href: Seen) -> rx.Component:
    return download_link(label, href=href, class_name="button secondary")


def section(part: Seen) -> rx.Component:
    """Blocks side by side, then a table."""
    return rx.el.section(
        rx.el.h2(part.title),
        rx.cond(some(part.blocks), rx.el.div(rx.foreach(part.blocks, block), class_name="blocks")),
        rx.cond(some(part.rows), table(part.title, part.columns, part.rows)),
        class_name="stack",
    )


def block(one: Seen) -> rx.Component:
    return rx.el.div(
        rx.cond(one.title != "", rx.el.h3(one.title)),
        rx.el.dl(rx.foreach(one.facts, fact), class_name=rx.cond(one.sums, "facts sums", "facts")),
        class_name="sheet stack",
    )


def fact(one: Seen) -> rx.Component:
    """Label, business term, value; the label's explanation one click away."""
    named = rx.cond(
        one.meaning != "",
        rx.el.details(rx.el.summary(one.label, icon("circle-help")), rx.el.p(one.meaning), class_name="term"),
        one.label,
    )
    return rx.fragment(rx.el.dt(named, term(one)), rx.el.dd(one.value, class_name="kept-lines"))


def term(one: Seen) -> rx.Component:
    """The number of the value in EN 16931, for those who look for it."""
    return rx.cond(one.term != "", rx.el.span(" ", one.term, class_name="bt"))


def lines(card: Seen) -> rx.Component:
    title = t("sheet.section.lines")
    return rx.el.section(
        rx.el.div(rx.el.h2(title), rx.el.p(card.counted, class_name="soft small"), class_name="row spread"),
        table(title, card.columns, card.rows),
        pages(card.pager, t("papers.lines.pages")),
        class_name="stack",
    )


def pages(steps: Seen, label: str) -> rx.Component:
    return rx.cond(some(steps), rx.el.nav(rx.foreach(steps, page_link), class_name="pager", aria_label=label))


def table(caption: Seen, columns: Seen, rows: Seen) -> rx.Component:
    """On a narrow screen each row is a card."""
    return rx.el.div(
        rx.el.table(
            rx.el.caption(caption, class_name="sr-only"),
            rx.el.thead(rx.el.tr(rx.foreach(columns, head))),
            rx.el.tbody(rx.foreach(rows, table_row)),
            class_name="list",
        ),
        class_name="table-wrap",
    )


def head(column: Seen) -> rx.Component:
    return rx.el.th(column.label, scope="col", class_name=rx.cond(column.numeric, "numeric", ""))


def table_row(row: Seen) -> rx.Component:
    return rx.el.tr(
        rx.foreach(
            row.cells,
            lambda cell, place: rx.el.td(
                rx.el.div(
                    rx.el.span(cell.value),
                    rx.cond((place == 0) & some(row.facts), asides(row.facts)),
                ),
                class_name=rx.cond(cell.numeric, "numeric", ""),
                custom_attrs={"data-label": cell.label},
            ),
        )
    )


def asides(facts: Seen) -> rx.Component:
    """What else a line says, below its name."""
    return rx.el.ul(
        rx.foreach(
            facts,
            lambda one: rx.el.li(
                rx.el.span(one.label, "\u00a0: ", class_name="soft"),
                rx.el.span(one.value, class_name="kept-lines"),
                term(one),
            ),
        ),
        class_name="asides",
    )


# --- The document ---


def document(state: Any, *instead: rx.Component) -> rx.Component:
    """The document page by page; `instead` is offered where there is none, or where it cannot be drawn."""
    card = state.viewer
    return rx.el.div(
        rx.cond(some(state.pieces), choice(state.pieces)),
        rx.cond(
            card.shown,
            viewer(card),
            rx.el.div(
                unshown(state),
                rx.el.div(
                    rx.cond(card.download != "", download(t("papers.document.download"), card.download)),
                    *instead,
                    class_name="row",
                ),
                class_name="stack",
            ),
        ),
        class_name="stack",
    )


def choice(pieces: Seen) -> rx.Component:
    return rx.el.nav(
        rx.el.ul(
            rx.foreach(
                pieces,
                lambda piece: rx.el.li(
                    link(
                        icon("file-text", size=18),
                        rx.el.span(soft_breaks(piece.label)),
                        href=piece.href,
                        class_name="chip",
                        aria_current=rx.cond(piece.current, "true", "false"),
                    )
                ),
            ),
            class_name="chips",
        ),
        aria_label=t("papers.document.choose"),
    )


def viewer(card: Seen) -> rx.Component:
    """The page with its tools; keys work while the focus is in it (chorus.js presses the tools)."""
    return rx.el.div(
        tools(card),
        rx.el.p(t("papers.document.keys"), class_name="soft small screen-only", id="viewer-keys"),
        rx.el.div(
            rx.el.img(
                src=card.src,
                src_set=card.sources,
                sizes=card.sizes,
                alt=card.alt,
                style={"width": card.width, "max_width": card.most, "aspect_ratio": card.ratio},
                decoding="async",
            ),
            class_name="page-view",
            tab_index=0,
            role="region",
            aria_label=t("papers.document.region"),
            aria_describedby="viewer-keys",
        ),
        rx.cond(
            card.words != "",
            rx.el.details(
                rx.el.summary(t("papers.document.words")),
                rx.el.p(card.words, class_name="kept-lines breakable"),
                class_name="block screen-only",
            ),
        ),
        class_name="stack",
        custom_attrs={"data-viewer": "true"},
    )


def tools(card: Seen) -> rx.Component:
    return rx.el.div(
        rx.el.div(
            tool("chevron-left", "previous", card.previous),
            rx.el.span(card.place, role="status", class_name="place"),
            tool("chevron-right", "next", card.next),
            class_name="tool-group",
        ),
        rx.el.div(
            tool("zoom-out", "smaller", card.smaller),
            rx.el.span(card.zoom, role="status", class_name="place"),
            tool("zoom-in", "larger", card.larger),
            tool("move-horizontal", "fit_it", card.fit),
            class_name="tool-group",
        ),
        download(t("papers.document.download"), card.download),
        role="group",
        aria_label=t("papers.document.tools"),
        class_name="row spread viewer-tools screen-only",
    )


def tool(picture: str, name: str, href: Seen) -> rx.Component:
    """A step to another page or size; where there is none it stays in its place, without effect."""
    label = t(f"papers.document.{name}")
    seen = (icon(picture), rx.el.span(label, class_name="sr-only"))
    live = link(*seen, href=href, class_name="button quiet tool", title=label, custom_attrs={"data-key": name})
    return rx.cond(
        href != "", live, rx.el.span(*seen, class_name="button quiet tool", aria_disabled="true", role="link")
    )


# --- The XML ---


def source(state: Any) -> rx.Component:
    card = state.source
    shown = rx.el.div(
        rx.el.div(
            rx.el.p(t("papers.xml.lead"), class_name="soft small"),
            download(t("papers.xml.download"), card.download),
            class_name="row spread",
        ),
        rx.cond(card.laid_out, notice(None, rx.el.p(t("papers.xml.laid_out")), kind="info")),
        rx.el.p(card.counted, rx.cond(card.marked != "", rx.fragment(" · ", card.marked)), class_name="soft small"),
        pages(card.pager, t("papers.xml.pages")),
        rx.el.div(
            rx.el.ol(rx.foreach(card.rows, source_line), class_name="source"),
            class_name="table-wrap",
            tab_index=0,
            role="region",
            aria_label=t("papers.xml.region"),
        ),
        class_name="stack",
    )
    return rx.cond(card.shown, shown, unshown(state))


def source_line(row: Seen) -> rx.Component:
    """Number and text. The line that was asked for is marked, and brought into view (chorus.js)."""
    marks = {"data-marked": rx.cond(row.marked, "true", "false")}
    return rx.el.li(
        link(
            rx.el.span(t("papers.xml.line"), " ", class_name="sr-only"),
            row.number,
            href=row.href,
            class_name="line-number",
            tab_index=rx.cond(row.marked, 0, -1),
        ),
        rx.el.code(
            rx.foreach(row.spans, lambda span: rx.el.span(span.text, class_name=rx.cond(span.tag, "tag", ""))),
            rx.cond(row.cut != "", rx.el.span(row.cut, class_name="cut")),
        ),
        id=row.id,
        class_name=rx.cond(row.marked, "marked", ""),
        custom_attrs=marks,
    )


def read_instead(href: Seen, pdf: Seen) -> tuple[rx.Component, ...]:
    """For an invoice without a document: its readable form."""
    return (
        link_button(t("papers.document.read_instead"), href=href, weight="secondary", icon_name="file-text"),
        download(t("papers.document.pdf_instead"), pdf),
    )
