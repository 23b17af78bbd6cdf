"""A target of atheris, in its own process: `python -m tests.soak.fuzzing <target> <options of libFuzzer> <folders>`.

What crashes, hangs or swells is left by libFuzzer as a file that repeats it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from random import Random

import atheris

with atheris.instrument_imports(include=["chorus_app"]):
    from lxml import etree

    from chorus_app.cli.rendering import rendered
    from chorus_app.formats.classic import NotConvertible, to_classic
    from chorus_app.formats.detect import detect
    from chorus_app.formats.xml import XmlRefused, open_xml
    from chorus_app.rules.verdict import READERS, verdict

from tests.makers.mutations import rearranged


def ask_what_it_is(content: bytes) -> None:
    assert detect(content).kind


def ask_for_a_verdict(content: bytes) -> None:
    """The verdict, in both forms in which it is told."""
    found = verdict(content)
    assert found.accepted or found.blocking
    for form in ("json", "text"):
        rendered(found, file="facture", milliseconds=1.0, form=form).encode()


def ask_for_a_classic(content: bytes) -> None:
    try:
        made = to_classic(content, lose_signature=True)
    except NotConvertible:
        return
    assert made.pdf


def read_as(schema: str) -> Callable[[bytes], None]:
    """The reader of a syntax, whatever the document is."""

    def read(content: bytes) -> None:
        try:
            root = open_xml(content)
        except XmlRefused:
            return
        assert READERS[schema](root)

    return read


TARGETS: dict[str, Callable[[bytes], None]] = {
    "detect": ask_what_it_is,
    "verdict": ask_for_a_verdict,
    "classic": ask_for_a_classic,
    **{schema: read_as(schema) for schema in READERS},
}


def mutated(content: bytes, max_size: int, seed: int) -> bytes:
    """Every second time as XML, which stays well-formed: bytes changed at random seldom get past the parser."""
    if seed % 2:
        try:
            changed = rearranged(content, Random(seed), times=1 + seed % 5)
        except (etree.XMLSyntaxError, ValueError):
            changed = b""
        if 0 < len(changed) <= max_size:
            return changed
    return bytes(atheris.Mutate(content, max_size))


def main() -> None:
    target = TARGETS[sys.argv.pop(1)]
    atheris.Setup(sys.argv, target, custom_mutator=mutated)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
