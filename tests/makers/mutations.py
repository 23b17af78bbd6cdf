"""Files that were changed at random, byte by byte or element by element."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from random import Random

from lxml import etree

SPLINTERS = (
    b"",
    b"<!DOCTYPE x>",
    b"&#0;",
    b"<a>",
    b"\x00\xff",
    b"[[[[",
    b"<<",
    b"/Kids [1 0 R]",
    b"/Type /Sig",
    b"/UF <FEFFD800>",
    b"9" * 30,
)
VALUES = (
    *("", " ", "0", "-1", "-0.00", "1e9", "1E+400", "NaN", "sNaN", "Infinity", "1,5", "+5", "٣", "9" * 400),
    *("0.0000000000000000001", "20260230", "20261301", "00000000", "99991231", "2026-01-01Z", "0000-00-00", "١٢٣٤٠١٠١"),
    *("102", "380", "381", "389", "A1", "EUR", "XXX", "S", "E", "0002", "12345678901234", "M1", "x" * 5000),
    *("\u200b", "\ufeff", "é" * 300, "a\nb\tc", "}{", "{value}", "%s", "]]>", "data:", "=HYPERLINK()"),
)
NAMES = ("schemeID", "format", "currencyID", "unitCode", "mimeCode", "filename", "languageID", "x")


def rearranged(xml: bytes, chance: Random, *, times: int = 1) -> bytes:
    """The document with elements lost, doubled, moved, renamed or filled with something odd; well-formed as before."""
    root = etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True))
    for _ in range(times):
        inner = list(root.iter("*"))[1:]
        if not inner:
            break
        chance.choice(CHANGES)(chance.choice(inner), inner, chance)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def _fill(element: etree._Element, _inner: list[etree._Element], chance: Random) -> None:
    element.text = chance.choice(VALUES)


def _mark(element: etree._Element, _inner: list[etree._Element], chance: Random) -> None:
    element.set(chance.choice(list(map(str, element.attrib)) or NAMES), chance.choice(VALUES))


def _lose(element: etree._Element, _inner: list[etree._Element], _chance: Random) -> None:
    _parent(element).remove(element)


def _double(element: etree._Element, _inner: list[etree._Element], _chance: Random) -> None:
    element.addnext(deepcopy(element))


def _move(element: etree._Element, inner: list[etree._Element], chance: Random) -> None:
    chance.choice(inner).append(deepcopy(element))


def _rename(element: etree._Element, inner: list[etree._Element], chance: Random) -> None:
    element.tag = chance.choice(inner).tag


def _empty(element: etree._Element, _inner: list[etree._Element], _chance: Random) -> None:
    element.clear()


def _parent(element: etree._Element) -> etree._Element:
    parent = element.getparent()
    assert parent is not None, "only elements below the root are changed"
    return parent


Change = Callable[[etree._Element, list[etree._Element], Random], None]
CHANGES: tuple[Change, ...] = (_fill, _fill, _fill, _mark, _lose, _double, _move, _rename, _empty)
