"""The XML of an invoice, line by line, as it stands in the file. Only for a child process with limits.

A document written on one endless line is laid out anew, for nobody could read it nor find a line in it; it says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from chorus_app.formats.detect import PDF_MARK, PDF_MARK_WITHIN, detect_pdf
from chorus_app.formats.reading import line_of
from chorus_app.formats.shown import SOURCE_LINES, SourceLine, SourcePage
from chorus_app.formats.xml import XmlRefused, looks_like_xml, open_xml

MAX_LINE = 600  # characters shown of a line
TAGS_OF_A_LINE = 40  # a line of more than these is no line that people read
DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
STEP = re.compile(r"([^\[\]]+)(?:\[(\d+)\])?")


def xml_of(content: bytes) -> bytes | None:
    """The XML that the file is, or that a Factur-X carries; also when it is no sound one. None when there is none."""
    if PDF_MARK in content[:PDF_MARK_WITHIN]:
        return detect_pdf(content).xml
    return content if looks_like_xml(content) else None


def source_page(file: bytes, page: int, line: int | None, place: str) -> SourcePage | None:
    """The page of that number, or the one with the `line` of the file; `place` is the path of the value there, in
    Chorus Pro's dotted style. None when the file has no XML."""
    content = xml_of(file)
    if content is None:
        return None
    text = decoded(content)
    lines = text.removesuffix("\n").split("\n")
    if max(map(_tags, lines)) > TAGS_OF_A_LINE and (root := _opened(content)) is not None:
        text, line = _laid_out(root, place if line is not None else "")
        return _page(text.split("\n"), page, line, laid_out=True)
    return _page(lines, page, line, laid_out=False)


def decoded(content: bytes) -> str:
    """The text, in the encoding that the document declares; what is none of it shows as such a sign."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    declared = DECLARED.match(content.removeprefix(b"\xef\xbb\xbf"))
    name = declared[1].decode("ascii") if declared else "utf-8"
    try:
        return content.decode("utf-8-sig" if name.casefold() in ("utf-8", "utf8") else name, "replace")
    except LookupError:
        return content.decode("utf-8-sig", "replace")


def _tags(line: str) -> int:
    return line.count("<", 0, 200_000)


def _opened(content: bytes) -> etree._Element | None:
    try:
        return open_xml(content)
    except XmlRefused:
        return None


def _laid_out(root: etree._Element, place: str) -> tuple[str, int | None]:
    """The document with one element a line, and the line of the value."""
    etree.indent(root, space="  ")
    text = etree.tostring(root, encoding="unicode")
    if not place:
        return text, None
    again = open_xml(text.encode())  # only what is read knows its line
    found = find(again, place)
    return text, line_of(found) if found is not None else None


def find(root: etree._Element, place: str) -> etree._Element | None:
    """The first element of that path, or the nearest one above it that is there. The path begins at the root or below
    it; a step may bear the number of its element among those of its name."""
    steps = [STEP.fullmatch(step) for step in place.removesuffix(".value").split(".")]
    named = [(step[1], int(step[2] or 0)) for step in steps if step]
    if named and named[0][0] == etree.QName(root).localname:
        named = named[1:]
    here, best = [root], root
    for name, number in named:
        here = [child for node in here for child in _children(node, name, number)]
        if not here:
            break
        best = here[0]
    return best if best is not root else None


def _children(node: etree._Element, name: str, number: int) -> Iterator[etree._Element]:
    """The children of that name; only one of them when the path numbers it."""
    named = [child for child in node.iterchildren(etree.Element) if etree.QName(child).localname == name]
    return iter(named[number - 1 : number] if number else named)


def _page(lines: list[str], page: int, line: int | None, *, laid_out: bool) -> SourcePage:
    marked = line if line is not None and 1 <= line <= len(lines) else None
    pages = max(1, -(-len(lines) // SOURCE_LINES))
    page = (marked - 1) // SOURCE_LINES + 1 if marked else min(max(page, 1), pages)
    start = (page - 1) * SOURCE_LINES
    shown = tuple(_line(number, text) for number, text in enumerate(lines[start : start + SOURCE_LINES], start + 1))
    return SourcePage(shown, len(lines), page, marked, laid_out)


def _line(number: int, text: str) -> SourceLine:
    text = text.rstrip("\r")
    return SourceLine(number, text[:MAX_LINE], max(0, len(text) - MAX_LINE))
