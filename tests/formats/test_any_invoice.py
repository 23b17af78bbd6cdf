"""Invoices of any content, written and read: in their own syntax, and through another one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date
from fnmatch import fnmatchcase
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from chorus_app.formats import cii, cpp, ubl
from chorus_app.formats.parsed import Attachment, Code, ParsedInvoice, Party, PaymentMeans, PaymentTerms
from chorus_app.formats.writers import cii as cii_writer
from chorus_app.formats.writers import cpp as cpp_writer
from chorus_app.formats.writers import ubl as ubl_writer
from chorus_app.formats.writers.fitting import ROLES
from chorus_app.formats.writers.losses import KEPT, LOSSES, carried
from tests.formats.test_coverage import LIST
from tests.makers.invoices import SUPPLIER_SIRET, make_invoice, siret
from tests.makers.strategies import full_invoice, invoices

READ: dict[str, Callable[[bytes], ParsedInvoice]] = {"cii": cii.read, "ubl": ubl.read, "cpp": cpp.read}
WRITE: dict[str, Callable[[ParsedInvoice], bytes]] = {
    "cii": cii_writer.write,
    "ubl": ubl_writer.write,
    "cpp": cpp_writer.write,
}
FEW = settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],  # a smaller example takes a minute to find: ask for it by hand
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)


def through(invoice: ParsedInvoice, schema: str) -> ParsedInvoice:
    """The invoice, written in the syntax and read again."""
    return READ[schema](WRITE[schema](invoice))


def differences(one: object, other: object, path: str = "") -> Iterator[tuple[str, object, object]]:
    """Where two invoices say something else."""
    if is_dataclass(one) and type(one) is type(other):
        for each in fields(one):
            if each.compare:
                yield from differences(getattr(one, each.name), getattr(other, each.name), f"{path}.{each.name}")
    elif isinstance(one, tuple) and isinstance(other, tuple) and len(one) == len(other):
        for index, pair in enumerate(zip(one, other, strict=True)):
            yield from differences(*pair, f"{path}[{index}]")
    elif one != other:
        yield path, one, other


@pytest.mark.parametrize(
    ("schema", "type_code"),
    [("cii", "380"), ("ubl", "380"), ("ubl", "381"), ("cpp", "380")],
    ids=["cii", "ubl", "ubl_creditnote", "cpp"],
)
@FEW
@given(st.data())
def test_invoice_of_any_content_comes_back_the_same(schema: str, type_code: str, data: st.DataObject) -> None:
    invoice = data.draw(invoices(schema, type_code=type_code))
    assert list(differences(through(invoice, schema), invoice)) == []


def plain(invoice: ParsedInvoice) -> ParsedInvoice:
    """The invoice with all identifiers of a party in one place, as each syntax has them in another one."""
    parties: dict[str, Any] = {role: _plain(getattr(invoice, role)) for role in ROLES}
    return replace(invoice, **parties)


def _plain(party: Party | None) -> Party | None:
    if party is None:
        return None
    known = {replace(one, scheme=None) for one in (party.identifier, party.legal_id, *party.ids) if one}
    ids = tuple(sorted(known, key=lambda one: (one.type, one.value)))
    return replace(party, identifier=None, legal_id=None, ids=ids)


def recognised(invoice: ParsedInvoice) -> dict[str, tuple[str, str]]:
    """Identifiers by role, those that Chorus Pro cannot but take for what they are."""
    parties = {role: getattr(invoice, role) for role in ROLES}
    found = {role: party.identifier for role, party in parties.items() if party and party.identifier}
    known = {role: one for role, one in found.items() if one.type != "AUTRE"}
    full = {role: one for role, one in known.items() if one.type != "SIRET" or len(one.value) == 14}
    return {role: (one.type, one.value) for role, one in full.items()}


@pytest.mark.parametrize(
    ("own", "other", "type_code"),
    [("ubl", "cii", "380"), ("ubl", "cii", "381"), ("cii", "ubl", "380"), ("cii", "ubl", "381")],
)
@FEW
@given(st.data())
def test_invoice_through_another_syntax_only_loses_what_is_listed(
    own: str, other: str, type_code: str, data: st.DataObject
) -> None:
    invoice = data.draw(invoices(own, type_code=type_code))
    back = through(through(invoice, other), own)
    kept = carried(invoice, other)
    assert list(differences(plain(carried(back, other)), plain(carried(kept, own)))) == []
    assert recognised(invoice).items() <= recognised(back).items()


@pytest.mark.parametrize("own", ["ubl", "cii"])
@FEW
@given(st.data())
def test_invoice_in_chorus_pros_own_xml_keeps_what_is_listed(own: str, data: st.DataObject) -> None:
    invoice = data.draw(invoices(own))
    found = plain(through(invoice, "cpp"))
    assert list(differences(found, replace(plain(carried(invoice, "cpp")), schema="cpp"))) == []


def test_terms_of_payment_and_the_invoice_each_keep_their_own_day_and_mandate() -> None:
    own = PaymentTerms(text="solde", due_date=date(2026, 12, 31), mandate="M-2")
    invoice = make_invoice(due_date=date(2026, 12, 2), mandate="M-1", payment_terms=(own,))
    read = through(invoice, "cii")
    assert (read.due_date, read.mandate, read.payment_terms) == (date(2026, 12, 2), "M-1", (own,))


def test_means_of_payment_and_the_invoice_each_keep_their_own_mandate() -> None:
    payments = (PaymentMeans(code="30"), PaymentMeans(code="59", mandate="M-2"), PaymentMeans(code="59"))
    read = through(make_invoice("ubl", mandate="M-1", payments=payments), "ubl")
    assert (read.mandate, [means.mandate for means in read.payments]) == ("M-1", [None, "M-2", None])


@pytest.mark.parametrize(
    ("schema", "type_code", "code"),
    [("cii", "380", "50"), ("cii", "380", "130"), ("ubl", "380", "130"), ("ubl", "381", "50")],
)
def test_attachment_is_never_taken_for_a_value_of_the_invoice(schema: str, type_code: str, code: str) -> None:
    piece = Attachment(name="plan", mime_type=None, main=False, description="Plan", type_code=code)
    read = through(make_invoice(schema, type_code=type_code, attachments=(piece,)), schema)
    assert (read.tender, read.invoiced_object, read.project) == (None, None, None)
    assert [(one.name, one.description) for one in read.attachments] == [("plan", "Plan")]
    among = through(
        make_invoice(
            schema,
            type_code=type_code,
            tender="T",
            invoiced_object=Code("O"),
            project="P",
            attachments=(piece,),
        ),
        schema,
    )
    assert (among.tender, among.invoiced_object, among.project) == ("T", Code("O"), "P")
    assert [(one.name, one.type_code) for one in among.attachments] == [("plan", code)]


@pytest.mark.parametrize("schema", LOSSES)
def test_each_loss_that_is_listed_is_one(schema: str) -> None:
    invoice = full_invoice(schema)
    gone = {re.sub(r"\[\d+\]", "", path)[1:] for path, _, _ in differences(through(invoice, schema), invoice)}
    assert [pattern for pattern in LOSSES[schema] if not any(fnmatchcase(path, pattern) for path in gone)] == []


def told(value: object, path: str = "") -> Iterator[tuple[str, object]]:
    """Each value of an invoice with its dotted path, without the numbers of groups."""
    if is_dataclass(value):
        for each in fields(value):
            if each.compare:
                yield from told(getattr(value, each.name), f"{path}.{each.name}".removeprefix("."))
    elif isinstance(value, tuple):
        for one in value:
            yield from told(one, path)
    else:
        yield path, value


@pytest.mark.parametrize(("schema", "pattern"), [(schema, row) for schema, rows in KEPT.items() for row in rows])
def test_each_value_that_is_said_to_be_kept_is(schema: str, pattern: str) -> None:
    full = full_invoice("cii")
    own = siret(SUPPLIER_SIRET)
    parties: dict[str, Any] = {role: replace(getattr(full, role), identifier=own, legal_id=own) for role in ROLES}
    invoice = replace(full, tax_total=full.vat[0].amount, **parties)
    kept = dict(told(through(invoice, schema)))
    wanted = {path: value for path, value in told(invoice) if fnmatchcase(path, pattern) and value is not None}
    assert wanted
    assert {path: kept[path] for path in wanted} == wanted


def test_losses_are_told_in_the_documentation() -> None:
    rows = re.findall(r"^\| `([^`]+)` \| (\w+) \| [^|]+ \|$", LIST.read_text(encoding="utf-8"), re.MULTILINE)
    told = {(syntax, pattern) for pattern, syntax in rows}
    assert told == {(syntax, pattern) for table in (LOSSES, KEPT) for syntax, rows in table.items() for pattern in rows}
