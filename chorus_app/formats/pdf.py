"""Opens a PDF within limits and tells what stands in it, without changing a byte."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from io import BytesIO

import pikepdf

from chorus_app.formats import limits
from chorus_app.formats.pdf_objects import PDF_ERRORS, get, items, stream_bytes, text, tree

TIMESTAMP_FILTERS = frozenset({"/ETSI.RFC3161"})
INVOICE_NAMES = ("factur-x.xml", "zugferd-invoice.xml", "xrechnung.xml", "order-x.xml")
ENCRYPTION_WORDS = ("encrypt", "security handler", "/filter in")


class PdfRefused(ValueError):
    """The bytes cannot be opened as a PDF; `name` is password, encrypted, empty, damaged or too_many_pages."""

    def __init__(self, name: str, detail: str = "") -> None:
        super().__init__(name)
        self.name = name
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Embedded:
    """One file inside the PDF. `data` is only read for XML; None also when it cannot be unpacked."""

    name: str
    relationship: str | None
    in_names: bool
    in_associated: bool
    mime_type: str | None
    size: int | None  # bytes, as the PDF states
    data: bytes | None

    @property
    def is_invoice_name(self) -> bool:
        """Whether it bears one of the names that the standards give to the invoice."""
        return self.name.casefold() in INVOICE_NAMES


@dataclass(frozen=True, slots=True)
class PdfContent:
    """What stands in the PDF, as far as an invoice portal cares."""

    pages: int
    version: str
    producer: str | None
    creator: str | None
    repaired: bool
    encrypted: bool
    signed: bool
    timestamp_only: bool
    certified: bool
    certified_for: int | None
    signature_count: int
    usage_rights: bool
    embedded: tuple[Embedded, ...]
    page_attachments: tuple[str, ...]
    xmp: bytes | None
    colours_declared: bool  # by an output intent, or by each page for its own


@cache
def guard() -> None:
    """Sets qpdf's limits, once in the process."""
    pikepdf.settings.set_qpdf_limits(
        doc_max_warnings=1_000,
        parser_max_nesting=499,
        parser_max_container_size=limits.MAX_PDF_CONTAINER,
        max_stream_filters=5,
        flate_max_memory=limits.MAX_DECODED_STREAM,
        png_max_memory=limits.MAX_DECODED_STREAM,
        run_length_max_memory=limits.MAX_DECODED_STREAM,
        tiff_max_memory=limits.MAX_DECODED_STREAM,
        dct_max_memory=limits.MAX_DECODED_STREAM,
    )


def read_pdf(content: bytes) -> PdfContent:
    """Opens the PDF (repairing it when it must) and looks at it. Raises `PdfRefused`."""
    pdf, repaired = open_pdf(content)
    with pdf:
        return read_open(pdf, repaired=repaired)


def read_open(pdf: pikepdf.Pdf, *, repaired: bool) -> PdfContent:
    """As `read_pdf`, from a PDF that is open already."""
    try:
        return _look(pdf, repaired=repaired)
    except PdfRefused:
        raise
    except PDF_ERRORS as error:
        raise PdfRefused("damaged", _said(error)) from None


def open_pdf(content: bytes) -> tuple[pikepdf.Pdf, bool]:
    """The open PDF, within the limits, and whether it had to be repaired. Raises `PdfRefused`."""
    guard()
    if not content.strip():
        raise PdfRefused("empty")
    try:
        return _open(content, repair=False), False
    except pikepdf.PasswordError:
        raise PdfRefused("password") from None
    except PDF_ERRORS as error:
        _refuse_encrypted(error)
    try:
        return _open(content, repair=True), True
    except pikepdf.PasswordError:
        raise PdfRefused("password") from None
    except PDF_ERRORS as error:
        _refuse_encrypted(error)
        raise PdfRefused("damaged", _said(error)) from None


def _open(content: bytes, *, repair: bool) -> pikepdf.Pdf:
    """The pages are left as they stand: to write into each what it inherits would cost as much as all the rest."""
    return pikepdf.open(
        BytesIO(content), attempt_recovery=repair, suppress_warnings=True, inherit_page_attributes=False
    )


