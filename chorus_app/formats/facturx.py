"""Opens a PDF as a Factur-X: which attachment is the invoice, and what the container does wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from lxml import etree

from chorus_app.formats.facts import Facts, Fault, Inside
from chorus_app.formats.facturx_levels import level_of, same_level
from chorus_app.formats.kinds import FileKind
from chorus_app.formats.pdf import Embedded, PdfContent
from chorus_app.formats.xml import Reason
from chorus_app.formats.xmp import Xmp, read_xmp

STANDARD_NAME = "factur-x.xml"
RELATIONSHIPS = frozenset({"Data", "Source", "Alternative"})  # those that Factur-X names, out of PDF/A-3's five
DATA_LEVELS = frozenset({"MINIMUM", "BASIC WL"})  # no invoices by themselves: the XML goes with the page
REMARKS = frozenset({"FX-AFRELATIONSHIP-USAGE"})  # within the standard, but worth saying
# An invoice by the name of its root, whatever namespace it claims.
INVOICE_ROOT = re.compile(rb"<(?:[\w.-]+:)?CrossIndustryInvoice[\s>/]")


@dataclass(frozen=True, slots=True)
class Document:
    """An XML document inside the PDF: what it is, its guideline (BT-24), and the document itself when it is one."""

    kind: FileKind
    guideline: str | None = None
    root: etree._Element | None = field(default=None, repr=False)


OpenXml = Callable[[bytes], Document]


@dataclass(frozen=True, slots=True)
class Container:
    """The outcome: `kind` is None for a PDF that has nothing to do with Factur-X; `root` is that of `xml`, opened."""

    kind: FileKind | None
    xmp: Xmp
    xml: bytes | None = field(default=None, repr=False)
    attachment: str | None = None
    guideline: str | None = None
    reason: Reason | None = None
    faults: tuple[Fault, ...] = ()
    root: etree._Element | None = field(default=None, repr=False)


def open_container(content: PdfContent, open_document: OpenXml) -> Container:
    """Looks for the invoice among the attachments. `open_document` tells what an XML document is."""
    xmp = read_xmp(content.xmp) if content.xmp else Xmp()
    named = sorted(
        (entry for entry in content.embedded if entry.is_invoice_name),
        key=lambda entry: entry.name.casefold() != STANDARD_NAME,
    )
    readable = [(entry, open_document(entry.data)) for entry in named if entry.data is not None]
    for wanted in (FileKind.CII, FileKind.ZUGFERD1, FileKind.ORDERX, FileKind.XML_MALFORMED):
        for entry, document in readable:
            if document.kind is wanted:
                return _found(content, xmp, named, entry, document)
    return _without_invoice(content, xmp, named, open_document)


def _found(content: PdfContent, xmp: Xmp, named: Sequence[Embedded], entry: Embedded, document: Document) -> Container:
    kind, guideline = document.kind, document.guideline
    if kind in (FileKind.ZUGFERD1, FileKind.ORDERX):
        return Container(kind, xmp, entry.data, entry.name, guideline)
    faults = tuple(_faults(content, xmp, named, entry, guideline))
    breaks = any(fault.code not in REMARKS for fault in faults)
    kind = FileKind.FACTURX_FAULTY if breaks or kind is FileKind.XML_MALFORMED else FileKind.FACTURX
    return Container(kind, xmp, entry.data, entry.name, guideline, faults=faults, root=document.root)


def _without_invoice(content: PdfContent, xmp: Xmp, named: Sequence[Embedded], open_document: OpenXml) -> Container:
    """No attachment with an invoice's name can be used: is the PDF announced as a Factur-X all the same?"""
    misnamed = next(
        (e for e in content.embedded if e.data is not None and open_document(e.data).kind is FileKind.CII), None
    )
    if misnamed is not None:
        return Container(FileKind.FACTURX_DECLARED, xmp, reason=Reason("misnamed", {"name": misnamed.name}))
    spoiled = next((entry.name for entry in named if entry.data is not None and INVOICE_ROOT.search(entry.data)), None)
    if spoiled is not None:
        return Container(FileKind.FACTURX_DECLARED, xmp, reason=Reason("wrong_namespace", {"name": spoiled}))
    if any(entry.data is None for entry in named):
        return Container(FileKind.FACTURX_DECLARED, xmp, reason=Reason("undecodable", {"name": named[0].name}))
    if not xmp.declares:
        return Container(None, xmp)
    if (xmp.type or "").upper().startswith("ORDER"):
        return Container(None, xmp)
    name = named[0].name if named else ""
    return Container(
        FileKind.FACTURX_DECLARED, xmp, reason=Reason("not_invoice" if named else "missing", {"name": name})
    )


