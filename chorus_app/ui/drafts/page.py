"""The pages of a draft: data beside the PDF, documents, summary, confirmation; and the lists of drafts."""

from functools import partial
from typing import Any

import reflex as rx

from chorus_app.drafts.enums import Answer, Step
from chorus_app.formats.syntaxes import Space
from chorus_app.kernel.text import t
from chorus_app.rules.codes import MAX_ATTACHMENT_BYTES
from chorus_app.ui.components.basics import (
    Seen,
    alert,
    badge,
    button,
    empty,
    icon,
    link,
    link_button,
    notice,
    plain_link,
    some,
    status,
    waiting,
    window,
)
from chorus_app.ui.components.breaks import soft_breaks
from chorus_app.ui.components.editing import beside
from chorus_app.ui.components.places import crumbs, tabs
from chorus_app.ui.components.zone import drop_zone
from chorus_app.ui.drafts import fields
from chorus_app.ui.drafts.state import DraftsState, DraftState
from chorus_app.ui.drafts.views import ROUTES, ZOOMS, space_tabs
from chorus_app.ui.routes.upload import PATH

__all__ = ["DraftState", "DraftsState", "body", "issued", "works"]

STATE: Any = DraftState
LIST: Any = DraftsState


# ---- the lists


def drafts(space: Space) -> rx.Component:
    route = ROUTES[space]
    return rx.el.div(
        rx.el.div(
            rx.el.div(
                crumbs((t(f"deposit.space.{space.value}"), route), (t("drafts.list.crumb"), "")),
                rx.el.h1(t("drafts.list.title")),
                rx.el.p(t("drafts.list.lead"), class_name="lead"),
                class_name="stack",
            ),
            class_name="title-row",
        ),
        tabs(*space_tabs(route), here=f"{route}/brouillons"),
        status(LIST.message),
        rx.cond(
            LIST.loaded,
            rx.cond(
                LIST.allowed,
                listed(space),
                notice(t("deposit.denied"), rx.el.p(t("deposit.failed.denied")), kind="warning"),
            ),
            waiting(),
        ),
        rx.cond(LIST.asked != "", discard_window(LIST.discard, LIST.ask_discard(""))),
        class_name="stack-wide",
    )


issued = partial(drafts, Space.EMISES)
works = partial(drafts, Space.TRAVAUX)


def listed(space: Space) -> rx.Component:
    route = ROUTES[space]
    begin = [link_button(t("drafts.list.deposit"), f"{route}/deposer", icon_name="file-up")]
    if space is Space.EMISES:
        begin.append(button(t("drafts.list.type_in"), weight="secondary", icon_name="pencil", on_click=LIST.type_in))
    return rx.cond(
        some(LIST.rows),
        rx.el.div(
            rx.el.div(
                rx.el.p(LIST.counted, class_name="soft"), rx.el.div(*begin, class_name="row"), class_name="row spread"
            ),
            rx.el.ul(rx.foreach(LIST.rows, draft_line), class_name="lines"),
            rx.cond(LIST.pages > 1, pager(route)),
            class_name="stack",
        ),
        rx.el.div(
            empty(t("drafts.list.none"), t("drafts.list.none_text"), *begin, icon_name="file-pen"), class_name="sheet"
        ),
    )


def draft_line(row: Seen) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            link(row.title, href=row.href, class_name="strong breakable"),
            rx.el.span(row.under, class_name="sub breakable"),
            rx.el.span(row.step, " · ", row.changed, class_name="soft small"),
            class_name="what",
        ),
        badge(t("drafts.list.unsent"), "warning"),
        rx.cond(row.amount != "", rx.el.span(row.amount, class_name="amount")),
        button(
            rx.el.span(t("drafts.discard.act"), " ", row.title, class_name="sr-only"),
            weight="quiet",
            icon_name="trash-2",
            on_click=LIST.ask_discard(row.id),
        ),
        key=row.id,
    )


