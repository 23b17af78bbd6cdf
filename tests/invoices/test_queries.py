"""The lists of invoices and one invoice: who sees what, how it is found and sorted."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import event
from sqlmodel import select

from chorus_app.formats.parsed import Party
from chorus_app.invoices.enums import DocumentKind, Scope, Status
from chorus_app.invoices.kept_values import kept_values
from chorus_app.invoices.lists import InvoiceFilters, count_by_status, list_invoices
from chorus_app.invoices.models import Invoice
from chorus_app.invoices.queries import get_deposited, get_document, get_invoice
from chorus_app.invoices.service import Document, Origin, give_status, integrate
from chorus_app.kernel.context import World
from chorus_app.kernel.errors import Conflict, NotFound
from chorus_app.kernel.paging import PageRequest
from chorus_app.kernel.text import t
from tests.flux import scenes
from tests.flux.scenes import Cast
from tests.makers.invoices import MOE_SIRET, make_invoice, siret

MOE = Party(siret(MOE_SIRET), "Atelier MOE")


def add(world: World, cast: Cast, number: str, **changes: Any) -> str:
    """An integrated invoice; returns its public id."""
    with world.transaction() as context:
        origin = Origin(f"CPP0011117{number:>015}", "FSO1117A", "UPLOAD_PORTAIL", cast.alice, context.now())
        document = Document(DocumentKind.DEPOSITED, f"{number}.pdf", "application/pdf", "0" * 64, 12)
        parsed = make_invoice(number=number, **changes)
        invoice = integrate(context, parsed=parsed, origin=origin, documents=[document])
    world.clock.move(timedelta(minutes=1))
    return invoice.public_id


@pytest.fixture
def four(world: World, cast: Cast) -> World:
    add(world, cast, "F_1", engagement="EJ%1")
    add(world, cast, "F2", cadre="A4", valideur=MOE, tax_inclusive=Decimal("20.5"), service_code="SERV1")
    add(world, cast, "F3", cadre="A8", issue_date=date(2025, 1, 1), tax_inclusive=Decimal(100))
    add(world, cast, "F4", cadre="A9", valideur=MOE)
    return world


def numbers(
    world: World,
    actor: int | None,
    scope: Scope,
    filters: InvoiceFilters | None = None,
    page: PageRequest | None = None,
    structure: int | None = None,
) -> list[str]:
    with world.reading(actor_id=actor, structure_id=structure) as context:
        return [row.number for row in list_invoices(context, scope=scope, filters=filters, page=page).page.rows]


def test_each_list_shows_its_own(four: World, cast: Cast) -> None:
    shown = {scope: numbers(four, cast.alice, scope) for scope in Scope}
    assert shown == {Scope.EMISES: ["F4", "F_1"], Scope.TRAVAUX: ["F3", "F2"], Scope.RECUES: [], Scope.VALIDER: []}


def test_recipient_receives_what_has_reached_it(four: World, cast: Cast) -> None:
    shown = {scope: numbers(four, cast.buyer, scope) for scope in Scope}
    assert shown == {Scope.EMISES: [], Scope.TRAVAUX: ["F3", "F2"], Scope.RECUES: ["F3", "F_1"], Scope.VALIDER: []}


def test_statuses_of_a_list_are_counted(four: World, cast: Cast) -> None:
    with four.reading(actor_id=cast.alice) as context:
        counts = count_by_status(context, scope=Scope.TRAVAUX)
    assert counts == {Status.A_ASSOCIER_MOE: 1, Status.MISE_A_DISPOSITION: 1}


def test_moe_sees_the_piece_that_names_it(four: World, cast: Cast) -> None:
    with four.transaction() as context:
        worker = scenes.person(context, "moe")
        scenes.attach_to(context, worker, cast.moe)
    assert numbers(four, worker, Scope.TRAVAUX) == ["F2"]
    assert numbers(four, worker, Scope.VALIDER) == ["F4"]


def test_charlie_sees_nothing_even_acting_for_the_structure(four: World, cast: Cast) -> None:
    for actor in (cast.charlie, None):
        assert [numbers(four, actor, scope) for scope in Scope] == [[], [], [], []]
        assert numbers(four, actor, Scope.EMISES, structure=cast.supplier) == []


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (InvoiceFilters(text="f_"), ["F_1"]),
        (InvoiceFilters(text="EJ%"), ["F_1"]),
        (InvoiceFilters(text="maconnerie VILLE f4"), ["F4"]),
        (InvoiceFilters(text="\\"), []),
        (InvoiceFilters(text="' OR 1=1"), []),
        (InvoiceFilters(statuses=(Status.A_VALIDER_1,)), ["F4"]),
        (InvoiceFilters(cadre="A1"), ["F_1"]),
        (InvoiceFilters(flux_number="CPP0011117" + "0" * 13 + "F4"), ["F4"]),
        (InvoiceFilters(supplier="nobody"), []),
        (InvoiceFilters(supplier_service="S"), []),
        (InvoiceFilters(issued_from=date(2026, 11, 2), issued_until=date(2026, 11, 2)), ["F4", "F_1"]),
        (InvoiceFilters(issued_from=date(2026, 11, 3)), []),
    ],
)
def test_list_is_narrowed(four: World, cast: Cast, filters: InvoiceFilters, found: list[str]) -> None:
    assert numbers(four, cast.alice, Scope.EMISES, filters) == found


@pytest.mark.parametrize(
    ("page", "found"),
    [
        (PageRequest(sort="number", descending=False), ["F2", "F3"]),
        (PageRequest(sort="amount", descending=False), ["F2", "F3"]),
        (PageRequest(sort="issued", descending=False), ["F3", "F2"]),
        (PageRequest(sort="iban; DROP TABLE"), ["F3", "F2"]),
        (PageRequest(page=2, size=1), ["F2"]),
    ],
)
def test_sorts_and_pages(four: World, cast: Cast, page: PageRequest, found: list[str]) -> None:
    assert numbers(four, cast.alice, Scope.TRAVAUX, page=page) == found


def test_row_says_what_the_list_shows(four: World, cast: Cast) -> None:
    with four.reading(actor_id=cast.alice) as context:
        page = list_invoices(context, scope=Scope.TRAVAUX, filters=InvoiceFilters(text="F2")).page
    (row,) = page.rows
    assert (
        page.total,
        t(row.status_key),
        row.supplier.name,
        row.recipient.name,
        row.tax_inclusive,
        row.service_code,
    ) == (
        1,
        "Envoyée",
        "Maçonnerie Démo",
        "Ville de Démo",
        Decimal("20.5"),
        "SERV1",
    )
    assert (t(row.type_key, "fr", code=row.type_code), t(row.cadre_key)) == ("Facture", t("invoices.cadre.A4"))


def test_same_number_of_queries_for_one_row_and_for_three(world: World, cast: Cast) -> None:
    counts = []
    for number in range(3):
        add(world, cast, f"N{number}")
        seen: list[str] = []

        def note(_connection: object, _cursor: object, statement: str, *_: object, into: list[str] = seen) -> None:
            into.append(statement)

        event.listen(world.engine, "before_cursor_execute", note)
        numbers(world, cast.alice, Scope.EMISES)
        event.remove(world.engine, "before_cursor_execute", note)
        counts.append(len(seen))
    assert counts[0] == counts[2]


def test_invoice_shows_its_parts(world: World, cast: Cast) -> None:
    public_id = add(world, cast, "F1", cadre="A4", valideur=MOE, contract="M-1")
    with world.reading(actor_id=cast.alice) as context:
        view = get_invoice(context, public_id=public_id)
        values = kept_values(context, public_id=public_id)
    assert (view.valideur and view.valideur.name, view.contract, view.depositor, view.iban) == (
        "Maîtrise d’œuvre Démo",
        "M-1",
        "Alice Démo",
        "FR7630006000011234567890189",
    )
    assert [line.net_amount for line in values.lines] == [Decimal(1200), Decimal(300)]
    assert [(row.rate, row.amount) for row in values.vat] == [(Decimal(20), Decimal(300))]
    assert [(entry.code, entry.label_key and t(entry.label_key)) for entry in view.history] == [
        ("DEPOSEE", "Déposée"),
        ("A_ASSOCIER_MOE", "Envoyée"),
    ]
    assert [document.name for document in view.documents] == ["F1.pdf"]


def test_invoice_and_document_of_others_do_not_exist(world: World, cast: Cast) -> None:
    public_id = add(world, cast, "F1", cadre="A9", valideur=MOE)
    with world.reading(actor_id=cast.alice) as context:
        document = get_invoice(context, public_id=public_id).documents[0]
        assert get_document(context, public_id=document.public_id).name == "F1.pdf"
    for actor in (cast.charlie, cast.buyer, None):  # the recipient has not received it yet
        with world.reading(actor_id=actor) as context:
            for read, identifier in (
                (get_invoice, public_id),
                (get_deposited, public_id),
                (kept_values, public_id),
                (get_document, document.public_id),
            ):
                with pytest.raises(NotFound) as hidden:
                    read(context, public_id=identifier)
                with pytest.raises(NotFound) as absent:
                    read(context, public_id="nobody")
                assert (hidden.value.key, hidden.value.params) == (absent.value.key, absent.value.params)


def test_same_origin_again_answers_the_same_invoice(world: World, cast: Cast) -> None:
    with world.transaction() as context:
        origin = Origin("CPP0011117000000000000001", "FSO1117A", "UPLOAD_PORTAIL", cast.alice, context.now())
        first = integrate(context, parsed=make_invoice(), origin=origin, documents=[])
        assert integrate(context, parsed=make_invoice(), origin=origin, documents=[]).id == first.id


def test_number_of_another_invoice_refused(world: World, cast: Cast) -> None:
    add(world, cast, "F1")
    with world.transaction() as context, pytest.raises(Conflict) as caught:
        origin = Origin("CPP0011117000000000000009", "FSO1117A", "UPLOAD_PORTAIL", cast.alice, context.now())
        integrate(context, parsed=make_invoice(number="F1", issue_date=date(2019, 1, 1)), origin=origin, documents=[])
    assert "F1" in t(caught.value.key, "fr", **caught.value.params)


def test_unknown_supplier_refused(world: World, cast: Cast) -> None:
    with world.transaction() as context, pytest.raises(Conflict) as caught:
        origin = Origin("CPP0011117000000000000009", "FSO1117A", "UPLOAD_PORTAIL", cast.alice, context.now())
        parsed = make_invoice(seller=Party(siret("99999999900008"), "?"))
        integrate(context, parsed=parsed, origin=origin, documents=[])
    assert "99999999900008" in t(caught.value.key, "fr", **caught.value.params)


def test_status_that_may_not_follow_is_refused(world: World, cast: Cast) -> None:
    public_id = add(world, cast, "F1")
    with pytest.raises(Conflict) as refused, world.transaction() as context:
        invoice = context.session.exec(select(Invoice).where(Invoice.public_id == public_id)).one()
        give_status(context, invoice=invoice, status=Status.BROUILLON)
    assert t(refused.value.key, **refused.value.params) == "La facture F1 ne peut pas prendre ce statut."
    with world.reading(actor_id=cast.alice) as context:
        assert get_invoice(context, public_id=public_id).row.status is Status.MISE_A_DISPOSITION
