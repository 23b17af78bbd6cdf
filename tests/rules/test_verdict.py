"""The verdict as a whole: layers, outcome, old and new flows, AIFE's own files, child processes."""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from decimal import Decimal
from multiprocessing import get_context
from pathlib import Path

import pytest

from chorus_app.formats.detect import detect
from chorus_app.formats.kinds import FileKind
from chorus_app.formats.probe import probe
from chorus_app.formats.syntaxes import Space
from chorus_app.kernel.text import t
from chorus_app.rules.directory import DepositContext
from chorus_app.rules.finding import Finding, Layer
from chorus_app.rules.fit import fits
from chorus_app.rules.verdict import LayerRun, Outcome, Verdict, complete, verdict, verdict_on_file
from tests.makers import pdfs
from tests.makers.directory import aife_directory, make_directory, make_structure
from tests.makers.invoices import (
    RECIPIENT_SIRET,
    main_document,
    make_cii,
    make_facturx,
    make_pdf,
    make_ubl,
    make_works_invoice,
)
from tests.rules.cases import TODAY, judged, syntax, works
from tests.samples import Sample, needs_samples, samples

SCHEMATRON = (LayerRun(Layer.EN16931, "not_asked"), LayerRun(Layer.BR_FR, "not_asked"))


def run(*layers: Layer) -> tuple[LayerRun, ...]:
    return tuple(LayerRun(layer) for layer in layers)


def skipped(why: str, *layers: Layer) -> tuple[LayerRun, ...]:
    return tuple(LayerRun(layer, why) for layer in layers)


def test_right_facturx_is_accepted_through_all_layers() -> None:
    found = judged(make_facturx(), "FSO1117A")
    assert (found.outcome, found.accepted, found.findings) == (Outcome.ACCEPT, True, ())
    assert found.layers == (
        *run(Layer.OPENABLE, Layer.WELL_FORMED, Layer.CONTAINER, Layer.XSD, Layer.CHORUS),
        *SCHEMATRON,
    )
    assert (found.syntax, found.syntaxes) == ("FSO1117A", ("FSO1117A", "FSO1137A"))
    assert found.invoice is not None
    assert found.invoice.number == "FA-2026-001"


def test_layers_after_a_failure_say_that_they_were_not_run() -> None:
    lower = "lower_failed"
    assert judged(make_pdf(), "FSO1117A").layers == (
        *run(Layer.OPENABLE),
        *skipped(lower, Layer.WELL_FORMED, Layer.CONTAINER, Layer.XSD, Layer.CHORUS, Layer.EN16931, Layer.BR_FR),
    )
    broken = judged(make_cii().replace(b"<ram:ApplicableHeaderTradeDelivery/>", b""), "FSO1106A")
    assert broken.layers[3:] == (LayerRun(Layer.XSD), *skipped(lower, Layer.CHORUS, Layer.EN16931, Layer.BR_FR))
    assert broken.invoice is not None


def test_container_does_not_apply_to_xml() -> None:
    assert LayerRun(Layer.CONTAINER, "not_applicable") in judged(make_ubl(), "FSO1100A").layers


@pytest.mark.parametrize(
    ("make", "outcome"),
    [
        (make_facturx, Outcome.ACCEPT),
        (lambda: make_cii(number=None), Outcome.REFUSE),
        (make_pdf, Outcome.REFUSE),
        (lambda: b"<a/>", Outcome.REFUSE),
        (lambda: b"<a>", Outcome.UNREADABLE),
        (lambda: pdfs.protect(make_pdf(), user="x"), Outcome.UNREADABLE),
        (lambda: b"%PDF-1.3", Outcome.UNREADABLE),
    ],
)
def test_outcome_is_the_verdict_in_one_word(make: Callable[[], bytes], outcome: Outcome) -> None:
    assert judged(make()).outcome is outcome


def test_faulty_container_is_accepted_with_warnings() -> None:
    found = judged(pdfs.protect(make_facturx()), "FSO1117A")
    assert (found.kind, found.accepted, [finding.code for finding in found.findings]) == (
        FileKind.FACTURX_FAULTY,
        True,
        ["FX-CHIFFRE"],
    )


def test_b2b_value_is_refused_though_the_file_is_right() -> None:
    found = judged(make_facturx(), "FSO1117A_B2B")
    assert (found.accepted, [finding.code for finding in found.blocking]) == (False, ["SYNTAXE-B2B"])


@pytest.mark.parametrize("cadre", ["A4", "A1", "A26", None])
def test_old_and_new_flows_find_the_same_in_a_works_invoice(cadre: str | None) -> None:
    """The works flows are "strictly identical" to their elders; only the cadre must be one of works."""
    changes = {**works("cii"), "cadre": cadre, "payment_means": None, "iban": None, "bic": None}
    document = (main_document(zipped=True),)
    for old, new, content in (
        ("FSO1117A", "FSO1137A", make_facturx(**changes)),
        ("FSO1100A", "FSO1130A", make_ubl(**changes)),
        ("FSO1110A", "FSO1131A", make_ubl(**{**changes, "attachments": document})),
    ):
        before, after = (judged(content, code).findings for code in (old, new))
        assert before == tuple(finding for finding in after if finding.code != "CPP-CADRE-TRAVAUX")
        assert ("CPP-CADRE-TRAVAUX" in codes(after)) is (cadre in ("A1", None))