def _faults(
    content: PdfContent, xmp: Xmp, named: Sequence[Embedded], entry: Embedded, guideline: str | None
) -> Iterator[Fault]:
    if len(named) > 1:
        names = ", ".join(dict.fromkeys(other.name for other in named))
        yield Fault("FX-PLUSIEURS-XML", names, {"kept": entry.name})
    if entry.name != STANDARD_NAME:
        yield Fault("FX-NOM", entry.name)
    yield from _attachment_faults(entry, level_of(guideline))
    yield from _xmp_faults(content, xmp, entry)
    yield from _level_faults(xmp, guideline)
    if not content.colours_declared:
        yield Fault("FX-OUTPUTINTENT-ABSENT")
    if content.encrypted:
        yield Fault("FX-CHIFFRE")


def _attachment_faults(entry: Embedded, level: str | None) -> Iterator[Fault]:
    if not entry.in_names:
        yield Fault("FX-NAMES-ABSENT")
    if not entry.in_associated:
        yield Fault("FX-AF-ABSENT")
    if entry.relationship is None:
        yield Fault("FX-AFRELATIONSHIP-ABSENT")
    elif entry.relationship not in RELATIONSHIPS:
        yield Fault("FX-AFRELATIONSHIP-INCONNU", entry.relationship)
    elif entry.relationship == "Source" or (level in DATA_LEVELS and entry.relationship != "Data"):
        wanted = "Data" if level in DATA_LEVELS else "Alternative"
        yield Fault("FX-AFRELATIONSHIP-USAGE", entry.relationship, {"wanted": wanted})


def _xmp_faults(content: PdfContent, xmp: Xmp, entry: Embedded) -> Iterator[Fault]:
    if content.xmp is None:
        yield Fault("FX-XMP-ABSENT")
    elif not xmp.readable:
        yield Fault("FX-XMP-ILLISIBLE")
    elif not xmp.declares:
        yield Fault("FX-XMP-SANS-FACTURX")
    elif xmp.file_name and xmp.file_name.casefold() != entry.name.casefold():
        yield Fault("FX-XMP-NOM", xmp.file_name, {"name": entry.name})
    if content.xmp is not None and xmp.readable and xmp.pdfa_part != "3":
        yield Fault("FX-PDFA", xmp.pdfa_part)


def _level_faults(xmp: Xmp, guideline: str | None) -> Iterator[Fault]:
    level = level_of(guideline)
    if not guideline:
        yield Fault("FX-PROFIL-ABSENT")
    elif level is None:
        yield Fault("FX-PROFIL-INCONNU", guideline)
    elif xmp.level and not same_level(xmp.level, level):
        yield Fault("FX-NIVEAU", xmp.level, {"level": level})


def facts_of(size: int, content: PdfContent, opened: Container) -> Facts:
    """The facts of a PDF that could be opened."""
    return Facts(
        size=size,
        schema="cii" if opened.xml is not None and opened.kind in (FileKind.FACTURX, FileKind.FACTURX_FAULTY) else None,
        guideline=opened.guideline,
        level=level_of(opened.guideline),
        xmp_level=opened.xmp.level,
        xmp_version=opened.xmp.version,
        invoice_attachment=opened.attachment,
        attachments=tuple(entry.name for entry in content.embedded) + content.page_attachments,
        files=(
            *(Inside(e.name, e.size if e.data is None else len(e.data), e.mime_type) for e in content.embedded),
            *(Inside(name) for name in content.page_attachments),
        ),
        pages=content.pages,
        pdf_version=content.version,
        producer=content.producer,
        creator=content.creator,
        pdfa_part=opened.xmp.pdfa_part,
        pdfa_conformance=opened.xmp.pdfa_conformance,
        signed=content.signed,
        timestamp_only=content.timestamp_only,
        certified=content.certified,
        certified_for=content.certified_for,
        usage_rights=content.usage_rights,
        encrypted=content.encrypted,
        repaired=content.repaired,
    )