def pager(route: str) -> rx.Component:
    here = f"{route}/brouillons?page="
    return rx.el.nav(
        rx.cond(LIST.page > 1, link(t("drafts.list.newer"), href=here + (LIST.page - 1).to_string())),
        rx.cond(LIST.page < LIST.pages, link(t("drafts.list.older"), href=here + (LIST.page + 1).to_string())),
        aria_label=t("drafts.list.pages"),
        class_name="row",
    )


# ---- one draft


def body() -> rx.Component:
    return rx.el.div(
        rx.cond(
            STATE.loaded,
            rx.cond(STATE.missing, missing(), draft()),
            rx.fragment(rx.el.h1(t("drafts.title")), waiting()),
        ),
        class_name="stack-wide",
        on_unmount=DraftState.leave,
    )


def missing() -> rx.Component:
    return rx.el.div(
        rx.el.h1(t("drafts.missing")),
        notice(None, rx.el.p(t("drafts.missing_text")), kind="warning"),
        link_button(t("drafts.to_list"), "/factures-emises/brouillons", weight="secondary"),
        class_name="stack",
    )


def draft() -> rx.Component:
    return rx.fragment(
        rx.el.div(
            crumbs((t("drafts.list.crumb"), STATE.card.home + "/brouillons"), (t("drafts.title"), "")),
            rx.el.h1(
                rx.match(
                    STATE.step,
                    (Step.ATTACHMENTS.value, t("drafts.heads.pieces_jointes")),
                    (Step.SUMMARY.value, t("drafts.heads.recapitulatif")),
                    (Step.SENT.value, t("drafts.heads.confirmation")),
                    t("drafts.heads.donnees"),
                )
            ),
            class_name="stack",
        ),
        stepper(),
        rx.el.div(alert(STATE.problem), beside(STATE), class_name="stack"),
        rx.match(
            STATE.step,
            (Step.ATTACHMENTS.value, attachments()),
            (Step.SUMMARY.value, summary()),
            (Step.SENT.value, confirmation()),
            data(),
        ),
        rx.cond(STATE.discarding, discard_window(STATE.discard, STATE.ask_discard(False))),
    )


def stepper() -> rx.Component:
    return rx.el.ol(rx.foreach(STATE.steps, step), class_name="steps", aria_label=t("drafts.steps_label"))


def step(one: Seen) -> rx.Component:
    return rx.el.li(
        rx.cond((one.href != "") & (one.state != "here"), link(one.label, href=one.href), one.label),
        rx.cond(one.state == "done", rx.el.span(t("deposit.step.done"), class_name="sr-only")),
        class_name=rx.cond(one.state == "done", "done", ""),
        aria_current=rx.cond(one.state == "here", "step", "false"),
        key=one.label,
    )


# ---- data


def data() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            file_note(),
            faults(),
            rx.el.form(
                about(),
                frame(),
                recipient(),
                amounts(),
                payment(),
                class_name="stack-wide",
                no_validate=True,
                custom_attrs={"data-fill": "true"},
            ),
            acts(t("drafts.next.pieces_jointes")),
            class_name="stack-wide",
        ),
        rx.cond(STATE.card.typed, rx.fragment(), paper()),
        class_name=rx.cond(STATE.card.typed, "medium", "beside-paper"),
    )


def file_note() -> rx.Component:
    """What the file is, and what was done with it."""
    return rx.cond(
        STATE.card.typed,
        rx.el.p(STATE.card.read_note, class_name="lead"),
        rx.el.div(
            rx.el.p(
                rx.el.strong(soft_breaks(STATE.card.file_name)),
                " ",
                rx.el.span(STATE.card.file_size, class_name="soft small nowrap"),
                " ",
                badge(STATE.card.manner, "info"),
            ),
            rx.el.p(STATE.card.read_note),
            rx.cond(
                some(STATE.card.facts),
                rx.el.details(
                    rx.el.summary(t("drafts.facts")),
                    rx.el.dl(rx.foreach(STATE.card.facts, told), class_name="facts"),
                    class_name="block",
                ),
            ),
            class_name="sheet stack",
        ),
    )


