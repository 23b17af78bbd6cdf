"""Makes a stylesheet quick before it is compiled. What it finds stays the same; only the order may differ.

A compiled Schematron walks the whole document once for each of its patterns, 60 times in the French rules, and reports
each rule that it looked at. Here the rules that are not asked go away (with Factur-X's own ones goes the code list that
they would read again at each run), the reports of success too, the patterns are walked together, and a finding names
its element by number: to write out where it stands is to count the elements before it, and 4,000 wrong lines took 20
seconds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from lxml import etree

from chorus_app.rules.schematron.sheets import Sheet, folder

XSL = "{http://www.w3.org/1999/XSL/Transform}"
SVRL = "{http://purl.oclc.org/dsdl/svrl}"
FINDINGS = (f"{SVRL}failed-assert", f"{SVRL}successful-report")
LOCATION_MODE = "schematron-select-full-path"  # of the template that says where a finding stands
NUMBERED = """<numbered xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:xs="http://www.w3.org/2001/XMLSchema">
  <xsl:mode use-accumulators="number"/>
  <xsl:accumulator name="number" as="xs:integer" initial-value="0">
    <xsl:accumulator-rule match="*" select="$value + 1"/>
  </xsl:accumulator>
  <xsl:template match="*" mode="schematron-select-full-path">
    <xsl:value-of select="accumulator-before('number')"/>
  </xsl:template>
  <xsl:template match="@*" mode="schematron-select-full-path"/>
</numbered>"""
NOISE = (f"{SVRL}fired-rule", f"{SVRL}active-pattern", f"{SVRL}ns-prefix-in-attribute-values")
PATTERN_MODE = re.compile(r"M\d+")
ALL = "all-patterns"  # the mode in which the patterns are walked together
TOP_PRIORITY = 1_000_000


def load(sheet: Sheet) -> str:
    """The stylesheet's text, made quick."""
    root = etree.parse(folder() / sheet.file).getroot()
    _keep(root, re.compile(sheet.rules))
    _drop_empty_patterns(root)
    _drop(root, *NOISE)
    for output in root.iter(f"{XSL}output"):
        output.set("indent", "no")
    _walk_once(root)
    _number_places(root)
    return etree.tostring(root, encoding="unicode")


@cache
def rule_ids(sheet: Sheet) -> frozenset[str]:
    """The ids of the rules that are asked."""
    root = etree.parse(folder() / sheet.file).getroot()
    wanted = re.compile(sheet.rules)
    return frozenset(name for finding in root.iter(*FINDINGS) if wanted.fullmatch(name := _id(finding)))


def _id(finding: etree._Element) -> str:
    return finding.findtext(f"{XSL}attribute[@name='id']") or ""


def _keep(root: etree._Element, wanted: re.Pattern[str]) -> None:
    """Take the assertions away whose rule is not asked, with the question around them."""
    for finding in list(root.iter(*FINDINGS)):
        if not wanted.fullmatch(_id(finding)):
            around = finding.getparent()
            if around is not None and around.tag == f"{XSL}otherwise":
                around = around.getparent()
            _remove(around)


def _drop_empty_patterns(root: etree._Element) -> None:
    live = {
        template.get("mode") for finding in root.iter(*FINDINGS) for template in finding.iterancestors(f"{XSL}template")
    }
    for node in [*root.iter(f"{XSL}template"), *root.iter(f"{XSL}apply-templates")]:
        if _is_pattern(node) and node.get("mode") not in live:
            _remove(node)


def _is_pattern(node: etree._Element) -> bool:
    return bool(PATTERN_MODE.fullmatch(node.get("mode") or ""))


def _drop(root: etree._Element, *tags: str) -> None:
    for node in list(root.iter(*tags)):
        _remove(node)


def _remove(node: etree._Element | None) -> None:
    """Take an element away; the text after it is blank in a stylesheet."""
    parent = None if node is None else node.getparent()
    if node is not None and parent is not None:
        parent.remove(node)


def _walk_once(root: etree._Element) -> None:
    """Put all patterns into one mode, in their order.

    In a pattern only the first rule that fits an element speaks: the rule that spoke hands its pattern on (`done`),
    and the later rules of that pattern then only pass the element to the next pattern.
    """
    rules = [template for template in root.iter(f"{XSL}template") if _is_pattern(template) and _is_rule(template)]
    modes = list(dict.fromkeys(call.get("mode") for call in _calls(root)))
    rules.sort(key=lambda rule: (modes.index(rule.get("mode")), -float(rule.get("priority") or 0)))
    with_attributes = any(
        "@" in (call.get("select") or "") for call in root.iter(f"{XSL}apply-templates") if _is_pattern(call)
    )
    for place, rule in enumerate(rules):
        _join(rule, TOP_PRIORITY - place)
    for template in [t for t in root.iter(f"{XSL}template") if _is_pattern(t) and t.get("mode") != ALL]:
        _remove(template)
    first, *others = _calls(root)
    first.set("mode", ALL)
    for call in others:
        _remove(call)
    root.append(_walker("@*|*" if with_attributes else "*"))


def _number_places(root: etree._Element) -> None:
    """Let a location be the number of its element in the document, from 1 (the root), and leave out what was asked."""
    for template in [t for t in root.iter(f"{XSL}template") if t.get("mode") == LOCATION_MODE]:
        _remove(template)
    root.extend(list(etree.fromstring(NUMBERED)))
    for finding in root.iter(*FINDINGS):
        finding.attrib.pop("test", "")
        _remove(finding.find(f"{XSL}attribute[@name='test']"))


def _is_rule(template: etree._Element) -> bool:
    return float(template.get("priority") or 0) >= 0


def _calls(root: etree._Element) -> Iterator[etree._Element]:
    """The places where the main template starts a pattern."""
    main = next(
        t
        for t in root.iter(f"{XSL}template")
        if t.get("match") == "/" and t.find(f".//{SVRL}schematron-output") is not None
    )
    return iter([call for call in main.iter(f"{XSL}apply-templates") if call.get("select") == "/"])


def _join(rule: etree._Element, priority: int) -> None:
    """Move a rule into the common mode."""
    pattern = (rule.get("mode") or "M").removeprefix("M")
    onward = [call for call in rule.iter(f"{XSL}apply-templates") if call.get("mode") == rule.get("mode")]
    for call in onward:
        _remove(call)
    spoken = etree.Element(f"{XSL}if", test=f"$done != {pattern}")
    spoken.extend(list(rule))
    parameter = etree.Element(f"{XSL}param", name="done", select="0")
    following = etree.Element(f"{XSL}next-match")
    etree.SubElement(following, f"{XSL}with-param", name="done", select=pattern)
    rule.extend([parameter, spoken, following])
    rule.set("mode", ALL)
    rule.set("priority", str(priority))


def _walker(select: str) -> etree._Element:
    """What goes on to the next elements once all patterns have spoken."""
    walker = etree.Element(f"{XSL}template", match="@*|node()", mode=ALL, priority="-2")
    etree.SubElement(walker, f"{XSL}apply-templates", select=select, mode=ALL)
    return walker
