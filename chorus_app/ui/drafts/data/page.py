"""The step of the data: the form, with the PDF beside it."""

from typing import Any

import reflex as rx

from chorus_app.drafts.enums import Answer
from chorus_app.kernel.text import t
from chorus_app.ui.components.basics import (
    Seen,
    badge,
    icon,
    link,
    notice,
    some,
)
from chorus_app.ui.components.breaks import soft_breaks
from chorus_app.ui.drafts.data import fields
from chorus_app.ui.drafts.paper.page import paper
from chorus_app.ui.drafts.parts import acts, fault, told
from chorus_app.ui.drafts.state import DraftState

STATE: Any = DraftState


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
                    on_change=STATE.search_valideur.debounce(250),
                    auto_complete="off",
                ),
                choices(STATE.found_valideurs, STATE.choose_valideur),
                rx.el.div(rx.cond(STATE.card.valideur != "", known(STATE.card.valideur)), role="status"),
                class_name="stack",
            ),
        ),
        earlier_piece(),
    )


def earlier_piece() -> rx.Component:
    """The piece that this one follows, in a market of works."""
    return rx.cond(
        STATE.card.works,
        rx.cond(
            some(STATE.pieces),
            fields.choice_of(Answer.PREVIOUS, STATE.pieces, hint=t("drafts.hints.piece_precedente")),
            rx.el.p(t("drafts.no_pieces"), class_name="soft small"),
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
        choices(STATE.found, STATE.choose_recipient),
        chosen_recipient(STATE.recipient),
        rx.el.div(
            rx.el.div(
                fields.text(Answer.SERVICE, hint=t("drafts.hints.service"), list="services", auto_complete="off"),
                services_of(STATE.recipient, "services"),
            ),
            fields.text(Answer.ENGAGEMENT, hint=t("drafts.hints.engagement")),
            fields.text(Answer.CONTRACT, hint=t("drafts.hints.marche")),
            class_name="two",
        ),
    )


def chosen_recipient(card: Seen) -> rx.Component:
    """The recipient that was chosen, and what it demands."""
    return rx.el.div(
        rx.cond(
            card.name != "",
            rx.el.div(known(card.name), rx.el.p(card.demands, class_name="small soft"), class_name="stack-tight"),
        ),
        role="status",
    )


def services_of(card: Seen, list_id: str) -> rx.Component:
    """The recipient's services, proposed to the field that names this list."""
    return rx.el.datalist(rx.foreach(card.services, lambda one: rx.el.option(one.label, value=one.value)), id=list_id)


def choices(rows: Seen, choose: Any) -> rx.Component:
    """The structures that a search found, to take one."""
    return rx.el.div(
        rx.cond(
            some(rows),
            rx.el.ul(
                rx.foreach(rows, lambda one: found(one, choose)), class_name="found", aria_label=t("drafts.found")
            ),
        ),
        role="status",
    )


def found(one: Seen, choose: Any) -> rx.Component:
    return rx.el.li(
        rx.el.button(
            rx.el.strong(one.label),
            rx.el.span(one.hint, class_name="sub"),
            type="button",
            on_click=choose(one.value),
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
        rx.el.p(STATE.sums[answer.value], class_name="amount strong"),
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
