"""The verdict before sending: would the portal accept this invoice?"""

import reflex as rx

from chorus_app.kernel.text import t
from chorus_app.ui.components.basics import Seen, notice
from chorus_app.ui.deposit.state import DepositState
from chorus_app.ui.verdict.pieces import findings, folded, in_short

STATE: Seen = DepositState


def judged() -> rx.Component:
    family = DepositState.card.family
    return rx.el.div(
        rx.el.div(
            rx.cond(
                (family == "facturx") | (family == "xml"),
                rx.cond(DepositState.verdict.accepted, accepted(), rejected()),
            ),
            role="status",
        ),
        rx.cond((family == "none") | (family == "half_facturx"), reasons()),
        rx.cond(STATE.verdict.remarks.length() > 0, remarks()),
        rx.cond(STATE.verdict.beyond.length() > 0, beyond()),
        rx.cond((family == "facturx") | (family == "xml"), in_short(DepositState.verdict.layers)),
        class_name="stack",
    )


def accepted() -> rx.Component:
    return notice(DepositState.verdict.title, rx.el.p(DepositState.verdict.text), kind="success")


def rejected() -> rx.Component:
    return notice(
        DepositState.verdict.title,
        rx.el.p(DepositState.verdict.text),
        rx.el.details(rx.el.summary(t("deposit.verdict.see")), reasons(), open=True, class_name="block"),
        kind="danger",
    )


def reasons() -> rx.Component:
    return findings(DepositState.verdict.blocking)


def remarks() -> rx.Component:
    return folded(DepositState.verdict.remarks_title, findings(DepositState.verdict.remarks))


def beyond() -> rx.Component:
    """What only EN 16931 and BR-FR ask, one click away."""
    return folded(
        DepositState.verdict.beyond_title,
        rx.el.p(t("flux.report.beyond_lead"), class_name="soft"),
        findings(DepositState.verdict.beyond),
    )
