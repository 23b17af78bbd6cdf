"""From a classic PDF and data to a Factur-X, and back again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from chorus_app.formats import cii
from chorus_app.formats.classic import DATA_KINDS, NotConvertible, to_classic
from chorus_app.formats.detect import detect
from chorus_app.formats.kinds import FileKind
from chorus_app.formats.wrapping import GUIDELINES, to_facturx
from chorus_app.formats.writers.cii import write
from chorus_app.kernel.text import t
from chorus_app.rules.made import make_facturx as make_and_judge
from chorus_app.rules.verdict import Outcome
from tests.makers import pdfs
from tests.makers.invoices import make_cii, make_facturx, make_invoice, make_pdf
from tests.rendering import pages_of


@pytest.mark.parametrize("level", GUIDELINES)
def test_made_facturx_says_the_same_and_turns_classic_again(level: str) -> None:
    invoice = make_invoice(bic=None) if level == "BASIC" else make_invoice()  # BASIC has no place for a BIC
    pdf = make_pdf()
    made = to_facturx(pdf, invoice, level=level)
    found = detect(made.pdf)
    assert (found.kind, found.faults, found.facts.level) == (FileKind.FACTURX, (), level)
    assert cii.read(found.xml or b"") == cii.read(write(replace(invoice, guideline=GUIDELINES[level])))
    assert pages_of(made.pdf) == pages_of(pdf)
    classic = to_classic(made.pdf)
    assert detect(classic.pdf).kind not in DATA_KINDS
    assert pages_of(classic.pdf) == pages_of(pdf)


def test_made_facturx_is_accepted_by_the_portal() -> None:
    content, judged = make_and_judge(make_pdf(), make_invoice())
    assert judged.outcome is Outcome.ACCEPT
    assert detect(content).kind is FileKind.FACTURX


def test_made_facturx_of_wrong_data_comes_with_its_findings() -> None:
    _, judged = make_and_judge(make_pdf(), make_invoice(number=None))
    assert judged.outcome is Outcome.REFUSE


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "signed": (lambda: pdfs.sign(make_pdf()), "signed_before"),
    "owner's password": (lambda: pdfs.protect(make_pdf()), "encrypted"),
    "password": (lambda: pdfs.protect(make_pdf(), user="secret"), "unreadable"),
    "factur-x": (make_facturx, "data_already"),
    "xml": (make_cii, "no_pdf"),
    "damaged": (lambda: b"%PDF-1.7\n", "unreadable"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_pdf_that_cannot_become_a_facturx_is_refused_with_a_text(case: str) -> None:
    with pytest.raises(NotConvertible) as refused:
        to_facturx(REFUSED[case][0](), make_invoice())
    assert refused.value.key == f"formats.convert.{REFUSED[case][1]}"
    assert t(refused.value.key, **refused.value.params)


def test_level_without_lines_is_not_made() -> None:
    with pytest.raises(NotConvertible) as refused:
        to_facturx(make_pdf(), make_invoice(), level="MINIMUM")
    assert refused.value.key == "formats.convert.unknown_level"


def test_pdf_that_the_maker_cannot_read_is_refused() -> None:
    with pytest.raises(NotConvertible) as refused:
        to_facturx(make_pdf()[:-200], make_invoice(number="\0"))
    assert refused.value.key == "formats.convert.not_made"