def told(one: Seen) -> rx.Component:
    return rx.fragment(rx.el.dt(one.label), rx.el.dd(one.value, class_name="breakable"))


def faults() -> rx.Component:
    """All that keeps the invoice from going on, once somebody tried."""
    return rx.cond(
        STATE.tried & ~STATE.ready,
        notice(
            t("drafts.faults"),
            rx.el.ul(rx.foreach(STATE.problems, fault)),
            kind="danger",
            id="faults",
            tab_index=-1,
            custom_attrs={"data-focus": "true"},
        ),
    )


def fault(one: Seen) -> rx.Component:
    return rx.cond(
        one.blocking,
        rx.el.li(plain_link(one.title, href=one.href), ". ", one.todo, key=one.title),
    )


def about() -> rx.Component:
    return part(
        "about",
        rx.el.div(
            fields.text(Answer.NUMBER, required=True, hint=t("drafts.hints.numero"), max_length=40),
            fields.text(Answer.ISSUED, required=True, hint=t("drafts.hints.date"), input_mode="numeric"),
            fields.choice(Answer.TYPE, required=True),
            rx.cond(STATE.card.credit_note, fields.text(Answer.ORIGINAL, hint=t("drafts.hints.original"))),
            fields.text(Answer.DUE, hint=t("drafts.hints.echeance"), input_mode="numeric"),
            fields.text(Answer.CURRENCY, hint=t("drafts.hints.devise"), max_length=3),
            class_name="two",
        ),
    )


def frame() -> rx.Component:
    return part(
        "frame",
        rx.cond(
            some(STATE.cadres),
            fields.radios(Answer.CADRE, STATE.cadres),
            notice(None, rx.el.p(t("drafts.no_cadre")), kind="warning"),
        ),
        rx.cond(
            STATE.card.needs_valideur,
            rx.el.div(
                fields.text(
                    Answer.VALIDEUR,
                    required=True,
                    hint=rx.cond(STATE.card.works, t("drafts.hints.moe"), t("drafts.hints.valideur")),
                    input_mode="numeric",
                ),
                rx.el.div(rx.cond(STATE.card.valideur != "", known(STATE.card.valideur)), role="status"),
                class_name="stack",
            ),
        ),
    )


def known(name: Seen) -> rx.Component:
    return rx.el.p(icon("check", size=16), rx.el.span(name), class_name="known")


def recipient() -> rx.Component:
    return part(
        "recipient",
        fields.text(
            Answer.RECIPIENT,
            required=True,
            hint=t("drafts.hints.destinataire"),
            on_change=STATE.search.debounce(250),
            auto_complete="off",
        ),
        rx.el.div(
            rx.cond(
                some(STATE.found),
                rx.el.ul(rx.foreach(STATE.found, found), class_name="found", aria_label=t("drafts.found")),
            ),
            role="status",
        ),
        rx.el.div(
            rx.cond(
                STATE.recipient.name != "",
                rx.el.div(
                    known(STATE.recipient.name),
                    rx.el.p(STATE.recipient.demands, class_name="small soft"),
                    class_name="stack-tight",
                ),
            ),
            role="status",
        ),
        rx.el.div(
            rx.el.div(
                fields.text(Answer.SERVICE, hint=t("drafts.hints.service"), list="services", auto_complete="off"),
                rx.el.datalist(
                    rx.foreach(STATE.recipient.services, lambda one: rx.el.option(one.label, value=one.value)),
                    id="services",
                ),
            ),
            fields.text(Answer.ENGAGEMENT, hint=t("drafts.hints.engagement")),
            fields.text(Answer.CONTRACT, hint=t("drafts.hints.marche")),
            class_name="two",
        ),
    )


def found(one: Seen) -> rx.Component:
    return rx.el.li(
        rx.el.button(
            rx.el.strong(one.label),
            rx.el.span(one.hint, class_name="sub"),
            type="button",
            on_click=STATE.choose_recipient(one.value),
        ),
        key=one.value,
    )


