"""A Schematron report (SVRL) becomes findings, each at its place in the file."""

from __future__ import annotations

import re
from collections.abc import Iterator
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
STEP = re.compile(r"/\*:([\w.-]+)\[namespace-uri\(\)='([^']*)'\]\[(\d+)\]")
TERM = re.compile(r"\b(BT|BG)-\d+|EXT-FR-FE-(BG-)?\d+")
OWN_SEVERITY = {"warning": Severity.WARNING, "info": Severity.INFO, "information": Severity.INFO}


@dataclass(frozen=True, slots=True)
class Broken:
    """A rule that the document breaks, as the report tells it."""

    rule: str
    flag: str | None
    location: str
    text: str


def broken_rules(report: bytes) -> Iterator[Broken]:
    """All rules that a report finds broken, in its order."""
    for node in etree.fromstring(report).iter(f"{SVRL}failed-assert", f"{SVRL}successful-report"):
        text = " ".join(str(node.xpath("string()")).split())
        yield Broken(node.get("id") or "", node.get("flag"), node.get("location") or "", text)


def finding(broken: Broken, *, layer: Layer, root: etree._Element, profile: str) -> Finding:
    """The finding on a broken rule; `root` is the document that was read, whose lines are those of the file."""
    element = element_at(root, broken.location)
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


def element_at(root: etree._Element, location: str) -> etree._Element | None:
    """The element that a location of the report names; the deepest one that exists."""
    found: etree._Element | None = None
    for name, namespace, position in STEP.findall(location):
        tag = f"{{{namespace}}}{name}" if namespace else name
        if found is None:
            found = root if root.tag == tag else None
        else:
            found = next(
                (child for index, child in enumerate(found.iterchildren(tag), 1) if index == int(position)), found
            )
        if found is None:
            return None
    return found


def indexed_path(element: etree._Element, root: etree._Element) -> str:
    """The path in Chorus Pro's dotted style; an element among several of its name bears its number, from 1."""
    chain = [element, *element.iterancestors()][::-1]
    names = path_of(element, root).split(".")
    numbers = [_number(node) for node in chain[len(chain) - len(names) :]] if len(chain) >= len(names) else []
    return (
        ".".join(f"{name}{number}" for name, number in zip(names, numbers, strict=True)) if numbers else ".".join(names)
    )


def _number(node: etree._Element) -> str:
    parent = node.getparent()
    if parent is None:
        return ""
    same = list(parent.iterchildren(node.tag))
    return f"[{same.index(node) + 1}]" if len(same) > 1 else ""
