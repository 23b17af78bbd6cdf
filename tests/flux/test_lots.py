"""The import of a lot: each invoice has its own fate, and the lot its own report."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import pytest
from pypdfium2 import PdfDocument
from sqlmodel import col, select

from chorus_app.flux import lots, redeposit, steps
from chorus_app.flux.checklist import get_checklist
from chorus_app.flux.deposit import Receipt
from chorus_app.flux.enums import FluxState
from chorus_app.flux.models import Flux
from chorus_app.flux.queries import get_flux, get_lot_report, get_report
from chorus_app.flux.report_json import report_data
from chorus_app.flux.report_pdf import report_pdf
from chorus_app.flux.views import ReportView
from chorus_app.formats import cpp
from chorus_app.formats.kinds import FileKind
from chorus_app.formats.parsed import Party
from chorus_app.formats.syntaxes import SYNTAXES, Space, Syntax
from chorus_app.invoices import service
from chorus_app.invoices.enums import DocumentKind
from chorus_app.invoices.models import Invoice, InvoiceDocument
from chorus_app.kernel.children import Children
from chorus_app.kernel.context import World
from chorus_app.kernel.errors import NotFound
from chorus_app.kernel.paging import PageRequest
from chorus_app.kernel.text import t
from tests.flux import poison, scenes
from tests.flux.scenes import Cast, outcome
from tests.formats.test_lots import HOSTILE
from tests.makers.invoices import MOE_SIRET, make_facturx, make_sample, make_ubl, siret
from tests.makers.lots import cpp_of, tar_gz, ubl_files, zip_of

EMISES = Space.EMISES


def put(world: World, cast: Cast, content: bytes, syntax: str = "FSO1100A", name: str = "lot.zip") -> Receipt:
    return scenes.put(world, cast, content, syntax, space=EMISES, name=name)


def numbers(world: World) -> list[str]:
    with world.reading() as context:
        return list(context.session.exec(select(Invoice.number).order_by(col(Invoice.id))))


def fates(report: ReportView) -> list[tuple[str | None, bool]]:
    return [(invoice.file_name, invoice.accepted) for invoice in report.invoices]


@pytest.mark.parametrize(("pack", "name"), [(zip_of, "lot.zip"), (tar_gz, "lot.tar.gz")])
def test_all_invoices_of_a_right_lot_are_integrated(
    importing: World, cast: Cast, pack: Callable[..., bytes], name: str
) -> None:
    files = ubl_files(20)
    report = outcome(importing, cast, put(importing, cast, pack(files), name=name))
    assert (report.flux.state, report.flux.invoice_count, report.flux.accepted_count) == (FluxState.INTEGRATED, 20, 20)
    assert fates(report) == [(name, True) for name, _ in files]
    assert numbers(importing) == [f"L-{n:03d}" for n in range(1, 21)]
    assert list((importing.folder / "lots").iterdir()) == []


def test_each_invoice_keeps_the_file_that_brought_it(importing: World, cast: Cast) -> None:
    files = ubl_files(3)
    outcome(importing, cast, put(importing, cast, zip_of(files)))
    with importing.reading() as context:
        found = context.session.exec(select(InvoiceDocument).order_by(col(InvoiceDocument.invoice_id))).all()
    assert [(row.kind, row.name, importing.files.read(row.sha256)) for row in found] == [
        (DocumentKind.DEPOSITED, name, content) for name, content in files
    ]


def test_only_the_wrong_invoices_of_a_lot_are_refused(importing: World, cast: Cast) -> None:
    wrong = (2, 5, 19)
    report = outcome(importing, cast, put(importing, cast, zip_of(ubl_files(20, wrong=wrong))))
    assert report.flux.state is FluxState.PARTLY_INTEGRATED
    assert [invoice.position for invoice in report.refused] == list(wrong)
    assert [[f.code for f in report.of(one) if f.severity == "blocking"] for one in report.refused] == [
        ["CPP-PAIEMENT-ABSENT"]
    ] * 3
    assert (report.flux.accepted_count, report.flux.blocking_count, len(numbers(importing))) == (17, 3, 17)


def test_lot_without_a_right_invoice_is_rejected(importing: World, cast: Cast) -> None:
    report = outcome(importing, cast, put(importing, cast, zip_of(ubl_files(2, wrong=(1, 2)))))
    assert (report.flux.state, numbers(importing)) == (FluxState.REJECTED, [])


def test_file_that_is_no_invoice_refuses_itself_only(importing: World, cast: Cast) -> None:
    files = [*ubl_files(1), ("image.xml", b"\x89PNG\r\n\x1a\n"), ("cut.xml", b"<Invoice"), ("f.pdf", make_facturx())]
    report = outcome(importing, cast, put(importing, cast, zip_of([*files, ("lot.xml", zip_of(ubl_files(1)))])))
    assert report.flux.state is FluxState.PARTLY_INTEGRATED
    assert {one.file_name: [f.code for f in report.of(one)] for one in report.refused} == {
        "image.xml": ["FICHIER-NON-FACTURE"],
        "cut.xml": ["XML-ILLISIBLE"],
        "f.pdf": ["FICHIER-SYNTAXE"],
        "lot.xml": ["FICHIER-LOT"],
    }


def test_same_invoice_twice_in_a_lot_is_taken_once(importing: World, cast: Cast) -> None:
    files = [("a.xml", make_ubl(number="D")), *ubl_files(10), ("z.xml", make_ubl(number="D"))]
    report = outcome(importing, cast, put(importing, cast, zip_of(files)))
    (refused,) = report.refused
    assert (refused.file_name, report.of(refused)[0].code) == ("z.xml", "CPP-DOUBLON-LOT")
    assert report.of(refused)[0].params["first"] == "a.xml"
    assert numbers(importing).count("D") == 1


def test_invoice_of_an_earlier_flux_is_a_duplicate_in_a_lot(importing: World, cast: Cast) -> None:
    outcome(importing, cast, put(importing, cast, make_ubl(number="L-002"), name="f.xml"))
    report = outcome(importing, cast, put(importing, cast, zip_of(ubl_files(3))))
    assert [(one.number, report.of(one)[0].code) for one in report.refused] == [("L-002", "CPP-DOUBLON")]


def test_two_lots_of_the_same_invoices_at_once_integrate_each_once(importing: World, cast: Cast) -> None:
    content = zip_of(ubl_files(30))
    receipts = [put(importing, cast, content) for _ in range(3)]
    reports = [outcome(importing, cast, receipt) for receipt in receipts]
    assert sum(report.flux.accepted_count for report in reports) == 30
    assert sorted(numbers(importing)) == [f"L-{n:03d}" for n in range(1, 31)]


@pytest.mark.parametrize("syntax", [row for row in SYNTAXES if not row.b2b], ids=lambda row: row.code)
def test_each_of_the_nine_flows_takes_a_lot(importing: World, cast: Cast, syntax: Syntax) -> None:
    works: dict[str, Any] = {"cadre": "A4", "valideur": Party(siret(MOE_SIRET), "Atelier MOE")}
    suffix = "pdf" if syntax.schema == "cii" and syntax.interface_code in ("FSO1117A", "FSO1137A") else "xml"
    files = [(f"f{n}.{suffix}", make_sample(syntax, number=f"S-{n}", **works)) for n in range(2)]
    receipt = scenes.put(importing, cast, tar_gz(files), syntax.code, space=Space.TRAVAUX, name="lot.tar.gz")
    report = outcome(importing, cast, receipt)
    assert (report.flux.state, scenes.codes(report), numbers(importing)) == (FluxState.INTEGRATED, [], ["S-0", "S-1"])


def test_each_invoice_of_one_cpp_file_has_its_own_fate(importing: World, cast: Cast) -> None:
    content = cpp_of(3, wrong=(2,))
    receipt = put(importing, cast, content, "FSO1113A", "mixte.xml")
    report = outcome(importing, cast, receipt)
    assert (report.flux.state, report.kind, report.is_lot) == (FluxState.PARTLY_INTEGRATED, FileKind.CPP_SEVERAL, True)
    assert fates(report) == [("facture-001.xml", True), ("facture-002.xml", False), ("facture-003.xml", True)]
    assert numbers(importing) == ["C-001", "C-003"]
    (refused,) = report.refused
    (found,) = [finding for finding in report.of(refused) if finding.severity == "blocking"]
    second = next(number for number, line in enumerate(content.decode().split("\n"), 1) if "C-002" in line)
    assert (found.code, found.line) == ("CPP-PAIEMENT-ABSENT", second - 1)  # where its data begin, in the file as it is
    with importing.reading(actor_id=cast.alice, structure_id=cast.supplier) as context:
        wanted = redeposit.refused_files(context, public_id=receipt.public_id)
    packed = importing.files.read(redeposit.pack_refused(importing, wanted).sha256)
    again = outcome(importing, cast, put(importing, cast, packed, "FSO1113A", "mixte-refusees.zip"))
    assert (fates(again), again.kind) == ([("facture-002.xml", False)], FileKind.ARCHIVE)
    with importing.reading() as context:
        rows = context.session.exec(select(InvoiceDocument).order_by(col(InvoiceDocument.id))).all()
    brought = [importing.files.read(row.sha256) for row in rows if row.kind is DocumentKind.DEPOSITED]
    assert [cpp.read(document).number for document in brought] == ["C-001", "C-003"]


@pytest.mark.parametrize(
    ("content", "name", "why"),
    [
        (lambda: cpp_of(2), "mixte", "LOT-EXTENSION-ARCHIVE"),
        (lambda: cpp_of(501), "mixte.xml", "LOT-TROP-DE-FACTURES"),
    ],
)
def test_cpp_file_of_several_invoices_is_refused_as_a_lot_is(
    importing: World, cast: Cast, content: Callable[[], bytes], name: str, why: str
) -> None:
    report = outcome(importing, cast, put(importing, cast, content(), "FSO1113A", name))
    assert (scenes.codes(report), report.kind, report.invoices) == ([why], FileKind.CPP_SEVERAL, ())


@pytest.mark.parametrize("what", ["zip slip", "symbolic link", "501 invoices", "tar of zeros", "password", "cut zip"])
def test_hostile_lot_is_refused_as_a_whole_with_its_reason(importing: World, cast: Cast, what: str) -> None:
    content, name, why = HOSTILE[what]
    report = outcome(importing, cast, put(importing, cast, content, name=name))
    assert (report.flux.state, scenes.codes(report)) == (FluxState.REJECTED, [why.value])
    assert (report.invoices, numbers(importing)) == ((), [])
    assert not any((importing.folder / "lots").glob("*"))


def test_invoice_that_kills_its_child_is_refused_alone(
    importing: World, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lots, "check_members", poison.check_members)
    files = [*ubl_files(3), ("poison.xml", b"<a/>"), *ubl_files(3, prefix="M")]
    report = outcome(
        importing, cast, put(importing, cast, zip_of([(f"{n}-{name}", c) for n, (name, c) in enumerate(files)]))
    )
    assert [(one.file_name, report.of(one)[0].code) for one in report.refused] == [
        ("3-poison.xml", "FLUX-TRAITEMENT-INTERROMPU")
    ]
    assert (report.flux.state, report.flux.accepted_count) == (FluxState.PARTLY_INTEGRATED, 6)


def test_lot_whose_import_breaks_off_keeps_what_was_integrated(
    importing: World, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    integrate = service.integrate_all

    def breaking(context: Any, accepted: Any) -> Any:
        if any(one.origin.position > 8 for one in accepted):
            raise RuntimeError("a fault of ours")
        return integrate(context, accepted)

    monkeypatch.setattr(lots, "integrate_all", breaking)
    report = outcome(importing, cast, put(importing, cast, zip_of(ubl_files(20))))
    assert (report.flux.state, report.flux.accepted_count) == (FluxState.PARTLY_INTEGRATED, 8)
    assert [(one.position, report.of(one)[0].code) for one in report.refused] == [
        (n, "FLUX-TRAITEMENT-ECHEC") for n in range(9, 21)
    ]


def test_every_step_of_a_lot_bears_being_run_twice(world: World, cast: Cast, children: Children) -> None:
    world.__dict__["children"] = children
    receipt = put(world, cast, zip_of(ubl_files(10, wrong=(3,))))
    for step in steps.STEPS:
        for _ in range(2):
            step.act(steps.Job(world, 1))
    report = outcome(world, cast, receipt)
    assert (len(report.invoices), len(numbers(world)), report.flux.accepted_count) == (10, 9, 9)
    del world.__dict__["children"]


def test_running_lot_tells_how_far_it_is(importing: World, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[int, int, int]] = []
    integrate = service.integrate_all

    def watched(context: Any, accepted: Any) -> Any:
        with importing.reading(actor_id=cast.alice) as reading:
            public_id = reading.session.exec(select(Flux.public_id)).one()
            lot = get_flux(reading, public_id=public_id).lot
            assert lot is not None
            seen.append((lot.total, lot.done, lot.refused))
        return integrate(context, accepted)

    monkeypatch.setattr(lots, "integrate_all", watched)
    receipt = put(importing, cast, zip_of(ubl_files(20, wrong=(1,))))
    outcome(importing, cast, receipt)
    assert seen == [(20, 0, 0), (20, 8, 1), (20, 16, 1)]
    with importing.reading(actor_id=cast.alice) as context:
        lot = get_flux(context, public_id=receipt.public_id).lot
    assert lot is not None
    assert (lot.total, lot.done, lot.accepted) == (20, 20, 19)


def test_report_of_a_lot_is_paged_with_the_refused_first(importing: World, cast: Cast) -> None:
    receipt = put(importing, cast, zip_of(ubl_files(12, wrong=(4, 11))))
    outcome(importing, cast, receipt)
    with importing.reading(actor_id=cast.alice) as context:
        ask = PageRequest(size=5)
        first = get_lot_report(context, public_id=receipt.public_id, page=ask)
        refused = get_lot_report(context, public_id=receipt.public_id, page=ask, refused_only=True)
        beyond = get_lot_report(context, public_id=receipt.public_id, page=PageRequest(page=99, size=5))
    assert first is not None
    assert refused is not None
    assert beyond is not None
    assert [row.position for row in first.page.rows] == [4, 11, 1, 2, 3]
    assert {place: [f.code for f in found] for place, found in first.reasons.items()} == {
        4: ["CPP-PAIEMENT-ABSENT"],
        11: ["CPP-PAIEMENT-ABSENT"],
    }
    assert ([row.position for row in refused.page.rows], refused.page.total, refused.refused) == ([4, 11], 2, 2)
    assert ([row.position for row in beyond.page.rows], beyond.page.pages) == ([10, 12], 3)


def test_one_invoice_of_a_lot_has_its_own_findings_and_controls(importing: World, cast: Cast) -> None:
    receipt = put(importing, cast, zip_of(ubl_files(3, wrong=(2,))))
    outcome(importing, cast, receipt)
    with importing.reading(actor_id=cast.alice) as context:
        one = get_report(context, public_id=receipt.public_id, position=2)
        with pytest.raises(NotFound):
            get_report(context, public_id=receipt.public_id, position=4)
    assert ([row.number for row in one.invoices], scenes.codes(one)) == (["L-002"], ["CPP-PAIEMENT-ABSENT"])
    assert [layer.layer for layer in one.layers][:2] == ["openable", "well_formed"]
    assert {found.invoice_position for found in one.findings} == {2}


def test_charlie_gets_of_a_lot_what_an_unknown_one_gives(importing: World, cast: Cast) -> None:
    receipt = put(importing, cast, zip_of(ubl_files(2)))
    outcome(importing, cast, receipt)
    told = set()
    for public_id in (receipt.public_id, "inconnu"):
        for read in (get_report, partial(get_lot_report, page=PageRequest())):
            with importing.reading(actor_id=cast.charlie) as context, pytest.raises(NotFound) as hidden:
                read(context, public_id=public_id)
            told.add((hidden.value.key, str(hidden.value.params)))
    assert len(told) == 1


def test_json_of_a_lot_names_each_invoice_and_the_errors_of_the_refused(importing: World, cast: Cast) -> None:
    report = outcome(importing, cast, put(importing, cast, zip_of(ubl_files(4, wrong=(2, 3)))))
    data = report_data(report)
    assert [(one["numeroDP"], one["fichier"], one["integree"], one["montantTTC"]) for one in data["factures"]] == [
        (f"L-00{n}", f"facture-00{n}.xml", n not in (2, 3), "1800.000000") for n in range(1, 5)
    ]
    assert [error["numeroDP"] for error in data["listeErreurDP"]] == ["L-002", "L-003"]
    assert (data["etatCourantDepotFlux"], data["listeErreurTechnique"]) == ("IN_INTEGRE_PARTIEL", [])


def test_pdf_of_a_lot_holds_the_refused_with_their_reasons_and_the_names_of_the_others(
    importing: World, cast: Cast
) -> None:
    report = outcome(importing, cast, put(importing, cast, zip_of(ubl_files(30, wrong=(2,)))))
    text = words_of(report_pdf(report))
    title = t("findings.cpp_paiement_absent.title")
    for words in ("L-002", "facture-002.xml", "L-030", title, t("flux.report.lot_accepted", count=29)):
        assert words.replace("\u00a0", " ") in text, words
    assert "BR-FR" not in text


def words_of(content: bytes) -> str:
    """The text of all pages."""
    with PdfDocument(content) as document:
        pages = [page.get_textpage().get_text_range() for page in document]
    return " ".join(" ".join(pages).replace("\u00a0", " ").split())


def test_checklist_of_a_lot_knows_how_many_refused_invoices_came_since(importing: World, cast: Cast) -> None:
    receipt = put(importing, cast, zip_of(ubl_files(5, wrong=(1, 2, 3))))
    outcome(importing, cast, receipt)
    told = []
    for numbers_again in ((1,), (2, 3)):
        told.append(remedy_of(importing, cast, receipt))
        files = [file for n, file in enumerate(ubl_files(5), 1) if n in numbers_again]
        outcome(importing, cast, put(importing, cast, zip_of(files)))
    assert [*told, remedy_of(importing, cast, receipt)] == [
        (False, "flux.checklist.remedy.todo", {}),
        (False, "flux.checklist.remedy.done_some", {"count": 1, "refused": 3}),
        (True, "flux.checklist.remedy.done_all", {"count": 3, "refused": 3}),
    ]


def remedy_of(world: World, cast: Cast, receipt: Receipt) -> tuple[bool | None, str, Mapping[str, object]]:
    with world.reading(actor_id=cast.alice) as context:
        line = get_checklist(context, public_id=receipt.public_id).lines[2]
    return line.done, line.known_key, line.params
