"""Chorus rules on the documents that an invoice carries (BG-24): readable, of a known type, named, not too heavy."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from chorus_app.formats.parsed import Attachment
from chorus_app.formats.syntaxes import DepositFormat
from chorus_app.kernel.french import size
from chorus_app.rules import codes
from chorus_app.rules.finding import Finding
from chorus_app.rules.making import Case

PDF, ZIP = b"%PDF", b"PK\x03\x04"
READABLE_STARTS = (PDF, ZIP)  # Chorus Pro's mixed flows carry their PDF zipped, under its own name
PDF_WITHIN = 1024  # bytes: readers of PDF accept some junk before the header


def readable_document(case: Case) -> Iterator[Finding]:
    """A mixed flow carries the readable invoice: a PDF, zipped or not."""
    if case.syntax is None or case.syntax.format is not DepositFormat.XML_MIXTE:
        return
    attachments = case.invoice.documents
    if not attachments:
        yield case.finding("CPP-PJ-PRINCIPALE", syntax=case.syntax.interface_code)
        return
    main = next((attachment for attachment in attachments if attachment.main), attachments[0])
    if main.content is None or not main.content.startswith(READABLE_STARTS):
        yield case.finding("CPP-PJ-ILLISIBLE", main.name, place=main.place)


def known_type(case: Case) -> Iterator[Finding]:
    """Each document has an extension, one of the 35 that Chorus Pro takes (section 2.3)."""
    for attachment in case.invoice.documents:
        extension = extension_of(attachment)
        if extension is None:
            yield case.finding("CPP-PJ-SANS-EXTENSION", attachment.name, place=attachment.place)
        elif extension not in codes.ATTACHMENT_EXTENSIONS:
            yield case.finding("CPP-PJ-EXTENSION", attachment.name, place=attachment.place, extension=extension)


def true_to_type(case: Case) -> Iterator[Finding]:
    """A document that calls itself a PDF is one (or the zip that carries it): nobody could open it otherwise."""
    for attachment in case.invoice.documents:
        claims = extension_of(attachment) == "PDF" or attachment.mime_type == "application/pdf"
        if claims and attachment.content is not None and not _is_pdf(attachment.content):
            yield case.finding("CPP-PJ-CONTENU", attachment.name, place=attachment.place)


def weight(case: Case) -> Iterator[Finding]:
    """Each document weighs less than 10 Mo, unpacked from its base64 (section 2.3)."""
    for attachment in case.invoice.documents:
        if attachment.content is not None and len(attachment.content) >= codes.MAX_ATTACHMENT_BYTES:
            found = size(len(attachment.content))
            yield case.finding("CPP-PJ-TAILLE", attachment.name, place=attachment.place, size=found)


def name_length(case: Case) -> Iterator[Finding]:
    """A document's name has 50 characters at most, its extension counted (section 2.3)."""
    for attachment in case.invoice.documents:
        if attachment.name is not None and len(attachment.name) > codes.MAX_ATTACHMENT_NAME:
            length = str(len(attachment.name))
            yield case.finding("CPP-PJ-NOM-LONG", attachment.name, place=attachment.place, length=length)


def extension_of(attachment: Attachment) -> str | None:
    """The extension in capitals, without its dot; None when the name has none."""
    suffix = PurePosixPath(attachment.name or "").suffix
    return suffix[1:].upper() or None


def _is_pdf(content: bytes) -> bool:
    return content.startswith(ZIP) or PDF in content[:PDF_WITHIN]
