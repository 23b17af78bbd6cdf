"""The deposit pages of the two spaces: one body, the space comes from the route."""

from functools import partial

import reflex as rx

from chorus_app.formats.syntaxes import Space
from chorus_app.kernel.config import settings
from chorus_app.kernel.text import t
from chorus_app.ui.components.basics import Seen, alert, button, icon, link, notice, window
from chorus_app.ui.components.breaks import soft_breaks
from chorus_app.ui.components.places import crumbs, tabs
from chorus_app.ui.components.zone import drop_zone
from chorus_app.ui.deposit.explanation import explained, explanation_window
from chorus_app.ui.deposit.judgement import judged
from chorus_app.ui.deposit.lot import lot_content, once_more
from chorus_app.ui.deposit.state import DepositState
from chorus_app.ui.deposit.syntax import syntax_field
from chorus_app.ui.drafts.views import space_tabs
from chorus_app.ui.routes.upload import PATH

__all__ = ["DepositState", "issued", "works"]

ROUTES = {Space.EMISES: "/factures-emises", Space.TRAVAUX: "/factures-de-travaux"}
STEPS = ("file", "check", "send")


def body(space: Space) -> rx.Component:
    route = ROUTES[space]
    return rx.el.div(
        rx.el.div(
            crumbs((t(f"deposit.space.{space.value}"), route), (t("deposit.crumb"), "")),
            rx.el.h1(t(f"deposit.title.{space.value}")),
            rx.el.p(t(f"deposit.lead.{space.value}"), class_name="lead"),
            class_name="stack",
        ),
        tabs(
            *space_tabs(route),
            here=f"{route}/deposer",
        ),
        rx.cond(
            DepositState.denied,
            notice(t("deposit.denied"), rx.el.p(t("deposit.failed.denied")), kind="warning"),
            one_deposit(space),
        ),
        class_name="stack-wide",
        on_unmount=DepositState.leave,
    )


def one_deposit(space: Space) -> rx.Component:
    return rx.fragment(
        steps(),
        rx.cond(DepositState.again.number != "", once_more()),
        rx.cond(DepositState.earlier.label != "", next_piece()) if space is Space.TRAVAUX else None,
        rx.el.div(
            alert(DepositState.problem),
            rx.cond(DepositState.step == 1, zone(), file_sheet()),
            class_name="stack",
        ),
        rx.cond(syntax_is_asked(), syntax_field(works=space is Space.TRAVAUX)),
        rx.cond(DepositState.step > 1, acts()),
        rx.cond(DepositState.explaining, explanation_window()),
        rx.cond(DepositState.losing, losing_window()),
    )


issued = partial(body, Space.EMISES)
works = partial(body, Space.TRAVAUX)


def next_piece() -> rx.Component:
    """The piece that this deposit follows, and the way of depositing that names it."""
    return notice(
        t("deposit.earlier.title"),
        rx.el.p(link(DepositState.earlier.label, href=DepositState.earlier.href)),
        rx.el.p(t("deposit.earlier.text")),
    )


def steps() -> rx.Component:
    """Where one stands: Fichier, Vérification, Envoi."""
    return rx.el.ol(*[step(number, name) for number, name in enumerate(STEPS, 1)], class_name="steps")


def step(number: int, name: str) -> rx.Component:
    return rx.el.li(
        t(f"deposit.step.{name}"),
        rx.cond(DepositState.step > number, rx.el.span(t("deposit.step.done"), class_name="sr-only")),
        class_name=rx.cond(DepositState.step > number, "done", ""),
        aria_current=rx.cond(DepositState.step == number, "step", "false"),
    )


def file_sheet() -> rx.Component:
    """The file, what it is, what was read in it, what would become of it."""
    return rx.el.section(
        file_head(),
        rx.el.div(
            rx.cond(DepositState.checking, checking(), rx.fragment()),
            role="status",
        ),
        rx.match(
            DepositState.card.family,
            ("", rx.fragment()),
            ("lot", lot_content()),
            rx.el.div(explained(), judged(), class_name="stack"),
        ),
        class_name="sheet file-card",
        aria_labelledby="fichier",
    )


