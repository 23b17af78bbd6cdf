"""Every value of the valid samples is read, or docs/reading.md says why it is not; every term has its place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path

import pytest
from lxml import etree

from chorus_app.formats import cii, ubl
from chorus_app.formats.binding import Group
from chorus_app.formats.detect import detect
from chorus_app.formats.reading import planned
from chorus_app.formats.xml import open_xml
from tests.formats.leaves import Value, is_read, values_of
from tests.samples import needs_samples, samples

VALID = ("ubl_valid", "cii_valid", "facturx_valid", "aife")
READERS = {"cii": cii.read_tree, "ubl": ubl.read_tree}
LIST = Path(__file__).parents[2] / "docs" / "reading.md"
OFTEN = 3  # of a path that comes back in one file, so many are tried: the lines of an invoice are read alike
TERMS = {f"BT-{number}" for number in range(1, 166)} - {"BT-4"}  # the standard has no BT-4


def listed() -> list[tuple[str, str]]:
    """Syntax and path of the rows of docs/reading.md."""
    rows = re.findall(r"^\| (\w+) \| `([^`]+)` \| [^|]+ \|$", LIST.read_text(encoding="utf-8"), re.MULTILINE)
    return [(syntax, path) for syntax, path in rows]


def documents() -> Iterator[tuple[str, etree._Element]]:
    for sample in (one for folder in VALID for one in samples(folder)):
        detected = detect(sample.path)
        assert detected.xml is not None, sample.file
        assert detected.facts.schema is not None
        yield detected.facts.schema, open_xml(detected.xml)


def tried(root: etree._Element) -> Iterator[Value]:
    seen: Counter[str] = Counter()
    for value in values_of(root):
        seen[value.path] += 1
        if seen[value.path] <= OFTEN:
            yield value


def unread() -> set[tuple[str, str]]:
    """Syntax and path of the values that may change without being seen."""
    found = set()
    for schema, root in documents():
        read = READERS[schema]
        before = read(root)
        found |= {(schema, value.path) for value in tried(root) if not is_read(root, value, read, before)}
    return found


@needs_samples
def test_each_value_of_the_valid_samples_is_read_or_listed() -> None:
    found, rows = unread(), listed()
    matched = {
        (schema, path): [row for row in rows if row[0] in ("all", schema) and fnmatchcase(path, row[1])]
        for schema, path in found
    }
    assert [key for key, matching in sorted(matched.items()) if not matching] == []
    assert [row for row in rows if not any(row in matching for matching in matched.values())] == []


def terms_of(group: Group, namespaces: tuple[tuple[str, str], ...]) -> set[str]:
    plans = [planned(group, namespaces)]
    terms: set[str] = set()
    while plans:
        plan = plans.pop()
        terms |= {term for term, _, _ in plan.terms}
        nodes = [plan.root]
        while nodes:
            node = nodes.pop()
            plans += [node.opened.plan] if node.opened else []
            nodes += node.children.values()
    return terms


# Told by another value and not by their place: charges (BT-99, BT-141…), the total in the currency of the accounts
# (BT-111), tax numbers (BT-31, BT-32…), the creditor (BT-90), the tender and the invoiced object (BT-17, BT-18).
SHARED = {f"BT-{number}" for number in (*range(99, 106), *range(141, 146), 111)}


@pytest.mark.parametrize(
    ("group", "namespaces", "without"),
    [
        (cii.INVOICE, cii.PREFIXES, SHARED | {"BT-17", "BT-18", "BT-32"}),
        (
            ubl.INVOICE,
            (("", ubl.INVOICE_NAMESPACE), *ubl.PREFIXES),
            SHARED | {"BT-18", "BT-21", "BT-31", "BT-32", "BT-48", "BT-63", "BT-90"},
        ),
    ],
    ids=["cii", "ubl"],
)
def test_each_term_of_the_standard_has_its_place(
    group: Group, namespaces: tuple[tuple[str, str], ...], without: set[str]
) -> None:
    assert TERMS - terms_of(group, namespaces) - without == set()
