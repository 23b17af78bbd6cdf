"""PDF files of each kind: signed, protected, with attachments, with a fault, hostile."""

from __future__ import annotations

import datetime
import zlib
from collections.abc import Callable
from functools import cache
from io import BytesIO

import pikepdf
from asn1crypto import keys, x509  # type: ignore[import-untyped]  # the package has no types
from cryptography import x509 as cx509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from PIL import Image
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from tests.makers.invoices import make_pdf


def sign(pdf: bytes, *, certify: bool = False, allows: int = 2, field: str = "Signature1") -> bytes:
    """The PDF signed (PAdES) with a certificate made on the spot; `certify` makes it a certified document, which
    `allows` 1 nothing, 2 forms or 3 notes too."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    metadata = signers.PdfSignatureMetadata(
        field_name=field,
        certify=certify,
        docmdp_permissions=fields.MDPPerm(allows),
        subfilter=fields.SigSeedSubFilter.PADES,
        md_algorithm="sha256",
    )
    out: BytesIO = signers.sign_pdf(writer, metadata, signer=_signer())
    return out.getvalue()


def stamp(pdf: bytes) -> bytes:
    """The PDF with a true document time stamp, of an authority made on the spot, and no signature."""
    signer = _signer()
    authority = DummyTimeStamper(tsa_cert=signer.signing_cert, tsa_key=signer.signing_key)
    out: BytesIO = signers.PdfTimeStamper(authority).timestamp_pdf(
        IncrementalPdfFileWriter(BytesIO(pdf)), md_algorithm="sha256"
    )
    return out.getvalue()


def changed_after_signing(pdf: bytes) -> bytes:
    """A new version of the PDF after its signed one: the page shows something else."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    page["/Contents"] = writer.add_object(generic.StreamObject(stream_data=b"0 0 100 100 re f"))
    writer.update_container(page)
    out = BytesIO()
    writer.write(out)  # type: ignore[no-untyped-call]  # the method has no types
    return out.getvalue()


@cache
def _signer() -> signers.SimpleSigner:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = cx509.Name([cx509.NameAttribute(NameOID.COMMON_NAME, "Menuiserie Martin")])
    start = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
    certificate = (
        cx509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(start)
        .not_valid_after(start + datetime.timedelta(days=730))
        .add_extension(cx509.KeyUsage(True, True, False, False, False, False, False, False, False), critical=True)
        .sign(key, hashes.SHA256())
    )
    encoding = serialization.Encoding.DER
    private = key.private_bytes(encoding, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return signers.SimpleSigner(
        signing_cert=x509.Certificate.load(certificate.public_bytes(encoding)),
        signing_key=keys.PrivateKeyInfo.load(private),
        cert_registry=SimpleCertificateStore(),  # type: ignore[no-untyped-call]  # idem
    )


def changed(pdf: bytes, change: Callable[[pikepdf.Pdf], None]) -> bytes:
    """The PDF after `change` was done to it."""
    with pikepdf.open(BytesIO(pdf)) as opened:
        change(opened)
        out = BytesIO()
        opened.save(out, fix_metadata_version=False)  # else the XMP is mended
        return out.getvalue()


def protect(pdf: bytes, *, user: str = "", owner: str = "proprio") -> bytes:
    """The PDF encrypted; without `user` it opens without a password."""
    with pikepdf.open(BytesIO(pdf)) as opened:
        out = BytesIO()
        opened.save(out, encryption=pikepdf.Encryption(owner=owner, user=user))
        return out.getvalue()


def attach(pdf: bytes, name: str, data: bytes) -> bytes:
    """The PDF with one more file inside."""

    def add(opened: pikepdf.Pdf) -> None:
        opened.attachments[name] = pikepdf.AttachedFileSpec(opened, data, filename=name)

    return changed(pdf, add)


def empty_signature_field(pdf: bytes) -> bytes:
    """The PDF with a signature field that nobody signed."""

    def add(opened: pikepdf.Pdf) -> None:
        field = pikepdf.Dictionary(FT=pikepdf.Name("/Sig"), T=pikepdf.String("Signature1"))
        opened.Root["/AcroForm"] = pikepdf.Dictionary(Fields=pikepdf.Array([opened.make_indirect(field)]), SigFlags=3)

    return changed(pdf, add)


def time_stamped(pdf: bytes) -> bytes:
    """The PDF with a document time stamp (its bytes are no true one) in a child of its field."""

    def add(opened: pikepdf.Pdf) -> None:
        stamp = pikepdf.Dictionary(
            Type=pikepdf.Name("/DocTimeStamp"), ByteRange=pikepdf.Array([0, 1, 2, 3]), Contents=pikepdf.String("x")
        )
        child = pikepdf.Dictionary(T=pikepdf.String("Stamp"), V=opened.make_indirect(stamp))
        parent = pikepdf.Dictionary(FT=pikepdf.Name("/Sig"), Kids=pikepdf.Array([opened.make_indirect(child)]))
        opened.Root["/AcroForm"] = pikepdf.Dictionary(Fields=pikepdf.Array([opened.make_indirect(parent)]))

    return changed(pdf, add)


def usage_rights(pdf: bytes) -> bytes:
    """The PDF with Adobe's usage rights, which are no signature."""

    def add(opened: pikepdf.Pdf) -> None:
        opened.Root["/Perms"] = pikepdf.Dictionary(
            UR3=opened.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name("/Sig")))
        )

    return changed(pdf, add)


