"""What a file is, told by its content."""

from __future__ import annotations

import base64
import gzip
import io
import tarfile
import zipfile
from collections.abc import Callable
from functools import cache

import pikepdf
import pytest

from chorus_app.formats import cii, ubl
from chorus_app.formats.described import describe
from chorus_app.formats.detect import detect
from chorus_app.formats.facturx import STANDARD_NAME
from chorus_app.formats.kinds import FileKind
from chorus_app.kernel.text import has_text, t
from tests.makers import pdfs
from tests.makers.invoices import main_document, make_cii, make_facturx, make_pdf, make_ubl
from tests.makers.lots import cpp_of
from tests.samples import Sample, needs_samples, samples


def zip_of(name: str, data: bytes = b"x") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, data)
    return out.getvalue()


def tar_gz_of(*names: str) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        for name in names:
            info = tarfile.TarInfo(name)
            info.size = 1
            archive.addfile(info, io.BytesIO(b"x"))
    return out.getvalue()


def zip_of_many(**content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in content.items():
            archive.writestr(name.replace("_", "."), data)
    return out.getvalue()


def tar_gz_with(content: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        for name, data in content.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def declared_without_xml() -> bytes:
    """A Factur-X out of which the XML was taken, and nothing else."""

    def drop(opened: pikepdf.Pdf) -> None:
        del opened.attachments[STANDARD_NAME]

    return pdfs.changed(make_facturx(), drop)


CPP = b'<CPPFactureMixte xmlns="urn:cpp"/>'
LIFECYCLE = b'<r:CrossDomainAcknowledgementAndResponse xmlns:r="urn:x"/>'
ZUGFERD1 = b'<r:CrossIndustryDocument xmlns:r="urn:ferd:CrossIndustryDocument:invoice:1p0"/>'
ORDERX = b'<r:SCRDMCCBDACIOMessageStructure xmlns:r="urn:un:unece:uncefact:data:SCRDMCCBDACIOMessageStructure:100"/>'

CASES: dict[str, tuple[FileKind, Callable[[], bytes]]] = {
    "factur-x": (FileKind.FACTURX, make_facturx),
    "factur-x that is signed": (FileKind.FACTURX, lambda: pdfs.sign(make_facturx())),
    "factur-x with an owner's password": (FileKind.FACTURX_FAULTY, lambda: pdfs.protect(make_facturx())),
    "factur-x with a malformed xml": (FileKind.FACTURX_FAULTY, lambda: pdfs.attach(make_pdf(), STANDARD_NAME, b"<a>")),
    "factur-x that lost its xml": (FileKind.FACTURX_DECLARED, declared_without_xml),
    "cii under another name": (FileKind.FACTURX_DECLARED, lambda: pdfs.attach(make_pdf(), "bon.xml", make_cii())),
    "factur-x that unpacks to 256 MB": (FileKind.FACTURX_DECLARED, pdfs.attachment_bomb),
    "zugferd 1": (FileKind.ZUGFERD1, lambda: pdfs.attach(make_pdf(), "ZUGFeRD-invoice.xml", ZUGFERD1)),
    "zugferd 1 alone": (FileKind.ZUGFERD1, lambda: ZUGFERD1),
    "order-x": (FileKind.ORDERX, lambda: pdfs.attach(make_pdf(), STANDARD_NAME, ORDERX)),
    "plain": (FileKind.PDF_PLAIN, make_pdf),
    "plain after some junk": (FileKind.PDF_PLAIN, lambda: b"junk\n" * 50 + make_pdf()),
    "plain cut at its end": (FileKind.PDF_PLAIN, lambda: make_pdf()[:-200]),
    "plain with an owner's password": (FileKind.PDF_PLAIN, lambda: pdfs.protect(make_pdf())),
    "empty signature field": (FileKind.PDF_PLAIN, lambda: pdfs.empty_signature_field(make_pdf())),
    "usage rights": (FileKind.PDF_PLAIN, lambda: pdfs.usage_rights(make_pdf())),
    "signed": (FileKind.PDF_SIGNED, lambda: pdfs.sign(make_pdf())),
    "certified": (FileKind.PDF_SIGNED, lambda: pdfs.sign(make_pdf(), certify=True)),
    "time stamp only": (FileKind.PDF_SIGNED, lambda: pdfs.time_stamped(make_pdf())),
    "attachment": (FileKind.PDF_ATTACHMENTS, lambda: pdfs.attach(make_pdf(), "devis.txt", b"x")),
    "named factur-x.xml but another xml": (
        FileKind.PDF_ATTACHMENTS,
        lambda: pdfs.attach(make_pdf(), STANDARD_NAME, b"<a/>"),
    ),
    "password": (FileKind.PDF_PASSWORD, lambda: pdfs.protect(make_pdf(), user="secret")),
    "unknown encryption": (
        FileKind.PDF_ENCRYPTED,
        lambda: pdfs.protect(make_pdf()).replace(b"/Filter /Standard", b"/Filter /Inconnue"),
    ),
    "header only": (FileKind.PDF_UNREADABLE, lambda: b"%PDF-1.7\n"),
    "10 001 pages": (FileKind.PDF_UNREADABLE, lambda: pdfs.many_pages(10_001)),
    "page tree in a circle": (FileKind.PDF_UNREADABLE, pdfs.cyclic_pages),
    "ubl invoice": (FileKind.UBL_INVOICE, make_ubl),
    "ubl credit note": (FileKind.UBL_CREDITNOTE, lambda: make_ubl(type_code="381")),
    "cii": (FileKind.CII, make_cii),
    "cii in utf-16": (
        FileKind.CII,
        lambda: make_cii().decode().replace("encoding='UTF-8'", "encoding='UTF-16'").encode("utf-16"),
    ),
    "cii with a byte order mark": (FileKind.CII, lambda: b"\xef\xbb\xbf" + make_cii()),
    "cpp": (FileKind.CPP, lambda: CPP),
    "cpp of two invoices": (FileKind.CPP_SEVERAL, lambda: cpp_of(2)),
    "life-cycle message": (FileKind.LIFECYCLE, lambda: LIFECYCLE),
    "other xml": (FileKind.XML_OTHER, lambda: b"<?xml version='1.0'?><commande/>"),
    "xml cut in the middle": (FileKind.XML_MALFORMED, lambda: make_cii()[:-300]),
    "ubl application response": (
        FileKind.LIFECYCLE,
        lambda: (
            b'<a:ApplicationResponse xmlns:a="urn:oasis:names:specification:ubl:schema:xsd:ApplicationResponse-2"/>'
        ),
    ),
    "order-x under its own name": (FileKind.ORDERX, lambda: pdfs.attach(make_pdf(), "order-x.xml", ORDERX)),
    "tar.gz": (FileKind.ARCHIVE, lambda: tar_gz_of("a.xml", "b.xml")),
    "tar": (FileKind.ARCHIVE, lambda: gzip.decompress(tar_gz_of("a.xml"))),
    "zip of an invoice": (FileKind.ARCHIVE, lambda: zip_of("facture.xml")),
    "zip of something else": (FileKind.OTHER, lambda: zip_of("photo.jpg")),
    "zip that is cut": (FileKind.OTHER, lambda: zip_of("facture.xml")[:40]),
    "word document": (FileKind.OTHER, lambda: zip_of("[Content_Types].xml")),
    "web page": (FileKind.OTHER, lambda: b"<!DOCTYPE html><html><body>404</body></html>"),
    "image": (FileKind.OTHER, lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 20),
    "program": (FileKind.OTHER, lambda: b"MZ\x90\0" + b"\0" * 20),
    "one byte": (FileKind.OTHER, lambda: b"1"),
    "nothing": (FileKind.OTHER, lambda: b""),
}


@cache
def content_of(case: str) -> bytes:
    return CASES[case][1]()


@pytest.mark.parametrize("case", CASES)
def test_file_is_told_by_its_content_whatever_its_name(case: str) -> None:
    kind, content = CASES[case][0], content_of(case)
    assert detect(content, "facture.pdf" if content else "facture.dat").kind is kind
    assert detect(content, "facture.dat").kind is kind


def test_every_kind_has_a_case_and_texts() -> None:
    assert {kind for kind, _ in CASES.values()} == set(FileKind)
    for kind in FileKind:
        assert all(has_text(key) for key in (kind.label_key, kind.meaning_key, kind.todo_key))


@pytest.mark.parametrize("case", CASES)
def test_every_reason_has_a_text(case: str) -> None:
    reason = detect(content_of(case)).reason
    assert reason is None or has_text(f"formats.reasons.{reason.name}")


@pytest.mark.parametrize(
    ("case", "reason"),
    [
        ("header only", "damaged"),
        ("10 001 pages", "too_many_pages"),
        ("word document", "office"),
        ("web page", "html"),
        ("image", "image"),
        ("program", "program"),
        ("one byte", "unknown"),
        ("zip of something else", "zip"),
        ("nothing", "empty"),
        ("other xml", "unknown_root"),
        ("cii under another name", "misnamed"),
        ("factur-x that lost its xml", "missing"),
        ("factur-x that unpacks to 256 MB", "undecodable"),
        ("password", "password"),
        ("unknown encryption", "encrypted"),
    ],
)
def test_reason_says_why(case: str, reason: str) -> None:
    found = detect(content_of(case)).reason
    assert found is not None
    assert found.name == reason


def test_empty_file_is_called_what_its_name_claims() -> None:
    assert detect(b"", "facture.pdf").kind is FileKind.PDF_UNREADABLE
    assert detect(b"", "facture.XML").kind is FileKind.XML_MALFORMED


def test_facts_of_a_facturx() -> None:
    facts = detect(make_facturx()).facts
    assert (facts.schema, facts.level, facts.xmp_level, facts.guideline) == (
        "cii",
        "EN 16931",
        "EN 16931",
        "urn:cen.eu:en16931:2017",
    )
    assert (facts.pages, facts.pdfa_part, facts.invoice_attachment) == (1, "3", STANDARD_NAME)
    assert facts.attachments == (STANDARD_NAME,)
    assert (facts.signed, facts.certified, facts.encrypted, facts.repaired) == (False, False, False, False)


def test_facts_of_signatures_and_protection() -> None:
    assert detect(pdfs.sign(make_pdf())).facts.signed
    certified = detect(pdfs.sign(make_pdf(), certify=True)).facts
    assert (certified.signed, certified.certified) == (True, True)
    assert not detect(pdfs.empty_signature_field(make_pdf())).facts.signed
    rights = detect(pdfs.usage_rights(make_pdf())).facts
    assert (rights.usage_rights, rights.signed) == (True, False)
    stamped = detect(pdfs.time_stamped(make_pdf())).facts
    assert (stamped.timestamp_only, stamped.signed) == (True, False)
    assert detect(pdfs.protect(make_pdf())).facts.encrypted
    assert detect(make_pdf()[:-200]).facts.repaired


def test_invoice_xml_is_handed_out_as_it_stands() -> None:
    xml = make_cii()
    assert detect(xml).xml == xml
    assert cii.read(detect(make_facturx()).xml or b"").number == "FA-2026-001"
    assert ubl.read(detect(make_ubl()).xml or b"").number == "FA-2026-001"
    assert detect(make_pdf()).xml is None


def test_facturx_wins_over_the_older_name_when_both_are_attached() -> None:
    both = pdfs.attach(make_facturx(), "ZUGFeRD-invoice.xml", make_cii(number="AUTRE"))
    found = detect(both)
    assert found.facts.invoice_attachment == STANDARD_NAME
    assert [fault.code for fault in found.faults][:1] == ["FX-PLUSIEURS-XML"]


@pytest.mark.parametrize(
    ("root", "reason"),
    [
        ('<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.03"/>', "xml_payment"),
        ('<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"/>', "xml_bank_statement"),
        ('<Order xmlns="urn:oasis:names:specification:ubl:schema:xsd:Order-2"/>', "xml_order"),
        ('<D xmlns="urn:oasis:names:specification:ubl:schema:xsd:DespatchAdvice-2"/>', "xml_delivery"),
        ('<Catalogue xmlns="urn:oasis:names:specification:ubl:schema:xsd:Catalogue-2"/>', "xml_ubl_other"),
        ('<p:FatturaElettronica xmlns:p="http://ivaservizi.agenziaentrate.gov.it/docs"/>', "xml_foreign_invoice"),
        ('<n:PES_Aller xmlns:n="http://www.minefi.gouv.fr/cp/helios/pes_v2/Rev0/aller"/>', "xml_pes"),
        ("<comptabilite/>", "xml_accounts"),
        ('<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"/>', "xml_envelope"),
        ('<Invoice xmlns="urn:autre"/>', "xml_wrong_namespace"),
        ("<Invoice/>", "xml_wrong_namespace"),
        ("<note/>", "unknown_root"),
    ],
)
def test_other_xml_is_called_by_what_it_is(root: str, reason: str) -> None:
    found = detect(root.encode())
    assert found.reason is not None
    assert (found.kind, found.reason.name) == (FileKind.XML_OTHER, reason)
    assert t(f"formats.reasons.{reason}", **found.reason.params)


def test_accounts_as_text_are_called_by_what_they_are() -> None:
    reason = detect(b"JournalCode\tJournalLib\tEcritureNum\n").reason
    assert reason is not None
    assert reason.name == "accounts"


@pytest.mark.parametrize("make", [make_cii, make_ubl])
def test_mixed_xml_says_what_readable_document_it_carries(make: Callable[..., bytes]) -> None:
    plain = detect(make(attachments=(main_document(),))).facts
    assert (plain.mixed, [(f.name, f.type, f.zipped) for f in plain.files]) == (
        True,
        [("facture.pdf", "application/pdf", False)],
    )
    packed = main_document(zip_of("lisible.pdf", make_pdf()), zipped=True)
    zipped = detect(make(attachments=(packed,))).facts
    assert (zipped.mixed, [(f.name, f.type, f.zipped) for f in zipped.files]) == (
        True,
        [("lisible.pdf", "application/pdf", True)],
    )
    assert not detect(make()).facts.mixed
    other = detect(make(attachments=(main_document(zip_of("photo.jpg"), zipped=True),))).facts
    assert (other.mixed, [f.type for f in other.files]) == (False, ["application/zip"])


def test_chorus_format_says_its_readable_document() -> None:
    content = base64.b64encode(make_pdf()).decode()
    cpp = (
        f"<CPPFactureMixte xmlns='urn:cpp'><PJ><Contenu>{content}</Contenu><NomPJ>a.pdf</NomPJ></PJ></CPPFactureMixte>"
    )
    facts = detect(cpp.encode()).facts
    assert (facts.mixed, [inside.name for inside in facts.files]) == (True, ["a.pdf"])


MEMBERS: dict[str, Callable[..., bytes]] = {
    "a.xml": make_cii,
    "b.pdf": make_facturx,
    "c.pdf": make_pdf,
    "d.txt": lambda: b"x",
    "e.zip": lambda: zip_of("f.xml"),
}
MEMBER_KINDS = [FileKind.CII, FileKind.FACTURX, FileKind.PDF_PLAIN, FileKind.OTHER, FileKind.ARCHIVE]


@pytest.mark.parametrize("pack", [tar_gz_with, lambda content: gzip.decompress(tar_gz_with(content))])
def test_tar_tells_the_kinds_of_its_members(pack: Callable[[dict[str, bytes]], bytes]) -> None:
    facts = detect(pack({name: make() for name, make in MEMBERS.items()})).facts
    assert (facts.attachments, facts.left_out) == (tuple(MEMBERS), 0)
    assert [inside.kind for inside in facts.files] == MEMBER_KINDS
    assert [inside.size for inside in facts.files][3] == 1


def test_zip_tells_the_kinds_of_its_members() -> None:
    facts = detect(zip_of_many(a_xml=make_cii(), b_pdf=make_facturx())).facts
    assert [(inside.name, inside.kind) for inside in facts.files] == [
        ("a.xml", FileKind.CII),
        ("b.pdf", FileKind.FACTURX),
    ]
    assert dict(describe(facts))["Contenu"] == "CII\u00a0: 1, Factur-X\u00a0: 1"


def test_packed_single_file_is_its_only_member() -> None:
    assert [inside.kind for inside in detect(gzip.compress(make_ubl())).facts.files] == [FileKind.UBL_INVOICE]


def test_archive_that_unpacks_beyond_the_limits_is_not_unpacked() -> None:
    bomb = detect(gzip.compress(bytes(100_000_000)))
    assert (bomb.kind, bomb.facts.files, bomb.facts.left_out) == (FileKind.ARCHIVE, (), -1)
    assert dict(describe(bomb.facts))["Contenu"] == "Contenu non examiné."
    packed = detect(zip_of_many(a_xml=bytes(20_000_000), b_xml=make_cii())).facts
    assert [inside.kind for inside in packed.files] == [None, FileKind.CII]
    many = detect(zip_of_many(**{f"f{n}_xml": b"<a/>" for n in range(300)})).facts
    assert (len(many.files), many.left_out) == (200, 100)
    assert dict(describe(many))["Contenu"].endswith("(lecture arrêtée avant la fin)")


@pytest.mark.parametrize("mark", [b"BZh91AY", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07", b"\x1f\x8bxxxx"])
def test_archive_that_cannot_be_read_is_named_only(mark: bytes) -> None:
    found = detect(mark + b"\0" * 50)
    assert (found.kind, found.facts.files, found.facts.left_out) == (FileKind.ARCHIVE, (), -1)


def test_attachments_of_a_pdf_have_size_and_type() -> None:
    facts = detect(pdfs.attach(make_facturx(), "devis.txt", b"12345")).facts
    sizes = {inside.name: (inside.size, inside.type) for inside in facts.files}
    assert sizes["devis.txt"] == (5, None)
    assert sizes[STANDARD_NAME][1] == "text/xml"
    assert (facts.pdfa_part, facts.pdfa_conformance) == ("3", "B")


@needs_samples
@pytest.mark.parametrize("sample", samples("aife"), ids=lambda sample: sample.file)
def test_aife_mixed_flow_carries_a_zipped_pdf(sample: Sample) -> None:
    facts = detect(sample.path).facts
    mixed = sample.file.startswith("aife/FSO1116A")
    assert (facts.mixed, any(inside.zipped for inside in facts.files)) == (mixed, mixed)


@needs_samples
@pytest.mark.parametrize("sample", samples(), ids=lambda sample: sample.file)
def test_real_file_is_what_its_source_says(sample: Sample) -> None:
    found = detect(sample.path, sample.path.name)
    assert not sample.kinds or found.kind.value in sample.kinds
