"""« Demandes bloquées »: requests that no manager answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import reflex as rx
from reflex.event import EventSpec

from chorus_app.kernel.config import settings
from chorus_app.kernel.french import identifier, moment
from chorus_app.kernel.text import t
from chorus_app.operations import requests
from chorus_app.structures.waiting import Pending
from chorus_app.ui.components.basics import Seen, button, download_link, empty, labelled
from chorus_app.ui.components.criteria import chosen_filter
from chorus_app.ui.components.list_url import ListSpec
from chorus_app.ui.components.listing import list_view
from chorus_app.ui.gate import Right, event
from chorus_app.ui.operator import asking
from chorus_app.ui.operator.base import OperatorListState
from chorus_app.ui.operator.parts import operator_page, reason_window
from chorus_app.ui.session import look

__all__ = ["RequestsState", "body"]
APPROVE, REFUSE = "approve", "refuse"


@dataclass(frozen=True)
class ProofLink:
    """A paper that the asker sent."""

    id: str
    name: str


@dataclass(frozen=True)
class RequestLine:
    """A request that waits."""

    id: str
    kind: str
    who: str
    email: str
    wish: str
    identifier: str
    asked: str
    about: str
    proofs: list[ProofLink]


def request_line(row: Pending) -> RequestLine:
    number = identifier(row.identifier_type, row.identifier)
    about = t("operator_ui.requests.about", who=row.who, wish=row.wish)
    proofs = [ProofLink(proof.public_id, proof.name) for proof in row.proofs]
    asked = moment(row.asked_at)
    return RequestLine(row.public_id, row.kind, row.who, row.email, row.wish, number, asked, about, proofs)


class RequestsState(OperatorListState, rx.State):
    """The list, and the request that is being answered."""

    rows: list[RequestLine] = []

    @classmethod
    def _spec(cls) -> ListSpec:
        return asking.REQUESTS_SPEC

    @event(Right.OPERATOR)
    async def answer(self, form: dict[str, Any]) -> EventSpec | None:
        """Approve or refuse, in the managers' place."""
        approving = self.doing == APPROVE
        name = "approved" if approving else "refused"
        return await self._decide(
            requests.approve if approving else requests.refuse,
            lambda done: t(f"operator_ui.requests.{name}", who=done.who, wish=done.wish),
            kind=next((row.kind for row in self.rows if row.id == self.chosen), ""),
            public_id=self.chosen,
            reason=str(form.get("reason", ""))[:2000],
        )

    async def _read(self) -> None:
        place = self._asked()
        every = place.filters.get("attente") == asking.EVERY
        page = await look(self, requests.list_requests, text=place.search, every=every, page=place.page)
        self._fill(place, page, [request_line(row) for row in page.rows])


def body() -> rx.Component:
    days = settings().blocked_days
    waits = [(asking.EVERY, t("operator_ui.requests.every"))]
    return operator_page(
        "requests",
        asking.REQUESTS,
        RequestsState,
        list_view(
            RequestsState,
            row=cells,
            empty=rx.el.div(
                empty(
                    t("operator_ui.requests.none"),
                    t("operator_ui.requests.none_text", count=days),
                    icon_name="circle-check",
                ),
                class_name="sheet",
            ),
            filters=(
                chosen_filter(
                    RequestsState,
                    "attente",
                    t("operator_ui.requests.filter"),
                    waits,
                    t("operator_ui.requests.late", count=days),
                ),
            ),
            search_hint=t("operator_ui.requests.search_hint"),
        ),
        rx.cond(RequestsState.doing != "", answer_window()),
    )


def cells(row: Seen) -> Mapping[str, Any]:
    return {
        "who": rx.el.div(rx.el.strong(row.who), rx.el.span(row.email, class_name="sub breakable")),
        "wish": rx.el.div(
            row.wish,
            rx.el.span(row.identifier, class_name="sub"),
            rx.foreach(row.proofs, proof_link),
            class_name="cell",
        ),
        "asked": row.asked,
        "act": rx.el.div(
            button(
                labelled(t("operator_ui.requests.approve"), row.who),
                weight="secondary",
                on_click=RequestsState.ask(APPROVE, row.id, row.about),
            ),
            button(
                labelled(t("operator_ui.requests.refuse"), row.who),
                weight="quiet",
                on_click=RequestsState.ask(REFUSE, row.id, row.about),
            ),
            class_name="row",
        ),
    }


def answer_window() -> rx.Component:
    about = rx.el.p(rx.el.strong(RequestsState.about))
    return rx.cond(
        RequestsState.doing == APPROVE,
        reason_window(
            t("operator_ui.requests.approve_title"),
            about,
            rx.el.p(t("operator_ui.requests.approve_text")),
            state=RequestsState,
            submit=t("operator_ui.requests.approve"),
            on_submit=RequestsState.answer,
            danger=False,
            hint=t("operator_ui.requests.proof_hint"),
        ),
        reason_window(
            t("operator_ui.requests.refuse_title"),
            about,
            state=RequestsState,
            submit=t("operator_ui.requests.refuse"),
            on_submit=RequestsState.answer,
            hint=t("operator_ui.requests.refuse_hint"),
        ),
    )


def proof_link(proof: Seen) -> rx.Component:
    return download_link(
        rx.el.span(t("operator_ui.requests.proof"), " "),
        proof.name,
        href=rx.Var.create("/justificatifs/") + proof.id,
        class_name="download",
        key=proof.id,
    )
