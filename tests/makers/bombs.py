"""Small files that grow when they are opened, and files that wear out whoever walks them."""

from __future__ import annotations

import base64
import gzip
import io
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from io import BytesIO

import pikepdf

from chorus_app.formats.parsed import Attachment, Note
from tests.makers import pdfs
from tests.makers.invoices import make_cii, make_facturx, make_invoice, make_pdf, make_ubl

MEGABYTE = 1 << 20


def packed_zeros(megabytes: int, *, rounds: int = 1) -> bytes:
    """That many zeros, packed with zlib `rounds` times."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(bytes(MEGABYTE)) for _ in range(megabytes)) + packer.flush()
    for _ in range(rounds - 1):
        packed = zlib.compress(packed, 9)
    return packed


def gzipped(megabytes: int) -> bytes:
    packed = BytesIO()
    with gzip.open(packed, "wb") as out:
        for _ in range(megabytes):
            out.write(bytes(MEGABYTE))
    return packed.getvalue()


def zip_of_zeros(*, members: int, megabytes: int) -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for number in range(members):
            archive.writestr(f"{number}.xml", bytes(megabytes * MEGABYTE))
    return packed.getvalue()


def zip_in_zip(depth: int = 12) -> bytes:
    content = zip_of_zeros(members=4, megabytes=8)
    for _ in range(depth):
        packed = BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("a.zip", content)
            archive.writestr("b.zip", content)
        content = packed.getvalue()
    return content


def tar_of_zeros(megabytes: int) -> bytes:
    packed = BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        for number in range(megabytes // 64):
            entry = tarfile.TarInfo(f"{number}.xml")
            entry.size = 64 * MEGABYTE
            archive.addfile(entry, io.BytesIO(bytes(entry.size)))
    return packed.getvalue()


def mixed(packed: bytes) -> bytes:
    """A UBL that carries this, in base64, where its readable document should be."""
    carried = base64.b64encode(packed)
    reference = (
        b"<cac:AdditionalDocumentReference><cbc:ID>1</cbc:ID><cbc:DocumentTypeCode>RIB</cbc:DocumentTypeCode>"
        b'<cac:Attachment><cbc:EmbeddedDocumentBinaryObject mimeCode="application/zip" filename="a.zip">'
        + carried
        + b"</cbc:EmbeddedDocumentBinaryObject></cac:Attachment></cac:AdditionalDocumentReference>"
        b"<cac:AccountingSupplierParty>"
    )
    return make_ubl().replace(b"<cac:AccountingSupplierParty>", reference, 1)


def inside_cii(inner: bytes) -> bytes:
    """A CII with this behind its last element."""
    head, end, tail = make_cii().rpartition(b"</")
    return head + inner + end + tail


def many_namespaces() -> bytes:
    """240 elements, one in the other, each of which declares 900 prefixes of its own."""
    opened = (b"<x %s>" % b" ".join(b'xmlns:n%d_%d="u%d"' % (depth, n, n) for n in range(900)) for depth in range(240))
    return b"<r>" + b"".join(opened) + b"</x>" * 240 + b"</r>"


def many_attributes() -> bytes:
    row = b"<x %s/>" % b" ".join(b'a%d=""' % number for number in range(990))
    return b"<r>" + row * 1_000 + b"</r>"


def pdf_with(change: Callable[[pikepdf.Pdf], None]) -> bytes:
    """A Factur-X changed as told, its streams as they are given."""
    with pikepdf.open(BytesIO(make_facturx())) as opened:
        change(opened)
        out = BytesIO()
        # The version is not written into the metadata: a bomb there would have to be unpacked for it.
        opened.save(
            out,
            compress_streams=False,
            stream_decode_level=pikepdf.StreamDecodeLevel.none,
            fix_metadata_version=False,
        )
    return out.getvalue()


def swollen_metadata(pdf: pikepdf.Pdf) -> None:
    stream = pikepdf.Stream(pdf, packed_zeros(256))
    stream["/Filter"] = pikepdf.Name("/FlateDecode")
    pdf.Root["/Metadata"] = pdf.make_indirect(stream)


def swollen_twice(pdf: pikepdf.Pdf) -> None:
    """The invoice of the Factur-X behind three filters."""
    stream = pikepdf.Stream(pdf, packed_zeros(256, rounds=3))
    stream["/Filter"] = pikepdf.Array([pikepdf.Name("/FlateDecode")] * 3)
    for spec in pdf.Root["/AF"]:
        spec["/EF"]["/F"] = spec["/EF"]["/UF"] = pdf.make_indirect(stream)


def wide_array(pdf: pikepdf.Pdf) -> None:
    pdf.Root["/Odd"] = pikepdf.Array([0] * 900_000)


def endless_fields(pdf: pikepdf.Pdf) -> None:
    """A form whose fields hold each other: 2 to the 40th ways down."""
    node = pdf.make_indirect(pikepdf.Dictionary(T=pikepdf.String("end")))
    for _ in range(40):
        node = pdf.make_indirect(pikepdf.Dictionary(Kids=pikepdf.Array([node, node])))
    pdf.Root["/AcroForm"] = pikepdf.Dictionary(Fields=pikepdf.Array([node]))


def object_streams(megabytes: int = 256) -> bytes:
    """A PDF whose one object stream unpacks to so much."""
    packed = packed_zeros(megabytes)
    head = b"%PDF-1.7\n"
    stream = b"1 0 obj\n<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>stream\n" % len(packed)
    stream += packed + b"\nendstream\nendobj\n"
    at = len(head) + len(stream)
    rows = b"\x00\x00\x00\x00\x00" + b"\x01" + len(head).to_bytes(3, "big") + b"\x00" + b"\x02\x00\x00\x01\x00"
    rows += b"\x01" + at.to_bytes(3, "big") + b"\x00"
    cross = b"3 0 obj\n<</Type/XRef/Size 4/W[1 3 1]/Root 2 0 R/Length %d>>stream\n" % len(rows)
    return head + stream + cross + rows + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF" % at


def lying_xref() -> bytes:
    """A PDF whose table of objects claims two thousand million of them."""
    return make_pdf().replace(b"/Size ", b"/Size 2000000000 %", 1)


BOMBS: dict[str, Callable[[], bytes]] = {
    "entities.xml": lambda: b'<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><r>&b;&b;</r>',
    "deep.xml": lambda: inside_cii(b"<a>" * 200_000 + b"</a>" * 200_000),
    "deep_and_long.xml": lambda: b"<r>" + b" " * 10_000_000 + b"<a>" * 400_000 + b"</a>" * 400_000 + b"</r>",
    "wide.xml": lambda: inside_cii(b"<a/>" * 990_000),
    "wider.xml": lambda: b"<r>" + b"<a/>" * 2_000_000 + b"</r>",
    "texts.xml": lambda: inside_cii(b"<a>x</a>" * 490_000),
    "one_long_text.xml": lambda: inside_cii(b"x" * 100_000_000),
    "attributes.xml": many_attributes,
    "namespaces.xml": many_namespaces,
    "carried_zip_of_zeros.xml": lambda: mixed(zip_of_zeros(members=4, megabytes=64)),
    "carried_gzip_of_zeros.xml": lambda: mixed(gzipped(256)),
    "carried_bytes.xml": lambda: mixed(bytes(60_000_000)),
    "zeros.gz": lambda: gzipped(256),
    "zeros.zip": lambda: zip_of_zeros(members=40, megabytes=9),
    "names.zip": lambda: zip_of_zeros(members=20_000, megabytes=0),
    "zips.zip": zip_in_zip,
    "zeros.tar.gz": lambda: tar_of_zeros(256),
    "invoice_that_unpacks.pdf": pdfs.attachment_bomb,
    "three_filters.pdf": lambda: pdf_with(swollen_twice),
    "metadata_that_unpacks.pdf": lambda: pdf_with(swollen_metadata),
    "wide_array.pdf": lambda: pdf_with(wide_array),
    "endless_fields.pdf": lambda: pdf_with(endless_fields),
    "object_stream.pdf": object_streams,
    "many_pages.pdf": lambda: pdfs.many_pages(20_000),
    "pages_in_pages.pdf": pdfs.cyclic_pages,
    "lying_table.pdf": lying_xref,
    "open_arrays.pdf": lambda: b"%PDF-1.7\n1 0 obj\n" + b"[" * 3_000_000,
    "open_dictionaries.pdf": lambda: b"%PDF-1.7\n1 0 obj\n" + b"<</a" * 1_000_000,
    "many_objects.pdf": lambda: b"%PDF-1.7\n" + b"".join(b"%d 0 obj null endobj\n" % n for n in range(100_000)),
}


def wrong_lines(make: Callable[..., bytes], count: int) -> bytes:
    """So many lines, each of which breaks several rules of the standards."""
    line = replace(make_invoice().lines[0], net_amount=Decimal("1.234"), unit_price=Decimal("-1.12345"))
    return make(lines=tuple(replace(line, id=str(n % 7), vat_rate=Decimal(n % 30)) for n in range(count)))


def as_many_rates_as_lines(make: Callable[..., bytes], count: int) -> bytes:
    """Rules on VAT look at all lines for each rate."""
    invoice = make_invoice()
    rates = [Decimal(number) / 100 for number in range(count)]
    lines = tuple(replace(invoice.lines[0], id=str(number), vat_rate=rate) for number, rate in enumerate(rates))
    return make(lines=lines, vat=tuple(replace(invoice.vat[0], rate=rate) for rate in rates))


def lines_in_lines(depth: int) -> bytes:
    """A UBL line that holds another, and so on: its schema sets no bound."""
    before, start, rest = make_ubl().partition(b"<cac:InvoiceLine>")
    line, end, after = rest.partition(b"</cac:InvoiceLine>")
    inner = (b"<cac:SubInvoiceLine>" + line) * depth + b"</cac:SubInvoiceLine>" * depth
    return before + start + line + inner + end + after


# Right by their schema, and dear for whom EN 16931 and BR-FR are asked.
DEAR: dict[str, Callable[[], bytes]] = {
    "wrong_lines.xml": lambda: wrong_lines(make_cii, 12_000),
    "ubl_wrong_lines.xml": lambda: wrong_lines(make_ubl, 20_000),
    "ubl_more_wrong_lines.xml": lambda: wrong_lines(make_ubl, 29_000),
    "rates.xml": lambda: as_many_rates_as_lines(make_cii, 3_000),
    "ubl_rates.xml": lambda: as_many_rates_as_lines(make_ubl, 6_000),
    "ubl_lines_in_lines.xml": lambda: lines_in_lines(100),
    "ubl_documents.xml": lambda: make_ubl(
        attachments=(Attachment("LISIBLE.pdf", "application/pdf", main=False, content=b"x"),) * 5_000
    ),
    "ubl_notes.xml": lambda: make_ubl(notes=(Note(text="#AAB##PMT#"),) * 20_000),
    "ubl_note.xml": lambda: make_ubl(note="# " * 5_000_000),
    "long_number.xml": lambda: make_cii(number="#" * 11_000_000),
}
