"""Pages of a document as pictures: of a PDF by pdfium, of an image by Pillow. Only for a child process with limits.

Nothing of the file itself leaves here: what comes out is drawn anew, point by point, as JPEG.
"""

from __future__ import annotations

import math
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import BytesIO

import pypdfium2
from PIL import Image, UnidentifiedImageError

from chorus_app.formats import archive, cii, cpp, limits, ubl
from chorus_app.formats.detect import PDF_MARK, PDF_MARK_WITHIN, detect_xml
from chorus_app.formats.shown import DrawnPage, Unshowable
from chorus_app.formats.xml import looks_like_xml

READERS = {"cii": cii.read_tree, "ubl": ubl.read_tree, "cpp": cpp.read_tree}
IMAGE_FORMATS = ("PNG", "JPEG", "GIF", "TIFF", "BMP")
MAX_IMAGE_POINTS = 60_000_000  # of a deposited image, unpacked: 240 MB
MAX_DRAWN_POINTS = 16_000_000  # of a picture that is made
MAX_IMAGE_PAGES = 200
MAX_WORDS = 20_000  # characters of a page's text
QUALITY = 88
PASSWORD, DAMAGED, NO_DOCUMENT, TOO_LARGE, TOO_MANY = "password", "damaged", "no_document", "too_large", "too_many"
# What pdfium says of a file that it cannot open without a password.
LOCKED = "password"


def document_in(content: bytes) -> bytes:
    """The PDF or image that a file is, that it holds in a zip, or that an XML invoice carries. Raises `Unshowable`."""
    if _is_pdf(content) or _is_image(content):
        return content
    if content.startswith(archive.ZIP_MARK):
        return _zipped(content)
    if looks_like_xml(content):
        return _carried(content)
    raise Unshowable(NO_DOCUMENT)


def _carried(content: bytes) -> bytes:
    """The readable invoice of a mixed flow; where none is called so, the first document that can be drawn."""
    detected = detect_xml(content)
    if detected.root is None or detected.facts.schema not in READERS:
        raise Unshowable(NO_DOCUMENT)
    attachments = READERS[detected.facts.schema](detected.root).attachments
    for attachment in sorted(attachments, key=lambda one: not one.main):
        inside = attachment.content or b""
        if inside.startswith(archive.ZIP_MARK):
            return _zipped(inside)
        if _is_pdf(inside) or _is_image(inside):
            return inside
    raise Unshowable(NO_DOCUMENT)


def look(file: bytes, page: int) -> DrawnPage:
    """A page of the document that the file is or holds: the nearest one to `page`. Raises `Unshowable`."""
    content = document_in(file)
    if not _is_pdf(content):
        with _image(content) as image:
            count = min(getattr(image, "n_frames", 1), MAX_IMAGE_PAGES) if image.format == "TIFF" else 1
            page = min(max(page, 1), count)
            _turn_to(image, page)
            return DrawnPage(count, page, image.width, image.height, "")
    with _pdf(content) as pdf:
        page = min(max(page, 1), len(pdf))
        with suppress(pypdfium2.PdfiumError):
            width, height = pdf.get_page_size(page - 1)
            return DrawnPage(len(pdf), page, max(1, round(width)), max(1, round(height)), _words(pdf, page))
        raise Unshowable(DAMAGED)


def draw(file: bytes, page: int, width: int) -> bytes:
    """One page, counted from 1, as a JPEG so many pixels wide, or less where it would be too large.

    Raises `Unshowable`, also for a page that there is not.
    """
    content = document_in(file)
    return _draw_pdf(content, page, width) if _is_pdf(content) else _draw_image(content, page, width)


def _draw_pdf(content: bytes, page: int, width: int) -> bytes:
    with _pdf(content) as pdf:
        if not 1 <= page <= len(pdf):
            raise Unshowable(NO_DOCUMENT)
        with suppress(pypdfium2.PdfiumError):
            pdf.init_forms()  # what was filled in is drawn too
        try:
            sheet = pdf[page - 1]
            wide, high = sheet.get_size()
            scale = _scale(wide, high, width)
            drawn = sheet.render(scale=scale, fill_color=(255, 255, 255, 255)).to_pil()
        except pypdfium2.PdfiumError:
            raise Unshowable(DAMAGED) from None
        return _jpeg(drawn)


