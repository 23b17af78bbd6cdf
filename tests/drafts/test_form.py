"""What is typed is kept as it is, read where it can be, and judged by the rules of Chorus Pro."""

from datetime import date
from decimal import Decimal

import pytest

from chorus_app.drafts.checks import cadres_for, remarks
from chorus_app.drafts.enums import Answer, Manner, Mark
from chorus_app.drafts.form import Form, ItemRow, RateRow, day_of, form_of, invoice_of, number_of
from chorus_app.drafts.prefill import from_data, from_pages, places_of, typed
from chorus_app.formats.parsed import Identifier
from chorus_app.formats.printed.reading import read
from chorus_app.formats.printed.words import pages_of
from chorus_app.formats.syntaxes import Space
from chorus_app.invoices.enums import Role
from chorus_app.kernel.text import t
from chorus_app.rules.verdict import verdict
from tests.makers.invoices import RECIPIENT_SIRET, SUPPLIER_SIRET, make_facturx
from tests.makers.layouts.drawing import layouts

SUPPLIER = Identifier(type="SIRET", value=SUPPLIER_SIRET)
GOOD = {
    Answer.NUMBER: "FA-2026-9",
    Answer.ISSUED: "03/11/2026",
    Answer.TYPE: "380",
    Answer.CADRE: "A1",
    Answer.RECIPIENT: f"{RECIPIENT_SIRET[:3]} {RECIPIENT_SIRET[3:]}",
    Answer.PAYMENT: "30",
    Answer.NET: "1 000,00",
    Answer.VAT: "200",
    Answer.GROSS: "1\u202f200,00 €",
    Answer.PAYABLE: "1200.00",
}
RATES = (RateRow("20", "1000", "200"),)


def found(form: Form, manner: Manner = Manner.PDF) -> list[tuple[str, Answer | None, str]]:
    judged = remarks(invoice_of(form, supplier=SUPPLIER), manner=manner)
    return [(remark.finding.code, remark.answer, remark.rows) for remark in judged]


def test_right_form_has_no_remark() -> None:
    assert found(Form(GOOD, RATES)) == []


def test_form_makes_the_invoice_that_it_says() -> None:
    invoice = invoice_of(Form(GOOD, RATES), supplier=SUPPLIER)
    assert (invoice.number, invoice.issue_date, invoice.currency) == ("FA-2026-9", date(2026, 11, 3), "EUR")
    assert invoice.buyer.identifier == Identifier(type="SIRET", value=RECIPIENT_SIRET)
    assert (invoice.tax_exclusive, invoice.tax_inclusive, invoice.payable) == (
        Decimal("1000.00"),
        Decimal("1200.00"),
        Decimal("1200.00"),
    )
    assert [(row.category, row.rate, row.base, row.amount) for row in invoice.vat] == [
        ("S", Decimal(20), Decimal(1000), Decimal(200))
    ]


@pytest.mark.parametrize(
    ("answer", "text", "code"),
    [
        (Answer.NUMBER, "", "CPP-NUMERO-ABSENT"),
        (Answer.NUMBER, "F" * 21, "CPP-NUMERO-LONGUEUR"),
        (Answer.ISSUED, "31/02/2026", "CPP-DATE-ILLISIBLE"),
        (Answer.DUE, "demain", "CPP-ECHEANCE-ILLISIBLE"),
        (Answer.RECIPIENT, "", "CPP-DESTINATAIRE-ABSENT"),
        (Answer.RECIPIENT, "123", "CPP-DESTINATAIRE-SIRET"),
        (Answer.CADRE, "A9", "CPP-VALIDEUR-OBLIGATOIRE"),
        (Answer.PAYMENT, "", "CPP-PAIEMENT-ABSENT"),
        (Answer.GROSS, "1300", "CPP-SOMME-TTC"),
        (Answer.PAYABLE, "douze", "CPP-MONTANT-ILLISIBLE"),
    ],
)
def test_remark_stands_beside_its_field(answer: Answer, text: str, code: str) -> None:
    beside = Answer.VALIDEUR if answer is Answer.CADRE else answer
    assert (code, beside, "") in found(Form({**GOOD, answer: text}, RATES))


def test_cadre_is_chosen() -> None:
    judged = remarks(invoice_of(Form({**GOOD, Answer.CADRE: ""}, RATES), supplier=SUPPLIER), manner=Manner.PDF)
    assert [(one.finding.code, one.answer, one.blocking) for one in judged] == [
        ("CPP-CADRE-ABSENT", Answer.CADRE, True)
    ]


