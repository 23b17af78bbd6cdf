"""The window that asks again before an act on a raccordement."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

import reflex as rx

from chorus_app.kernel.text import t
from chorus_app.ui.components.basics import Seen, Weight, asked_again, button


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, what a yes brings about, and the words of the button that says yes."""

    title: Seen
    text: Seen
    act: Seen


def asks(state: Any, question: Question, *, yes: Any, about: Seen = None, weight: Weight = "danger") -> rx.Component:
    """The window. `about` names what the act is done to; `state.keep` does nothing after all."""
    return asked_again(
        question.title,
        rx.el.p(rx.el.strong(about, class_name="breakable")) if about is not None else None,
        rx.el.p(question.text),
        keep=t("editing.keep"),
        on_keep=state.keep,
        act=button(question.act, weight=weight, on_click=yes),
    )


def asks_one_of(state: Any, questions: Mapping[str, Question], *, about: Seen = None) -> rx.Component:
    """The window of the act that `state.asking` names; a yes is for `state.confirm`. Nothing while none is asked."""
    asked = Question(*(_of_the_one_asked(state, questions, part.name) for part in fields(Question)))
    return rx.cond(state.asking != "", asks(state, asked, yes=state.confirm, about=about))


def _of_the_one_asked(state: Any, questions: Mapping[str, Question], part: str) -> Seen:
    return rx.match(state.asking, *[(name, getattr(question, part)) for name, question in questions.items()], "")