def _scale(wide: float, high: float, width: int) -> float:
    """So that the picture has that width, and no more points than allowed."""
    if wide < 1 or high < 1:
        raise Unshowable(DAMAGED)
    return min(width / wide, math.sqrt(MAX_DRAWN_POINTS / (wide * high)))


def _draw_image(content: bytes, page: int, width: int) -> bytes:
    with _image(content) as image:
        _turn_to(image, page)
        try:
            image.draft("RGB", (width, width))  # a JPEG is unpacked no larger than it must be
            drawn = _on_white(image)
        except (OSError, ValueError, SyntaxError, EOFError, IndexError):
            raise Unshowable(DAMAGED) from None
        scale = min(1.0, _scale(drawn.width, drawn.height, width))
        return _jpeg(drawn.resize((max(1, round(drawn.width * scale)), max(1, round(drawn.height * scale)))))


def _on_white(image: Image.Image) -> Image.Image:
    """What is transparent shows paper."""
    if "A" not in image.getbands() and "transparency" not in image.info:
        return image.convert("RGB")
    paper = Image.new("RGBA", image.size, (255, 255, 255, 255))
    return Image.alpha_composite(paper, image.convert("RGBA")).convert("RGB")


def _turn_to(image: Image.Image, page: int) -> None:
    try:
        image.seek(page - 1)
    except (EOFError, OSError, ValueError):
        raise Unshowable(NO_DOCUMENT if page > 1 else DAMAGED) from None


def _jpeg(drawn: Image.Image) -> bytes:
    out = BytesIO()
    drawn.convert("RGB").save(out, "JPEG", quality=QUALITY, subsampling=0)
    return out.getvalue()


def _words(pdf: pypdfium2.PdfDocument, page: int) -> str:
    """The text of a page, for those who do not see the picture."""
    try:
        return str(pdf[page - 1].get_textpage().get_text_bounded()).replace("\r\n", "\n").strip()[:MAX_WORDS]
    except pypdfium2.PdfiumError:
        return ""


@contextmanager
def _pdf(content: bytes) -> Iterator[pypdfium2.PdfDocument]:
    try:
        pdf = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise Unshowable(PASSWORD if LOCKED in str(error).casefold() else DAMAGED) from None
    try:
        if not len(pdf):
            raise Unshowable(DAMAGED)
        if len(pdf) > limits.MAX_PDF_PAGES:
            raise Unshowable(TOO_MANY)
        yield pdf
    finally:
        pdf.close()


@contextmanager
def _image(content: bytes) -> Iterator[Image.Image]:
    try:
        image = Image.open(BytesIO(content), formats=IMAGE_FORMATS)
    except Image.DecompressionBombError:
        raise Unshowable(TOO_LARGE) from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        raise Unshowable(DAMAGED) from None
    with image:
        if image.width * image.height > MAX_IMAGE_POINTS:
            raise Unshowable(TOO_LARGE)
        yield image


def _is_pdf(content: bytes) -> bool:
    return PDF_MARK in content[:PDF_MARK_WITHIN]


def _is_image(content: bytes) -> bool:
    """By the first bytes."""
    return content.startswith((b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"BM"))


def _zipped(content: bytes) -> bytes:
    """The document of a zip: Chorus Pro wants the readable invoice of a mixed flow packed so."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            for info in packed.infolist():
                if info.filename.casefold().endswith(".pdf") and info.file_size <= limits.MAX_UNPACKED_BYTES:
                    with packed.open(info) as member:
                        found = member.read(limits.MAX_UNPACKED_BYTES)  # the directory may lie
                    if _is_pdf(found):
                        return found
    except archive.ARCHIVE_ERRORS:
        raise Unshowable(DAMAGED) from None
    raise Unshowable(NO_DOCUMENT)
