"""What happens on the home page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import reflex as rx
from reflex.event import EventSpec

from chorus_app.flux import checklist, queries
from chorus_app.flux.views import Checklist, FluxRow
from chorus_app.formats.syntaxes import Space
from chorus_app.invoices import lists as invoices
from chorus_app.invoices import perms
from chorus_app.invoices.acts import works_to_answer
from chorus_app.invoices.enums import Scope, Side, Status
from chorus_app.invoices.queries import Rejection, rejections_to_treat
from chorus_app.kernel.context import Context
from chorus_app.kernel.paging import Page, PageRequest
from chorus_app.structures import approvals
from chorus_app.ui.checklist.state import ChecklistState
from chorus_app.ui.components.counts import StatusCount
from chorus_app.ui.components.list_url import asked
from chorus_app.ui.gate import Right, event
from chorus_app.ui.home import views
from chorus_app.ui.home.views import DepositLine, TodoLine
from chorus_app.ui.invoices.asking import ROUTES, SPECS
from chorus_app.ui.invoices.criteria import GROUPS, TO_TREAT, TO_VALIDATE_ALL
from chorus_app.ui.live import keep_live, reads
from chorus_app.ui.session import Person, look, who

SHOWN_TODOS = 6
SHOWN_DEPOSITS = 5


@dataclass(frozen=True, slots=True)
class Overview:
    """What the home page is made of."""

    approvals: int
    checklists: list[Checklist]
    issued: Mapping[Status, int]
    received: Mapping[Status, int]
    works: Mapping[Status, int]
    to_validate: Mapping[Status, int]
    flux: Page[FluxRow]
    may_issue: bool
    may_do_works: bool
    acts: Mapping[Scope, bool]
    works_to_answer: Mapping[Side, int]
    rejections: Mapping[Scope, Sequence[Rejection]]


class HomeState(rx.State):
    """What waits for the person, the spaces, the last deposits."""

    loaded: bool = False
    signed_in: bool = False
    attached: bool = False
    todos: list[TodoLine] = []
    more_todos: int = 0
    checklist: bool = False
    issued_total: int = 0
    issued: list[StatusCount] = []
    may_issue: bool = False
    received_total: int = 0
    received: list[StatusCount] = []
    works_total: int = 0
    works: list[StatusCount] = []
    may_do_works: bool = False
    to_validate_total: int = 0
    to_validate: list[StatusCount] = []
    flux_total: int = 0
    to_correct: int = 0
    deposits: list[DepositLine] = []

    @event(Right.PUBLIC)
    async def load(self) -> list[EventSpec] | None:
        """Read what the person who is there may see, then keep it live."""
        person = await who(self)
        if person and person.attached:
            reads(self.router.session.client_token, "home")
        await self._read()
        return [HomeState.follow, ChecklistState.follow_open] if person and person.attached else None

    @event(Right.ATTACHED, background=True)
    async def follow(self) -> None:
        """Read again when something of the person or of his structures changes."""
        await keep_live(self, "home", _topics, shown=lambda: self.router.url.path == "/")

    async def _read(self) -> None:
        person = await who(self)
        self.signed_in = person is not None
        self.attached = person is not None and person.attached
        if self.attached:
            self._show(await look(self, _overview))
        self.loaded = True

    def _show(self, found: Overview) -> None:
        # The newest checklist stands on the page in full; the others are lines.
        checklists = sorted(found.checklists[1:], key=lambda one: not views.needs_correction(one))
        todos = [views.checklist_todo(one) for one in checklists]
        todos[:0] = [*_waiting_invoices(found), *views.rejections_to_treat(found.rejections)]
        if found.approvals:
            todos.insert(0, views.waiting_requests(found.approvals))
        self.todos, self.more_todos = todos[:SHOWN_TODOS], max(0, len(todos) - SHOWN_TODOS)
        self.checklist = bool(found.checklists)
        self.to_correct = sum(views.needs_correction(one) for one in found.checklists)
        self.issued, self.issued_total = _counted(Scope.EMISES, found.issued)
        self.received, self.received_total = _counted(Scope.RECUES, found.received)
        self.works, self.works_total = _counted(Scope.TRAVAUX, found.works)
        self.to_validate, self.to_validate_total = _counted(Scope.VALIDER, found.to_validate)
        self.may_issue, self.may_do_works = found.may_issue, found.may_do_works
        self.flux_total = found.flux.total
        self.deposits = [views.deposit_line(row) for row in found.flux.rows]


def _topics(person: Person) -> list[str]:
    """What rings when something of this page changes."""
    ids = [attachment.structure_id for attachment in person.attachments]
    return [
        f"user:{person.user_id}",
        *(f"{what}:{id_}" for id_ in ids for what in ("approvals", "structure", "invoices")),
    ]


def _waiting_invoices(found: Overview) -> list[TodoLine]:
    """What waits for an act of the person, list by list."""
    lists = {TO_VALIDATE_ALL: (Scope.VALIDER, found.to_validate), TO_TREAT: (Scope.EMISES, found.issued)}
    waiting = [
        (scope, name, sum(statuses.get(status, 0) for status in GROUPS[name]))
        for name, (scope, statuses) in lists.items()
        if found.acts[scope]
    ]
    waiting += [(Scope.TRAVAUX, side.value, count) for side, count in found.works_to_answer.items()]
    return [views.waiting_invoices(scope, name, count) for scope, name, count in waiting if count]


def _counted(scope: Scope, counts: Mapping[Status, int]) -> tuple[list[StatusCount], int]:
    place = asked(SPECS[scope], ROUTES[scope], {})
    return views.space_counts(counts, place), sum(counts.values())


def _overview(context: Context) -> Overview:
    works = invoices.count_by_status(context, scope=Scope.TRAVAUX)
    return Overview(
        approvals=approvals.pending_count(context),
        checklists=checklist.open_checklists(context),
        issued=invoices.count_by_status(context, scope=Scope.EMISES),
        received=invoices.count_by_status(context, scope=Scope.RECUES),
        works=works,
        to_validate=invoices.count_by_status(context, scope=Scope.VALIDER),
        flux=queries.list_flux(context, page=PageRequest(size=SHOWN_DEPOSITS)).page,
        may_issue=perms.may_deposit_files(context, Space.EMISES),
        may_do_works=perms.may_deposit_files(context, Space.TRAVAUX),
        acts={
            Scope.VALIDER: perms.may_validate(context),
            Scope.EMISES: perms.may_deposit(context, Space.EMISES),
        },
        works_to_answer=works_to_answer(context, listed=works),
        rejections={scope: rejections_to_treat(context, scope=scope) for scope in (Scope.EMISES, Scope.TRAVAUX)},
    )