def amounts() -> rx.Component:
    return part(
        "amounts",
        rx.cond(
            STATE.card.typed,
            rx.el.div(
                fields.rows_of_items(),
                rx.cond(some(STATE.rates), fields.rows_of_rates(fixed=True)),
                class_name="stack",
            ),
            fields.rows_of_rates(fixed=False),
        ),
        rx.cond(
            STATE.card.typed,
            rx.el.div(
                made_total(Answer.NET),
                made_total(Answer.VAT),
                made_total(Answer.GROSS),
                fields.money(Answer.PREPAID, hint=t("drafts.hints.deja_paye")),
                made_total(Answer.PAYABLE),
                class_name="two",
            ),
            rx.el.div(
                fields.money(Answer.NET, required=True, hint=t("drafts.hints.total_ht")),
                fields.money(Answer.VAT),
                fields.money(Answer.GROSS, required=True),
                fields.money(Answer.PREPAID, hint=t("drafts.hints.deja_paye")),
                fields.money(Answer.PAYABLE, required=True),
                class_name="two",
            ),
        ),
    )


def made_total(answer: Answer) -> rx.Component:
    return rx.el.div(
        rx.el.p(t(answer.label_key), class_name="label"),
        rx.el.p(STATE.values[answer.value], " €", class_name="amount strong"),
        class_name="field",
    )


def payment() -> rx.Component:
    return part(
        "payment",
        rx.el.div(
            fields.choice(Answer.PAYMENT, required=True),
            rx.cond(
                some(STATE.accounts),
                fields.choice_of(Answer.ACCOUNT, STATE.accounts, hint=t("drafts.hints.coordonnees")),
                rx.el.div(
                    rx.el.p(t("drafts.fields.coordonnees_bancaires"), class_name="label"),
                    rx.el.p(
                        t("drafts.no_account"),
                        " ",
                        link(t("drafts.to_accounts"), href="/coordonnees-bancaires"),
                        class_name="small",
                    ),
                    class_name="field",
                ),
            ),
            fields.choice(Answer.REGIME),
            class_name="two",
        ),
        fields.area(Answer.NOTE, hint=t("drafts.hints.commentaire")),
    )


def part(name: str, *children: Any) -> rx.Component:
    return rx.el.section(
        rx.el.h2(t(f"drafts.parts.{name}"), id=f"part-{name}"),
        *children,
        class_name="sheet form",
        aria_labelledby=f"part-{name}",
    )


def acts(label: str) -> rx.Component:
    """On, with the reassurance that nothing is lost."""
    return rx.el.div(
        rx.el.div(
            button(label, icon_name="arrow-right", on_click=STATE.go_on),
            link_button(t("drafts.later"), STATE.card.home + "/brouillons", weight="secondary"),
            button(t("drafts.discard.act"), weight="quiet", icon_name="trash-2", on_click=STATE.ask_discard(True)),
            class_name="row",
        ),
        status(STATE.saved),
        rx.el.p(t("drafts.kept"), class_name="soft small"),
        class_name="stack",
    )


def discard_window(discard: Any, close: Any) -> rx.Component:
    return window(
        t("drafts.discard.title"),
        rx.el.p(t("drafts.discard.text")),
        on_close=close,
        foot=rx.el.div(
            button(t("drafts.discard.act"), weight="danger", on_click=discard),
            button(t("drafts.discard.stay"), weight="secondary", on_click=close),
            class_name="row",
        ),
    )


# ---- the PDF beside the form


