"""Each valid sample, read and written: the same invoice comes back, in a document that its schema takes."""

from __future__ import annotations

import pytest

from chorus_app.formats import cii, ubl
from chorus_app.formats.detect import detect
from chorus_app.formats.writers import cii as cii_writer
from chorus_app.formats.writers import ubl as ubl_writer
from chorus_app.formats.xml import open_xml
from chorus_app.rules import xsd
from tests.samples import Sample, needs_samples, samples

READ = {"cii": cii.read, "ubl": ubl.read}
WRITE = {"cii": cii_writer.write, "ubl": ubl_writer.write}
VALID = [sample for folder in ("ubl_valid", "cii_valid", "facturx_valid", "aife") for sample in samples(folder)]


@needs_samples
@pytest.mark.parametrize("sample", VALID, ids=lambda sample: sample.file)
def test_valid_sample_comes_back_the_same(sample: Sample) -> None:
    detected = detect(sample.path)
    schema = detected.facts.schema or ""
    first = READ[schema](detected.xml or b"")
    written = WRITE[schema](first)
    assert READ[schema](written) == first
    assert xsd.check(open_xml(written), written) == ()