def codes(findings: tuple[Finding, ...]) -> list[str]:
    return [finding.code for finding in findings]


def test_works_invoice_is_accepted_by_every_flow_that_takes_it() -> None:
    changes = works("ubl")
    pdf = {**changes, "attachments": (main_document(zipped=True),)}
    assert judged(make_facturx(**works("cii")), "FSO1137A").accepted
    assert judged(make_ubl(**changes), "FSO1130A").accepted
    assert judged(make_ubl(**pdf), "FSO1131A").accepted
    assert judged(make_ubl(**pdf), "FSO1110A").accepted
    assert make_works_invoice().cadre == "A4"


def test_verdict_without_directory_says_so_and_is_completed_later(tmp_path: Path) -> None:
    file = tmp_path / "facture"
    file.write_bytes(make_cii())
    partial = verdict_on_file(str(file), "facture.xml", "FSO1106A")
    assert LayerRun(Layer.CHORUS, "no_directory") in partial.layers
    assert partial.accepted
    directory = make_directory(recipient=make_structure(RECIPIENT_SIRET, engagement_required=True))
    whole = complete(partial, directory=directory, context=DepositContext(today=TODAY))
    at_once = verdict(file, syntax=syntax("FSO1106A"), directory=directory, context=DepositContext(today=TODAY))
    assert whole == at_once
    assert codes(whole.findings) == ["CPP-EJ-OBLIGATOIRE"]
    assert not whole.accepted
    assert complete(whole, directory=directory) == whole


def test_completion_changes_nothing_when_the_chorus_rules_were_not_reached() -> None:
    refused = verdict(make_pdf(), syntax=syntax("FSO1117A"))
    assert complete(refused, directory=make_directory()) is refused


def test_verdict_and_probe_run_in_a_spawned_child(tmp_path: Path) -> None:
    file = tmp_path / "facture"
    file.write_bytes(make_facturx())
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        found = pool.submit(verdict_on_file, str(file), "facture.pdf", "FSO1117A").result()
        detected = pool.submit(probe, str(file), "facture.pdf").result()
    assert found == verdict_on_file(str(file), "facture.pdf", "FSO1117A")
    assert detected.kind is FileKind.FACTURX
    assert pickle.loads(pickle.dumps(found)) == found


def test_importing_the_probe_and_the_table_loads_no_parser() -> None:
    """The web process names these functions; the libraries are only wanted in the child."""
    script = (
        "import sys; import chorus_app.formats.probe, chorus_app.formats.syntaxes, chorus_app.rules.directory;"
        "print([name for name in ('pikepdf', 'lxml', 'facturx', 'reportlab') if name in sys.modules])"
    )
    said = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"


def test_structure_error_is_told_in_the_words_of_chorus_pro() -> None:
    xml = make_cii().replace(b"<ram:GrandTotalAmount>1800.00<", b"<ram:GrandTotalAmount>1 800,00<")
    line = 1 + xml[: xml.index(b"<ram:GrandTotalAmount>")].count(b"\n")
    column = len(xml.splitlines()[line - 1].partition(b">")[0]) + 2
    (finding,) = judged(xml, "FSO1106A").findings
    assert (finding.code, finding.line, finding.value, finding.key) == (
        "ERR_XSD_001",
        line,
        "1 800,00",
        "findings.err_xsd_001.type",
    )
    assert finding.path is not None
    assert finding.path.endswith("SpecifiedTradeSettlementHeaderMonetarySummation.GrandTotalAmount")
    assert finding.params["official"] == (
        "IRRECEVABILITE: cvc-datatype-valid.1.2.1: '1 800,00' is not a valid value for 'decimal'."
        f" - ligne: {line} - position: {column}"
    )


@pytest.mark.parametrize(
    ("old", "new", "key", "official"),
    [
        ("<ram:ApplicableHeaderTradeDelivery/>", "", "unexpected", "cvc-complex-type.2.4.a"),
        ("<rsm:ExchangedDocumentContext>", "<rsm:ExchangedDocumentContext><ram:X/>", "unexpected", "2.4.a"),
        ("<ram:TypeCode>380</ram:TypeCode>", '<ram:TypeCode foo="1">380</ram:TypeCode>', "attribute", "3.2.2"),
        ("<ram:TypeCode>380</ram:TypeCode>", "<ram:TypeCode><b/></ram:TypeCode>", "child", "2.2"),
        ("</rsm:ExchangedDocument>", "texte</rsm:ExchangedDocument>", "text", "2.3"),
        ("rsm:CrossIndustryInvoice", "rsm:MaFacture", "root", "cvc-elt.1"),
    ],
)
def test_structure_errors_have_their_kind_and_the_message_of_xerces(
    old: str, new: str, key: str, official: str
) -> None:
    finding = judged(make_cii().replace(old.encode(), new.encode()), "FSO1106A").findings[0]
    assert finding.key == f"findings.err_xsd_001.{key}"
    assert official in finding.params["official"]


