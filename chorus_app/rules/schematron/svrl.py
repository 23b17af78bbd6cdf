"""A Schematron report (SVRL) becomes findings, each at its place in the file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from chorus_app.formats.codecs import text_of
from chorus_app.formats.parsed import Place
from chorus_app.formats.reading import line_of
from chorus_app.rules.finding import Finding, Layer, Severity
from chorus_app.rules.making import NOTHING, shorten
from chorus_app.rules.profiles import severity_of
from chorus_app.rules.schematron.texts import official_sentence, params_of, text_key
from chorus_app.rules.xsd import path_of

SVRL = "{http://purl.oclc.org/dsdl/svrl}"
TERM = re.compile(r"\b(BT|BG)-\d+|EXT-FR-FE-(BG-)?\d+")
MAX_TEXT = 3_000  # characters of an official text: it may quote the document
OWN_SEVERITY = {"warning": Severity.WARNING, "info": Severity.INFO, "information": Severity.INFO}


@dataclass(frozen=True, slots=True)
class Broken:
    """A rule that the document breaks, as the report tells it. `element` is its number in the document, from 1."""

    rule: str
    flag: str | None
    element: int | None
    text: str


def broken_rules(report: bytes) -> Iterator[Broken]:
    """All rules that a report finds broken, in its order."""
    # A report quotes the document, whose texts may be longer than libxml2 takes by itself.
    quoting = etree.XMLParser(huge_tree=True, resolve_entities=False, no_network=True)
    for node in etree.fromstring(report, quoting).iter(f"{SVRL}failed-assert", f"{SVRL}successful-report"):
        text = " ".join(str(node.xpath("string()")).split())[:MAX_TEXT]
        location = node.get("location") or ""
        yield Broken(node.get("id") or "", node.get("flag"), int(location) if location.isdecimal() else None, text)


def findings(broken: Sequence[Broken], *, layer: Layer, root: etree._Element, profile: str) -> Iterator[Finding]:
    """The findings on broken rules; `root` is the document that was read, whose lines are those of the file."""
    wanted = {one.element for one in broken}
    elements = {number: element for number, element in enumerate(root.iter("*"), 1) if number in wanted}
    for one in broken:
        yield _finding(one, elements.get(one.element or 0), layer=layer, root=root, profile=profile)


def _finding(
    broken: Broken, element: etree._Element | None, *, layer: Layer, root: etree._Element, profile: str
) -> Finding:
    place = Place(indexed_path(element, root), line_of(element)) if element is not None else Place("")
    value = shorten(text_of(element)) if element is not None and not len(element) else None
    official = official_sentence(broken.text)
    return Finding(
        layer=layer,
        severity=OWN_SEVERITY.get(broken.flag or "", severity_of(broken.rule, layer, profile)),
        code=broken.rule,
        key=text_key(broken.rule, layer, official),
        term=term_of(broken),
        path=place.path or None,
        line=place.line,
        value=value,
        params={
            **params_of(broken.rule, official),
            "value": value or NOTHING,
            "path": place.path,
            "line": str(place.line or "?"),
            "term": term_of(broken) or "",
        },
    )


def term_of(broken: Broken) -> str | None:
    """The business term that the rule is about: the one in its id, else the first that its text names."""
    found = TERM.search(broken.rule.partition("_")[2]) or TERM.search(broken.text)
    return found[0] if found else None


def indexed_path(element: etree._Element, root: etree._Element) -> str:
    """The path in Chorus Pro's dotted style; an element among several of its name bears its number, from 1."""
    chain = [element, *element.iterancestors()][::-1]
    names = path_of(element, root).split(".")
    numbers = [_number(node) for node in chain[len(chain) - len(names) :]] if len(chain) >= len(names) else []
    return (
        ".".join(f"{name}{number}" for name, number in zip(names, numbers, strict=True)) if numbers else ".".join(names)
    )


def _number(node: etree._Element) -> str:
    if node.getparent() is None:
        return ""
    before = sum(1 for _ in node.itersiblings(node.tag, preceding=True))
    alone = not before and next(node.itersiblings(node.tag), None) is None
    return "" if alone else f"[{before + 1}]"
