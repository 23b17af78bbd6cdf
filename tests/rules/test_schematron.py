"""EN 16931 and BR-FR: what is found, where, how grave; what is skipped and why; the quick stylesheets find the same."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from lxml import etree

from chorus_app.formats.limits import MAX_RULES_XML_BYTES
from chorus_app.formats.parsed import Attachment
from chorus_app.kernel.text import has_text, t
from chorus_app.rules.finding import Finding, Layer, Severity
from chorus_app.rules.layers import LayerOutcome, all_skipped
from chorus_app.rules.profiles import EN16931_PROFILE, REFORM_PROFILE
from chorus_app.rules.schematron import engine, sheets
from chorus_app.rules.schematron.checking import MAX_BY_RULE, check
from chorus_app.rules.schematron.light import light
from chorus_app.rules.schematron.loading import rule_ids
from chorus_app.rules.schematron.svrl import MAX_TEXT, broken_rules
from chorus_app.rules.schematron.texts import official_sentence, text_key
from chorus_app.rules.verdict import LayerRun, Verdict, verdict, with_standards
from tests import standards
from tests.makers.bombs import lines_in_lines
from tests.makers.invoices import make_cii, make_facturx, make_invoice, make_pdf, make_ubl
from tests.samples import Sample, needs_samples, samples
from tests.source import PROJECT

EN, FR = Layer.EN16931, Layer.BR_FR
ALL_SHEETS = [value for value in vars(sheets).values() if isinstance(value, sheets.Sheet)]
STEP = re.compile(r"/\*:([\w.-]+)\[namespace-uri\(\)='([^']*)'\]\[(\d+)\]")
TRIGGERED = Path(__file__).with_name("triggered.txt")


def judged(content: bytes, profile: str = "chorus-pro") -> Verdict:
    return verdict(content, profile=profile, standards=check)


def of(found: Verdict, layer: Layer) -> dict[str, Finding]:
    """The first finding of each rule of a layer."""
    return {finding.code: finding for finding in reversed(found.findings) if finding.layer is layer}


def wrong_sum(make: Callable[..., bytes]) -> bytes:
    return make(tax_inclusive=Decimal("1700.00"), payable=Decimal("1700.00"))


@pytest.mark.parametrize("make", [make_cii, make_ubl, make_facturx])
def test_wrong_sum_is_found_by_its_rule_and_does_not_block_by_default(make: Callable[..., bytes]) -> None:
    found = judged(wrong_sum(make))
    finding = of(found, EN)["BR-CO-15"]
    assert (finding.severity, finding.term, finding.key) == (Severity.WARNING, "BT-112", "en16931.br_co_15")
    assert "Invoice total amount with VAT (BT-112) =" in finding.params["official"]
    assert [run for run in found.layers if run.layer in (EN, FR)] == [LayerRun(EN), LayerRun(FR)]
    # By Chorus Pro's own rules the file is what it is without the standards.
    assert found.accepted is verdict(wrong_sum(make)).accepted


def test_place_of_a_finding_is_the_element_with_its_number_and_its_line_in_the_file() -> None:
    lines = make_invoice().lines
    xml = make_cii(lines=(lines[0], replace(lines[1], unit_price=Decimal("-50.00"))))
    found = of(judged(xml), EN)
    line = 1 + xml[: [match.start() for match in re.finditer(b"<ram:IncludedSupplyChainTradeLineItem>", xml)][1]].count(
        b"\n"
    )
    price, scheme = found["BR-27"], found["BR-CL-11"]
    assert (price.path, price.line, price.value) == (
        "FichierXml.SupplyChainTradeTransaction.IncludedSupplyChainTradeLineItem[2]",
        line,
        None,
    )
    assert (scheme.line, scheme.value) == (1 + xml[: xml.index(b">81034732800017<")].count(b"\n"), "81034732800017")


def test_profiles_make_the_layers_block() -> None:
    for profile, en, french in (
        ("chorus-pro", Severity.WARNING, Severity.WARNING),
        (EN16931_PROFILE, Severity.BLOCKING, Severity.WARNING),
        (REFORM_PROFILE, Severity.BLOCKING, Severity.BLOCKING),
    ):
        found = judged(wrong_sum(make_cii), profile)
        assert of(found, EN)["BR-CO-15"].severity is en
        assert of(found, FR)["BR-FR-12_BT-49"].severity is french


def test_rule_that_only_warns_does_not_block_in_any_profile() -> None:
    found = judged(make_ubl(), REFORM_PROFILE)
    assert of(found, EN)["UBL-CR-001"].severity is Severity.WARNING


def test_what_only_chorus_asks_is_a_remark_in_the_profiles_of_the_standard() -> None:
    found = judged(make_cii(cadre="A26"), EN16931_PROFILE)
    assert [finding.severity for finding in found.findings if finding.code == "CPP-CADRE-INCONNU"] == [Severity.WARNING]


@pytest.mark.parametrize(("level", "rules"), [("basicwl", {"BR-CO-15"}), ("extended", {"BR-FREXT-CO-15"})])
def test_level_of_factur_x_chooses_the_rules(level: str, rules: set[str]) -> None:
    xml = make_cii(guideline=f"urn:factur-x.eu:1p0:{level}", tax_inclusive=Decimal("1700.00"))
    assert rules <= of(judged(xml), EN).keys()


def test_minimum_has_nothing_to_check_in_the_standard() -> None:
    found = judged(make_cii(guideline="urn:factur-x.eu:1p0:minimum"))
    assert LayerRun(EN, "level_below") in found.layers
    assert LayerRun(FR) in found.layers


def test_layers_are_skipped_after_a_structure_error_and_when_not_asked() -> None:
    assert judged(make_cii().replace(b"<ram:ApplicableHeaderTradeDelivery/>", b"")).layers[-2:] == (
        LayerRun(EN, "lower_failed"),
        LayerRun(FR, "lower_failed"),
    )
    assert verdict(make_cii()).layers[-2:] == (LayerRun(EN, "not_asked"), LayerRun(FR, "not_asked"))
    assert judged(make_pdf()).layers[-1] == LayerRun(FR, "lower_failed")


def test_too_large_a_document_is_not_asked_and_keeps_its_verdict(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chorus_app.rules.schematron.light.MAX_RULES_XML_BYTES", 100)
    found = judged(make_cii())
    assert found.layers[-2:] == (LayerRun(EN, "too_large"), LayerRun(FR, "too_large"))
    assert found.findings == verdict(make_cii()).findings


def test_attachments_are_left_out_and_lines_keep_their_number() -> None:
    attachment = Attachment("a.pdf", "application/pdf", main=True, content=b"x" * 2 * MAX_RULES_XML_BYTES)
    xml = make_cii(attachments=(attachment,)).replace(b"eHh4", b"eHh4\n", 50)
    lighter = light(xml)
    assert lighter is not None
    assert len(lighter) < 20_000
    assert lighter.count(b"\n") == xml.count(b"\n")
    assert of(judged(xml), EN).keys() >= {"BR-CL-11"}


def test_outcome_of_the_layers_is_set_in_order_into_the_verdict() -> None:
    first = verdict(wrong_sum(make_cii))
    assert with_standards(first, all_skipped("not_answered")).layers[-1] == LayerRun(FR, "not_answered")
    french = Finding(FR, Severity.BLOCKING, "BR-FR-12_BT-49", "br_fr.br_fr_12")
    both = with_standards(first, [LayerOutcome(FR, (french,)), LayerOutcome(EN)])
    assert (both.accepted, both.findings[-1], both.layers[-1]) == (False, french, LayerRun(FR))


def test_rule_that_many_lines_break_is_told_by_the_first() -> None:
    line = make_invoice().lines[0]
    lines = tuple(replace(line, id=str(number), unit_price=Decimal("-1")) for number in range(MAX_BY_RULE + 30))
    found = judged(make_cii(lines=lines))
    assert sum(finding.code == "BR-27" for finding in found.findings) == MAX_BY_RULE


def test_value_of_any_length_is_quoted_shortly() -> None:
    found = of(judged(make_cii(number="#" * 11_000_000)), FR)
    longest = [len(text) for finding in found.values() for text in (finding.value or "", *finding.params.values())]
    assert ("BR-FR-02_BT-1" in found, max(longest) <= MAX_TEXT) == (True, True)


def test_document_that_saxon_does_not_take_is_told_and_not_asked() -> None:
    found = judged(lines_in_lines(100))
    assert found.layers[-2:] == (LayerRun(EN, "not_taken"), LayerRun(FR, "not_taken"))
    assert t(str(found.layers[-1].skipped_key)).startswith("La facture imbrique")
    assert judged(lines_in_lines(20)).layers[-2:] == (LayerRun(EN), LayerRun(FR))


def test_doctype_is_refused_by_saxon_too() -> None:
    with pytest.raises(engine.DocumentRefused, match="DOCTYPE"):
        engine.document('<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/hostname">]><a>&e;</a>')


def test_naming_the_job_loads_neither_saxon_nor_lxml() -> None:
    script = (
        "import sys; import chorus_app.rules.schematron.job, chorus_app.rules.layers;"
        "print([name for name in ('saxonche', 'lxml', 'facturx') if name in sys.modules])"
    )
    said = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"


def limit_cases() -> list[Sample]:
    """The files that have one defect each, named in their note."""
    return [sample for sample in samples() if "facturx-cas-limite__" in sample.file]


def slow_report(sheet: sheets.Sheet, xml: str) -> bytes:
    """What the stylesheet says as factur-x ships it, its locations as the numbers of their elements."""
    compiled = engine._xslt().compile_stylesheet(stylesheet_file=str(sheets.folder() / sheet.file))
    told = etree.fromstring(compiled.transform_to_string(xdm_node=engine.document(xml)).encode())
    root = etree.fromstring(xml)
    numbers = {element: str(number) for number, element in enumerate(root.iter("*"), 1)}
    for node in told.iter("{http://purl.oclc.org/dsdl/svrl}*"):
        if "location" in node.attrib:
            node.set("location", numbers[element_at(root, str(node.attrib["location"]))])
    return etree.tostring(told)


def element_at(root: etree._Element, location: str) -> etree._Element:
    """The element that a location names: /*:Name[namespace-uri()='…'][1]/…"""
    found = root
    for name, namespace, position in STEP.findall(location)[1:]:
        found = list(found.iterchildren(f"{{{namespace}}}{name}"))[int(position) - 1]
    return found


@pytest.mark.slow
@pytest.mark.parametrize("sheet", [s for s in ALL_SHEETS if "BASIC" not in s.file], ids=lambda sheet: sheet.file)
def test_quick_stylesheet_finds_what_the_official_one_finds(sheet: sheets.Sheet) -> None:
    make = make_ubl if "ubl" in sheet.file else make_cii
    bad = make(
        number="F 1", currency="USD", type_code="381", cadre="B4", tax_total=Decimal("1.234"), vat=(), due_date=None
    )
    for content in (make(), bad, wrong_sum(make)):
        xml = etree.tostring(etree.fromstring(content), encoding="unicode")
        slow = {broken for broken in broken_rules(slow_report(sheet, xml)) if re.fullmatch(sheet.rules, broken.rule)}
        assert set(broken_rules(engine.report(sheet, engine.document(xml)))) == slow


def triggered() -> list[tuple[Layer, str, str]]:
    """Layer, rule, official text of each rule that real files break: what `python -m tests.standards --rules` lists."""
    rows = [line.split("\t") for line in TRIGGERED.read_text(encoding="utf-8").splitlines() if line[:1] != "#"]
    return [(Layer(layer), rule, official) for layer, rule, official in rows]


@pytest.mark.parametrize(("layer", "rule", "official"), triggered(), ids=lambda value: str(value)[:40])
def test_every_rule_that_real_files_trigger_has_french_texts(layer: Layer, rule: str, official: str) -> None:
    key = text_key(rule, layer, official)
    assert not key.endswith(".officiel")
    assert all(has_text(f"{key}.{part}") for part in ("title", "meaning", "todo"))


def test_listed_rules_stand_in_the_official_stylesheets() -> None:
    known = frozenset[str]().union(*(rule_ids(sheet) for sheet in ALL_SHEETS))
    assert {rule for _, rule, _ in triggered()} - known == set()


def test_rule_without_french_texts_shows_the_official_one() -> None:
    key = text_key("BR-53", EN, "")
    official = official_sentence("[BR-53]-If the VAT accounting currency code (BT-6) is present, then…")
    assert key == "en16931.officiel"
    assert t(f"{key}.meaning", rule="BR-53", official=official).endswith(
        "If the VAT accounting currency code (BT-6) is present, then…"
    )


@needs_samples
@pytest.mark.slow
def test_real_files_break_the_rules_of_their_manifest_or_the_difference_is_explained() -> None:
    assert standards.unexplained() == []
    ubl = [one for one in standards.compared() if one.found.facts.schema == "ubl"]
    assert [one.sample.file for one in ubl if one.got != one.expected and not one.extended] == []
    document = (PROJECT / "docs" / "verdicts.md").read_text(encoding="utf-8")
    assert [line for line in standards.table() if line not in document] == []
    assert [line for line in standards.summary() if line not in document] == []


@needs_samples
@pytest.mark.slow
def test_list_of_triggered_rules_is_what_the_samples_trigger() -> None:
    listed = {(layer, rule) for layer, rule, _ in triggered()}
    assert {(layer, rule) for layer, rule, _ in standards.triggered_by_samples()} - listed == set()


OF_OUR_OWN = {"facturx-cas-limite__IDENT-002": {"CPP-TVA-NUMERO"}}  # no standard has a rule for a wrong VAT key


@needs_samples
@pytest.mark.slow
@pytest.mark.parametrize("sample", limit_cases(), ids=lambda sample: sample.file)
def test_defect_of_a_limit_case_is_found_under_the_name_of_its_rule(sample: Sample) -> None:
    found = verdict(sample.path, name=sample.path.name, profile=EN16931_PROFILE, standards=check)
    kind, rules, _ = (part.strip() for part in sample.note.split(";", 2))
    named = set(re.findall(r"(?:BR|CII)-[A-Z0-9-]*\d(?:_BT-\d+)?", rules)) if kind == "assertion" else set()
    assert named | OF_OUR_OWN.get(sample.path.stem, set()) <= {finding.code for finding in found.findings}
    by_the_standard = {rule for rule in named if not rule.startswith("BR-FR-")}
    assert by_the_standard <= {finding.code for finding in found.blocking}
    if sample.expected in ("accept", "warn"):
        assert found.accepted
    elif kind != "assertion" or by_the_standard:
        assert not found.accepted


@needs_samples
@pytest.mark.slow
def test_no_real_file_that_is_right_by_the_standard_is_refused_for_its_xml() -> None:
    right = [sample for sample in samples() if sample.xsd.startswith("ok/ok") and sample.en16931.startswith("ok")]
    refused = [
        (sample.file, finding.code)
        for sample in right
        for finding in verdict(sample.path, profile=EN16931_PROFILE, standards=check).blocking
        if finding.layer is not Layer.CONTAINER
    ]
    assert (refused, len(right) > 80) == ([], True)


@needs_samples
@pytest.mark.slow
def test_no_rule_of_a_standard_blocks_a_file_of_aife() -> None:
    found = [finding for sample in samples("aife") for finding in verdict(sample.path, standards=check).blocking]
    assert [finding.code for finding in found if finding.layer in (Layer.CONTAINER, EN, FR)] == []
