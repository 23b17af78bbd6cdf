"""Turns a Factur-X into a classic PDF: the same pages, without the invoice's data and without announcing any.

Deleting the attachment is not enough: /AF, page annotations and the XMP would still lead to it or announce it. What is
made is opened again and searched before anybody gets it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from io import BytesIO

import pikepdf

from chorus_app.formats import limits, pdf_cleaning
from chorus_app.formats.detect import PDF_MARK, PDF_MARK_WITHIN, Detected, detect, detect_content, document_of
from chorus_app.formats.facts import Facts
from chorus_app.formats.kinds import FileKind
from chorus_app.formats.pdf import INVOICE_NAMES, PdfRefused, open_pdf, read_open
from chorus_app.formats.pdf_objects import PDF_ERRORS, get, stream_bytes
from chorus_app.kernel.errors import AppError
from chorus_app.kernel.text import t

DATA_KINDS = frozenset(
    {FileKind.FACTURX, FileKind.FACTURX_FAULTY, FileKind.FACTURX_DECLARED, FileKind.ZUGFERD1, FileKind.ORDERX}
)
INVOICE_ROOTS = frozenset({FileKind.CII, FileKind.ZUGFERD1, FileKind.ORDERX})
# What a reader of invoices goes by: none of it may be left in a stream that is neither picture nor font.
MARKS = re.compile(
    rb":pdfa:crossindustrydocument:|<(?:[\w.-]+:)?(?:crossindustryinvoice|crossindustrydocument|scrdmccbdaciomessage)",
    re.IGNORECASE,
)
BINARY_SUBTYPES = frozenset({"/Image", "/Type1C", "/CIDFontType0C", "/OpenType"})
BINARY_KEYS = ("/Length1", "/N", "/FunctionType")


class NotConvertible(AppError):
    """The file cannot be turned into what was asked for; the text says why and what to do. Nothing was written."""

    code = "not_convertible"
    status = 422


@dataclass(frozen=True, slots=True)
class Classic:
    """The classic PDF and what was done to get it.

    `removed` names the files that were taken out, `kept` those that stay inside; `metadata` is "cleaned", "dropped"
    (it could not be read) or "none"; `signatures` counts the electronic signatures that were lost.
    """

    pdf: bytes = field(repr=False)
    kind: FileKind  # what the file was
    facts: Facts  # of the file as it was
    removed: tuple[str, ...]
    kept: tuple[str, ...]
    metadata: str
    signatures: int


def to_classic(content: bytes, *, lose_signature: bool = False) -> Classic:
    """The same pages without any invoice data. A signature does not survive: it needs the explicit `lose_signature`.

    A protection by an owner's password stays. Raises `NotConvertible`: no PDF, unreadable, protected by a password,
    encrypted, without invoice data (it is classic already), signed, or not clean afterwards.
    """
    pdf, before = _opened(content)
    with pdf:
        _refuse(before, lose_signature=lose_signature)
        try:
            associating, described = pdf_cleaning.holders(pdf, "/AF", "/Metadata")
            removed = pdf_cleaning.drop_files(pdf, associating, _is_invoice)
            metadata = _clean_metadata(pdf, described)
            pdf_cleaning.drop_portfolio(pdf)
            signatures = pdf_cleaning.drop_signatures(pdf) if is_signed(before.facts) else 0
            out = _saved(pdf)
        except PDF_ERRORS:
            raise NotConvertible("formats.convert.not_clean") from None
    kept = _checked(out).facts.attachments
    return Classic(out, before.kind, before.facts, removed, kept, metadata, signatures)


def _opened(content: bytes) -> tuple[pikepdf.Pdf, Detected]:
    """The open PDF and what it is. Raises `NotConvertible`."""
    if PDF_MARK not in content[:PDF_MARK_WITHIN] or len(content) > limits.MAX_FILE_BYTES:
        raise NotConvertible("formats.convert.no_pdf", kind=t(detect(content).kind.label_key))
    try:
        pdf, repaired = open_pdf(content)
        return pdf, detect_content(len(content), read_open(pdf, repaired=repaired))
    except PdfRefused as refusal:
        reason = t(f"formats.reasons.{refusal.name}", detail=refusal.detail)
        raise NotConvertible("formats.convert.unreadable", reason=reason) from None


def _refuse(before: Detected, *, lose_signature: bool) -> None:
    if before.kind not in DATA_KINDS:
        raise NotConvertible("formats.convert.classic_already", kind=t(before.kind.label_key))
    if is_signed(before.facts) and not lose_signature:
        raise NotConvertible("formats.convert.signed")


def _checked(out: bytes) -> Detected:
    """What the new file is, searched for what must not be left. Raises `NotConvertible`."""
    try:
        with open_pdf(out)[0] as pdf:
            after = detect_content(len(out), read_open(pdf, repaired=False))
            if after.kind not in DATA_KINDS and not _marks_left(pdf):
                return after
    except (PdfRefused, *PDF_ERRORS):
        pass
    raise NotConvertible("formats.convert.not_clean")


def is_signed(facts: Facts) -> bool:
    """Whether saving the PDF anew would break something that was signed."""
    return facts.signed or facts.timestamp_only or facts.usage_rights


def _is_invoice(key: str, spec: pikepdf.Object) -> bool:
    """An invoice by its name, or by what stands in it under another name."""
    name = pdf_cleaning.file_name(key, spec).casefold()
    if name in INVOICE_NAMES or key.casefold() in INVOICE_NAMES:
        return True
    files = get(spec, "/EF")
    stream = get(files, "/UF") or get(files, "/F")
    looks_like_xml = name.endswith(".xml") or "xml" in str(get(stream, "/Subtype") or "")
    data = stream_bytes(stream) if looks_like_xml else None
    return data is not None and document_of(data).kind in INVOICE_ROOTS


def _clean_metadata(pdf: pikepdf.Pdf, described: list[pikepdf.Object]) -> str:
    had = get(pdf.Root, "/Metadata") is not None
    kept = pdf_cleaning.clean_metadata(pdf, described)
    return "none" if not had else "cleaned" if kept else "dropped"


def _saved(pdf: pikepdf.Pdf) -> bytes:
    """Only what the document still leads to is written. A protection that was there stays."""
    out = BytesIO()
    pdf.save(
        out,
        object_stream_mode=pikepdf.ObjectStreamMode.preserve,
        fix_metadata_version=False,
        encryption=bool(pdf.is_encrypted),
    )
    return out.getvalue()


def _marks_left(pdf: pikepdf.Pdf) -> bool:
    """Whether any stream that is neither picture nor font still holds a mark of an invoice."""
    streams = [entry for entry in pdf.objects if isinstance(entry, pikepdf.Stream) and not _is_binary(entry)]
    # Without the zero bytes of UTF-16 and UTF-32.
    return any(MARKS.search((stream_bytes(stream) or b"").replace(b"\0", b"")) for stream in streams)


def _is_binary(stream: pikepdf.Stream) -> bool:
    """Pictures, fonts and colour profiles: long to unpack, and no reader looks for an invoice in them."""
    return str(get(stream, "/Subtype")) in BINARY_SUBTYPES or any(key in stream for key in BINARY_KEYS)
