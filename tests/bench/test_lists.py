"""The lists with very many rows, and how many queries a page of them costs."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import event, insert

from chorus_app.formats.syntaxes import Space
from chorus_app.invoices import queries
from chorus_app.invoices.enums import Scope, Status
from chorus_app.invoices.models import Invoice
from chorus_app.invoices.queries import InvoiceFilters
from chorus_app.kernel.context import Context, World
from chorus_app.kernel.paging import PageRequest
from chorus_app.kernel.tokens import new_public_id
from tests.bench.figures import Figures
from tests.factories import make_member, make_structure, make_user

MANY = 100_000
AT_ONCE = 5_000
TIMES = 20
STATUSES = (Status.MISE_A_DISPOSITION, Status.SERVICE_FAIT, Status.MANDATEE, Status.MISE_EN_PAIEMENT, Status.REJETEE)
REQUESTS = {
    "newest first": (InvoiceFilters(), PageRequest(1, "deposited")),
    "by amount": (InvoiceFilters(), PageRequest(1, "amount")),
    "by recipient": (InvoiceFilters(), PageRequest(1, "recipient", descending=False)),
    "last page": (InvoiceFilters(), PageRequest(MANY // 25, "deposited")),
    "one status": (InvoiceFilters(statuses=(Status.MANDATEE,)), PageRequest(1, "deposited")),
    "search of a number": (InvoiceFilters(text="F-099999"), PageRequest(1, "deposited")),
}


def fill(world: World, count: int) -> tuple[int, int]:
    """So many invoices of one supplier to one recipient; returns the supplier's person and the supplier."""
    alice = make_user(world)
    supplier = make_structure(world)
    make_member(world, alice, supplier)
    recipient = make_structure(world, "Ville de Démo", identifier="12345678200051", public=True)
    with world.transaction() as context:
        for first in range(0, count, AT_ONCE):
            rows = [row(context, n, supplier.id, recipient.id) for n in range(first, min(first + AT_ONCE, count))]
            context.session.execute(insert(Invoice), rows)
    return alice.id, supplier.id


def row(context: Context, number: int, supplier: int, recipient: int) -> dict[str, object]:
    at = context.now() - timedelta(minutes=(number * 7919) % 500_000)
    return {
        "public_id": new_public_id(),
        "number": f"F-{number:06d}",
        "issue_date": date(2026, 11, 2),
        "type_code": "380",
        "cadre": "A1",
        "space": Space.EMISES,
        "status": STATUSES[number % len(STATUSES)],
        "status_at": at,
        "supplier_id": supplier,
        "recipient_id": recipient,
        "currency": "EUR",
        "tax_inclusive": Decimal((number * 104_729) % 1_000_000) / 100,
        "payable": Decimal(number) / 100,
        "flux_number": f"CPP001{number:019d}",
        "position": 1,
        "syntax": "FSO1100A",
        "mode_depot": "UPLOAD_PORTAIL",
        "deposited_at": at,
        "search_key": f"f-{number:06d} beton cie ville de demo",
    }


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
    actor, structure = fill(world, MANY)
    for what, (filters, page) in REQUESTS.items():

        def read(context: Context, filters: InvoiceFilters = filters, page: PageRequest = page) -> None:
            assert queries.list_invoices(context, scope=Scope.EMISES, filters=filters, page=page).rows

        figures.add(f"25 of {MANY} invoices, {what}", *timed(world, actor, structure, read))
    figures.add(
        f"{MANY} invoices counted by status",
        *timed(world, actor, structure, lambda context: queries.count_by_status(context, scope=Scope.EMISES)),
    )


def timed(world: World, actor: int, structure: int, read: Callable[[Context], object]) -> list[float]:
    """Milliseconds of each reading, each in a transaction of its own."""
    found = []
    for _ in range(TIMES):
        begun = time.perf_counter()
        with world.reading(actor_id=actor, structure_id=structure) as context:
            read(context)
        found.append(1000 * (time.perf_counter() - begun))
    return found


@pytest.mark.parametrize("rows", [3, 25])
def test_queries_of_one_page(world: World, figures: Figures, rows: int) -> None:
    actor, structure = fill(world, rows)
    with counted(world) as sent, world.reading(actor_id=actor, structure_id=structure) as context:
        queries.list_invoices(context, scope=Scope.EMISES)
        queries.count_by_status(context, scope=Scope.EMISES)
    figures.add(f"statements for a list of {rows} rows", len(sent), unit="")
