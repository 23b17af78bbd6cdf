"""Many files judged side by side, each batch in a child process within limits. One bad file costs its own answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import replace
from functools import partial

from chorus_app.cli.batch import Answer, Input, Question, judge_batch, timed
from chorus_app.kernel.children import MEMORY_BYTES, RULES_MEMORY_BYTES, SECONDS, ChildDied, Children
from chorus_app.rules.layers import LayerOutcome, all_skipped
from chorus_app.rules.schematron import job

BATCH = 16  # files a job: the way to a child and back is paid once for all


def answers(files: Sequence[Input], question: Question, *, jobs: int) -> Iterator[Answer]:
    """One answer a file, in the order of the files, as soon as it and those before it are there."""
    batches = list(_batches(files, jobs=jobs))
    with ExitStack() as stack:
        children = stack.enter_context(closing(Children(jobs, memory_bytes=MEMORY_BYTES, seconds=SECONDS)))
        ask = partial(asked, children, question)
        if question.standards:
            # Each compiles its stylesheets: half as many as of the others, always at work, are faster than as many.
            rules = Children((jobs + 1) // 2, memory_bytes=RULES_MEMORY_BYTES, seconds=SECONDS, counted="data")
            stack.enter_context(closing(rules))
            rules.warm_up(job.load)  # while the other children find out what the files are
            ask = partial(_with_standards, ask, rules)
        threads = stack.enter_context(ThreadPoolExecutor(jobs + (question.standards and jobs > 1)))
        for batch in threads.map(ask, batches):
            yield from batch


def _batches(files: Sequence[Input], *, jobs: int) -> Iterator[Sequence[Input]]:
    """Smaller ones towards the end, so that all children end at about the same time."""
    start = 0
    while left := len(files) - start:
        size = max(1, min(BATCH, left // (2 * jobs)))
        yield files[start : start + size]
        start += size


def asked(children: Children, question: Question, batch: Sequence[Input]) -> list[Answer]:
    """A batch that killed its child is asked again file by file, so that only the guilty one goes without."""
    try:
        return children.run(judge_batch, batch, question)
    except ChildDied as death:
        if len(batch) == 1:
            return [_lost(batch[0], question, death.reason)]
    return [answer for file in batch for answer in asked(children, question, (file,))]


def _with_standards(
    ask: Callable[[Sequence[Input]], list[Answer]], rules: Children, batch: Sequence[Input]
) -> list[Answer]:
    """The batch with EN 16931 and BR-FR, in a child of their own."""
    found = ask(batch)
    documents = [_document(answer) for answer in found]
    ruled = iter(ruled_by(rules, [document for document in documents if document is not None]))
    return [
        answer if document is None else _completed(answer, *next(ruled))
        for answer, document in zip(found, documents, strict=True)
    ]


def _document(answer: Answer) -> job.Document | None:
    """What EN 16931 and BR-FR are to be asked about."""
    found = answer.verdict
    if found is None or found.xml is None:
        return None
    return found.xml, found.facts.schema or "", found.facts.level, found.profile


def ruled_by(rules: Children, documents: Sequence[job.Document]) -> list[job.Ruled]:
    """A death costs its document these layers only: those that were asked together are then asked one by one."""
    if not documents:
        return []
    try:
        return rules.run(job.run_all, documents)
    except ChildDied:
        if len(documents) == 1:
            return [(all_skipped("not_answered"), 0.0)]
    return [ruled for document in documents for ruled in ruled_by(rules, [document])]


def _completed(answer: Answer, outcomes: tuple[LayerOutcome, ...], milliseconds: float) -> Answer:
    from chorus_app.rules.verdict import with_standards

    if answer.verdict is None:
        return answer
    found = replace(with_standards(answer.verdict, outcomes), xml=None)
    took = answer.milliseconds + milliseconds
    return replace(answer, verdict=found, outcome=found.outcome.value, milliseconds=took)


def _lost(file: Input, question: Question, reason: str) -> Answer:
    from chorus_app.rules.verdict import given_up

    judge = partial(given_up, file.path, name=file.path.name, reason=reason, profile=question.profile)
    return timed(judge, file, question)
