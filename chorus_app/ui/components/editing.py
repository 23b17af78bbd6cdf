"""A form over something that several people may change at once: what the other changed is shown beside what one typed.

Three versions are compared, field by field: the one that was read, what the other saved meanwhile, what was typed. What
only the other changed is taken over; where both changed, what was typed stays and the other's value stands beside it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import reflex as rx
from reflex.event import EventSpec

from chorus_app.kernel.errors import AppError
from chorus_app.kernel.text import t
from chorus_app.structures.errors import ChangedMeanwhile
from chorus_app.ui.components.answers import AnswerState
from chorus_app.ui.components.basics import Seen, button, labelled, notice, some
from chorus_app.ui.gate import Right, event
from chorus_app.ui.problems import told

LONGEST = 400  # characters that a form hands on


@dataclass(frozen=True)
class Clash:
    """A field that somebody else changed. `kept`: what was typed stays, and `theirs` can be taken instead."""

    field: str
    label: str
    theirs: str
    mine: str
    kept: bool


class EditState(AnswerState, mixin=True):
    """What the State of such a form has. A form adds `_fields()`, `_label()` and its own events.

    The value of a box to tick (`_boxes()`) is « 1 », or empty.
    """

    values: dict[str, str] = {}
    mark: str = ""  # changes when the form is filled anew: what was typed before is then gone
    meanwhile: str = ""
    clashes: list[Clash] = []
    _before: dict[str, str] = {}
    _version: int = 0
    _marks: int = 0

    @classmethod
    def _fields(cls) -> tuple[str, ...]:
        """The names of the fields, in the form's order."""
        raise LookupError(cls.__name__)

    @classmethod
    def _boxes(cls) -> tuple[str, ...]:
        """Those of the fields that are boxes to tick."""
        return ()

    def _label(self, name: str) -> str:
        """What the form calls the field."""
        raise LookupError(name)

    def _shown(self, name: str, value: str) -> str:
        """The value as people read it; a form whose values are codes has its own."""
        if name in self._boxes():
            return t("journal.yes") if value else t("journal.no")
        return value or t("editing.nothing")

    @event(Right.MANAGER)
    def take(self, name: str) -> None:
        """Take the other's value of a field that both changed."""
        for clash in self.clashes:
            if clash.field == name and clash.kept:
                self.values = {**self.values, clash.field: self._before[clash.field]}
        self.clashes = [clash for clash in self.clashes if clash.field != name]

    @event(Right.MANAGER)
    def tick(self, name: str, ticked: bool) -> None:
        """Tick a box, or take the tick away."""
        if name in self._boxes():
            self.values = {**self.values, str(name): "1" if ticked else ""}

    def _fill_form(self, values: Mapping[str, str], *, version: int) -> None:
        self._marks += 1
        self.mark = str(self._marks)
        self.values, self._before, self._version = dict(values), dict(values), version
        self._forget_faults()

    def _forget_faults(self) -> None:
        self.errors, self.problem, self.meanwhile, self.clashes = {}, "", "", []

    def _typed(self, form: Mapping[str, Any]) -> dict[str, str]:
        """What the form holds; a box, and a field that is not shown (Reflex sends None for it), keep their value."""
        held = {name: value for name, value in form.items() if value is not None and name not in self._boxes()}
        return {name: str(held.get(name, self.values.get(name, "")))[:LONGEST] for name in self._fields()}

    def _not_saved(self, error: AppError, typed: Mapping[str, str]) -> EventSpec | None:
        """Tell why: both versions where somebody was faster, else what is wrong beside its field."""
        if isinstance(error, ChangedMeanwhile):
            self._compare(error, typed)
            return rx.set_focus("meanwhile")
        return self._faulty(error, self._fields())

    def _compare(self, error: ChangedMeanwhile, typed: Mapping[str, str]) -> None:
        """Put both versions side by side. The next saving is made upon the other's."""
        values, clashes = dict(typed), []
        for name in self._fields():
            before, theirs, mine = self._before.get(name, ""), error.values.get(name, ""), typed.get(name, "")
            if theirs in (before, mine):
                continue
            kept = mine != before
            values[name] = mine if kept else theirs
            shown = (self._shown(name, theirs), self._shown(name, mine))
            clashes.append(Clash(name, self._label(name), *shown, kept))
        self.values, self._before, self._version = values, dict(error.values), error.version
        self.meanwhile, self.clashes = told(error), clashes


def beside(state: Any) -> rx.Component:
    """What somebody else changed since the form was opened, beside what was typed."""
    return rx.el.div(
        rx.cond(
            state.meanwhile != "",
            notice(
                t("editing.title"),
                rx.el.p(state.meanwhile),
                rx.cond(
                    some(state.clashes),
                    rx.el.ul(rx.foreach(state.clashes, lambda clash: clash_line(state, clash)), class_name="clashes"),
                    rx.el.p(t("editing.same")),
                ),
                rx.el.p(t("editing.again")),
                kind="warning",
                id="meanwhile",
                tab_index=-1,
            ),
        ),
        role="alert",
    )


def clash_line(state: Any, clash: Seen) -> rx.Component:
    take = button(
        labelled(t("editing.take"), clash.label),
        weight="secondary",
        on_click=state.take(clash.field),
    )
    return rx.el.li(
        rx.el.strong(clash.label),
        rx.el.dl(
            rx.el.dt(t("editing.theirs")),
            rx.el.dd(clash.theirs),
            rx.el.dt(t("editing.mine")),
            rx.el.dd(clash.mine),
            class_name="facts",
        ),
        rx.cond(clash.kept, take, rx.el.p(t("editing.taken"), class_name="small soft")),
        key=clash.field,
    )


def edited(state: Any, name: str, **props: Any) -> dict[str, Any]:
    """What fills an input of the form; it is made anew when its value is set from the server."""
    value = state.values.get(name, "")
    return {"default_value": value, "key": state.mark + ":" + value, **props}


def check_box(state: Any, label: str, name: str, *, hint: str) -> rx.Component:
    """A box of the form, with what it means below."""
    return rx.el.div(
        rx.el.label(
            rx.el.input(
                type="checkbox",
                id=name,
                name=name,
                checked=ticked(state, name),
                on_change=lambda ticked: state.tick(name, ticked),
                aria_describedby=f"{name}-hint",
            ),
            label,
            class_name="check",
        ),
        rx.el.p(hint, id=f"{name}-hint", class_name="hint"),
        class_name="field",
    )


def ticked(state: Any, name: str) -> Seen:
    """Whether that box is ticked."""
    return state.values.get(name, "") != ""
