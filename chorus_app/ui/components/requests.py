"""A person's own request that managers answer: how it stands, and what its asker can do about it."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from chorus_app.kernel.french import moment
from chorus_app.kernel.text import t
from chorus_app.structures import proofs
from chorus_app.structures.enums import RequestState
from chorus_app.structures.queries import OwnRequest
from chorus_app.ui.components.basics import Seen, button, labelled, link_button

KINDS = {
    RequestState.EN_COURS_DE_VALIDATION: "info",
    RequestState.VALIDEE: "success",
    RequestState.REFUSEE: "danger",
    RequestState.ANNULEE: "neutral",
}


@dataclass(frozen=True)
class OwnRequestLine:
    """What the lines of all kinds have.

    `kind` is the look of its state; `prove` the page where a proof is sent, once it can be.
    """

    id: str
    state: str
    kind: str
    asked: str
    answered: str
    reason: str
    reminded: str
    waits: bool
    can_remind: bool
    prove: str


def standing(row: OwnRequest) -> dict[str, Any]:
    """The fields of an `OwnRequestLine`."""
    return {
        "id": row.public_id,
        "state": t(f"onboarding.state.{row.state.value.lower()}"),
        "kind": KINDS[row.state],
        "asked": t("onboarding.requests.asked", at=moment(row.asked_at)),
        "answered": _answered(row),
        "reason": t("onboarding.requests.reason", reason=row.reason) if row.reason else "",
        "reminded": _reminded(row),
        "waits": row.waits,
        "can_remind": row.can_remind,
        "prove": proofs.address(row.public_id) if row.can_prove else "",
    }


def _answered(row: OwnRequest) -> str:
    if row.answered_at is None:
        return ""
    at = moment(row.answered_at)
    if row.state is RequestState.ANNULEE:
        return t("onboarding.requests.cancelled", at=at)
    if not row.answered_by:
        return t("onboarding.requests.answered_by_operator", at=at)
    return t("onboarding.requests.answered", who=row.answered_by, at=at)


def _reminded(row: OwnRequest) -> str:
    if row.last_reminder_at is None or not row.waits:
        return ""
    return t("onboarding.requests.reminded", at=moment(row.last_reminder_at))


def what_became(row: Seen) -> tuple[rx.Component, ...]:
    """When it was asked, answered and why so, reminded of."""
    return (
        rx.el.span(row.asked, class_name="small soft"),
        rx.cond(row.answered != "", rx.el.span(row.answered, class_name="small")),
        rx.cond(row.reason != "", rx.el.span(row.reason, class_name="small")),
        rx.cond(row.reminded != "", rx.el.span(row.reminded, class_name="small soft")),
    )


def request_acts(row: Seen, state: Any, *about: Seen) -> rx.Component:
    """Send a proof, remind, take back. `about` completes the buttons' words for who does not see the line."""
    return rx.el.div(
        rx.cond(row.prove != "", link_button(labelled(t("proofs.title"), *about), href=row.prove)),
        rx.cond(
            row.can_remind,
            button(
                labelled(t("onboarding.requests.remind"), *about), weight="secondary", on_click=state.remind(row.id)
            ),
        ),
        button(labelled(t("onboarding.requests.cancel"), *about), weight="danger", on_click=state.cancel(row.id)),
        class_name="row",
    )
