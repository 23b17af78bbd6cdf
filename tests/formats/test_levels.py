"""A CII document by level of Factur-X: each level's own schema takes it, and Chorus Pro loses nothing by it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from fnmatch import fnmatchcase
from functools import cache

import pytest
from lxml import etree

from chorus_app.formats import cii
from chorus_app.formats.detect import detect
from chorus_app.formats.parsed import AllowanceCharge, ParsedInvoice
from chorus_app.formats.writers.cii import write
from chorus_app.formats.writers.levels import FOLDERS, schema_file
from tests.formats.test_any_invoice import differences
from tests.formats.test_coverage import LIST
from tests.makers.invoices import main_document, make_facturx, make_invoice, make_works_invoice
from tests.makers.strategies import full_invoice

INVOICES: dict[str, Callable[[], ParsedInvoice]] = {
    "ordinary": make_invoice,
    "works": lambda: make_works_invoice(
        service_code="S1", original_invoice="F-0", attachments=(main_document(b"%PDF"),)
    ),
    "full": lambda: full_invoice("cii"),
}


@cache
def schema_of(level: str) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(schema_file(level)))


@pytest.mark.parametrize("made", INVOICES)
@pytest.mark.parametrize("level", FOLDERS)
def test_document_of_a_level_is_valid_at_that_level(level: str, made: str) -> None:
    schema = schema_of(level)
    assert schema.validate(etree.fromstring(write(INVOICES[made](), level=level))), schema.error_log


def test_higher_level_holds_all_of_the_lower_ones() -> None:
    documents = [write(full_invoice("cii"), level=level) for level in FOLDERS]
    sizes = [sum(1 for _ in etree.fromstring(document).iter()) for document in documents]
    assert sizes == sorted(set(sizes))
    assert cii.read(documents[-1]) == cii.read(write(full_invoice("cii")))


def test_minimum_is_a_header_without_lines() -> None:
    read = cii.read(write(make_invoice(), level="MINIMUM"))
    assert (read.lines, read.vat, read.due_date, read.buyer.address.city) == ((), (), None, None)
    assert (read.number, read.payable, read.seller.identifier) == (
        make_invoice().number,
        make_invoice().payable,
        make_invoice().seller.identifier,
    )


def test_what_goes_below_extended_is_told_in_the_documentation() -> None:
    whole, cut = (cii.read(write(full_invoice("cii"), level=level)) for level in ("EXTENDED", "EN 16931"))
    gone = {re.sub(r"\[\d+\]", "", path)[1:] for path, _, _ in differences(cut, whole)}
    sentence = next(line for line in LIST.read_text(encoding="utf-8").splitlines() if line.startswith("Below EXTENDED"))
    told = re.findall(r"`([^`]+)`", sentence)
    assert {pattern for pattern in told if not any(fnmatchcase(path, pattern) for path in gone)} == set()
    assert {path for path in gone if not any(fnmatchcase(path, pattern) for pattern in told)} == set()


def facturx_of(invoice: ParsedInvoice) -> ParsedInvoice:
    changes = {name: getattr(invoice, name) for name in ("valideur", "seller", "contract", "contract_type", "lines")}
    return cii.read(detect(make_facturx(**changes)).xml or b"")


def test_made_facturx_keeps_what_chorus_pro_reads_beyond_its_level() -> None:
    works = make_works_invoice(contract="M-1", contract_type="BC")
    kinds = tuple(replace(line, subkind=kind) for line, kind in zip(works.lines, ("GROUP", "DETAIL"), strict=True))
    invoice = replace(works, lines=kinds, seller=replace(works.seller, service_code="COMPTA"))
    read = facturx_of(invoice)
    assert read.valideur is not None
    assert read.valideur.name == "Atelier MOE"
    assert (read.seller.service_code, read.contract, read.contract_type) == ("COMPTA", "M-1", "BC")
    assert [line.subkind for line in read.lines] == ["GROUP", "DETAIL"]


@pytest.mark.parametrize("level", ["BASIC WL", "BASIC", "EN 16931"])
def test_carriage_is_a_charge_where_the_level_has_no_place_for_it(level: str) -> None:
    carriage = AllowanceCharge(charge=True, amount=make_invoice().payable, reason="Port")
    read = cii.read(write(make_invoice(freight=(carriage,)), level=level))
    assert (read.freight, read.allowances) == ((), (carriage,))
