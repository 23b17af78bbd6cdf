"""The home page's parts as they are shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from chorus_app.flux.enums import ChecklistItem
from chorus_app.flux.views import Checklist, FluxRow
from chorus_app.invoices.enums import Scope, Status
from chorus_app.invoices.queries import MOST_REJECTIONS, Rejection
from chorus_app.kernel.french import moment
from chorus_app.kernel.text import t
from chorus_app.ui.components.counts import StatusCount
from chorus_app.ui.components.list_url import Asked
from chorus_app.ui.invoices.asking import ROUTES
from chorus_app.ui.invoices.views import status_counts

SHOWN_STATUSES = 3


@dataclass(frozen=True)
class TodoLine:
    """Something that waits for the person. `kind` names its picture: danger, warning or info."""

    kind: str
    title: str
    text: str
    href: str
    act: str


@dataclass(frozen=True)
class DepositLine:
    """A deposit, newest first."""

    href: str
    file: str
    number: str
    at: str
    state: str
    tone: str


def waiting_requests(count: int) -> TodoLine:
    return TodoLine(
        "info",
        t("home.todo.approvals", count=count),
        t("home.todo.approvals_text", count=count),
        "/approbation",
        t("home.todo.answer"),
    )


def waiting_invoices(scope: Scope, name: str, count: int) -> TodoLine:
    """The list narrowed to what waits, by the value of its filter."""
    return TodoLine(
        "warning",
        t(f"home.todo.{name}", count=count),
        t(f"home.todo.{name}_text", list=t(scope.label_key)),
        f"{ROUTES[scope]}?statut={name}",
        t("home.todo.look_at"),
    )


def rejections_to_treat(found: Mapping[Scope, Sequence[Rejection]]) -> list[TodoLine]:
    """The rejections that nobody has noted as treated, list by list: a single one leads to its invoice."""
    return [_rejections(scope, rejected) for scope, rejected in found.items() if rejected]


def _rejections(scope: Scope, rejected: Sequence[Rejection]) -> TodoLine:
    count, first = len(rejected), rejected[0]
    return TodoLine(
        "danger",
        t("home.todo.rejected_many", count=count) if count == MOST_REJECTIONS else t("home.todo.rejected", count=count),
        t("home.todo.rejected_text", count=count, number=first.number, list=t(scope.label_key)),
        f"/factures/{first.public_id}" if count == 1 else f"{ROUTES[scope]}?statut={Status.REJETEE.value}",
        t("home.todo.look_at"),
    )


def checklist_todo(checklist: Checklist) -> TodoLine:
    """A rejected deposit asks for a correction, another one for a look."""
    flux = checklist.flux
    href = f"/suivi-des-flux/{flux.public_id}"
    if needs_correction(checklist):
        text = t("home.todo.correct_text", file=flux.file_name, date=moment(flux.received_at))
        return TodoLine("danger", t("home.todo.correct"), text, href, t("home.todo.see_why"))
    left = sum(line.ticked_at is None for line in checklist.lines)
    text = t("home.todo.check_text", file=flux.file_name, date=moment(flux.received_at))
    return TodoLine("warning", t("home.todo.check", count=left), text, href, t("home.todo.look"))


def needs_correction(checklist: Checklist) -> bool:
    """Whether the deposit was rejected and nothing has replaced it since."""
    return any(line.item is ChecklistItem.REMEDY and not line.done and not line.ticked_at for line in checklist.lines)


def deposit_line(flux: FluxRow) -> DepositLine:
    return DepositLine(
        href=f"/suivi-des-flux/{flux.public_id}",
        file=flux.file_name,
        number=flux.number,
        at=moment(flux.received_at),
        state=t(flux.state_key),
        tone=flux.tone.value,
    )


def space_counts(counts: Mapping[Status, int], place: Asked) -> list[StatusCount]:
    """The most frequent statuses of a space."""
    return status_counts(counts, place)[:SHOWN_STATUSES]
