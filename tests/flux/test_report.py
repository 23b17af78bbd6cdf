"""The report of a flux: on the page, as JSON, as PDF."""

import json
from io import BytesIO

import pikepdf
import pytest
from pyhanko.pdf_utils.reader import PdfFileReader

from chorus_app.flux.enums import FluxState
from chorus_app.flux.queries import get_file, get_flux, get_report
from chorus_app.flux.report_json import help_link, report_data, report_json
from chorus_app.flux.report_pdf import report_pdf
from chorus_app.formats.kinds import FileKind
from chorus_app.formats.parsed import Party
from chorus_app.kernel.context import World
from chorus_app.kernel.errors import NotFound
from chorus_app.kernel.text import t
from tests.flux import scenes
from tests.flux.scenes import Cast, outcome
from tests.makers.invoices import MOE_SIRET, RECIPIENT_SIRET, SUPPLIER_SIRET, make_facturx, siret

WORKS = {"cadre": "A4", "valideur": Party(siret(MOE_SIRET), "Atelier MOE")}


def rejected(**changes: object) -> bytes:
    return make_facturx(None, **{**WORKS, "payment_means": None, "engagement": "E" * 51, **changes})


def test_report_shows_what_was_read_and_what_is_wrong(importing: World, cast: Cast) -> None:
    report = outcome(importing, cast, scenes.put(importing, cast, rejected(), "FSO1137A", name="situation.pdf"))
    (invoice,) = report.invoices
    assert (report.kind, report.is_facturx, report.read_at, report.flux.blocking_count) == (
        FileKind.FACTURX,
        True,
        None,
        2,
    )
    assert (invoice.number, invoice.accepted, invoice.supplier_name, invoice.recipient_name) == (
        "FA-2026-001",
        False,
        "Maçonnerie Démo",
        "Ville de Démo",
    )
    for finding in report.findings:
        for key in (finding.title_key, finding.meaning_key, finding.todo_key):
            assert t(key, "fr", **finding.params)
    assert [finding.severity for finding in report.findings][:2] == ["blocking", "blocking"]


def test_layers_that_were_not_run_say_why(importing: World, cast: Cast) -> None:
    report = outcome(importing, cast, scenes.put(importing, cast, b"<a", "FSO1130A"))
    skipped = {layer.layer: layer.skipped_key for layer in report.layers}
    assert skipped["chorus"] == "findings.skipped.lower_failed"
    assert all(t(key) for key in skipped.values() if key)


def test_json_has_the_fields_of_the_api(importing: World, cast: Cast) -> None:
    receipt = scenes.put(importing, cast, rejected(), "FSO1137A")
    report = outcome(importing, cast, receipt)
    data = json.loads(report_json(report))
    assert data == report_data(report)
    assert {name: data[name] for name in ("numeroFluxDepot", "nomFichier", "etatCourantDepotFlux")} == {
        "numeroFluxDepot": receipt.number,
        "nomFichier": f"FSO1137A_CPP001_{receipt.number}",
        "etatCourantDepotFlux": "IN_REJETE",
    }
    (error,) = data["listeErreurDP"]
    assert (error["numeroDP"], error["identifiantFournisseur"], error["identifiantDestinataire"]) == (
        "FA-2026-001",
        SUPPLIER_SIRET,
        RECIPIENT_SIRET,
    )
    assert error["libelleErreurDP"].count("|") == 1
    assert data["listeErreurTechnique"] == []


def test_fault_of_the_whole_file_is_a_technical_error(importing: World, cast: Cast) -> None:
    report = outcome(importing, cast, scenes.put(importing, cast, b"MZ", "FSO1137A"))
    data = report_data(report)
    assert ([error["codeErreur"] for error in data["listeErreurTechnique"]], data["listeErreurDP"]) == (
        ["FICHIER-NON-FACTURE"],
        [],
    )


def links_in(content: bytes) -> list[str]:
    """The addresses that can be clicked in a PDF."""
    with pikepdf.open(BytesIO(content)) as pdf:
        notes = [note for page in pdf.pages for note in page.obj.get("/Annots", ())]
        return [str(note["/A"]["/URI"]) for note in notes]


def test_pdf_can_be_opened_and_holds_selectable_french(importing: World, cast: Cast) -> None:
    report = outcome(importing, cast, scenes.put(importing, cast, rejected(), "FSO1137A", name="œuvre \u4e2d.pdf"))
    content = report_pdf(report)
    with pikepdf.open(BytesIO(content)) as pdf:
        assert (str(pdf.docinfo["/Title"]), str(pdf.Root.Lang)) == (
            t("flux.report.title", number=report.flux.number),
            "fr-FR",
        )
        drawn = b"".join(
            stream.read_bytes()
            for page in pdf.pages
            for stream in [page.Contents]
            if isinstance(stream, pikepdf.Stream)
        )
    assert PdfFileReader(BytesIO(content)).root
    assert set(links_in(content)) == {help_link(found.code) for found in report.findings}
    for words in ("Ville de Démo", "FA-2026-001", t("flux.state.IN_REJETE.label"), report.flux.number):
        escaped = "".join(f"\\{ord(c):03o}" if ord(c) > 126 else c for c in words).encode()
        assert escaped in drawn, words


def test_pdf_of_an_incident_and_of_an_integrated_flux(importing: World, cast: Cast) -> None:
    report = outcome(importing, cast, scenes.put(importing, cast, make_facturx(None, **WORKS), "FSO1137A"))
    assert report.flux.state is FluxState.INTEGRATED
    assert report_pdf(report).startswith(b"%PDF-")


def test_no_report_before_the_verdict(world: World, cast: Cast) -> None:
    receipt = scenes.put(world, cast, b"a", "FSO1137A")
    with world.reading(actor_id=cast.alice) as context, pytest.raises(NotFound) as caught:
        get_report(context, public_id=receipt.public_id)
    assert caught.value.key == "flux.report.not_yet"


def test_charlie_sees_neither_flux_nor_report_nor_file(importing: World, cast: Cast) -> None:
    receipt = scenes.put(importing, cast, make_facturx(None, **WORKS), "FSO1137A")
    outcome(importing, cast, receipt)
    for actor in (cast.charlie, cast.buyer, None):
        for read in (get_flux, get_report, get_file):
            with importing.reading(actor_id=actor) as context, pytest.raises(NotFound) as hidden:
                read(context, public_id=receipt.public_id)
            with importing.reading(actor_id=actor) as context, pytest.raises(NotFound) as absent:
                read(context, public_id="nobody")
            assert (hidden.value.key, hidden.value.params) == (absent.value.key, absent.value.params)


def test_colleague_sees_flux_and_file(importing: World, cast: Cast) -> None:
    content = make_facturx(None, **WORKS)
    receipt = scenes.put(importing, cast, content, "FSO1137A", name="f.pdf")
    outcome(importing, cast, receipt)
    with importing.reading(actor_id=cast.bob) as context:
        flux, file = get_flux(context, public_id=receipt.public_id), get_file(context, public_id=receipt.public_id)
    assert (flux.mine, [invoice.number for invoice in flux.invoices], file.name) == (False, ["FA-2026-001"], "f.pdf")
    assert importing.files.read(file.sha256) == content
    assert [state.state for state in flux.states][-1] is FluxState.INTEGRATED
