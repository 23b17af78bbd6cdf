"""Many files judged side by side, each batch in a child process within limits. One bad file costs its own answer."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import replace
from functools import partial
from itertools import islice

from chorus_app.cli.batch import Answer, Input, Question, judge_batch, timed
from chorus_app.kernel.children import MEMORY_BYTES, RULES_MEMORY_BYTES, SECONDS, ChildDied, Children
from chorus_app.rules.layers import LayerOutcome, all_skipped
from chorus_app.rules.schematron import job

BATCH = 16  # files a job: the way to a child and back is paid once for all


def answers(files: Sequence[Input], question: Question, *, jobs: int) -> Iterator[Answer]:
    """One answer a file, in the order of the files, as soon as it and those before it are there."""
    batches = list(_batches(files, size=max(1, min(BATCH, len(files) // (2 * jobs)))))
    with ExitStack() as stack:
        children = stack.enter_context(closing(Children(jobs, memory_bytes=MEMORY_BYTES, seconds=SECONDS)))
        ask = partial(asked, children, question)
        if question.standards:
            rules = Children(jobs, memory_bytes=RULES_MEMORY_BYTES, seconds=SECONDS, counted="data")
            stack.enter_context(closing(rules))
            rules.warm_up(job.load)  # while the other children find out what the files are
            ask = partial(_with_all_standards, ask, rules)
        threads = stack.enter_context(ThreadPoolExecutor(jobs))
        for batch in threads.map(ask, batches):
            yield from batch


def _batches(files: Sequence[Input], *, size: int) -> Iterator[tuple[Input, ...]]:
    left = iter(files)
    while batch := tuple(islice(left, size)):
        yield batch


def asked(children: Children, question: Question, batch: Sequence[Input]) -> list[Answer]:
    """A batch that killed its child is asked again file by file, so that only the guilty one goes without."""
    try:
        return children.run(judge_batch, batch, question)
    except ChildDied as death:
        if len(batch) == 1:
            return [_lost(batch[0], question, death.reason)]
    return [answer for file in batch for answer in asked(children, question, (file,))]


def _with_all_standards(
    ask: Callable[[Sequence[Input]], list[Answer]], rules: Children, batch: Sequence[Input]
) -> list[Answer]:
    return [_with_standards(answer, rules) for answer in ask(batch)]


def _with_standards(answer: Answer, rules: Children) -> Answer:
    """EN 16931 and BR-FR, in a child of their own; its death costs these layers only."""
    from chorus_app.rules.verdict import ask_standards

    def ruled(xml: bytes, schema: str, level: str | None, profile: str) -> tuple[LayerOutcome, ...]:
        try:
            return rules.run(job.run, xml, schema, level, profile)
        except ChildDied:
            return all_skipped("not_answered")

    if answer.verdict is None:
        return answer
    begun = time.perf_counter()
    found = replace(ask_standards(answer.verdict, ruled), xml=None)
    took = answer.milliseconds + (time.perf_counter() - begun) * 1000
    return replace(answer, verdict=found, outcome=found.outcome.value, milliseconds=took)


def _lost(file: Input, question: Question, reason: str) -> Answer:
    from chorus_app.rules.verdict import given_up

    judge = partial(given_up, file.path, name=file.path.name, reason=reason, profile=question.profile)
    return timed(judge, file, question)
