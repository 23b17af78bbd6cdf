"""Our own Markdown files as blocks of plain text, which a page renders with its components: no HTML passes through."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from markdown_it import MarkdownIt
from markdown_it.token import Token

SAFE_STARTS = ("https://", "http://", "mailto:", "/", "#")
MARKS = {"strong": "strong", "em": "em", "link": "link"}


class SpanKind(StrEnum):
    TEXT = "text"
    STRONG = "strong"
    EM = "em"
    CODE = "code"
    LINK = "link"


class BlockKind(StrEnum):
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    BULLETS = "bullets"
    STEPS = "steps"
    LETTER = "letter"


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text of one kind; `href` only for a link."""

    text: str
    kind: SpanKind = SpanKind.TEXT
    href: str = ""


Spans = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A heading (`level` 1 to 6), a paragraph, a list (`items`), or a letter to copy (`text`, line breaks kept)."""

    kind: BlockKind
    spans: Spans = ()
    items: tuple[Spans, ...] = ()
    level: int = 0
    text: str = ""


def parse(source: str) -> tuple[Block, ...]:
    """The blocks of a Markdown text. Raises `ValueError` for what pages do not render (tables, HTML, nested lists)."""
    tokens = MarkdownIt("commonmark", {"html": False}).parse(source)
    return tuple(_blocks(tokens))


def plain(spans: Spans) -> str:
    """The words without their marks."""
    return "".join(span.text for span in spans)


def _blocks(tokens: Sequence[Token]) -> Iterator[Block]:
    position = 0
    while position < len(tokens):
        token = tokens[position]
        if token.type == "heading_open":
            yield Block(BlockKind.HEADING, spans=_spans(tokens[position + 1]), level=int(token.tag[1:]))
            position += 3
        elif token.type == "paragraph_open":
            yield Block(BlockKind.PARAGRAPH, spans=_spans(tokens[position + 1]))
            position += 3
        elif token.type == "fence":
            yield Block(BlockKind.LETTER, text=token.content.rstrip("\n"))
            position += 1
        elif token.type in ("bullet_list_open", "ordered_list_open"):
            end = _end(tokens, position)
            kind = BlockKind.BULLETS if token.type == "bullet_list_open" else BlockKind.STEPS
            yield Block(kind, items=tuple(_items(tokens[position + 1 : end])))
            position = end + 1
        else:
            raise ValueError(f"pages do not render {token.type}")


def _end(tokens: Sequence[Token], start: int) -> int:
    closing = tokens[start].type.replace("_open", "_close")
    return next(i for i in range(start, len(tokens)) if tokens[i].type == closing and tokens[i].level == 0)


def _items(tokens: Sequence[Token]) -> Iterator[Spans]:
    for token in tokens:
        if token.type.endswith("_list_open"):
            raise ValueError("pages do not render nested lists")
        if token.type == "inline":
            yield _spans(token)


def _spans(inline: Token) -> Spans:
    """Runs of text; a mark inside a mark keeps the outer one, a link to an unknown scheme stays plain text."""
    spans: list[Span] = []
    kind, href, depth = SpanKind.TEXT, "", 0
    for token in inline.children or []:
        name, _, edge = token.type.rpartition("_")
        if edge == "open" and name in MARKS:
            depth += 1
            if depth == 1:
                kind, href = _mark(token)
        elif edge == "close" and name in MARKS:
            depth -= 1
            if depth == 0:
                kind, href = SpanKind.TEXT, ""
        else:
            spans.append(_run(token, kind, href))
    return tuple(span for span in spans if span.text)


def _mark(token: Token) -> tuple[SpanKind, str]:
    name = token.type.removesuffix("_open")
    if name != "link":
        return SpanKind(MARKS[name]), ""
    href = str(token.attrs.get("href", ""))
    safe = href.startswith(SAFE_STARTS) and not href.startswith("//")
    return (SpanKind.LINK, href) if safe else (SpanKind.TEXT, "")


def _run(token: Token, kind: SpanKind, href: str) -> Span:
    if token.type in ("softbreak", "hardbreak"):
        return Span(" ", kind, href)
    if token.type == "code_inline":
        return Span(token.content, SpanKind.CODE)
    if token.type == "text":
        return Span(token.content, kind, href)
    raise ValueError(f"pages do not render {token.type}")
