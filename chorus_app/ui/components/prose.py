"""Our own Markdown (guides, release notes), already parsed into blocks, as components: no HTML passes through."""

from collections.abc import Iterable

import reflex as rx

from chorus_app.kernel.markdown import Block, BlockKind, Span, SpanKind, Spans
from chorus_app.ui.components.basics import link, plain_link

HEADINGS = {1: rx.el.h1, 2: rx.el.h2, 3: rx.el.h3, 4: rx.el.h4}


def prose(blocks: Iterable[Block]) -> rx.Component:
    """The blocks, one under the other."""
    return rx.el.div(*[_block(block) for block in blocks], class_name="prose")


def _block(block: Block) -> rx.Component:
    if block.kind is BlockKind.HEADING:
        return HEADINGS[min(block.level, 4)](*spans(block.spans))
    if block.kind is BlockKind.BULLETS:
        return rx.el.ul(*[rx.el.li(*spans(item)) for item in block.items])
    if block.kind is BlockKind.STEPS:
        return rx.el.ol(*[rx.el.li(*spans(item)) for item in block.items])
    if block.kind is BlockKind.LETTER:
        return rx.el.pre(block.text, class_name="mail-text")
    return rx.el.p(*spans(block.spans))


def spans(runs: Spans) -> list[rx.Component]:
    """A line of text with its marks."""
    return [_span(run) for run in runs]


def _span(run: Span) -> rx.Component:
    if run.kind is SpanKind.LINK:
        if run.href.startswith("/"):
            return link(run.text, href=run.href)
        return plain_link(run.text, href=run.href)
    make = {SpanKind.STRONG: rx.el.strong, SpanKind.EM: rx.el.em, SpanKind.CODE: rx.el.code}.get(run.kind)
    return make(run.text) if make else rx.fragment(run.text)
