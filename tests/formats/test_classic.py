"""From a Factur-X to a classic PDF: nothing of the invoice's data is left, and the pages look the same."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from facturx import get_xml_from_pdf  # type: ignore[import-untyped]  # the package has no types

from chorus_app.formats.classic import DATA_KINDS, Classic, NotConvertible, to_classic
from chorus_app.formats.detect import detect
from chorus_app.formats.kinds import FileKind
from chorus_app.formats.probe import convert
from chorus_app.kernel.children import Children
from chorus_app.kernel.text import t
from tests.makers import pdfs
from tests.makers.invoices import make_cii, make_facturx, make_pdf
from tests.rendering import can_be_shown, pages_of
from tests.samples import Sample, needs_samples, samples

ORDERX = b'<r:SCRDMCCBDACIOMessageStructure xmlns:r="urn:un:unece:uncefact:data:SCRDMCCBDACIOMessageStructure:100"/>'
ZUGFERD1 = b'<r:CrossIndustryDocument xmlns:r="urn:ferd:CrossIndustryDocument:invoice:1p0"/>'
MARKS = re.compile(
    rb"factur-x\.xml|zugferd-invoice\.xml|xrechnung\.xml|urn:(factur-x|zugferd|ferd):pdfa|<(\w+:)?CrossIndustry",
    re.IGNORECASE,
)

logging.getLogger("factur-x").setLevel(logging.CRITICAL)  # it writes whole invoices into the log


def marks_in(pdf: bytes) -> list[bytes]:
    """What any decoded stream or any text of the file still says of an invoice."""
    with pikepdf.open(BytesIO(pdf)) as opened:
        streams = [entry.read_bytes() for entry in opened.objects if is_readable(entry)]
        texts = [repr(entry).encode() for entry in opened.objects]
    return [found.group() for data in (*streams, *texts) for found in MARKS.finditer(data.replace(b"\0", b""))]


def is_readable(entry: pikepdf.Object) -> bool:
    filters = str(entry.get("/Filter")) if isinstance(entry, pikepdf.Stream) else ""
    return isinstance(entry, pikepdf.Stream) and not any(name in filters for name in ("DCT", "JPX", "CCITT", "JBIG2"))


def assert_classic(before: bytes, made: Classic) -> None:
    assert detect(made.pdf).kind not in DATA_KINDS
    assert get_xml_from_pdf(made.pdf, check_xsd=False, check_schematron=False) == (False, False)
    assert marks_in(made.pdf) == []
    assert pages_of(before) == pages_of(made.pdf)


def with_af_everywhere() -> bytes:
    """A Factur-X whose page, too, is associated with the invoice, and shows it pinned; with a portfolio."""

    def change(opened: pikepdf.Pdf) -> None:
        spec = opened.Root["/Names"]["/EmbeddedFiles"]["/Names"][1]
        page = opened.pages[0].obj
        page["/AF"] = pikepdf.Array([spec])
        note = pikepdf.Dictionary(
            Type=pikepdf.Name("/Annot"), Subtype=pikepdf.Name("/FileAttachment"), FS=spec, Rect=[0, 0, 0, 0]
        )
        page["/Annots"] = pikepdf.Array([opened.make_indirect(note)])
        opened.Root["/PageMode"] = pikepdf.Name("/UseAttachments")
        opened.Root["/Collection"] = pikepdf.Dictionary(Type=pikepdf.Name("/Collection"))

    return pdfs.changed(make_facturx(), change)


def with_unreadable_xmp() -> bytes:
    def change(opened: pikepdf.Pdf) -> None:
        opened.Root["/Metadata"].write(opened.Root["/Metadata"].read_bytes().replace(b"</rdf:RDF>", b""))

    return pdfs.changed(make_facturx(), change)


def with_attributes() -> bytes:
    """The announcement written as attributes, which XMP allows as well."""
    packet = (
        b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        b'<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" pdfaid:part="3"'
        b' xmlns:fx="urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#" fx:DocumentType="INVOICE"'
        b' fx:DocumentFileName="factur-x.xml" fx:ConformanceLevel="EN 16931"/></rdf:RDF></x:xmpmeta>'
    )
    return pdfs.changed(make_facturx(), lambda opened: opened.Root["/Metadata"].write(packet))


CASES: dict[str, tuple[Callable[[], bytes], FileKind]] = {
    "factur-x": (make_facturx, FileKind.FACTURX),
    "associated, pinned and in a portfolio": (with_af_everywhere, FileKind.FACTURX),
    "announced by attributes": (with_attributes, FileKind.FACTURX),
    "unreadable xmp": (with_unreadable_xmp, FileKind.FACTURX_FAULTY),
    "owner's password": (lambda: pdfs.protect(make_facturx()), FileKind.FACTURX_FAULTY),
    "two names": (lambda: pdfs.attach(make_facturx(), "ZUGFeRD-invoice.xml", make_cii()), FileKind.FACTURX_FAULTY),
    "other name": (lambda: pdfs.attach(make_pdf(), "bon.xml", make_cii()), FileKind.FACTURX_DECLARED),
    "zugferd 1": (lambda: pdfs.attach(make_pdf(), "ZUGFeRD-invoice.xml", ZUGFERD1), FileKind.ZUGFERD1),
    "order-x": (lambda: pdfs.attach(make_pdf(), "order-x.xml", ORDERX), FileKind.ORDERX),
}


@pytest.mark.parametrize("case", CASES)
def test_classic_pdf_holds_no_invoice_and_looks_the_same(case: str) -> None:
    content = CASES[case][0]()
    made = to_classic(content)
    assert_classic(content, made)
    assert (made.kind, made.signatures) == (CASES[case][1], 0)
    assert len(made.removed) == (2 if case == "two names" else 1)


def test_other_attachments_and_pdfa_stay() -> None:
    content = pdfs.attach(pdfs.attach(make_facturx(), "z.csv", b"1"), "a.txt", b"2")
    made = to_classic(content)
    assert (made.removed, made.kept, made.metadata) == (("factur-x.xml",), ("a.txt", "z.csv"), "cleaned")
    facts = detect(made.pdf).facts
    assert (facts.pdfa_part, facts.xmp_level) == ("3", None)
    with pikepdf.open(BytesIO(made.pdf)) as opened:
        assert opened.attachments["z.csv"].get_file().read_bytes() == b"1"
        assert len(opened.Root["/AF"]) == 2 if "/AF" in opened.Root else True


def test_unreadable_xmp_is_dropped() -> None:
    assert to_classic(with_unreadable_xmp()).metadata == "dropped"


def test_protection_stays() -> None:
    assert detect(to_classic(pdfs.protect(make_facturx())).pdf).facts.encrypted


@pytest.mark.parametrize("certify", [False, True])
def test_signed_facturx_needs_an_explicit_yes(certify: bool) -> None:
    signed = pdfs.sign(make_facturx(), certify=certify)
    with pytest.raises(NotConvertible) as refused:
        to_classic(signed)
    assert refused.value.key == "formats.convert.signed"
    made = to_classic(signed, lose_signature=True)
    assert made.signatures == 1
    assert_classic(signed, made)
    facts = detect(made.pdf).facts
    assert (facts.signed, facts.certified) == (False, False)
    assert b"/Sig" not in made.pdf


def test_other_fields_of_a_signed_form_stay() -> None:
    def add(opened: pikepdf.Pdf) -> None:
        field = pikepdf.Dictionary(FT=pikepdf.Name("/Tx"), T=pikepdf.String("Remarque"), V=pikepdf.String("vu"))
        opened.Root["/AcroForm"] = pikepdf.Dictionary(Fields=pikepdf.Array([opened.make_indirect(field)]))

    made = to_classic(pdfs.sign(pdfs.changed(make_facturx(), add)), lose_signature=True)
    with pikepdf.open(BytesIO(made.pdf)) as opened:
        assert [str(field["/T"]) for field in opened.Root["/AcroForm"]["/Fields"]] == ["Remarque"]


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "classic already": (make_pdf, "classic_already"),
    "other attachments": (lambda: pdfs.attach(make_pdf(), "devis.txt", b"x"), "classic_already"),
    "password": (lambda: pdfs.protect(make_facturx(), user="secret"), "unreadable"),
    "damaged": (lambda: b"%PDF-1.7\n", "unreadable"),
    "xml": (make_cii, "no_pdf"),
    "nothing": (lambda: b"", "no_pdf"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_file_that_cannot_be_converted_is_refused_with_a_text(case: str) -> None:
    with pytest.raises(NotConvertible) as refused:
        to_classic(REFUSED[case][0]())
    assert refused.value.key == f"formats.convert.{REFUSED[case][1]}"
    assert t(refused.value.key, **refused.value.params)


def test_invoice_hidden_where_it_is_not_looked_for_is_not_let_through() -> None:
    """A mark in a stream that no known place leads to: better no file than one that is still a Factur-X."""

    def hide(opened: pikepdf.Pdf) -> None:
        opened.Root["/Secret"] = opened.make_stream(make_cii())

    with pytest.raises(NotConvertible) as refused:
        to_classic(pdfs.changed(make_facturx(), hide))
    assert refused.value.key == "formats.convert.not_clean"


def test_conversion_and_its_refusal_come_back_from_a_child(tmp_path: Path) -> None:
    file, signed = tmp_path / "facture.pdf", tmp_path / "signe.pdf"
    file.write_bytes(make_facturx())
    signed.write_bytes(pdfs.sign(make_facturx()))
    children = Children(1, memory_bytes=400_000_000, seconds=30)
    try:
        assert_classic(file.read_bytes(), children.run(convert, str(file), False))
        with pytest.raises(NotConvertible) as refused:
            children.run(convert, str(signed), False)
    finally:
        children.close()
    assert refused.value.key == "formats.convert.signed"


CONVERTIBLE = [sample for sample in samples() if sample.file.endswith(".pdf")]


@needs_samples
@pytest.mark.parametrize("sample", CONVERTIBLE, ids=lambda sample: sample.file)
def test_real_file_turns_classic(sample: Sample) -> None:
    content = sample.path.read_bytes()
    before = detect(content)
    if before.kind not in DATA_KINDS:
        with pytest.raises(NotConvertible):
            to_classic(content, lose_signature=True)
        return
    made = to_classic(content, lose_signature=True)
    if before.facts.repaired and not can_be_shown(content):
        assert detect(made.pdf).kind not in DATA_KINDS
        assert marks_in(made.pdf) == []
        return
    assert_classic(content, made)