def attachment_bomb(size: int = 1 << 28) -> bytes:
    """A Factur-X whose XML unpacks to `size` bytes out of very few."""

    def add(opened: pikepdf.Pdf) -> None:
        packer = zlib.compressobj(9)
        chunk = b"\0" * (1 << 20)
        packed = b"".join(packer.compress(chunk) for _ in range(size >> 20)) + packer.flush()
        stream = pikepdf.Stream(opened, packed)
        stream["/Filter"] = pikepdf.Name("/FlateDecode")
        spec = opened.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name("/Filespec"),
                F=pikepdf.String("factur-x.xml"),
                UF=pikepdf.String("factur-x.xml"),
                EF=pikepdf.Dictionary(F=opened.make_indirect(stream)),
            )
        )
        files = pikepdf.Dictionary(Names=pikepdf.Array([pikepdf.String("factur-x.xml"), spec]))
        opened.Root["/Names"] = pikepdf.Dictionary(EmbeddedFiles=files)

    with pikepdf.open(BytesIO(make_pdf())) as opened:
        add(opened)
        out = BytesIO()
        opened.save(out, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
        return out.getvalue()


def scan() -> bytes:
    """A page that is one picture: nothing on it can be read."""
    out, picture = BytesIO(), Image.effect_noise((620, 877), 40)
    canvas = Canvas(out, pagesize=A4, invariant=1)
    canvas.drawInlineImage(picture.convert("RGB"), 0, 0, *A4)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def many_pages(count: int) -> bytes:
    """A PDF that shows one page again and again."""

    def add(opened: pikepdf.Pdf) -> None:
        page = opened.pages[0].obj
        kids = [opened.make_indirect(pikepdf.Dictionary(dict(page.items()))) for _ in range(count)]
        opened.Root["/Pages"]["/Kids"] = pikepdf.Array(kids)
        opened.Root["/Pages"]["/Count"] = count

    return changed(make_pdf(), add)


def cyclic_pages() -> bytes:
    """A PDF whose page tree contains itself."""

    def add(opened: pikepdf.Pdf) -> None:
        tree = opened.Root["/Pages"]
        tree["/Kids"] = pikepdf.Array([tree, opened.pages[0].obj])

    with pikepdf.open(BytesIO(make_pdf())) as opened:
        add(opened)
        out = BytesIO()
        opened.save(out)
        return out.getvalue()
