"""Every finding of the catalogue is raised by a case, has its texts, and says them without a hole."""

from __future__ import annotations

import pytest

from chorus_app.kernel.text import catalogue, t
from chorus_app.rules.catalogue import CATALOGUE, ENTRIES
from chorus_app.rules.finding import Finding, Layer, Severity
from chorus_app.rules.profiles import PROFILES, severity_of
from chorus_app.rules.xsd import INCOMPLETE, MESSAGES, OTHER, UNEXPECTED
from tests.rules.cases import CASES, WITHOUT_FINDING, Case

PARTS = ("title", "meaning", "todo")
ALL = [(code, index, case) for code, cases in CASES.items() for index, case in enumerate(cases)]


def said(finding: Finding) -> str:
    return "\n".join(t(f"{finding.key}.{part}", **finding.params) for part in PARTS)


def test_every_code_has_a_case_and_every_case_a_code() -> None:
    assert set(CASES) == set(CATALOGUE)
    assert len(CATALOGUE) == len(ENTRIES)


@pytest.mark.parametrize(("code", "case"), [(code, case) for code, _, case in ALL], ids=[f"{c}-{i}" for c, i, _ in ALL])
def test_case_raises_its_finding_with_texts(code: str, case: Case) -> None:
    findings = {finding.code: finding for finding in case()}
    assert code in findings
    finding = findings[code]
    text = said(finding)
    assert "{" not in text
    assert "«\u00a0\u00a0»" not in text
    assert finding.value is None or finding.value == "" or len(finding.value) <= 200
    assert (finding.layer, finding.term) == (CATALOGUE[code].layer, finding.term or CATALOGUE[code].term)


@pytest.mark.parametrize("name", WITHOUT_FINDING)
def test_right_invoice_has_no_finding(name: str) -> None:
    assert WITHOUT_FINDING[name]() == ()


def test_every_kind_of_structure_error_has_texts() -> None:
    for name, _ in (*MESSAGES.values(), UNEXPECTED, INCOMPLETE, OTHER):
        assert all(f"findings.err_xsd_001.{name}.{part}" in catalogue("fr") for part in PARTS)


def test_no_text_is_left_without_a_code() -> None:
    used = {entry.key.removeprefix("findings.") for entry in ENTRIES} | {"layers", "severities", "skipped"}
    written = {key.split(".")[1] for key in catalogue("fr") if key.startswith("findings.")}
    assert written == used


def test_every_layer_has_a_severity_in_every_profile_and_a_label() -> None:
    for table in PROFILES.values():
        assert set(table) == set(Layer)
    assert all(f"findings.layers.{layer.value}" in catalogue("fr") for layer in Layer)
    assert all(f"findings.severities.{severity.value}" in catalogue("fr") for severity in Severity)


def test_severity_follows_the_layer_unless_the_code_has_its_own() -> None:
    assert severity_of("CPP-EJ-OBLIGATOIRE", Layer.CHORUS) is Severity.BLOCKING
    assert severity_of("FX-NOM", Layer.CONTAINER) is Severity.WARNING
    assert severity_of("CPP-DEVISE-ABSENTE", Layer.CHORUS) is Severity.INFO
    assert severity_of("BR-01", Layer.EN16931) is Severity.WARNING