def file_head() -> rx.Component:
    return rx.el.div(
        rx.el.h2(
            icon("file-text"),
            rx.el.span(
                soft_breaks(DepositState.card.name),
                " ",
                rx.el.span(DepositState.card.size, class_name="soft small nowrap"),
            ),
            id="fichier",
            class_name="file-name",
            custom_attrs={"data-focus": "true"},
        ),
        button(t("deposit.replace"), weight="secondary", on_click=DepositState.replace_file),
        class_name="file-head",
    )


def checking() -> rx.Component:
    """Only a wait that is felt is shown: it appears after 300 ms. A lot tells how far it is."""
    far = rx.fragment(
        rx.el.p(DepositState.progress_text, class_name="soft"),
        rx.el.progress(max=100, value=DepositState.progress, aria_label=t("deposit.lot.progress_name")),
    )
    return rx.cond(DepositState.progress_text != "", far, wait())


def wait() -> rx.Component:
    return rx.el.p(rx.el.span(class_name="spinner"), t("deposit.checking"), class_name="row soft late")


def zone() -> rx.Component:
    return drop_zone(
        route=PATH,
        limit=settings().max_upload_bytes,
        received=DepositState.received,
        failed=DepositState.failed,
        lots=True,
    )


def syntax_is_asked() -> Seen:
    """Before a file is there, and for those that a syntax takes."""
    return (DepositState.step == 1) | can_be_sent()


def can_be_sent() -> Seen:
    """A syntax takes the file."""
    family = DepositState.card.family
    return (family == "facturx") | (family == "xml") | (family == "lot")


def acts() -> rx.Component:
    family = DepositState.card.family
    return rx.cond(
        can_be_sent(),
        rx.el.div(
            rx.cond(
                DepositState.chosen_b2b,
                notice(t("deposit.b2b.title"), rx.el.p(t("deposit.b2b.text")), kind="warning", role="status"),
            ),
            rx.el.div(
                button(
                    rx.cond(DepositState.verdict.accepted, t("deposit.send"), t("deposit.send_anyway")),
                    icon_name="send",
                    on_click=DepositState.deposit,
                    disabled=DepositState.checking | (DepositState.chosen == ""),
                    aria_describedby="envoi",
                ),
                rx.cond(
                    family == "facturx",
                    button(
                        t("deposit.by_hand.as_classic"),
                        weight="secondary",
                        icon_name="pencil",
                        on_click=DepositState.go_on_by_hand(False),
                        disabled=DepositState.checking,
                    ),
                ),
                button(t("deposit.difference"), weight="quiet", on_click=DepositState.explain(True)),
                class_name="row",
            ),
            rx.el.p(
                rx.cond(DepositState.chosen == "", t("deposit.send_needs_syntax"), t("deposit.send_means")),
                id="envoi",
                class_name="soft small",
            ),
            class_name="stack",
        ),
        rx.match(
            family,
            ("", rx.fragment()),
            ("classic", by_hand()),
            ("half_facturx", by_hand()),
            rx.el.p(t("deposit.nothing_to_send"), " ", link(t("deposit.help"), href="/aide"), class_name="soft"),
        ),
    )


def by_hand() -> rx.Component:
    """On with the pages alone."""
    return rx.el.div(
        button(
            t("deposit.by_hand.go_on"),
            icon_name="arrow-right",
            on_click=DepositState.go_on_by_hand(False),
            disabled=DepositState.checking,
        ),
        rx.el.p(t("deposit.by_hand.means"), class_name="soft small"),
        class_name="stack",
    )


def losing_window() -> rx.Component:
    """A signature is not lost without a yes."""
    return window(
        t("deposit.by_hand.losing"),
        rx.el.p(t("deposit.by_hand.losing_text")),
        on_close=DepositState.keep_signature,
        foot=rx.el.div(
            button(t("deposit.by_hand.losing_yes"), weight="danger", on_click=DepositState.go_on_by_hand(True)),
            button(t("deposit.by_hand.losing_no"), weight="secondary", on_click=DepositState.keep_signature),
            class_name="row",
        ),
    )