def test_missing_attribute_and_child_in_ubl() -> None:
    without = make_ubl().replace(b'<cbc:PayableAmount currencyID="EUR">', b"<cbc:PayableAmount>")
    (finding,) = judged(without, "FSO1100A").findings
    assert (finding.key, finding.value) == ("findings.err_xsd_001.attribute_missing", "currencyID")
    start, end = make_ubl().index(b"<cac:InvoiceLine>"), make_ubl().rindex(b"</cac:InvoiceLine>")
    no_line = make_ubl()[:start] + make_ubl()[end + len(b"</cac:InvoiceLine>") :]
    (finding,) = judged(no_line, "FSO1100A").findings
    assert finding.key == "findings.err_xsd_001.incomplete"


def test_compulsory_element_is_named_in_the_words_of_chorus_pro() -> None:
    (finding,) = judged(make_cii(payment_means=None, iban=None, bic=None), "FSO1106A").findings
    path = "SupplyChainTradeTransaction.ApplicableHeaderTradeSettlement.SpecifiedTradeSettlementPaymentMeans.TypeCode"
    assert finding.params["official"] == f"L'element FichierXml.{path}.value est obligatoire."


def test_missing_service_is_told_with_the_slip_of_chorus_pro() -> None:
    directory = make_directory(recipient=make_structure(RECIPIENT_SIRET, code_service_required=True))
    (finding,) = judged(make_cii(), "FSO1106A", directory).findings
    path = "FichierXml.SupplyChainTradeTransaction.ApplicableHeaderTradeAgreement.BuyerReference.value"
    assert finding.params["official"] == f"L'engagement juridique ({path}) est obligatoire"


def test_value_that_would_bend_a_page_or_a_log_is_shown_flat() -> None:
    (finding,) = judged(make_cii(number="F\n\u202eX" + "y" * 300), "FSO1106A").findings[:1]
    assert finding.value is not None
    assert len(finding.value) == 200
    assert "\n" not in finding.value
    assert "\u202e" not in finding.value


def expected_flow(sample: Sample) -> str:
    return sample.path.name[:8]


@needs_samples
@pytest.mark.parametrize("sample", samples("aife"), ids=lambda sample: sample.path.name)
def test_file_of_aife_gets_the_verdict_of_its_manifest(sample: Sample) -> None:
    found = verdict(
        sample.path,
        name=sample.path.name,
        syntax=syntax(expected_flow(sample)),
        directory=aife_directory(),
        context=DepositContext(today=TODAY),
    )
    if sample.expected.startswith("refuse"):
        assert codes(found.blocking) == ["ERR_XSD_001"]
        assert found.blocking[0].params["expected"] == "ApplicableHeaderTradeDelivery"
    else:
        assert found.accepted, found.blocking
        assert found.kind.value in sample.kinds


@needs_samples
@pytest.mark.parametrize("sample", samples(), ids=lambda sample: sample.file)
def test_no_real_file_makes_the_verdict_stumble(sample: Sample) -> None:
    found: Verdict = verdict(sample.path, name=sample.path.name, directory=make_directory())
    assert isinstance(found.accepted, bool)
    assert found.accepted or found.blocking


@pytest.mark.parametrize("root", ["Autre", "Invoice", "CreditNote"])
@pytest.mark.parametrize("kind", ["Invoice", "CreditNote"])
def test_any_root_in_a_namespace_of_ubl_gets_a_verdict(root: str, kind: str) -> None:
    found = judged(f'<{root} xmlns="urn:oasis:names:specification:ubl:schema:xsd:{kind}-2"/>'.encode(), "FSO1100A")
    assert codes(found.findings) == ["ERR_XSD_001"]


def test_a_file_of_wrong_lines_is_told_by_its_first_hundred() -> None:
    line = make_works_invoice().lines[0]
    lines = tuple(replace(line, net_amount=Decimal("0.0000001")) for _ in range(500))
    found = Counter(codes(judged(make_cii(lines=lines), "FSO1106A").findings))
    assert found == {
        "CPP-MONTANT-FORMAT": 100,
        "CPP-LIGNE-MONTANT": 100,
        "CPP-SOMME-LIGNES": 1,
        "CPP-TVA-BASE-LIGNES": 1,
    }


def test_wrong_pair_is_told_with_the_file_the_value_and_the_next_act() -> None:
    finding = fits(syntax("FSO1117A"), detect(make_ubl()), space=Space.EMISES, name="facture 12.xml")
    assert finding is not None
    meaning, todo = (t(f"{finding.key}.{part}", **finding.params) for part in ("meaning", "todo"))
    assert "facture 12.xml" in meaning
    assert syntax("FSO1117A").label in meaning
    assert todo.endswith("FSO1100A, FSO1110A.")


def test_malformed_xml_is_told_with_its_line() -> None:
    (finding,) = judged(b"<a>\n<b>\n</a>", "FSO1106A").findings
    assert (finding.code, finding.line, finding.path) == ("XML-ILLISIBLE", 3, None)
