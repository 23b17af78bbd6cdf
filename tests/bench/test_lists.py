"""The lists with very many rows, and how many queries a page of them costs."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import event

from chorus_app.flux.counts import by_month
from chorus_app.flux.enums import FluxState
from chorus_app.flux.queries import SORTS, FluxFilters, list_flux
from chorus_app.invoices import lists, searching
from chorus_app.invoices.enums import Scope, Status
from chorus_app.invoices.lists import InvoiceFilters
from chorus_app.kernel.context import Context, World
from chorus_app.kernel.months import last_months
from chorus_app.kernel.paging import PageRequest
from chorus_app.ui.search.hits import found
from tests.bench.figures import Figures
from tests.many import Many, all_to_validate, many_flux, many_invoices

MANY = 1_000_000
TIMES = 20
SORTED = tuple(lists.SORTS)
REQUESTS = {
    **{f"by {sort}": (InvoiceFilters(), PageRequest(1, sort)) for sort in SORTED},
    "last page": (InvoiceFilters(), PageRequest(MANY // 25, "deposited")),
    "page in the middle": (InvoiceFilters(), PageRequest(MANY // 50, "amount")),
    "one status": (InvoiceFilters(statuses=(Status.MANDATEE,)), PageRequest(1, "amount")),
    "words of one": (InvoiceFilters(text="F-0999999"), PageRequest(1, "amount")),
    "words of a thousand": (InvoiceFilters(text="f-0999 ville"), PageRequest(40, "amount")),
    "words of all": (InvoiceFilters(text="ville béton"), PageRequest(40, "amount")),
    "words of none": (InvoiceFilters(text="introuvable"), PageRequest(1, "amount")),
    "two letters": (InvoiceFilters(text="zz"), PageRequest(1, "amount")),
    "begin of a number": (InvoiceFilters(number="f-09999"), PageRequest(1, "amount")),
    "one day": (
        InvoiceFilters(issued_from=date(2026, 11, 2), issued_until=date(2026, 11, 2)),
        PageRequest(1, "amount"),
    ),
    "amounts": (InvoiceFilters(amount_from=Decimal(100), amount_until=Decimal(101)), PageRequest(1, "recipient")),
    "name of the recipient": (InvoiceFilters(recipient="ville 0042"), PageRequest(1, "amount")),
    "rare cadre": (InvoiceFilters(cadre="A9"), PageRequest(1, "amount")),
    "one letter": (InvoiceFilters(text="f"), PageRequest(1, "amount")),
    "words of all, last page": (InvoiceFilters(text="ville béton"), PageRequest(MANY // 25, "deposited")),
    "words, a status and days": (
        InvoiceFilters(text="0042", statuses=(Status.REJETEE,), issued_from=date(2026, 10, 1)),
        PageRequest(1, "amount"),
    ),
    "a status and days": (
        InvoiceFilters(statuses=(Status.REJETEE,), issued_from=date(2026, 10, 1)),
        PageRequest(1, "amount"),
    ),
    "words and days": (InvoiceFilters(text="0042", issued_from=date(2026, 10, 1)), PageRequest(1, "amount")),
    "words and a status": (InvoiceFilters(text="0042", statuses=(Status.REJETEE,)), PageRequest(1, "amount")),
    "a mode that nothing has": (InvoiceFilters(mode_depot="EDI"), PageRequest(1, "amount")),
}

FLUX_REQUESTS = {
    **{f"by {sort}": (FluxFilters(), PageRequest(1, sort)) for sort in SORTS},
    "last page": (FluxFilters(), PageRequest(MANY // 25, "received")),
    "page in the middle": (FluxFilters(), PageRequest(MANY // 50, "file")),
    "rejected": (FluxFilters(states=(FluxState.REJECTED,)), PageRequest(1, "received")),
    "words of one": (FluxFilters(text="lot-0999999"), PageRequest(1, "received")),
    "words of all": (FluxFilters(text="lot xml"), PageRequest(40, "received")),
    "words of none": (FluxFilters(text="introuvable"), PageRequest(1, "received")),
    "two letters": (FluxFilters(text="zz"), PageRequest(1, "received")),
    "one letter": (FluxFilters(text="c"), PageRequest(1, "received")),
    "begin of a file": (FluxFilters(file="lot-09999"), PageRequest(1, "number")),
    "begin of a number": (FluxFilters(number="cpp00111000000000000999"), PageRequest(1, "received")),
    "one day": (FluxFilters(received_from=date(2026, 10, 2), received_until=date(2026, 10, 2)), PageRequest(1, "file")),
    "a depositor": (FluxFilters(depositor="alice"), PageRequest(1, "file")),
    "a state and days": (
        FluxFilters(states=(FluxState.REJECTED,), received_from=date(2026, 10, 1)),
        PageRequest(1, "file"),
    ),
    "words and a state": (FluxFilters(text="0042", states=(FluxState.REJECTED,)), PageRequest(1, "file")),
    "a mode that nothing has": (FluxFilters(mode_depot="EDI"), PageRequest(1, "received")),
    "a syntax, a state and days": (
        FluxFilters(syntax="FSO1100A", states=(FluxState.REJECTED,), received_from=date(2026, 10, 1)),
        PageRequest(1, "file"),
    ),
}
MONTHS = last_months(date(2026, 11, 29))
FOUND = ("F-0999999", "f-", "0042", "ville béton", "lot-0999999", "CPP00111", "Ville 0042", "introuvable")


@contextmanager
def counted(world: World) -> Iterator[list[str]]:
    """The statements that are sent meanwhile."""
    sent: list[str] = []

    def remember(*given: object) -> None:
        sent.append(str(given[2]))

    event.listen(world.engine, "before_cursor_execute", remember)
    yield sent
    event.remove(world.engine, "before_cursor_execute", remember)


def test_page_of_a_long_list(world: World, figures: Figures) -> None:
    many = many_invoices(world, MANY)
    for what, (filters, page) in REQUESTS.items():

        def read(context: Context, filters: InvoiceFilters = filters, page: PageRequest = page) -> None:
            lists.list_invoices(context, scope=Scope.EMISES, filters=filters, page=page)

        figures.add(f"25 of {MANY} invoices, {what}", *timed(world, many, read))
    figures.add(
        f"{MANY} invoices counted by status",
        *timed(world, many, lambda context: lists.count_by_status(context, scope=Scope.EMISES)),
    )
    figures.add(
        f"{MANY} invoices counted by month and status",
        *timed(world, many, lambda context: lists.count_by_month(context, scope=Scope.EMISES, months=MONTHS)),
    )
    search_from_anywhere(world, many, figures, f"{MANY} invoices")


def test_page_of_what_programs_look_for_by_their_part(world: World, figures: Figures) -> None:
    """`rechercher/valideur` and `rechercher/demandePaiement` read the invoices themselves."""
    supplier = many_invoices(world, MANY)
    valideur = all_to_validate(world)
    for what, (who, part, filters, page) in {
        "to validate": (valideur, "VALIDATEUR", InvoiceFilters(), PageRequest()),
        "to validate, last page": (valideur, "VALIDATEUR", InvoiceFilters(), PageRequest(MANY // 10)),
        "to validate, begin of a number": (valideur, "VALIDATEUR", InvoiceFilters(number="f-09999"), PageRequest()),
        "to validate, one status": (valideur, "VALIDATEUR", InvoiceFilters(statuses=(Status.REJETEE,)), PageRequest()),
        "demands of a supplier": (supplier, "FOURNISSEUR", InvoiceFilters(), PageRequest(size=500)),
        "demands whatever the part": (supplier, "", InvoiceFilters(), PageRequest(size=500)),
    }.items():

        def read(
            context: Context, part: str = part, filters: InvoiceFilters = filters, page: PageRequest = page
        ) -> None:
            searching.search(context, part=searching.PARTS.get(part, searching.ANY_PART), filters=filters, page=page)

        figures.add(f"{page.size} of {MANY} invoices, {what}", *timed(world, who, read))


def test_page_of_a_long_list_of_flux(world: World, figures: Figures) -> None:
    many = many_flux(world, MANY)
    for what, (filters, page) in FLUX_REQUESTS.items():

        def read(context: Context, filters: FluxFilters = filters, page: PageRequest = page) -> None:
            list_flux(context, filters=filters, page=page)

        figures.add(f"25 of {MANY} flux, {what}", *timed(world, many, read))
    figures.add(
        f"{MANY} flux counted by month and state", *timed(world, many, lambda context: by_month(context, MONTHS))
    )
    search_from_anywhere(world, many, figures, f"{MANY} flux")


def search_from_anywhere(world: World, many: Many, figures: Figures, what: str) -> None:
    for typed in FOUND:

        def read(context: Context, typed: str = typed) -> None:
            found(context, text=typed)

        figures.add(f"search from anywhere among {what}: {typed}", *timed(world, many, read))


def timed(world: World, many: Many, read: Callable[[Context], object]) -> list[float]:
    """Milliseconds of each reading, each in a transaction of its own."""
    found = []
    for _ in range(TIMES):
        begun = time.perf_counter()
        with world.reading(actor_id=many.actor, structure_id=many.structure) as context:
            read(context)
        found.append(1000 * (time.perf_counter() - begun))
    return found


@pytest.mark.parametrize("rows", [3, 25])
def test_queries_of_one_page(world: World, figures: Figures, rows: int) -> None:
    many = many_invoices(world, rows)
    with counted(world) as sent, world.reading(actor_id=many.actor, structure_id=many.structure) as context:
        lists.list_invoices(context, scope=Scope.EMISES)
    figures.add(f"statements for a list of {rows} rows", len(sent), unit="")