def test_remark_on_a_row_stands_beside_the_rows() -> None:
    assert ("CPP-MONTANT-ILLISIBLE", None, "rates") in found(Form(GOOD, (RateRow("20", "x", "200"),)))


def test_remark_names_the_field_where_a_file_has_a_place() -> None:
    judged = remarks(invoice_of(Form({**GOOD, Answer.CADRE: "A9"}, RATES), supplier=SUPPLIER), manner=Manner.PDF)
    (finding,) = [remark.finding for remark in judged]
    assert "le champ «\u00a0Valideur ou maître d’œuvre\u00a0»" in t(f"{finding.key}.todo", **finding.params)


def test_typed_invoice_needs_lines() -> None:
    assert ("CPP-LIGNES-ABSENTES", None, "") in found(Form(GOOD, RATES), Manner.TYPED)
    line = ItemRow("Porte", "2", "500", "20")
    assert found(Form(GOOD, RATES, (line,)), Manner.TYPED) == []
    assert invoice_of(Form(GOOD, RATES, (line,)), supplier=SUPPLIER).lines[0].net_amount == Decimal("1000.00")


def test_form_comes_back_from_the_store_as_it_was() -> None:
    form = Form(GOOD, RATES, (ItemRow("Porte", "2", "500", "20"),), {Answer.NUMBER: Mark.UNSURE})
    assert form_of(form.stored()) == form
    assert form_of({"answers": {"disparu": "x"}}) == Form()


def test_what_a_person_changes_is_no_longer_marked() -> None:
    form = Form(GOOD, marks={Answer.NUMBER: Mark.UNSURE, Answer.ISSUED: Mark.READ})
    changed = form.answered({Answer.NUMBER: "FA-10", Answer.ISSUED: GOOD[Answer.ISSUED]})
    assert changed.text(Answer.NUMBER) == "FA-10"
    assert changed.marks == {Answer.ISSUED: Mark.READ}


@pytest.mark.parametrize(
    ("text", "value"),
    [("1 234,50", "1234.50"), ("-3", "-3"), ("5,5 %", "5.5"), ("", None), ("1,2,3", None), ("e", None)],
)
def test_numbers(text: str, value: str | None) -> None:
    assert number_of(text) == (None if value is None else Decimal(value))


@pytest.mark.parametrize(
    ("text", "value"),
    [("2026-11-03", date(2026, 11, 3)), ("3 novembre 2026", date(2026, 11, 3)), ("le 03/11/2026", None), ("", None)],
)
def test_days(text: str, value: date | None) -> None:
    assert day_of(text) == value


@pytest.mark.parametrize(
    ("value", "text"),
    [(Decimal(20), "20"), (Decimal("5.5"), "5,50"), (Decimal("1234.5"), "1234,50"), (date(2026, 2, 3), "03/02/2026")],
)
def test_values_are_filled_in_as_people_type_them(value: object, text: str) -> None:
    assert typed(value) == text


def test_pages_fill_the_form_and_mark_what_is_unsure() -> None:
    layout = next(iter(layouts()))
    printed = read(pages_of(layout.content))
    form = from_pages(printed)
    assert form.text(Answer.NUMBER) == layout.truth.number
    assert form.text(Answer.ISSUED) == f"{layout.truth.issued:%d/%m/%Y}"
    assert form.text(Answer.RECIPIENT) == layout.truth.recipient_siret
    assert number_of(form.text(Answer.GROSS)) == layout.truth.gross
    assert set(form.marks.values()) <= {Mark.READ, Mark.UNSURE}
    assert form.marks.keys() == places_of(printed).keys()


def test_data_of_a_facturx_fill_the_form() -> None:
    invoice = verdict(make_facturx()).invoice
    assert invoice is not None
    form = from_data(invoice)
    assert form.text(Answer.NUMBER) == invoice.number
    assert set(form.marks.values()) == {Mark.DATA}
    again = invoice_of(form, supplier=SUPPLIER)
    for name in ("number", "issue_date", "engagement", "service_code", "tax_exclusive", "tax_inclusive", "payable"):
        assert getattr(again, name) == getattr(invoice, name), name
    assert [(row.rate, row.base, row.amount) for row in again.vat] == [
        (row.rate, row.base, row.amount) for row in invoice.vat
    ]


def test_cadres_are_those_of_the_space_and_of_the_structure_s_roles() -> None:
    assert [row.code for row in cadres_for(Space.EMISES, [])] == ["A1", "A2", "A9", "A12"]
    works = [row.code for row in cadres_for(Space.TRAVAUX, [Role.MOE])]
    assert works == ["A15", "A16", "A17", "A18", "A24"]
    assert cadres_for(Space.TRAVAUX, []) == []
