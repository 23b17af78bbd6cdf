"""What happens on the page « Approbation »."""

from contextlib import aclosing
from dataclasses import replace
from typing import Any

import reflex as rx
from reflex.event import EventSpec

from chorus_app.kernel import french
from chorus_app.kernel.errors import AppError, Invalid
from chorus_app.kernel.text import t
from chorus_app.structures import approvals
from chorus_app.ui.approvals.views import PendingLine, pending_line
from chorus_app.ui.components.answers import AnswerState
from chorus_app.ui.components.list_url import Column, ListSpec, PageLink, asked, pager
from chorus_app.ui.gate import Right, event
from chorus_app.ui.live import changes, topics_of
from chorus_app.ui.problems import told
from chorus_app.ui.session import act, look, who

SPEC = ListSpec("approvals.title", (Column("asked", "approvals.title", "asked"),), (), "asked")


class ApprovalsState(AnswerState, rx.State):
    """The requests that wait, kept live; `refusing` is the one whose reason is being asked."""

    loaded: bool = False
    allowed: bool = False
    rows: list[PendingLine] = []
    pager: list[PageLink] = []
    counted: str = ""
    refusing: str = ""
    refusing_whom: str = ""
    _refusing_kind: str = ""

    @event(Right.SIGNED_IN)
    async def load(self) -> EventSpec | None:
        self._hush()
        self.refusing = ""
        person = await who(self)
        self.allowed = person is not None and person.manager
        await self._read()
        return ApprovalsState.follow if self.allowed else None

    @event(Right.MANAGER, background=True)
    async def follow(self) -> EventSpec | None:
        async with self:
            tab, person = self.router.session.client_token, await who(self)
        topics = topics_of(person) if person else ()
        async with aclosing(changes(tab, "approvals", *topics)) as rings:
            async for _ in rings:
                async with self:
                    person = await who(self)
                    if person is None:
                        return None
                    self.allowed = person.manager
                    await self._read()
                if topics_of(person) != topics:
                    return ApprovalsState.follow if person.manager else None
        return None

    @event(Right.MANAGER)
    async def approve(self, kind: str, public_id: str) -> None:
        """Give what is asked for."""
        await self._do(
            approvals.approve,
            lambda done: t("approvals.approved", who=done.who, wish=done.wish),
            kind=str(kind),
            public_id=str(public_id),
        )

    @event(Right.MANAGER)
    def ask_reason(self, public_id: str) -> None:
        """Open the window that asks for the reason of a refusal."""
        self._hush()
        for row in self.rows:
            if row.id == public_id:
                self.refusing, self._refusing_kind = row.id, row.kind
                self.refusing_whom = t("approvals.refusal.whom", who=row.who, wish=row.wish)

    @event(Right.MANAGER)
    def keep(self) -> None:
        """Do not refuse after all."""
        self.refusing = ""

    @event(Right.MANAGER)
    async def refuse(self, form: dict[str, Any]) -> EventSpec | None:
        """Refuse, with the reason that the asker reads."""
        self.errors = {}
        chosen, kind, reason = self.refusing, self._refusing_kind, str(form.get("reason", ""))[:2000]
        try:
            done = await act(self, approvals.refuse, kind=kind, public_id=chosen, reason=reason)
        except Invalid as error:
            return self._faulty(error, ("reason",))
        except AppError as error:
            self.problem = told(error)
        else:
            self.message = t("approvals.refused", who=done.who, wish=done.wish)
        self.refusing = ""
        await self._read()
        return None

    async def _read(self) -> None:
        url = self.router.url
        place = asked(SPEC, url.path or "/", dict(url.query_parameters))
        page = await look(self, approvals.pending, page=place.page)
        self.rows = [pending_line(row) for row in page.rows]
        self.pager = pager(replace(place, page=replace(place.page, page=page.page)), page.pages)
        self.counted = t("approvals.counted", count=page.total, number=french.count(page.total))
        self.loaded = True
