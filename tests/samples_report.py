"""Counts how the sample files come out against their manifest: `python -m tests.samples_report [COLUMN…]`.

A column compares one thing of every file with what the manifest says; a new one is a row in `COLUMNS`.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from chorus_app.formats.detect import detect
from tests.samples import Sample, samples
from tests.standards import difference
from tests.verdict_report import verdict_difference

Column = Callable[[Sample], str | None]  # None when all is as expected, else what came out instead


def kind(sample: Sample) -> str | None:
    """The kind of the file against `expected_kind`."""
    found = detect(sample.path, sample.path.name).kind.value
    return None if not sample.kinds or found in sample.kinds else f"{found}, and not {'|'.join(sample.kinds)}"


COLUMNS: dict[str, Column] = {"kind": kind, "en16931": difference, "verdict": verdict_difference}


def report(files: Sequence[Sample], columns: Sequence[str]) -> Iterator[str]:
    """For each column a line with the count, then a line for each file that comes out otherwise."""
    for name in columns:
        differences = [(sample.file, said) for sample in files if (said := COLUMNS[name](sample)) is not None]
        yield f"{name}: {len(files) - len(differences)} of {len(files)} as the manifest says"
        yield from (f"  {file}: {said}" for file, said in differences)


def kinds_found(files: Sequence[Sample]) -> Iterator[str]:
    """How many files of each kind there are, the commonest first."""
    counted = Counter(detect(sample.path, sample.path.name).kind.value for sample in files)
    return (f"  {count:4} {name}" for name, count in counted.most_common())


def main(columns: Sequence[str]) -> int:
    """Print the report; 1 when a file comes out otherwise, 2 when there is nothing to compare."""
    files = samples()
    if not files or not set(columns) <= set(COLUMNS):
        print("no sample files beside the project" if not files else f"columns: {', '.join(COLUMNS)}")
        return 2
    lines = list(report(files, columns or list(COLUMNS)))
    print("\n".join(lines))
    print("\n".join(kinds_found(files)))
    return int(any(line.startswith("  ") for line in lines))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
