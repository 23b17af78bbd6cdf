"""One XML document of several invoices (Chorus Pro's own form), cut into documents of one invoice each.

Each part keeps the words of the whole: what stands around the invoices, its own invoice as it was written, and empty
lines in place of those before it, so that a line number of the part is one of the whole.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from xml.parsers import expat

from lxml import etree

from chorus_app.formats import cpp
from chorus_app.formats.xml import UTF16_STARTS, XmlRefused, open_xml

HEAD = 4_096  # bytes in which the name of the root element is looked for
MARK = b"CPPFacture"
MOST_LINES = 65_000  # of empty ones: libxml2 counts no further
DEPTH = 2  # elements around an invoice
COUNT = re.compile(rb"""(\bCompteur\s*=\s*["'])\d+""")
DECLARATION = re.compile(r"\A\s*<\?xml\b[^>]*\?>")


@dataclass(frozen=True, slots=True)
class Span:
    """Where an invoice stands, in bytes."""

    start: int
    end: int


def may_be_bundle(head: bytes) -> bool:
    """Whether the first bytes may be those of such a document."""
    return MARK in head.replace(b"\0", b"")


def count(root: etree._Element) -> int:
    """How many invoices a document of Chorus Pro's own form holds."""
    name = cpp.unit_name(etree.QName(root).localname)
    blocks = (block for block in root if etree.QName(block).localname == cpp.BLOCK)
    return sum(1 for block in blocks for unit in block if etree.QName(unit).localname == name)


def cut(content: bytes) -> Sequence[bytes] | None:
    """The parts, in the order of the document; None when it is no document of several invoices, or cannot be read."""
    if not may_be_bundle(content[:HEAD]):
        return None
    try:
        root = open_xml(content)
    except XmlRefused:
        return None
    if not etree.QName(root).localname.startswith(MARK.decode()) or count(root) < 2:
        return None
    content = _one_byte_letters(content, root.getroottree().docinfo.encoding)
    spans = _spans(content, cpp.unit_name(etree.QName(root).localname))
    return _Parts(content, spans)


@dataclass(frozen=True)
class _Parts(Sequence[bytes]):
    """Made one at a time: together they may be much larger than the document."""

    content: bytes = field(repr=False)
    spans: Sequence[Span]

    def __len__(self) -> int:
        return len(self.spans)

    def __getitem__(self, index: int) -> bytes:  # type: ignore[override]  # no slices
        span, first, last = self.spans[index], self.spans[0], self.spans[-1]
        before = self.content.count(b"\n", first.start, span.start)
        head = COUNT.sub(rb"\g<1>1", self.content[: first.start], count=1)
        lines = b"\n" * min(before, MOST_LINES)
        return b"".join((head, lines, self.content[span.start : span.end], self.content[last.end :]))


def _one_byte_letters(content: bytes, encoding: str | None) -> bytes:
    """The document in an encoding whose marks and line ends are single bytes."""
    if not content.startswith(UTF16_STARTS):
        return content
    text = content.decode(encoding or "utf-16")
    return DECLARATION.sub("", text.removeprefix("\ufeff")).encode()


def _spans(content: bytes, name: str) -> list[Span]:
    """Where the invoices stand. The document was opened before: it is well-formed and has no DOCTYPE."""
    scanner = expat.ParserCreate()
    spans: list[Span] = []
    open_elements: list[str] = []
    start = 0

    def opened(tag: str, _attributes: object) -> None:
        nonlocal start
        if _local(tag) == name and len(open_elements) == DEPTH and _local(open_elements[-1]) == cpp.BLOCK:
            start = scanner.CurrentByteIndex
        open_elements.append(tag)

    def closed(tag: str) -> None:
        open_elements.pop()
        if _local(tag) == name and len(open_elements) == DEPTH and _local(open_elements[-1]) == cpp.BLOCK:
            spans.append(Span(start, content.index(b">", scanner.CurrentByteIndex) + 1))

    scanner.StartElementHandler, scanner.EndElementHandler = opened, closed
    scanner.Parse(content, True)
    return spans


def _local(tag: str) -> str:
    return tag.rpartition(":")[2]
