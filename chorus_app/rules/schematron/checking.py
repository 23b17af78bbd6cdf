"""The two layers that Schematron stylesheets make: EN 16931 and BR-FR."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from lxml import etree
from saxonche import PyXdmNode

from chorus_app.formats.xml import open_xml
from chorus_app.rules.finding import Finding, Layer
from chorus_app.rules.layers import STANDARDS, LayerOutcome, all_skipped
from chorus_app.rules.making import make
from chorus_app.rules.schematron.engine import DocumentRefused, RuleFailed, document, report
from chorus_app.rules.schematron.sheets import Sheet, sheets_for
from chorus_app.rules.schematron.svrl import Broken, broken_rules, findings

MAX_BY_RULE = 20  # findings: a rule that 10,000 lines break is told by the first ones
FAILED_CODES = {Layer.EN16931: "EN16931-CALCUL", Layer.BR_FR: "BR-FR-CALCUL"}


def check(xml: bytes, schema: str, level: str | None, profile: str) -> tuple[LayerOutcome, ...]:
    """Both layers on a document whose structure is right. `level` is the one of Factur-X that BT-24 names.

    Only for the one thread of a process: see `engine.processor`. Raises `XmlRefused` on what `open_xml` refuses.
    """
    root = open_xml(xml)
    try:
        node = document(etree.tostring(root, encoding="unicode"))
    except DocumentRefused:
        return all_skipped("not_taken")
    return tuple(_outcome(layer, root, node, sheets_for(layer, schema, level), profile) for layer in STANDARDS)


def _outcome(
    layer: Layer, root: etree._Element, node: PyXdmNode, sheets: tuple[Sheet, ...], profile: str
) -> LayerOutcome:
    if not sheets:
        return LayerOutcome(layer, skipped="level_below")
    found = [finding for sheet in sheets for finding in _found(layer, root, node, sheet, profile)]
    return LayerOutcome(layer, tuple(sorted(found, key=lambda finding: finding.line or 0)))


def _found(layer: Layer, root: etree._Element, node: PyXdmNode, sheet: Sheet, profile: str) -> Iterator[Finding]:
    try:
        broken = tuple(_first_of_each(broken_rules(report(sheet, node))))
        yield from findings(broken, layer=layer, root=root, profile=profile)
    except RuleFailed as failure:
        yield make(FAILED_CODES[layer], profile=profile, message=str(failure))


def _first_of_each(broken: Iterator[Broken]) -> Iterator[Broken]:
    counts: Counter[str] = Counter()
    for one in broken:
        counts[one.rule] += 1
        if counts[one.rule] <= MAX_BY_RULE:
            yield one
