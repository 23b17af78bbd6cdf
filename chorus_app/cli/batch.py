"""What runs in the child that judges a batch of files, and what is sent to it and back: cheap to import."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chorus_app.rules.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Input:
    """One file: what the person calls it, and where its bytes are."""

    name: str
    path: Path


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of all files. `form` brings each verdict back as text in that form: the child writes it then."""

    profile: str
    standards: bool = False  # EN 16931 and BR-FR too
    form: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """About one file: the outcome in a word, how long it took, and the verdict or its text."""

    file: str
    outcome: str
    milliseconds: float
    text: str = ""
    verdict: Verdict | None = None


def judge_batch(batch: Sequence[Input], question: Question) -> list[Answer]:
    """One answer a file, in their order."""
    # lxml and pikepdf are only wanted in the child: the parent imports this module to name the function.
    from chorus_app.rules.verdict import verdict

    return [
        timed(partial(verdict, file.path, name=file.path.name, profile=question.profile), file, question)
        for file in batch
    ]


def timed(judge: Callable[[], Verdict], file: Input, question: Question) -> Answer:
    """The answer on a file whose verdict `judge` gives."""
    begun = time.perf_counter()
    found = judge()
    took = (time.perf_counter() - begun) * 1000
    if question.form is None:
        return Answer(file.name, found.outcome.value, took, verdict=_travelling(found, question))
    return written(Answer(file.name, found.outcome.value, took, verdict=found), question.form)


def _travelling(found: Verdict, question: Question) -> Verdict:
    """Without what nobody asks for any more: the bytes of the file, unless EN 16931 and BR-FR are to see them."""
    # Only the child judges: see above.
    from chorus_app.rules.verdict import for_standards

    return for_standards(found) if question.standards else replace(found, xml=None)


def written(answer: Answer, form: str) -> Answer:
    """The answer with its verdict as text."""
    if answer.verdict is None:
        return answer
    # Only who has a verdict in hand loads what tells it.
    from chorus_app.cli.rendering import rendered

    text = rendered(answer.verdict, file=answer.file, milliseconds=answer.milliseconds, form=form)
    return replace(answer, text=text, verdict=None)
