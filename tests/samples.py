"""The folder of real files that may stand beside the project. Tests that want it say so when it is absent."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import pytest

_FOLDER = Path(__file__).parents[2] / "shared" / "samples"
SAMPLES: Path | None = _FOLDER if (_FOLDER / "manifest.tsv").is_file() else None
needs_samples = pytest.mark.skipif(SAMPLES is None, reason="the sample files are not beside the project")


@dataclass(frozen=True, slots=True)
class Sample:
    """One row of the manifest. `kinds` is empty when any kind will do; `xsd` is "FAIL/ok" (the file's own profile, then
    the full schema) with the first errors; `en16931` the rules of EN 16931 that fire, or "ok"."""

    file: str
    folder: str
    kinds: tuple[str, ...]
    expected: str
    note: str
    xsd: str = ""
    en16931: str = ""

    @property
    def path(self) -> Path:
        """Where the file stands."""
        return _FOLDER / self.file


def samples(folder: str | None = None) -> list[Sample]:
    """All samples, or those of one folder; none when the folder is absent."""
    if SAMPLES is None:
        return []
    with (SAMPLES / "manifest.tsv").open(encoding="utf-8", newline="") as rows:
        read = csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE)
        found = [_sample(row) for row in read]
    return [sample for sample in found if folder is None or sample.file.startswith(f"{folder}/")]


def _sample(row: dict[str, str]) -> Sample:
    kinds = () if row["expected_kind"].startswith("any") else tuple(row["expected_kind"].split("|"))
    xsd, en16931 = row["xsd_profile_and_full"] or "", row["en16931_1.3.16"] or ""
    return Sample(row["file"], row["folder"], kinds, row["expected"], row["note"] or "", xsd, en16931)
