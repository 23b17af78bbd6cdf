"""The one door by which XML comes in: no DOCTYPE, nothing fetched, bounded size and depth."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from lxml import etree

from chorus_app.formats import limits

UTF16_STARTS = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")
UTF8_BOM = b"\xef\xbb\xbf"
HTML_START = re.compile(rb"<(!doctype\s+html|html|head|body)\b", re.IGNORECASE)
XML_START = re.compile(rb"<[?!a-zA-Z_\x80-\xff]")


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something is as it is: `name` is the last part of a text key, `params` fill it."""

    name: str
    params: Mapping[str, str] = field(default_factory=dict)


class XmlRefused(ValueError):
    """The bytes are no XML that may be read; `reason` says why, `line` where."""

    def __init__(self, name: str, line: int | None = None, **params: str) -> None:
        super().__init__(name)
        self.reason = Reason(name, params)
        self.line = line


class _PrologRead(Exception):
    """The scan has seen the root element: the prolog is clean."""


def looks_like_xml(content: bytes) -> bool:
    """Whether the first bytes are those of an XML document (HTML is not one)."""
    if content.startswith(UTF16_STARTS):
        return True
    start = content.removeprefix(UTF8_BOM)[:1024].lstrip()
    return bool(XML_START.match(start)) and not HTML_START.match(start)


def open_xml(content: bytes) -> etree._Element:
    """The root element. Raises `XmlRefused` (empty, doctype, too_large, too_deep, encoding, malformed)."""
    if not content or content.isspace():  # strip would copy the whole file
        raise XmlRefused("empty")
    if _too_large(content):
        raise XmlRefused("too_large")
    _refuse_doctype(content)
    huge = len(content) > limits.HUGE_TEXT_FROM
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=huge, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        if getattr(error, "code", None) == etree.ErrorTypes.ERR_NO_MEMORY:
            raise MemoryError from None  # the document may be sound: its process has no room for it
        raise _refusal(error) from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise XmlRefused("doctype")
    if huge:
        _check_shape(root)
    return root


def _too_large(content: bytes) -> bool:
    if len(content) <= min(limits.MAX_XML_TAGS, limits.MAX_XML_EQUALS):
        return False  # it cannot hold more of them than bytes
    tags, attributes = content.count(b"<"), content.count(b"=")
    return len(content) > limits.MAX_FILE_BYTES or tags > limits.MAX_XML_TAGS or attributes > limits.MAX_XML_EQUALS


def _refuse_doctype(content: bytes) -> None:
    """Reads the prolog only, with a parser that stops at the first DOCTYPE, before any entity is looked at."""
    scanner = expat.ParserCreate()

    def doctype(*_: object) -> None:
        raise XmlRefused("doctype", scanner.CurrentLineNumber)

    def root(*_: object) -> None:
        raise _PrologRead

    scanner.StartDoctypeDeclHandler = doctype
    scanner.StartElementHandler = root
    try:
        for chunk in _chunks(content[: limits.MAX_XML_PROLOG]):
            scanner.Parse(chunk, False)
        scanner.Parse(b"", len(content) <= limits.MAX_XML_PROLOG)
    except _PrologRead:
        return
    except XmlRefused:
        raise
    except (LookupError, ValueError) as error:  # an encoding that Python does not know, or of several bytes
        raise XmlRefused("encoding", 1, detail=str(error)[:200]) from None
    except expat.ExpatError as error:
        name = "encoding" if error.code in (18, 19, 30) else "malformed"  # unknown, incorrect, BOM against declaration
        raise XmlRefused(name, error.lineno, detail=expat.ErrorString(error.code)) from None
    raise XmlRefused("too_large", scanner.CurrentLineNumber)


def _chunks(content: bytes, size: int = 8192) -> Iterator[bytes]:
    return (content[start : start + size] for start in range(0, len(content), size))


def _refusal(error: etree.XMLSyntaxError | ValueError) -> XmlRefused:
    if not isinstance(error, etree.XMLSyntaxError):
        return XmlRefused("malformed", detail=str(error)[:200])
    message = (error.msg or "").split(", line ")[0]
    if "depth" in message:
        return XmlRefused("too_deep", error.lineno)
    if "ncod" in message or "not proper UTF-8" in message or "conv" in message:
        return XmlRefused("encoding", error.lineno, detail=message[:200])
    return XmlRefused("malformed", error.lineno, detail=message[:200])


def _check_shape(root: etree._Element) -> None:
    """Depth and attributes of a big document, where libxml2's own limits are off."""
    depth = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > limits.MAX_XML_DEPTH:
            raise XmlRefused("too_deep", element.sourceline)
        if event == "start" and len(element.attrib) > limits.MAX_ELEMENT_ATTRIBUTES:
            raise XmlRefused("too_large", element.sourceline)
        if event == "start" and any(len(value) > limits.MAX_XML_ATTRIBUTE for value in element.attrib.values()):
            raise XmlRefused("too_large", element.sourceline)
