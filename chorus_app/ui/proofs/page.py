"""« Envoyer un justificatif »: the way on when nobody answers a request."""

import reflex as rx

from chorus_app.kernel.text import t
from chorus_app.structures.proofs import MAX_BYTES
from chorus_app.ui.components.answers import answers
from chorus_app.ui.components.basics import Seen, download_link, link_button, notice, some, waiting
from chorus_app.ui.components.places import crumbs
from chorus_app.ui.components.zone import drop_zone
from chorus_app.ui.proofs.state import ProofState

__all__ = ["ProofState", "body"]
ACCEPTED = ".pdf,.png,.jpg,.jpeg,application/pdf,image/png,image/jpeg"
ROUTE = "/rattachement/justificatif/fichier"


def body() -> rx.Component:
    state = ProofState
    return rx.el.div(
        crumbs((t("onboarding.page.title"), "/rattachement"), (t("proofs.title"), "")),
        rx.el.h1(t("proofs.title")),
        rx.cond(state.title != "", rx.el.p(state.title, class_name="lead")),
        answers(state),
        rx.cond(state.loaded, rx.cond(state.gone != "", gone(), parts()), waiting()),
        class_name="stack medium",
    )


def gone() -> rx.Component:
    return rx.el.div(
        notice(None, rx.el.p(ProofState.gone), kind="warning"),
        rx.el.div(
            link_button(t("proofs.requests"), href="/rattachement/demandes", weight="secondary"), class_name="row"
        ),
        class_name="stack",
    )


def parts() -> rx.Component:
    state = ProofState
    zone = drop_zone(
        route=rx.Var.create(f"{ROUTE}?demande=") + state.request,
        limit=MAX_BYTES,
        received=state.received,
        failed=state.failed,
        accepted=ACCEPTED,
        drop=t("proofs.drop"),
    )
    return rx.el.div(
        rx.el.p(t("proofs.text")),
        rx.el.ul(
            rx.el.li(t("proofs.good.letter")),
            rx.el.li(t("proofs.good.kbis")),
            rx.el.li(t("proofs.good.mandate")),
            class_name="bullets",
        ),
        rx.el.p(t("proofs.privacy"), class_name="small soft"),
        rx.cond(some(state.rows), sent()),
        rx.cond(state.open, zone, notice(None, rx.el.p(state.why_not))),
        class_name="stack",
    )


def sent() -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("proofs.list")),
        rx.el.ul(rx.foreach(ProofState.rows, line), class_name="lines"),
        class_name="stack",
    )


def line(row: Seen) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            download_link(row.name, href=rx.Var.create("/justificatifs/") + row.id, class_name="download"),
            rx.el.span(row.about, class_name="small soft"),
            class_name="what",
        ),
        key=row.id,
    )
