"""The checklist as it is seen."""

import reflex as rx

from chorus_app.kernel.text import t
from chorus_app.ui.checklist.state import ChecklistState
from chorus_app.ui.components.basics import Seen, badge, button, link
from chorus_app.ui.components.breaks import soft_breaks
from chorus_app.ui.deposit.explanation import remedies

__all__ = ["ChecklistState", "checklist_of", "newest_checklist"]


def checklist_of(flux: Seen) -> rx.Component:
    """The checklist of one flux, unless it is put away."""
    return sheets(ChecklistState.cards, of=flux, named=False)


def newest_checklist() -> rx.Component:
    """The newest of the person's checklists that still ask for attention, with the name of its deposit."""
    cards: Seen = ChecklistState.cards
    return sheets(cards[:1], of="", named=True)


def sheets(cards: Seen, *, of: Seen, named: bool) -> rx.Component:
    kept = rx.foreach(cards, lambda card: rx.cond(card.put_away, rx.fragment(), sheet(card, named=named)))
    return rx.el.div(rx.cond(ChecklistState.flux == of, kept), class_name="stack")


def sheet(card: Seen, *, named: bool) -> rx.Component:
    of_flux = rx.el.p(
        rx.el.span(soft_breaks(card.file), class_name="breakable"),
        link(card.number, href=card.href, class_name="code"),
        class_name="meta soft small",
    )
    return rx.el.section(
        rx.el.div(
            rx.el.div(rx.el.h2(t("checklist.title")), of_flux if named else None),
            button(t("checklist.put_away"), weight="quiet", on_click=ChecklistState.put_away(card.flux)),
            class_name="row spread",
        ),
        rx.el.p(t("checklist.lead"), class_name="soft"),
        rx.el.ol(rx.foreach(card.rows, lambda row: item(card, row)), class_name="checklist"),
        class_name="sheet stack",
        aria_label=t("checklist.title"),
    )


def item(card: Seen, row: Seen) -> rx.Component:
    return rx.el.li(
        rx.el.p(row.label, class_name="checklist-label"),
        rx.el.div(
            known(row), own(card, row), rx.el.p(link(row.link, " →", href=row.href)), class_name="checklist-sides"
        ),
        rx.cond(row.item == "remedy", how()),
    )


def known(row: Seen) -> rx.Component:
    """What the portal knows by itself."""
    return rx.el.div(
        rx.el.p(t("checklist.known"), class_name="soft small"),
        rx.el.p(
            badge(
                rx.match(
                    row.tone,
                    ("success", t("checklist.tone.success")),
                    ("danger", t("checklist.tone.danger")),
                    ("info", t("checklist.tone.info")),
                    t("checklist.tone.neutral"),
                ),
                row.tone,
            ),
            " ",
            rx.el.span(row.stated, class_name="soft small nowrap"),
        ),
        rx.el.p(row.known),
        role="status",
    )


def own(card: Seen, row: Seen) -> rx.Component:
    """What the person says he has looked at."""
    return rx.el.div(
        rx.el.p(t("checklist.own"), class_name="soft small"),
        rx.el.label(
            rx.el.input(
                type="checkbox",
                checked=row.ticked,
                on_change=lambda ticked: ChecklistState.tick(card.flux, row.item, ticked),
            ),
            row.tick,
            rx.el.span(" : ", row.label, class_name="sr-only"),
            class_name="check",
        ),
        rx.cond(row.ticked_text != "", rx.el.p(row.ticked_text, class_name="soft small")),
    )


def how() -> rx.Component:
    """What to do after a rejection."""
    return rx.el.details(
        rx.el.summary(t("checklist.how")),
        rx.el.ol(
            *[rx.el.li(t(f"checklist.steps.{name}")) for name in ("read", "correct", "again")], class_name="steps-list"
        ),
        rx.el.p(t("checklist.or_classic")),
        remedies(),
    )
