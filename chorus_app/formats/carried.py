"""The documents that an XML invoice carries in base64: told by their first bytes, unpacked only when zipped."""

from __future__ import annotations

import binascii
from collections.abc import Iterator

from lxml import etree

from chorus_app.formats import archive, limits
from chorus_app.formats.facts import Inside

PDF = "application/pdf"
# BT-125 of CII and of UBL; the content of an attachment (PJ) in Chorus Pro's own formats.
HOLDERS = ("{*}AttachmentBinaryObject", "{*}EmbeddedDocumentBinaryObject", "{*}Contenu")
NAMES = ("{*}NomPJ", "{*}IssuerAssignedID", "{*}ID")
MARKS = ((b"%PDF-", PDF), (b"\x89PNG", "image/png"), (b"\xff\xd8\xff", "image/jpeg"), (b"<?xml", "application/xml"))
HEAD = 96  # characters of base64 that are looked at


def documents(root: etree._Element) -> tuple[Inside, ...]:
    """Each document in the order of the file; those without content are left out."""
    return tuple(_documents(root))[: limits.MAX_ATTACHMENTS]


def _documents(root: etree._Element) -> Iterator[Inside]:
    for element in root.iter(*HOLDERS):
        text = element.text or ""
        head = _decoded(text[: 4 * HEAD], HEAD)
        if not head:
            continue
        name = (element.get("filename") or _name_beside(element) or "")[:255]
        size = len(text) * 3 // 4
        if head.startswith(archive.ZIP_MARK):
            packed = _in_zip(text)
            yield Inside(packed or name, size, PDF if packed else "application/zip", zipped=True)
        else:
            yield Inside(name, size, next((kind for mark, kind in MARKS if head.startswith(mark)), None))


def _name_beside(element: etree._Element) -> str | None:
    """The reference of the document, written beside its content (CII, CPP) or one level above (UBL)."""
    for node in list(element.iterancestors())[:2]:
        for name in NAMES:
            text = node.findtext(name)
            if text and text.strip():
                return str(text.strip())
    return None


def _decoded(text: str, characters: int | None = None) -> bytes:
    """The bytes of so many characters of base64; nothing when it is none."""
    compact = "".join(text.split())[:characters]
    try:
        return binascii.a2b_base64(compact[: len(compact) // 4 * 4])
    except (binascii.Error, ValueError):
        return b""


def _in_zip(text: str) -> str | None:
    """The name of the readable invoice of a mixed flow, which Chorus Pro wants zipped."""
    if len(text) > limits.MAX_CARRIED_CHARACTERS:
        return None
    names = archive.zip_names(_decoded(text))
    return next((name[:255] for name in names if name.casefold().endswith(".pdf")), None)
