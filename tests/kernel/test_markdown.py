"""Markdown files become blocks of plain text; nothing of them can become HTML or a script."""

import pytest

from chorus_app.kernel.markdown import Block, BlockKind, Span, SpanKind, parse


def paragraph(*spans: Span) -> tuple[Block, ...]:
    return (Block(BlockKind.PARAGRAPH, spans=spans),)


def test_each_kind_of_block_is_read() -> None:
    assert parse("# Titre\n\nUn mot\nqui suit.\n\n- un\n- deux\n\n1. d’abord\n\n```\nMadame,\n\nBien\n```\n") == (
        Block(BlockKind.HEADING, spans=(Span("Titre"),), level=1),
        Block(BlockKind.PARAGRAPH, spans=(Span("Un mot"), Span(" "), Span("qui suit."))),
        Block(BlockKind.BULLETS, items=((Span("un"),), (Span("deux"),))),
        Block(BlockKind.STEPS, items=((Span("d’abord"),),)),
        Block(BlockKind.LETTER, text="Madame,\n\nBien"),
    )


def test_marks_become_kinds_of_span() -> None:
    assert parse("a **b** *c* `d` [e](https://example.test/f)") == paragraph(
        Span("a "),
        Span("b", SpanKind.STRONG),
        Span(" "),
        Span("c", SpanKind.EM),
        Span(" "),
        Span("d", SpanKind.CODE),
        Span(" "),
        Span("e", SpanKind.LINK, "https://example.test/f"),
    )


@pytest.mark.parametrize("href", ["data:text/html,x", "//ailleurs.test", "ftp://a.test"])
def test_link_to_an_unknown_scheme_stays_text(href: str) -> None:
    spans = parse(f"[mot]({href})")[0].spans
    assert all(span.kind is SpanKind.TEXT for span in spans)


@pytest.mark.parametrize("href", ["/aide", "#bas", "mailto:a@example.test"])
def test_link_inside_the_portal_stays_a_link(href: str) -> None:
    assert parse(f"[mot]({href})") == paragraph(Span("mot", SpanKind.LINK, href))


def test_html_stays_text() -> None:
    assert parse("<script>alert(1)</script>") == paragraph(Span("<script>alert(1)</script>"))


@pytest.mark.parametrize("source", ["- un\n  - dedans", "> citation", "![image](/a.png)", "---"])
def test_what_pages_do_not_render_is_refused(source: str) -> None:
    with pytest.raises(ValueError, match="pages do not render"):
        parse(source)