def _said(error: Exception) -> str:
    """qpdf's own words, without the name that it gives to a file in memory."""
    return re.sub(r"^.*?<_io\.BytesIO[^>]*>\s*(\(.*?\))?:\s*", "", str(error))[:200]


def _refuse_encrypted(error: Exception) -> None:
    if any(word in str(error).casefold() for word in ENCRYPTION_WORDS):
        raise PdfRefused("encrypted", _said(error)) from None


def _look(pdf: pikepdf.Pdf, *, repaired: bool) -> PdfContent:
    root = pdf.Root
    pages = _pages(root)
    if pages:
        signatures = [_signature_filter(field) for field in _signed_fields(root)]
    else:
        raise PdfRefused("damaged", "no page")
    permissions = get(root, "/Perms")
    return PdfContent(
        pages=len(pages),
        version=pdf.pdf_version,
        producer=_info(pdf, "/Producer"),
        creator=_info(pdf, "/Creator"),
        repaired=repaired,
        encrypted=pdf.is_encrypted,
        signed=any(name not in TIMESTAMP_FILTERS for name in signatures),
        timestamp_only=bool(signatures) and all(name in TIMESTAMP_FILTERS for name in signatures),
        certified=get(permissions, "/DocMDP") is not None,
        certified_for=_certified_for(get(permissions, "/DocMDP")),
        signature_count=len(signatures),
        usage_rights=get(permissions, "/UR3") is not None or get(permissions, "/UR") is not None,
        embedded=_embedded(root),
        page_attachments=tuple(_page_attachments(pages)),
        xmp=stream_bytes(get(root, "/Metadata")),
        colours_declared=bool(items(get(root, "/OutputIntents"))) or all(_declares_colours(p) for p in pages),
    )


def _page_nodes(root: pikepdf.Object) -> Iterator[pikepdf.Object]:
    for node, _ in tree(get(root, "/Pages"), "/Kids", limits.MAX_PDF_DEPTH):
        if get(node, "/Kids") is None and isinstance(node, pikepdf.Dictionary):
            yield node


def _declares_colours(page: pikepdf.Object) -> bool:
    """Whether the page says itself what its device colours mean; PDF/A then asks for no output intent."""
    node: pikepdf.Object | None = page
    for _ in range(limits.MAX_PDF_DEPTH):
        resources = get(node, "/Resources")
        if resources is not None or node is None:
            spaces = get(resources, "/ColorSpace")
            return any(get(spaces, name) is not None for name in ("/DefaultRGB", "/DefaultCMYK", "/DefaultGray"))
        node = get(node, "/Parent")  # resources are inherited
    return False


def _pages(root: pikepdf.Object) -> list[pikepdf.Object]:
    """The pages, found one by one (a page tree may lie about their number); more than the cap refuses the file."""
    pages: list[pikepdf.Object] = []
    for page in _page_nodes(root):
        pages.append(page)
        if len(pages) > limits.MAX_PDF_PAGES:
            raise PdfRefused("too_many_pages")
    return pages