def paper() -> rx.Component:
    """A page of the PDF; a click on a value there fills the field in hand (chorus.js)."""
    return rx.el.aside(
        rx.el.div(
            rx.el.h2(t("drafts.paper.title"), id="paper-title"),
            rx.el.div(
                paper_tool(
                    "chevron-left", "drafts.paper.before", STATE.show_page(STATE.paper.page - 1), STATE.paper.page <= 1
                ),
                rx.el.span(STATE.paper.counted, class_name="small nowrap", role="status"),
                paper_tool(
                    "chevron-right",
                    "drafts.paper.after",
                    STATE.show_page(STATE.paper.page + 1),
                    STATE.paper.page >= STATE.paper.pages,
                ),
                *[zoom_button(zoom) for zoom in ZOOMS],
                class_name="row paper-tools",
            ),
            class_name="row spread",
        ),
        rx.el.p(t("drafts.paper.lead"), class_name="small soft"),
        rx.el.p(
            rx.cond(STATE.spot_of != "", t("drafts.paper.shown") + " " + STATE.spot_of, ""),
            role="status",
            class_name="small",
        ),
        rx.cond(
            STATE.paper.src != "",
            rx.el.div(
                rx.el.div(
                    rx.el.img(
                        src=STATE.paper.src,
                        src_set=STATE.paper.sources,
                        sizes="(min-width: 64rem) 50vw, 100vw",
                        alt=STATE.paper.alt,
                        style={"aspect_ratio": STATE.paper.ratio},
                        decoding="async",
                    ),
                    rx.el.div(rx.foreach(STATE.paper.words, word), class_name="words", aria_hidden="true"),
                    rx.cond(STATE.spot_of != "", rx.el.div(class_name="spot", style=STATE.spot, aria_hidden="true")),
                    class_name="leaf",
                    style={"width": STATE.zoom.to_string() + "%"},
                ),
                class_name="page-view",
                tab_index=0,
                role="region",
                aria_labelledby="paper-title",
            ),
            waiting(),
        ),
        class_name="paper-side stack",
        aria_labelledby="paper-title",
    )


def paper_tool(picture: str, label: str, act: Any, off: Seen) -> rx.Component:
    return rx.el.button(
        icon(picture),
        rx.el.span(t(label), class_name="sr-only"),
        type="button",
        class_name="button quiet",
        on_click=act,
        disabled=off,
    )


def zoom_button(zoom: int) -> rx.Component:
    return rx.el.button(
        f"{zoom} %",
        type="button",
        class_name="button quiet",
        on_click=STATE.set_zoom(zoom),
        aria_pressed=rx.cond(STATE.zoom == zoom, "true", "false"),
    )


def word(one: Seen) -> rx.Component:
    return rx.el.span(
        one.text,
        style={"left": one.left, "top": one.top, "width": one.width, "height": one.height},
        custom_attrs={"data-word": one.text},
    )


# ---- documents


def attachments() -> rx.Component:
    return rx.el.div(
        rx.el.p(t("drafts.files.lead"), class_name="lead"),
        drop_zone(
            route=PATH,
            limit=MAX_ATTACHMENT_BYTES,
            received=STATE.attached,
            failed=STATE.attach_failed,
            accepted="",
            hint=t("drafts.files.limits"),
            choose_label=t("drafts.files.choose"),
            drop=t("drafts.files.drop"),
        ),
        rx.cond(
            some(STATE.files),
            rx.el.ul(rx.foreach(STATE.files, file_line), class_name="lines"),
            rx.el.p(t("drafts.files.none"), class_name="soft"),
        ),
        acts(t("drafts.next.recapitulatif")),
        class_name="stack-wide medium",
    )


def file_line(one: Seen) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.span(soft_breaks(one.name), class_name="strong"),
            rx.el.span(one.size, class_name="soft small"),
            class_name="what",
        ),
        button(
            rx.fragment(t("drafts.files.remove"), rx.el.span(" ", one.name, class_name="sr-only")),
            weight="secondary",
            on_click=STATE.detach(one.id),
        ),
        key=one.id,
    )


# ---- summary


