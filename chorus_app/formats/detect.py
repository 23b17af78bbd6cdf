"""Tells what a file is, by its content and never by its extension."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from lxml import etree

from chorus_app.formats import archive, bundles, carried, cii, facturx, foreign, limits, pdf, ubl
from chorus_app.formats.codecs import text_of
from chorus_app.formats.facts import Facts, Fault
from chorus_app.formats.facturx_levels import level_of
from chorus_app.formats.kinds import FileKind
from chorus_app.formats.pyhanko_reading import reading_only
from chorus_app.formats.xml import Reason, XmlRefused, looks_like_xml, open_xml

PDF_MARK = b"%PDF-"
PDF_MARK_WITHIN = 1024  # bytes: readers accept some junk before the header
ZUGFERD1 = "urn:ferd:CrossIndustryDocument:invoice:1p0"
ZUGFERD1_DRAFT = "urn:un:unece:uncefact:data:standard:CBFBUY:5"  # release candidate of 2013, still met
ORDERX = "urn:un:unece:uncefact:data:SCRDMCCBDACIOMessageStructure:100"
KIND_BY_NAMESPACE = {
    cii.NAMESPACE: FileKind.CII,
    ZUGFERD1: FileKind.ZUGFERD1,
    ZUGFERD1_DRAFT: FileKind.ZUGFERD1,
    ORDERX: FileKind.ORDERX,
    ubl.INVOICE_NAMESPACE: FileKind.UBL_INVOICE,
    ubl.CREDITNOTE_NAMESPACE: FileKind.UBL_CREDITNOTE,
}
LIFECYCLE_ROOTS = frozenset(
    {"CrossDomainAcknowledgementAndResponse", "ApplicationResponse", "CPPStatut", "CPPStatuts", "AIFE_Statut"}
)
CPP_ROOTS = ("CPPFacture",)
CARRYING = frozenset({FileKind.CII, FileKind.UBL_INVOICE, FileKind.UBL_CREDITNOTE, FileKind.CPP})
SCHEMAS = {FileKind.CII: "cii", FileKind.UBL_INVOICE: "ubl", FileKind.UBL_CREDITNOTE: "ubl", FileKind.CPP: "cpp"}
PDF_REFUSALS = {"password": FileKind.PDF_PASSWORD, "encrypted": FileKind.PDF_ENCRYPTED}


@dataclass(frozen=True, slots=True)
class Detected:
    """What the file is. `xml` is the invoice's XML (inside a Factur-X, or the file itself); `reason` says why the
    file is unreadable or none of the known kinds; `faults` are defects of the container. `root` is the document in
    `xml`, opened: it spares the verdict to open it again, and cannot be sent to another process."""

    kind: FileKind
    facts: Facts
    xml: bytes | None = field(default=None, repr=False)
    reason: Reason | None = None
    faults: tuple[Fault, ...] = ()
    root: etree._Element | None = field(default=None, repr=False, compare=False)


def detect(content: bytes | Path, name: str = "") -> Detected:
    """What the content is. `name` only serves to word the answer on an empty file. Never raises on bad content."""
    data = content.read_bytes() if isinstance(content, Path) else content
    if not data.strip():
        return _empty(data, name)
    if len(data) > limits.MAX_FILE_BYTES:
        return Detected(FileKind.OTHER, Facts(size=len(data)), reason=Reason("too_large"))
    if PDF_MARK in data[:PDF_MARK_WITHIN]:
        return detect_pdf(data)
    if looks_like_xml(data):
        return detect_xml(data)
    if archive.is_archive(data):
        return detect_archive(data)
    return Detected(FileKind.OTHER, Facts(size=len(data)), reason=Reason(archive.guess_other(data)))


def _empty(data: bytes, name: str) -> Detected:
    """An empty file has no content to judge by: it is called what its name claims."""
    kinds = {".pdf": FileKind.PDF_UNREADABLE, ".xml": FileKind.XML_MALFORMED}
    kind = kinds.get(Path(name).suffix.casefold(), FileKind.OTHER)
    return Detected(kind, Facts(size=len(data)), reason=Reason("empty"))


def detect_archive(data: bytes) -> Detected:
    """An archive and the kinds of its members. An archive in an archive is named and not opened."""
    listing = archive.members(data, kind_of_member)
    names = tuple(member.name for member in listing.members)
    return Detected(
        FileKind.ARCHIVE, Facts(len(data), attachments=names, files=listing.members, left_out=listing.left_out)
    )


def kind_of_member(data: bytes) -> FileKind:
    """The kind of a file that came out of an archive."""
    return FileKind.ARCHIVE if archive.is_archive(data) else detect(data).kind


def detect_xml(data: bytes) -> Detected:
    """What an XML document is, by the namespace and the name of its root element."""
    try:
        root = open_xml(data)
    except XmlRefused as refusal:
        why = Reason(refusal.reason.name, {"line": str(refusal.line or 1), **refusal.reason.params})
        return Detected(FileKind.XML_MALFORMED, Facts(size=len(data)), reason=why)
    kind = kind_of_root(root)
    guideline = guideline_of(root)
    files = carried.documents(root) if kind in CARRYING else ()
    facts = Facts(
        size=len(data),
        attachments=tuple(document.name for document in files),
        files=files,
        mixed=any(document.type == carried.PDF for document in files),
        schema=SCHEMAS.get(kind),
        root=str(root.tag)[:200],
        guideline=guideline,
        level=level_of(guideline),
        encoding=root.getroottree().docinfo.encoding,
    )
    reason = foreign.reason_of(root) if kind is FileKind.XML_OTHER else None
    if kind not in SCHEMAS:
        return Detected(kind, facts, reason=reason)
    return Detected(kind, facts, xml=data, reason=reason, root=root)


def kind_of_root(root: etree._Element) -> FileKind:
    """The kind that the root element stands for; `XML_OTHER` when it is none that the portal knows."""
    name = etree.QName(root)
    if (name.namespace or "") in KIND_BY_NAMESPACE:
        return KIND_BY_NAMESPACE[name.namespace or ""]
    if name.localname in LIFECYCLE_ROOTS:
        return FileKind.LIFECYCLE
    if not name.localname.startswith(CPP_ROOTS):
        return FileKind.XML_OTHER
    return FileKind.CPP_SEVERAL if bundles.count(root) > 1 else FileKind.CPP


def guideline_of(root: etree._Element) -> str | None:
    """BT-24 of a CII or UBL document."""
    ram = cii.NAMESPACES[""]
    path = f"{{{cii.NAMESPACE}}}ExchangedDocumentContext/{{{ram}}}GuidelineSpecifiedDocumentContextParameter"
    return text_of(root.find(f"{path}/{{{ram}}}ID")) or text_of(root.find(f"{{{ubl.CBC}}}CustomizationID"))


def detect_pdf(data: bytes) -> Detected:
    """What a PDF is: a Factur-X first, then by signature and attachments."""
    try:
        content = pdf.read_pdf(data)
    except pdf.PdfRefused as refusal:
        kind = PDF_REFUSALS.get(refusal.name, FileKind.PDF_UNREADABLE)
        return Detected(kind, Facts(size=len(data)), reason=Reason(refusal.name, {"detail": refusal.detail}))
    found = detect_content(len(data), content)
    if not content.signature_count:
        return found
    # pyHanko takes 0.2 s to import: only a signed file pays for it.
    with reading_only():
        from chorus_app.formats.signatures import examine

    return replace(found, facts=replace(found.facts, signatures=examine(data, content.signature_count)))


def detect_content(size: int, content: pdf.PdfContent) -> Detected:
    """What a PDF is that has been read already; `size` is that of the file in bytes."""
    opened = facturx.open_container(content, document_of)
    facts = facturx.facts_of(size, content, opened)
    if opened.kind is not None:
        xml = opened.xml if opened.kind in (FileKind.FACTURX, FileKind.FACTURX_FAULTY) else None
        return Detected(opened.kind, facts, xml=xml, reason=opened.reason, faults=opened.faults, root=opened.root)
    if content.signed or content.timestamp_only:
        return Detected(FileKind.PDF_SIGNED, facts)
    attached = content.embedded or content.page_attachments
    return Detected(FileKind.PDF_ATTACHMENTS if attached else FileKind.PDF_PLAIN, facts)


def document_of(data: bytes) -> facturx.Document:
    """What an XML document found inside a PDF is; `XML_MALFORMED` when it cannot be read."""
    try:
        root = open_xml(data)
    except XmlRefused:
        return facturx.Document(FileKind.XML_MALFORMED)
    return facturx.Document(kind_of_root(root), guideline_of(root), root)
