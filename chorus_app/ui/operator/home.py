"""« Exploitation »: what needs the operator now, with figures."""

from dataclasses import dataclass

import reflex as rx

from chorus_app.kernel import french
from chorus_app.kernel.text import t
from chorus_app.operations.health import Check
from chorus_app.operations.overview import Overview, overview
from chorus_app.ui.components.answers import AnswerState
from chorus_app.ui.components.basics import ICONS, Seen, badge, icon, link, link_button, waiting
from chorus_app.ui.gate import Right, event
from chorus_app.ui.operator import asking
from chorus_app.ui.operator.parts import operator_page
from chorus_app.ui.session import look

__all__ = ["OperatorHomeState", "body"]


@dataclass(frozen=True)
class Todo:
    """Something that waits for the operator; `href` may be empty when nothing is to be opened."""

    kind: str
    title: str
    text: str
    href: str
    act: str


@dataclass(frozen=True)
class Figure:
    """A figure with its name."""

    name: str
    value: str
    href: str


@dataclass(frozen=True)
class Vital:
    """One of the checks that `/sante` answers with."""

    name: str
    value: str
    state: str
    kind: str


class OperatorHomeState(AnswerState, rx.State):
    """Read when the page is opened; « Actualiser » reads again."""

    loaded: bool = False
    todos: list[Todo] = []
    figures: list[Figure] = []
    vitals: list[Vital] = []
    read_at: str = ""

    @event(Right.OPERATOR)
    async def load(self) -> None:
        found = await look(self, overview)
        self.todos, self.figures = todos_of(found), figures_of(found)
        self.vitals = [vital_of(check) for check in found.health.checks]
        self.read_at = french.moment(found.read_at)
        self.loaded = True


def todos_of(found: Overview) -> list[Todo]:
    """Only what asks for an act, the most urgent first."""
    lines = [
        (found.incidents, "danger", "incidents", ""),
        (sum(not check.well for check in found.health.checks), "danger", "health", ""),
        (found.blocked, "warning", "blocked", asking.REQUESTS),
        (found.without_manager, "warning", "without_manager", f"{asking.STRUCTURES}?genre=without_manager"),
        (found.failed_mails, "warning", "failed_mails", ""),
        (int(found.backup_late), "warning", "backup", ""),
    ]
    return [
        Todo(
            kind,
            t(f"operator_ui.todo.{name}.title", count=count, number=french.count(count)),
            t(f"operator_ui.todo.{name}.text"),
            href,
            t(f"operator_ui.todo.{name}.act") if href else "",
        )
        for count, kind, name, href in lines
        if count
    ]


def figures_of(found: Overview) -> list[Figure]:
    never = t("operator_ui.figure.never")
    return [
        Figure(t("operator_ui.figure.accounts"), french.count(found.accounts), asking.ACCOUNTS),
        Figure(t("operator_ui.figure.structures"), french.count(found.structures), asking.STRUCTURES),
        Figure(t("operator_ui.figure.waiting_flux"), french.count(found.waiting_flux), ""),
        Figure(t("operator_ui.figure.waiting_mails"), french.count(found.waiting_mails), ""),
        Figure(
            t("operator_ui.figure.last_backup"), french.moment(found.last_backup) if found.last_backup else never, ""
        ),
    ]


def vital_of(check: Check) -> Vital:
    name = t(f"operator_ui.vital.{check.name}")
    if check.value is None:
        return Vital(name, t("operator_ui.vital.unread"), t("operator_ui.vital.failed"), "danger")
    shown = {
        "disk_free_bytes": lambda: t("operator_ui.vital.free", size=french.count((check.value or 0) // 1_000_000_000)),
        "database": lambda: t("operator_ui.vital.answers"),
    }.get(check.name, lambda: waited(check.value or 0))
    state = t("operator_ui.vital.well") if check.well else t("operator_ui.vital.late")
    return Vital(name, shown(), state, "success" if check.well else "warning")


def waited(seconds: int) -> str:
    if not seconds:
        return t("operator_ui.vital.nothing_waits")
    return t("operator_ui.vital.waits", count=max(1, seconds // 60))


def body() -> rx.Component:
    content = rx.el.div(todos(), figures(), vitals(), class_name="stack-wide")
    return operator_page("home", asking.HOME, OperatorHomeState, rx.cond(OperatorHomeState.loaded, content, waiting()))


def todos() -> rx.Component:
    nothing = rx.el.p(icon("circle-check"), t("operator_ui.home.nothing"), class_name="row soft calm")
    things: Seen = OperatorHomeState.todos
    return rx.el.section(
        rx.el.h2(t("operator_ui.home.todo")),
        rx.cond(things.length() > 0, rx.el.ul(rx.foreach(things, todo), class_name="todos"), nothing),
        class_name="stack",
    )


def todo(line: Seen) -> rx.Component:
    pictures = [(name, icon(picture)) for name, picture in ICONS.items()]
    act = link(
        line.act, rx.el.span(" : ", line.title, class_name="sr-only"), href=line.href, class_name="button secondary"
    )
    return rx.el.li(
        rx.el.span(rx.match(line.kind, *pictures, icon(ICONS["info"])), class_name="mark " + line.kind),
        rx.el.div(rx.el.p(rx.el.strong(line.title)), rx.el.p(line.text, class_name="soft small"), class_name="what"),
        rx.cond(line.href != "", act),
    )


def figures() -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("operator_ui.home.figures")),
        rx.el.div(rx.foreach(OperatorHomeState.figures, figure), class_name="columns spaces"),
        class_name="stack",
    )


def figure(one: Seen) -> rx.Component:
    return rx.el.article(
        rx.el.h3(rx.cond(one.href != "", link(one.name, href=one.href), one.name)),
        rx.el.p(rx.el.span(one.value, class_name="figure number")),
        class_name="card space",
    )


def vitals() -> rx.Component:
    return rx.el.section(
        rx.el.div(
            rx.el.h2(t("operator_ui.home.vitals")),
            rx.el.p(t("operator_ui.home.read_at"), " ", OperatorHomeState.read_at, class_name="soft small"),
            class_name="row spread",
        ),
        rx.el.ul(rx.foreach(OperatorHomeState.vitals, vital), class_name="todos"),
        link_button(t("operator_ui.home.journal"), href=asking.JOURNAL, weight="secondary", icon_name="scroll-text"),
        class_name="stack",
    )


def vital(one: Seen) -> rx.Component:
    return rx.el.li(
        rx.el.div(rx.el.p(rx.el.strong(one.name)), rx.el.p(one.value, class_name="soft small"), class_name="what"),
        badge(one.state, one.kind),
    )
