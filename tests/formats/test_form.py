"""An invoice out of a form."""

from __future__ import annotations

import json
import tomllib
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from chorus_app.formats.form import invoice_of
from chorus_app.kernel.errors import Invalid
from chorus_app.kernel.text import t
from chorus_app.rules.made import make_facturx
from chorus_app.rules.verdict import Outcome
from tests.makers.invoices import make_pdf

TOML = """
number = "FA-2026-007"
issue_date = 2026-11-02
due_date = "2026-12-02"
cadre = "A1"
note = "Travaux de novembre"
iban = "FR7630006000011234567890189"
bic = "AGRIFRPP"
[seller]
siret = "81034732800017"
name = "Menuiserie Martin"
vat_number = "FR60810347328"
line_one = "3 rue Haute"
postcode = "45000"
city = "Orléans"
country = "FR"
[buyer]
siret = "12345678200051"
name = "Commune de Valmont"
city = "Valmont"
country = "FR"
[[lines]]
name = "Porte en chêne"
quantity = 3
unit_price = 33.335
vat_rate = 20
[[lines]]
name = "Pose"
quantity = 2
unit = "HUR"
unit_price = "50"
vat_rate = "5.5"
"""


def test_form_becomes_an_invoice_with_its_sums() -> None:
    invoice = invoice_of(tomllib.loads(TOML))
    assert (invoice.number, invoice.issue_date, invoice.due_date) == (
        "FA-2026-007",
        date(2026, 11, 2),
        date(2026, 12, 2),
    )
    assert [line.net_amount for line in invoice.lines] == [Decimal("100.01"), Decimal("100.00")]
    assert [(row.rate, row.base, row.amount) for row in invoice.vat] == [
        (Decimal(20), Decimal("100.01"), Decimal("20.00")),
        (Decimal("5.5"), Decimal("100.00"), Decimal("5.50")),
    ]
    assert (invoice.tax_exclusive, invoice.tax_inclusive) == (Decimal("200.01"), Decimal("225.51"))


def test_json_says_the_same_as_toml() -> None:
    form = tomllib.loads(TOML)
    again = json.loads(json.dumps(form, default=str))
    assert invoice_of(again) == invoice_of(form)


def test_form_makes_a_facturx_that_the_portal_accepts() -> None:
    _, judged = make_facturx(make_pdf(), invoice_of(tomllib.loads(TOML)))
    assert (judged.outcome, judged.blocking) == (Outcome.ACCEPT, ())


@pytest.mark.parametrize(
    ("change", "key", "field"),
    [
        ({"numero": "1"}, "unknown_field", "numero"),
        ({"seller": {"siren": "1"}}, "unknown_field", "seller.siren"),
        ({"seller": {"identifier": "1", "identifier_type": "X"}}, "unknown_type", "seller.identifier_type"),
        ({"number": 1.5}, "no_text", "number"),
        ({"issue_date": "demain"}, "no_date", "issue_date"),
        ({"lines": [{"quantity": "deux"}]}, "no_number", "lines.1.quantity"),
        ({"lines": [{"quantity": "1e400"}]}, "no_number", "lines.1.quantity"),
        ({"lines": {"quantity": 1}}, "no_table", "lines"),
        ({"buyer": "Valmont"}, "no_table", "buyer"),
    ],
)
def test_form_that_cannot_be_read_names_the_field(change: dict[str, Any], key: str, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        invoice_of({**tomllib.loads(TOML), **change})
    assert (refused.value.key, refused.value.field) == (f"formats.form.{key}", field)
    assert t(refused.value.key, **refused.value.params)
