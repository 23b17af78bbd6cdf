"""A list asks the database as often for many rows as for one."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import pytest
from sqlalchemy import event

from chorus_app.audit.acts import Act, Kind
from chorus_app.audit.service import record
from chorus_app.bank_details.queries import list_bank_details
from chorus_app.flux.checklist import open_checklists
from chorus_app.flux.queries import list_flux
from chorus_app.invoices.enums import Scope
from chorus_app.kernel.context import Context, World
from chorus_app.kernel.mail.models import Outbox
from chorus_app.kernel.mail.queries import mailbox
from chorus_app.kernel.paging import PageRequest
from chorus_app.operations.accounts import list_accounts
from chorus_app.operations.journal import JournalFilters, list_entries
from chorus_app.operations.requests import list_requests
from chorus_app.operations.structures import list_structures
from chorus_app.structures import approvals, organisation
from chorus_app.structures.enums import Profile, RequestKind
from chorus_app.structures.models import RequestProof, Structure
from chorus_app.structures.organisation import ServiceFilters
from chorus_app.structures.queries import my_requests, search_structures
from chorus_app.ui.components.list_url import asked
from chorus_app.ui.flux_tracking import asking as flux_asking
from chorus_app.ui.flux_tracking import state as flux_state
from chorus_app.ui.invoices import state as invoice_state
from chorus_app.ui.invoices.asking import ROUTES, SPECS
from chorus_app.ui.search.hits import found
from tests.factories import (
    bank_account,
    make_habilitation_request,
    make_member,
    make_request,
    make_service,
    make_structure,
    make_user,
)
from tests.flux import scenes
from tests.invoices.to_validate import VALIDEUR, mona
from tests.operations.cast import make_operator
from tests.ui.invoices.scenes import add_invoice

FEW, MANY = 3, 25
# Adds the row of that number; reads the list and says how many rows it has.
Case = tuple[Callable[[int], object], Callable[[], int]]


def read(world: World, actor: int | None, query: Callable[[Context], int]) -> Callable[[], int]:
    def once() -> int:
        with world.reading(actor_id=actor) as context:
            return query(context)

    return once


def deposits(world: World, query: Callable[[Context], int]) -> Case:
    cast = scenes.cast(world)
    return (
        lambda number: scenes.put(world, cast, f"{number}".encode(), "FSO1137A"),
        read(world, cast.alice, query),
    )


def flux(world: World) -> Case:
    return deposits(world, lambda context: len(list_flux(context).page.rows))


def flux_page(world: World) -> Case:
    """The list with all that its page shows beside it."""
    place = asked(flux_asking.SPEC, flux_asking.ROUTE, {"recherche": "facture", "mode": "UPLOAD_PORTAIL"})
    return deposits(world, lambda context: len(flux_state._found(context, place=place)[0].page.rows))


def invoices(scope: Scope, world: World) -> Case:
    """A list of invoices with all that its page shows beside it."""
    cast, place = scenes.cast(world), asked(SPECS[scope], ROUTES[scope], {"recherche": "ville", "montant_min": "1"})
    reader = {Scope.RECUES: cast.buyer, Scope.VALIDER: mona(world, cast)}.get(scope, cast.alice)
    cadre = {Scope.TRAVAUX: "A8", Scope.VALIDER: "A9"}.get(scope, "A1")
    return (
        lambda number: add_invoice(world, cast, f"F{number}", cadre=cadre, valideur=VALIDEUR),
        read(world, reader, lambda context: len(invoice_state._found(context, scope=scope, place=place)[0].page.rows)),
    )


def checklists(world: World) -> Case:
    return deposits(world, lambda context: len(open_checklists(context)))


def requests(world: World) -> Case:
    bob = make_user(world, "bob")

    def add(number: int) -> None:
        make_request(world, bob, make_structure(world, f"Structure {number}", identifier=siret(number)))

    return add, read(world, bob.id, lambda context: len(my_requests(context)))


def search(world: World) -> Case:
    """Some of what is found the person belongs to, some he asked for."""
    bob = make_user(world, "bob")

    def add(number: int) -> None:
        structure = make_structure(world, f"Béton {number}", identifier=siret(number))
        if number % 3 == 0:
            make_member(world, bob, structure)
        if number % 3 == 1:
            make_request(world, bob, structure)

    return add, read(world, bob.id, lambda context: len(search_structures(context, text="béton").rows))


def approbation(world: World) -> Case:
    """Many people ask for several structures of one manager."""
    alice = make_user(world, "alice")
    managed = [make_structure(world, f"Structure {number}", identifier=siret(number)) for number in range(3)]
    for structure in managed:
        make_member(world, alice, structure)

    def add(number: int) -> None:
        make_request(world, make_user(world, f"user{number}"), managed[number % 3])

    return add, read(world, alice.id, lambda context: len(approvals.pending(context).rows))


def all_requests(world: World) -> Case:
    """Attachments, and habilitations for a service, each with a paper; as the operator looks for some of them."""
    managed = [make_structure(world, f"Structure {number}", identifier=siret(number)) for number in range(3)]
    services = [make_service(world, structure, "ACHATS") for structure in managed]

    def add(number: int) -> None:
        asker = make_user(world, f"user{number}")
        if number % 2:
            make_request(world, asker, managed[number % 3])
            return
        request = make_habilitation_request(world, asker, managed[number % 3], service=services[number % 3])
        with world.transaction() as context:
            proof = RequestProof(
                request_kind=RequestKind.HABILITATION,
                request_id=request.id,
                user_id=asker.id,
                sha256="x",
                size=1,
                name="kbis.pdf",
                sent_at=context.now(),
            )
            context.session.add(proof)

    return add, operated(world, lambda context: len(list_requests(context, text="user", every=True).rows))


def mails(world: World) -> Case:
    def add(number: int) -> None:
        with world.transaction() as context:
            mail = Outbox(recipient="zoe@demo.test", subject=f"{number}", text="", html="", created_at=context.now())
            context.session.add(mail)

    return add, read(world, None, lambda context: len(mailbox(context, text="zoe").rows))


def organised(world: World, add: Callable[[Structure, int], object], query: Callable[[Context], int]) -> Case:
    """Things of one structure, seen by who may look at its page and is attached to it."""
    structure = make_structure(world)
    bob = make_user(world, "bob")
    make_member(world, bob, structure, (Profile.ORGANISATION_CONSULTATION,))

    def once() -> int:
        with world.reading(actor_id=bob.id, structure_id=structure.id) as context:
            return query(context)

    return lambda number: add(structure, number), once


def services(world: World) -> Case:
    return organised(
        world,
        lambda structure, number: make_service(world, structure, f"S{number}"),
        lambda context: len(organisation.list_services(context, filters=ServiceFilters(), page=PageRequest()).rows),
    )


def members(world: World) -> Case:
    """Beside the person who looks."""

    def add(structure: Structure, number: int) -> None:
        make_member(world, make_user(world, f"user{number}"), structure)

    def rows(context: Context) -> int:
        return len(organisation.list_members(context, text="", page=PageRequest()).rows) - 1

    return organised(world, add, rows)


def bank_details(world: World) -> Case:
    def add(structure: Structure, number: int) -> None:
        with world.transaction() as context:
            bank_account(context, structure.id, iban=f"{number}")

    return organised(world, add, lambda context: len(list_bank_details(context)))


def operated(world: World, query: Callable[[Context], int]) -> Callable[[], int]:
    """Read by who runs the portal."""
    return read(world, make_operator(world).id, query)


def all_accounts(world: World) -> Case:
    rows = operated(world, lambda context: len(list_accounts(context, text="user").rows))
    return lambda number: make_user(world, f"user{number}"), rows


def all_structures(world: World) -> Case:
    alice = make_user(world, "alice")

    def add(number: int) -> None:
        made = make_structure(world, f"Béton {number}", identifier=siret(number))
        if number % 2:
            make_member(world, alice, made)

    return add, operated(world, lambda context: len(list_structures(context).rows))


def journal(world: World) -> Case:
    people = [make_user(world, f"user{number}") for number in range(3)]

    def add(number: int) -> None:
        person = people[number % 3]
        with world.transaction(actor_id=person.id) as context:
            record(context, act=Act.STRUCTURE_CREATED, kind=Kind.ACCOUNT, subject_id=person.public_id)

    created = JournalFilters(act=Act.STRUCTURE_CREATED)
    return add, operated(world, lambda context: len(list_entries(context, filters=created).rows))


def siret(number: int) -> str:
    return f"{number:014}"


@contextmanager
def noted(world: World) -> Iterator[list[str]]:
    """The statements that are sent meanwhile."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        seen.append(statement)

    event.listen(world.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(world.engine, "before_cursor_execute", note)


LISTS = [flux, flux_page, *(partial(invoices, scope) for scope in Scope), approbation, all_requests]


@pytest.mark.parametrize(
    "made",
    [
        *LISTS,
        checklists,
        requests,
        search,
        mails,
        all_accounts,
        all_structures,
        journal,
        services,
        members,
        bank_details,
    ],
)
def test_list_asks_as_often_for_many_rows_as_for_one(world: World, made: Callable[[World], Case]) -> None:
    add, rows = made(world)
    many = MANY if made in LISTS else 12
    add(0)
    with noted(world) as for_one:
        assert rows() == 1
    for number in range(1, FEW):
        add(number)
    with noted(world) as for_few:
        assert rows() == FEW
    for number in range(FEW, many):
        add(number)
    with noted(world) as for_many:
        assert rows() == many
    assert for_one
    assert len(for_many) == len(for_few) == len(for_one)


def test_search_from_anywhere_asks_as_often_for_many_rows_as_for_a_few(world: World) -> None:
    cast = scenes.cast(world)
    asked_for = []
    for first, last in ((0, FEW), (FEW, MANY)):
        for number in range(first, last):
            add_invoice(world, cast, f"DEMO-{number}")
            scenes.put(world, cast, f"{number}".encode(), "FSO1137A", name="demo.pdf")
        with noted(world) as sent, world.reading(actor_id=cast.alice) as context:
            groups = found(context, text="demo")
        assert [len(group.hits) for group in groups] == [min(last, 6), min(last, 6), 1]
        asked_for.append(len(sent))
    assert asked_for[1] <= asked_for[0]  # where numbers that begin so suffice, words are not asked for