def _signed_fields(root: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """The signature dictionaries of fields that are really signed: an empty signature field is no signature."""
    for top in items(get(get(root, "/AcroForm"), "/Fields")):
        for field, kind in tree(top, "/Kids", limits.MAX_PDF_DEPTH):
            value = get(field, "/V")
            signed = get(value, "/ByteRange") is not None and get(value, "/Contents") is not None
            if kind == pikepdf.Name("/Sig") and signed and value is not None:
                yield value


def _certified_for(signature: pikepdf.Object | None) -> int | None:
    """What the author of a certified document allows: 1 nothing, 2 (also by default) forms, 3 forms and notes."""
    for reference in items(get(signature, "/Reference")):
        if get(reference, "/TransformMethod") == pikepdf.Name("/DocMDP"):
            parameters = reference.get("/TransformParams")
            level = parameters.get("/P") if isinstance(parameters, pikepdf.Dictionary) else None
            return level if isinstance(level, int) and level in (1, 2, 3) else 2
    return None


def _signature_filter(signature: pikepdf.Object) -> str:
    if get(signature, "/Type") == pikepdf.Name("/DocTimeStamp"):
        return "/ETSI.RFC3161"
    return str(get(signature, "/SubFilter") or "")


def _embedded(root: pikepdf.Object) -> tuple[Embedded, ...]:
    """The files of /Names/EmbeddedFiles and of /AF, walked by hand: an unsorted tree defeats a look-up."""
    named = [
        (key, spec)
        for node, _ in tree(get(get(root, "/Names"), "/EmbeddedFiles"), "/Kids", limits.MAX_PDF_DEPTH)
        for key, spec in _pairs(get(node, "/Names"))
    ]
    associated = [spec for spec in items(get(root, "/AF")) if isinstance(spec, pikepdf.Dictionary)]
    associated_ids = {_identity(spec) for spec in associated}
    named_ids = {_identity(spec) for _, spec in named}
    found = [_file(key, spec, in_names=True, in_af=_identity(spec) in associated_ids) for key, spec in named]
    only_af = [spec for spec in associated if _identity(spec) not in named_ids]
    found += [_file("", spec, in_names=False, in_af=True) for spec in only_af]
    return tuple(found[: limits.MAX_ATTACHMENTS])


def _identity(spec: pikepdf.Object) -> object:
    """Two filespecs of one stream are the same file."""
    stream = _stream(spec)
    if stream is not None:
        return stream.objgen
    return spec.objgen if spec.is_indirect else id(spec)


def _pairs(names: pikepdf.Object | None) -> Iterator[tuple[str, pikepdf.Object]]:
    flat = list(names)[: 2 * limits.MAX_ATTACHMENTS] if isinstance(names, pikepdf.Array) else []
    for key, spec in zip(flat[::2], flat[1::2], strict=False):
        if isinstance(spec, pikepdf.Dictionary):
            yield str(key), spec


def _stream(spec: pikepdf.Object) -> pikepdf.Stream | None:
    files = get(spec, "/EF")
    stream = get(files, "/UF") or get(files, "/F")
    return stream if isinstance(stream, pikepdf.Stream) else None


def _file(key: str, spec: pikepdf.Object, *, in_names: bool, in_af: bool) -> Embedded:
    stream = _stream(spec)
    name = (text(get(spec, "/UF")) or text(get(spec, "/F")) or key).strip()[:255]
    mime = get(stream, "/Subtype") if stream is not None else None
    mime_type = str(mime).removeprefix("/") if mime is not None else None
    relationship = get(spec, "/AFRelationship")
    is_xml = name.casefold().endswith(".xml") or "xml" in (mime_type or "")
    return Embedded(
        name=name,
        relationship=str(relationship).removeprefix("/") if relationship is not None else None,
        in_names=in_names,
        in_associated=in_af,
        mime_type=mime_type,
        size=_size(stream),
        data=stream_bytes(stream) if is_xml else None,
    )


def _size(stream: pikepdf.Stream | None) -> int | None:
    """What the file says of its own size; unpacking it only to count would cost too much."""
    parameters = get(stream, "/Params")
    size = parameters.get("/Size") if isinstance(parameters, pikepdf.Dictionary) else None
    return size if isinstance(size, int) and size >= 0 else None


def _page_attachments(pages: list[pikepdf.Object]) -> Iterator[str]:
    """Names of the files pinned on a page: they are documents, never a Factur-X."""
    for page in pages:
        for annotation in items(get(page, "/Annots")):
            if get(annotation, "/Subtype") == pikepdf.Name("/FileAttachment"):
                spec = get(annotation, "/FS")
                yield (text(get(spec, "/UF")) or text(get(spec, "/F")) or "?")[:255]


def _info(pdf: pikepdf.Pdf, key: str) -> str | None:
    with suppress(*PDF_ERRORS):
        info = get(pdf.trailer, "/Info")
        return text(get(info, key)).strip()[:200] or None
    return None
