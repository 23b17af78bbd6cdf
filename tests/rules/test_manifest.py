"""The verdict on every sample file is the manifest's, or docs/verdicts.md says why not."""

from pathlib import Path

import pytest

from tests.samples import needs_samples, samples
from tests.verdict_report import verdict_difference

VERDICTS = Path(__file__).parents[2] / "docs" / "verdicts.md"


@needs_samples
@pytest.mark.slow
def test_verdicts_are_those_of_the_manifest_or_explained() -> None:
    section = VERDICTS.read_text(encoding="utf-8").partition("## Verdict\n")[2]
    explained = {line.split("|")[1].strip() for line in section.splitlines() if line.startswith("| ")} - {"File"}
    differing = {sample.file: said for sample in samples() if (said := verdict_difference(sample)) is not None}
    assert set(differing) == explained, differing