def summary() -> rx.Component:
    return rx.el.div(
        rx.cond(
            STATE.ready,
            notice(t("drafts.summary.ready"), rx.el.p(t("drafts.summary.ready_text")), kind="success"),
            notice(
                t("drafts.faults"),
                rx.el.ul(rx.foreach(STATE.problems, fault)),
                kind="danger",
            ),
        ),
        rx.cond(some(STATE.problems) & STATE.ready, doubts()),
        rx.el.section(
            rx.el.h2(t("drafts.summary.invoice")),
            rx.el.dl(
                rx.el.dt(t("drafts.summary.supplier")),
                rx.el.dd(STATE.card.supplier),
                rx.foreach(STATE.said, told),
                class_name="facts",
            ),
            rx.cond(some(STATE.rates), fields.rows_of_rates(fixed=True)),
            link_button(
                t("drafts.summary.correct"), f"/brouillons/{STATE.card.id}/{Step.DATA.value}", weight="secondary"
            ),
            class_name="sheet stack",
        ),
        rx.el.section(
            rx.el.h2(t("drafts.summary.files")),
            rx.el.ul(
                rx.cond(
                    STATE.card.typed,
                    rx.el.li(t("drafts.summary.drawn")),
                    rx.el.li(
                        rx.el.span(soft_breaks(STATE.card.file_name), class_name="strong"),
                        rx.el.span(" ", STATE.card.file_size, class_name="soft small"),
                    ),
                ),
                rx.foreach(
                    STATE.files,
                    lambda one: rx.el.li(soft_breaks(one.name), " ", rx.el.span(one.size, class_name="soft small")),
                ),
                class_name="steps-list",
            ),
            link_button(
                t("drafts.summary.add_files"),
                f"/brouillons/{STATE.card.id}/{Step.ATTACHMENTS.value}",
                weight="secondary",
            ),
            class_name="sheet stack",
        ),
        rx.el.div(
            button(t("drafts.summary.send"), icon_name="send", on_click=STATE.confirm(True), disabled=~STATE.ready),
            link_button(t("drafts.later"), STATE.card.home + "/brouillons", weight="secondary"),
            class_name="row",
        ),
        rx.cond(STATE.confirming, confirm_window()),
        class_name="stack-wide medium",
    )


def doubts() -> rx.Component:
    return notice(
        t("drafts.summary.doubts"),
        rx.el.ul(
            rx.foreach(STATE.problems, lambda one: rx.el.li(plain_link(one.title, href=one.href), ". ", one.todo))
        ),
        kind="warning",
    )


def confirm_window() -> rx.Component:
    close = STATE.confirm(False)
    return window(
        t("drafts.confirm.title"),
        rx.el.p(t("drafts.confirm.text")),
        rx.el.p(t("drafts.confirm.recipient"), " ", rx.el.strong(STATE.recipient.name), "."),
        on_close=close,
        foot=rx.el.div(
            button(t("drafts.confirm.act"), icon_name="send", on_click=STATE.send),
            button(t("drafts.confirm.back"), weight="secondary", on_click=close),
            class_name="row",
        ),
    )


# ---- confirmation


def confirmation() -> rx.Component:
    number = STATE.values[Answer.NUMBER.value]
    return rx.el.div(
        notice(
            t("drafts.sent.title"),
            rx.el.p(
                t("drafts.sent.invoice"),
                " ",
                rx.el.strong(number),
                " ",
                t("drafts.sent.on_its_way"),
                " ",
                STATE.card.sent,
                ".",
            ),
            kind="success",
            role="status",
        ),
        rx.el.section(
            rx.el.h2(t("drafts.sent.check")),
            rx.el.ol(
                rx.el.li(t("drafts.sent.step_one"), " ", link(t("drafts.sent.see"), href=STATE.card.invoice)),
                rx.el.li(t("drafts.sent.step_two")),
                class_name="steps-list",
            ),
            class_name="sheet stack",
        ),
        rx.el.div(
            plain_link(
                icon("download"),
                t("drafts.sent.certificate"),
                href=f"/brouillons/{STATE.card.id}/certificat.pdf",
                class_name="button",
                custom_attrs={"download": ""},
            ),
            link_button(t("drafts.sent.another"), STATE.card.home + "/deposer", weight="secondary"),
            class_name="row",
        ),
        class_name="stack-wide medium",
    )
