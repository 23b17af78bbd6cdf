"""Structure check against the full CII D22B and UBL 2.1 schemas, told in Chorus Pro's words.

Chorus Pro never checks against the schemas of the Factur-X profiles: AIFE's own Factur-X files fail them all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from itertools import islice
from pathlib import Path
from typing import cast
from urllib.parse import unquote, urlsplit

from lxml import etree

from chorus_app.formats import ubl
from chorus_app.formats.parsed import Place
from chorus_app.rules.finding import Finding
from chorus_app.rules.making import make
from chorus_app.rules.profiles import DEFAULT_PROFILE
from chorus_app.rules.schematron.sheets import folder

MAX_FINDINGS = 100  # one technical error for each, as in Chorus Pro; beyond, the file is not worth listing
CII_SCHEMA = "cii-extended-ctc-fr/CrossIndustryInvoice_100pD22B.xsd"
UBL_SCHEMAS = {
    ubl.INVOICE_NAMESPACE: "ubl-2.1/maindoc/UBL-Invoice-2.1.xsd",
    ubl.CREDITNOTE_NAMESPACE: "ubl-2.1/maindoc/UBL-CreditNote-2.1.xsd",
}
XS = "http://www.w3.org/2001/XMLSchema"
NAMESPACE = re.compile(r"\{[^{}]*\}")
EXPECTED = re.compile(r"Expected is(?: one of)? \( (.*?) \)\.")
QUOTED = re.compile(r"'([^']*)'")

# libxml2's error -> (name of the text, message of Xerces, which Chorus Pro repeats).
MESSAGES = {
    1824: ("type", "cvc-datatype-valid.1.2.1: '{value}' is not a valid value for '{type}'."),
    1829: ("length", "cvc-length-valid: Value '{value}' is not facet-valid with respect to its length."),
    1830: ("length", "cvc-length-valid: Value '{value}' is not facet-valid with respect to its length."),
    1831: ("length", "cvc-minLength-valid: Value '{value}' is not facet-valid with respect to minLength."),
    1832: ("length", "cvc-maxLength-valid: Value '{value}' is not facet-valid with respect to maxLength."),
    1839: ("pattern", "cvc-pattern-valid: Value '{value}' is not facet-valid with respect to its pattern."),
    1840: ("enumeration", "cvc-enumeration-valid: Value '{value}' is not facet-valid with respect to enumeration."),
    1841: ("text", "cvc-complex-type.2.1: Element '{element}' must have no character or element content."),
    1842: ("child", "cvc-complex-type.2.2: Element '{element}' must have no element [children]."),
    1843: ("text", "cvc-complex-type.2.3: Element '{element}' cannot have character [children]."),
    1845: ("root", "cvc-elt.1: Cannot find the declaration of element '{element}'."),
    1866: ("attribute", "cvc-complex-type.3.2.2: Attribute '{value}' is not allowed to appear in element '{element}'."),
    1867: ("attribute", "cvc-complex-type.3.2.2: Attribute '{value}' is not allowed to appear in element '{element}'."),
    1868: ("attribute_missing", "cvc-complex-type.4: Attribute '{value}' must appear on element '{element}'."),
}
UNEXPECTED = (
    "unexpected",
    "cvc-complex-type.2.4.a: Invalid content was found starting with element '{element}'. "
    "One of '{{{expected}}}' is expected.",
)
INCOMPLETE = (
    "incomplete",
    "cvc-complex-type.2.4.b: The content of element '{element}' is not complete. One of '{{{expected}}}' is expected.",
)
OTHER = ("other", "cvc: {message}")


def check(root: etree._Element, content: bytes, *, profile: str = DEFAULT_PROFILE) -> tuple[Finding, ...]:
    """The errors of structure, at most `MAX_FINDINGS`; empty when the document is valid."""
    schema = schema_for(root)
    if schema.validate(root):
        return ()
    lines = content.splitlines()
    errors = cast("Iterable[etree._LogEntry]", schema.error_log)
    return tuple(_finding(error, root, lines, profile) for error in islice(errors, MAX_FINDINGS))


def schema_for(root: etree._Element) -> etree.XMLSchema:
    """The schema that the document answers to."""
    return ubl_schema() if etree.QName(root).namespace in UBL_SCHEMAS else cii_schema()


@cache
def cii_schema() -> etree.XMLSchema:
    """A compiled schema, kept: compiling costs a hundred times a check."""
    return etree.XMLSchema(file=str(folder() / CII_SCHEMA))


@cache
def ubl_schema() -> etree.XMLSchema:
    """Invoice and CreditNote in one: nearly all of their schemas is common to both, and compiled once."""
    both = etree.Element(f"{{{XS}}}schema")
    for namespace, file in UBL_SCHEMAS.items():
        etree.SubElement(both, f"{{{XS}}}import", namespace=namespace, schemaLocation=(folder() / file).as_uri())
    return _compiled(etree.tostring(both))


def _compiled(schema: bytes) -> etree.XMLSchema:
    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(_WithoutNotes())
    return etree.XMLSchema(etree.fromstring(schema, parser))


class _WithoutNotes(etree.Resolver):
    """Gives schemas without their annotations, which are seven eighths of UBL's and half the time of compiling it."""

    # lxml calls it with a context, of which its stubs know nothing.
    def resolve(self, address: str, _public_id: str, context: object) -> object:  # type: ignore[override]
        file = Path(unquote(urlsplit(address).path))
        return self.resolve_string(_without_notes(file.read_bytes()), context, base_url=address)


