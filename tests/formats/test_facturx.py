"""The container of a Factur-X: each fault under its code, and none where there is none."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO

import pikepdf
import pytest

from chorus_app.formats.detect import detect
from chorus_app.formats.facturx import REMARKS
from chorus_app.formats.facturx_levels import level_of, same_level
from chorus_app.formats.kinds import FileKind
from chorus_app.rules.catalogue import CATALOGUE
from chorus_app.rules.finding import Layer
from tests.makers import pdfs
from tests.makers.invoices import make_cii, make_facturx, make_pdf
from tests.samples import Sample, needs_samples, samples

Change = Callable[[pikepdf.Pdf], None]


def spec(opened: pikepdf.Pdf) -> pikepdf.Object:
    return opened.Root["/Names"]["/EmbeddedFiles"]["/Names"][1]


def no_names(opened: pikepdf.Pdf) -> None:
    opened.Root["/AF"] = pikepdf.Array([spec(opened)])
    del opened.Root["/Names"]


def no_af(opened: pikepdf.Pdf) -> None:
    if "/AF" in opened.Root:
        del opened.Root["/AF"]


def no_relationship(opened: pikepdf.Pdf) -> None:
    del spec(opened)["/AFRelationship"]


def odd_relationship(opened: pikepdf.Pdf) -> None:
    spec(opened)["/AFRelationship"] = pikepdf.Name("/Ami")


def source(opened: pikepdf.Pdf) -> None:
    spec(opened)["/AFRelationship"] = pikepdf.Name("/Source")


def old_name(opened: pikepdf.Pdf) -> None:
    spec(opened)["/UF"] = spec(opened)["/F"] = pikepdf.String("ZUGFeRD-invoice.xml")


def no_xmp(opened: pikepdf.Pdf) -> None:
    del opened.Root["/Metadata"]


def xmp_with(old: bytes, new: bytes) -> Change:
    def change(opened: pikepdf.Pdf) -> None:
        opened.Root["/Metadata"].write(opened.Root["/Metadata"].read_bytes().replace(old, new))

    return change


def no_guideline(opened: pikepdf.Pdf) -> None:
    stream = spec(opened)["/EF"]["/F"]
    stream.write(
        re.sub(rb"<ram:GuidelineSpecified.*</ram:GuidelineSpecified\w+>", b"", stream.read_bytes(), flags=re.DOTALL)
    )


def no_output_intent(opened: pikepdf.Pdf) -> None:
    del opened.Root["/OutputIntents"]


CASES: dict[str, Callable[[], bytes]] = {
    "FX-PLUSIEURS-XML": lambda: pdfs.attach(make_facturx(), "zugferd-invoice.xml", make_cii()),
    "FX-NOM": lambda: pdfs.changed(make_facturx(), old_name),
    "FX-AFRELATIONSHIP-USAGE": lambda: pdfs.changed(make_facturx(), source),
    "FX-NAMES-ABSENT": lambda: pdfs.changed(make_facturx(), no_names),
    "FX-AF-ABSENT": lambda: pdfs.changed(make_facturx(), no_af),
    "FX-AFRELATIONSHIP-ABSENT": lambda: pdfs.changed(make_facturx(), no_relationship),
    "FX-AFRELATIONSHIP-INCONNU": lambda: pdfs.changed(make_facturx(), odd_relationship),
    "FX-XMP-ABSENT": lambda: pdfs.changed(make_facturx(), no_xmp),
    "FX-XMP-ILLISIBLE": lambda: pdfs.changed(make_facturx(), xmp_with(b"</rdf:RDF>", b"")),
    "FX-XMP-SANS-FACTURX": lambda: pdfs.changed(make_facturx(), xmp_with(b"urn:factur-x:", b"urn:autre:")),
    "FX-XMP-NOM": lambda: pdfs.changed(make_facturx(), xmp_with(b">factur-x.xml<", b">facture.xml<")),
    "FX-PDFA": lambda: pdfs.changed(make_facturx(), xmp_with(b"<pdfaid:part>3<", b"<pdfaid:part>1<")),
    "FX-NIVEAU": lambda: pdfs.changed(make_facturx(), xmp_with(b">EN 16931<", b">BASIC<")),
    "FX-PROFIL-INCONNU": lambda: make_facturx(guideline="urn:nulle-part:2026"),
    "FX-PROFIL-ABSENT": lambda: pdfs.changed(make_facturx(), no_guideline),
    "FX-OUTPUTINTENT-ABSENT": lambda: pdfs.changed(make_facturx(), no_output_intent),
    "FX-CHIFFRE": lambda: pdfs.protect(make_facturx()),
}


def test_made_facturx_has_no_fault() -> None:
    found = detect(make_facturx())
    assert (found.kind, found.faults) == (FileKind.FACTURX, ())


@pytest.mark.parametrize("code", CASES)
def test_fault_is_found_under_its_code(code: str) -> None:
    found = detect(CASES[code]())
    assert found.kind is (FileKind.FACTURX if code in REMARKS else FileKind.FACTURX_FAULTY)
    assert code in [fault.code for fault in found.faults]


def test_level_without_lines_wants_data_as_relationship() -> None:
    def alternative(opened: pikepdf.Pdf) -> None:
        spec(opened)["/AFRelationship"] = pikepdf.Name("/Alternative")

    (fault,) = detect(pdfs.changed(make_facturx(guideline="urn:factur-x.eu:1p0:minimum"), alternative)).faults
    assert (fault.code, fault.value, fault.params) == ("FX-AFRELATIONSHIP-USAGE", "Alternative", {"wanted": "Data"})


def test_colours_that_each_page_declares_need_no_output_intent() -> None:
    def declare(opened: pikepdf.Pdf) -> None:
        no_output_intent(opened)
        opened.pages[0].obj["/Resources"]["/ColorSpace"] = pikepdf.Dictionary(
            DefaultRGB=pikepdf.Array([pikepdf.Name("/CalRGB"), pikepdf.Dictionary(WhitePoint=[0.95, 1, 1.09])])
        )

    assert detect(pdfs.changed(make_facturx(), declare)).kind is FileKind.FACTURX


def test_invoice_in_a_foreign_namespace_is_named() -> None:
    spoiled = make_cii().replace(b":CrossIndustryInvoice:100", b":CrossIndustryInvoice:99")
    found = detect(pdfs.attach(make_pdf(), "factur-x.xml", spoiled))
    assert found.reason is not None
    assert (found.kind, found.reason.name) == (FileKind.FACTURX_DECLARED, "wrong_namespace")


CAS_LIMITE = {
    "PDF-004": "FX-AFRELATIONSHIP-USAGE",
    "PDF-006": "FX-NIVEAU",
    "PDF-007": "FX-OUTPUTINTENT-ABSENT",
    "PDF-008": "FX-AF-ABSENT",
    "PRF-002": "FX-PROFIL-INCONNU",
    "XML-004": "FX-PROFIL-ABSENT",
}


@needs_samples
@pytest.mark.parametrize(
    "sample", [s for s in samples() if "cas-limite" in s.file and s.file.endswith(".pdf")], ids=lambda s: s.file
)
def test_one_defect_a_file_is_found_and_no_other(sample: Sample) -> None:
    wanted = next((code for name, code in CAS_LIMITE.items() if name in sample.file), None)
    assert [fault.code for fault in detect(sample.path).faults] == ([wanted] if wanted else [])


def test_every_container_code_has_a_case() -> None:
    assert set(CASES) == {code for code, entry in CATALOGUE.items() if entry.layer is Layer.CONTAINER}


def test_invoice_that_only_hangs_on_a_page_is_no_facturx() -> None:
    def pin(opened: pikepdf.Pdf) -> None:
        pinned = spec(opened)
        del opened.Root["/Names"]
        no_af(opened)
        no_xmp(opened)
        note = pikepdf.Dictionary(Type=pikepdf.Name("/Annot"), Subtype=pikepdf.Name("/FileAttachment"), FS=pinned)
        opened.pages[0].obj["/Annots"] = pikepdf.Array([opened.make_indirect(note)])

    assert detect(pdfs.changed(make_facturx(), pin)).kind is FileKind.PDF_ATTACHMENTS


def test_name_tree_in_a_circle_ends() -> None:
    def bend(opened: pikepdf.Pdf) -> None:
        tree = opened.make_indirect(opened.Root["/Names"]["/EmbeddedFiles"])
        opened.Root["/Names"]["/EmbeddedFiles"] = tree
        tree["/Kids"] = pikepdf.Array([tree])

    with pikepdf.open(BytesIO(make_facturx())) as opened:
        bend(opened)
        out = BytesIO()
        opened.save(out)
    assert detect(out.getvalue()).facts.invoice_attachment == "factur-x.xml"


@pytest.mark.parametrize(
    ("guideline", "level"),
    [
        ("urn:cen.eu:en16931:2017", "EN 16931"),
        ("urn:factur-x.eu:1p0:minimum", "MINIMUM"),
        ("urn:factur-x.eu:1p0:basicwl", "BASIC WL"),
        ("urn:cen.eu:en16931:2017#compliant#urn:factur-x.eu:1p0:basic", "BASIC"),
        ("urn:cen.eu:en16931:2017#conformant#urn:factur-x.eu:1p0:extended", "EXTENDED"),
        ("urn:cen.eu:en16931:2017#compliant:factur-x.eu:1p0:en16931", "EN 16931"),
        ("urn:cen.eu:en16931:2017#compliant#urn:xoev-de:kosit:standard:xrechnung_2.0", "XRECHNUNG"),
        ("urn:zugferd.de:2p0:minimum", "MINIMUM"),
        ("urn:cen.eu:en16931:2018", None),
        ("", None),
        (None, None),
    ],
)
def test_level_is_read_from_the_guideline(guideline: str | None, level: str | None) -> None:
    assert level_of(guideline) == level


def test_levels_are_compared_whatever_their_spelling() -> None:
    assert same_level("EN16931", "EN 16931")
    assert same_level("BASICWL", "BASIC WL")
    assert not same_level("BASIC", "BASIC WL")