def _without_notes(schema: bytes) -> bytes:
    first, *others = schema.split(b"<xsd:annotation>")
    return first + b"".join(part.partition(b"</xsd:annotation>")[2] for part in others)


def _finding(error: etree._LogEntry, root: etree._Element, lines: list[bytes], profile: str) -> Finding:
    message = NAMESPACE.sub("", error.message)
    quoted = QUOTED.findall(message)
    name, sentence = _wording(error.type, message)
    expected = (EXPECTED.findall(message) or [""])[0]
    element = quoted[0] if quoted else ""
    value = _value(error.type, quoted)
    filled = {
        "element": element,
        "value": value or "",
        "expected": expected,
        "type": quoted[-1].removeprefix("xs:") if quoted else "",
        "message": message,
    }
    position = _position(lines, error.line, element)
    official = f"IRRECEVABILITE: {sentence.format(**filled)} - ligne: {error.line} - position: {position}"
    return make(
        "ERR_XSD_001",
        value,
        place=Place(path_of(_element_at(root, error), root), error.line),
        profile=profile,
        official=official,
        variant=name,
        params={key: text for key, text in filled.items() if key != "value"},
    )


def _wording(kind: int, message: str) -> tuple[str, str]:
    if kind == 1871:
        return INCOMPLETE if "Missing child" in message else UNEXPECTED
    return MESSAGES.get(kind, OTHER)


def _value(kind: int, quoted: list[str]) -> str | None:
    """The second quoted word of libxml2's message is the value or the attribute, except in errors of structure."""
    return quoted[1] if kind not in (1841, 1842, 1843, 1845, 1871) and len(quoted) > 1 else None


def _element_at(root: etree._Element, error: etree._LogEntry) -> etree._Element:
    prefixes = {prefix: uri for prefix, uri in root.nsmap.items() if prefix}
    try:
        found = root.getroottree().xpath(error.path or "/*", namespaces=prefixes)
    except etree.XPathEvalError:  # a prefix that is only declared further down
        return root
    return found[0] if isinstance(found, list) and found and isinstance(found[0], etree._Element) else root


def path_of(element: etree._Element, root: etree._Element) -> str:
    """The element's path in Chorus Pro's dotted style: "FichierXml…" in CII, without the root in UBL."""
    names = [etree.QName(node).localname for node in (element, *element.iterancestors())][::-1]
    is_cii = etree.QName(root).namespace not in UBL_SCHEMAS
    return ".".join(["FichierXml", *names[1:]] if is_cii else names[1:] or names)


def _position(lines: list[bytes], line: int, element: str) -> int:
    """Column after the tag on that line, counted from 1: where Xerces stands when it reports."""
    if not 0 < line <= len(lines):
        return 1
    match = re.search(rb"</?([\w.-]+:)?" + re.escape(element.encode()) + rb"\b[^>]*>", lines[line - 1])
    return match.end() + 1 if match else len(lines[line - 1]) + 1
