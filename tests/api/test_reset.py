"""A program begins again from nothing: what it deposited is gone with all that follows from it, and nothing else is."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlmodel import SQLModel, col, select

from chorus_app.audit.models import AuditEntry
from chorus_app.drafts.models import AccountFile, Draft
from chorus_app.flux.enums import ChecklistItem
from chorus_app.flux.models import WORDS as FLUX_WORDS
from chorus_app.flux.models import ChecklistTick, Flux, ReportReading
from chorus_app.flux.queries import FluxFilters, list_flux
from chorus_app.formats.syntaxes import Space
from chorus_app.invoices.enums import Scope
from chorus_app.invoices.lists import InvoiceFilters, list_invoices
from chorus_app.invoices.models import WORDS as INVOICE_WORDS
from chorus_app.invoices.models import Invoice
from chorus_app.kernel.config import Settings
from chorus_app.kernel.context import Context, World
from chorus_app.kernel.errors import Conflict, Denied, NotFound
from chorus_app.kernel.text import t
from chorus_app.operations import sandbox
from chorus_app.raccordement import calls, edi, replays
from chorus_app.raccordement.limits import INTERFACES
from chorus_app.raccordement.models import EdiPartner
from chorus_app.raccordement.refusals import help_link
from tests.api.client import Keys, Program, keys_of, program
from tests.api.test_attachments import put, strangers
from tests.api.test_deposit import CII, DEPOSIT, UBL, asked, ended
from tests.api.test_submitting import SUBMIT, invoice
from tests.api.test_travaux import deposited as works_piece
from tests.conftest import NewWorld
from tests.flux import scenes
from tests.flux.scenes import Cast
from tests.makers.invoices import make_cii, make_facturx, make_ubl
from tests.makers.lots import tar_gz

RESET, TREAT, SEARCH = "/bac-a-sable/reset", "factures/v1/traiter/recue", "factures/v1/rechercher/fournisseur"
# What is no trace of a deposit: the logs, the tokens, mails that are out, numbers that are never given twice, and the
# rings that told who was looking.
STAYS = frozenset(
    {
        *("chorus_api_call", "chorus_access_token", "chorus_audit", "chorus_structure_change"),
        *("chorus_outbox", "chorus_flux_sequence", "chorus_ring"),
    }
)


def kept(world: World) -> dict[str, list[str]]:
    """All rows of all tables, but of those that stay; and that both indexes of words are those of the rows."""
    with world.transaction() as context:
        for words in (FLUX_WORDS, INVOICE_WORDS):
            check = f"INSERT INTO {words.name}({words.name}, rank) VALUES ('integrity-check', 1)"
            context.session.execute(text(check))
        tables = [table for table in SQLModel.metadata.sorted_tables if table.name not in STAYS]
        found = {table.name: context.session.execute(table.select()).all() for table in tables}
    for counts, column in (("chorus_flux_count", "flux"), ("chorus_invoice_count", "invoices")):
        found[counts] = [row for row in found[counts] if getattr(row, column)]  # a count may come down to nothing
    return {name: sorted(map(repr, rows)) for name, rows in found.items()}


def works(world: World) -> int:
    """How many imports the queue remembers."""
    with world.reading() as context:
        return int(context.session.execute(text("SELECT count(*) FROM workflow_status")).scalar_one())


@contextmanager
def acting(world: World, user_id: int, structure_id: int) -> Iterator[Context]:
    with world.transaction(actor_id=user_id, structure_id=structure_id) as context:
        yield context


async def reset(one: Program) -> dict[str, Any]:
    answer = await one.http.post(RESET, headers=one.headers)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def deposited(world: World, one: Program, number: str) -> str:
    """The number of the flux that brought that invoice."""
    receipt = await one.post(DEPOSIT, asked(make_facturx(number=number)))
    assert (await ended(world, one, receipt["numeroFluxDepot"]))["etatCourantDepotFlux"] == "IN_INTEGRE"
    return str(receipt["numeroFluxDepot"])


async def everything(world: World, cast: Cast, one: Program, moa: Keys) -> None:
    """What a program can leave: accepted, rejected, a lot, an invoice and two pieces of works that it submits, a
    file that it puts aside; and what people do with these."""
    number = await deposited(world, one, "ESSAI-1")
    rejected = await one.post(DEPOSIT, asked(make_cii(number="ESSAI-2", payment_means=None), syntax=CII, name="f.xml"))
    await ended(world, one, rejected["numeroFluxDepot"])
    members = [(f"f{n}.xml", make_ubl(number=f"ESSAI-3{n}")) for n in range(2)]
    lot = await one.post(DEPOSIT, asked(tar_gz(members), syntax=UBL, name="lot.tar.gz"))
    await ended(world, one, lot["numeroFluxDepot"])
    document = await put(one)
    saying = invoice(
        numeroFactureSaisi="ESSAI-4", pieceJointeComplementaire=[{"pieceJointeComplementaireId": document}]
    )
    assert (await one.post(SUBMIT, saying))["codeRetour"] == 0
    first = await works_piece(one, numeroFactureSaisi="ESSAI-5")
    following: dict[str, Any] = {"piecePrecedente": {"idPiecePrecedente": first["idFactureTravaux"]}}
    assert (await works_piece(one, numeroFactureSaisi="ESSAI-6", **following))["codeRetour"] == 0
    await put(one, name="reste.pdf")
    with world.transaction() as context:
        flux = context.session.exec(select(Flux).where(Flux.number == number)).one()
        mine = context.session.exec(select(Invoice.id).where(Invoice.flux_number == number)).one()
        context.session.add(ReportReading(user_id=cast.alice, flux_id=flux.id, at=context.now()))
        context.session.add(
            ChecklistTick(user_id=cast.alice, flux_id=flux.id, item=ChecklistItem.LISTED, at=context.now())
        )
    async with program(world, moa) as buyer:
        done = await buyer.post(TREAT, {"idFacture": mine, "nouveauStatut": "SUSPENDUE", "motif": "Bon de livraison."})
        assert done["codeRetour"] == 0


async def test_all_is_as_before_and_the_same_numbers_go_again(
    importing: World, cast: Cast, keys: Keys, moa: Keys
) -> None:
    others = keys_of(importing, user_id=cast.alice, structure_id=cast.supplier, name="Autre logiciel")
    charlies = strangers(importing, cast)
    portal = scenes.put(importing, cast, make_ubl(number="PORTAIL-1"), "FSO1100A", space=Space.EMISES)
    scenes.outcome(importing, cast, portal)
    async with program(importing, others) as another, program(importing, charlies) as charlie:
        await deposited(importing, another, "AUTRE-1")
        await put(another, name="autre.pdf")
        await put(charlie, name="charlie.pdf")
        before, working = kept(importing), works(importing)
        async with program(importing, keys) as one:
            await everything(importing, cast, one, moa)
            assert works(importing) == working + 3
            answer = await reset(one)
            assert kept(importing) == before
            assert works(importing) == working
            found = await one.post(SEARCH, {"numeroFacture": "ESSAI-1"})
            again = await deposited(importing, one, "ESSAI-1")
            nothing = await reset(charlie)
    assert {name: value for name, value in answer.items() if name.startswith("nombre")} == {
        "nombreFlux": 3,
        "nombreFactures": 6,
        "nombreComptesRendus": 3,
        "nombreDocuments": answer["nombreDocuments"],
        "nombreBrouillons": 3,
        "nombreFichiersMisDeCote": 4,
        "nombreNotifications": answer["nombreNotifications"],
    }
    assert answer["nombreDocuments"] >= 4
    assert (answer["codeRetour"], answer["libelle"], found["listeFactures"]) == (0, "TRA_MSG_00.000", [])
    assert (nothing["nombreFlux"], nothing["nombreFichiersMisDeCote"]) == (0, 1)
    with importing.reading() as context:
        assert context.session.exec(select(Flux.number).order_by(col(Flux.id).desc())).first() == again


async def test_lists_and_searches_of_both_sides_find_nothing(
    importing: World, cast: Cast, keys: Keys, moa: Keys
) -> None:
    async with program(importing, keys) as one:
        await everything(importing, cast, one, moa)
        assert listed(importing, cast, "essai") == ((4, 4), (1, 0))
        await reset(one)
    assert listed(importing, cast, "essai") == ((0, 0), (0, 0))
    with importing.reading(actor_id=cast.alice, structure_id=cast.supplier) as context:
        assert list_flux(context).page.total == 0
        assert sum(list_flux(context).states.values()) == 0


def listed(world: World, cast: Cast, words: str) -> tuple[tuple[int, int], tuple[int, int]]:
    """How many invoices supplier and recipient find by words, and how many flux both find by a file's name."""
    with world.reading(actor_id=cast.alice, structure_id=cast.supplier) as context:
        issued = list_invoices(context, scope=Scope.EMISES, filters=InvoiceFilters(text=words)).page.total
        sent = list_flux(context, filters=FluxFilters(text="lot.tar")).page.total
    with world.reading(actor_id=cast.buyer, structure_id=cast.recipient) as context:
        received = list_invoices(context, scope=Scope.RECUES, filters=InvoiceFilters(text=words)).page.total
        theirs = list_flux(context, filters=FluxFilters(text="lot.tar")).page.total
    return (issued, received), (sent, theirs)


async def test_while_an_import_runs_nothing_goes(world: World, keys: Keys) -> None:
    async with program(world, keys) as one:
        await one.post(DEPOSIT, asked(make_facturx()))
        await put(one)
        before = kept(world)
        answer = await one.http.post(RESET, headers=one.headers)
    told = t("operations.sandbox.running", count=1)
    assert answer.status_code == 409
    assert answer.json() == {"codeRetour": 409, "libelle": told, "lienAide": help_link(409)}
    assert kept(world) == before


async def test_all_goes_or_nothing(importing: World, cast: Cast, keys: Keys, moa: Keys) -> None:
    async with program(importing, keys) as one:
        await everything(importing, cast, one, moa)
    with importing.transaction() as context:
        stop = "CREATE TRIGGER stop BEFORE DELETE ON chorus_account_file BEGIN SELECT RAISE(ABORT, 'stop'); END"
        context.session.execute(text(stop))  # the last rows that go
    before, working = kept(importing), works(importing)
    application = keys.application.public_id
    with pytest.raises(IntegrityError), acting(importing, cast.alice, cast.supplier) as context:
        sandbox.reset_own(context, public_id=application)
    assert (kept(importing), works(importing)) == (before, working)
    with importing.transaction() as context:
        context.session.execute(text("DROP TRIGGER stop"))
    with acting(importing, cast.alice, cast.supplier) as context:
        assert sandbox.reset_own(context, public_id=application).invoices == 6


async def test_act_stands_in_the_log_and_the_calls_stay(importing: World, cast: Cast, keys: Keys) -> None:
    async with program(importing, keys) as one:
        await deposited(importing, one, "ESSAI-1")
        await reset(one)
    calls.write_waiting(importing)
    with importing.reading() as context:
        entry = context.session.exec(select(AuditEntry).where(AuditEntry.act == "application_reset")).one()
    assert (entry.door, entry.after["raccordement"], entry.after["flux"], entry.after["invoices"]) == (
        *("api", "Connecteur de test", "1", "1"),
    )
    with acting(importing, cast.alice, cast.supplier) as context:
        rows = calls.list_calls(context).rows
        assert [row.path.rpartition("/")[2] for row in rows] == ["reset", "consulterCRDetaille", "flux"]
        with pytest.raises(Conflict, match="not_kept"):  # its file went with its flux
            replays.prepare(context, public_id=rows[2].public_id, file_of=lambda _context, _number: None)
        again = replays.prepare(context, public_id=rows[0].public_id, file_of=lambda _context, _number: None)
    await replays.make(importing, again)
    calls.write_waiting(importing)
    with acting(importing, cast.alice, cast.supplier) as context:
        assert [row.status for row in calls.list_calls(context).rows][:2] == [200, 200]


async def test_what_the_account_of_another_structure_deposited_is_that_structures(
    importing: World, cast: Cast, keys: Keys
) -> None:
    """An operator's program acts for several: only what is the calling account's structure's goes."""
    charlies = strangers(importing, cast)
    mixed = Keys(charlies.application, keys.account)
    async with program(importing, mixed) as one, program(importing, charlies) as charlie:
        await deposited(importing, one, "ESSAI-1")
        await put(charlie)
        assert (await reset(charlie))["nombreFlux"] == 0
        with acting(importing, cast.charlie, cast.other) as context:
            assert sandbox.reset_own(context, public_id=charlies.application.public_id).flux == 0
        await put(charlie)
        assert [(await reset(one))[f"nombre{name}"] for name in ("Flux", "FichiersMisDeCote")] == [1, 0]
    with importing.reading() as context:
        assert len(context.session.exec(select(AccountFile)).all()) == 1


async def test_only_managers_reset_from_the_page(world: World, cast: Cast, keys: Keys) -> None:
    id_ = keys.application.public_id
    strangers(world, cast)
    async with program(world, keys) as one:
        await put(one)
    with acting(world, cast.bob, cast.supplier) as context, pytest.raises(Denied):
        sandbox.reset_own(context, public_id=id_)
    with acting(world, cast.charlie, cast.other) as context, pytest.raises(NotFound):
        sandbox.reset_own(context, public_id=id_)
    with acting(world, cast.charlie, cast.supplier) as context, pytest.raises(Denied):
        sandbox.reset_own(context, public_id=id_)
    with acting(world, cast.alice, cast.supplier) as context:
        assert sandbox.reset_own(context, public_id=id_).files == 1


async def test_partner_of_edi_is_told_what_comes_after(importing: World, cast: Cast, keys: Keys) -> None:
    """Row ids at the end of a table are given again."""
    with acting(importing, cast.alice, cast.supplier) as context:
        edi.declare(context)
        edi.subscribe(context, interfaces=INTERFACES)
        context.session.exec(select(EdiPartner)).one().told_event_id = 10_000
    async with program(importing, keys) as one:
        await deposited(importing, one, "ESSAI-1")
        await reset(one)
    with importing.reading() as context:
        assert context.session.exec(select(EdiPartner.told_event_id)).one() == 0
        assert context.session.exec(select(Draft)).all() == []


async def test_outside_of_sandbox_mode_there_is_no_such_address(new_world: NewWorld, tmp_path: Path) -> None:
    world = new_world(Settings(data_dir=tmp_path, sandbox=False))
    cast = scenes.cast(world)
    keys = keys_of(world, user_id=cast.alice, structure_id=cast.supplier)
    async with program(world, keys) as one:
        answers = [await one.http.post(path, headers=one.headers) for path in (RESET, "/bac-a-sable/x", "/inconnu")]
        within = await one.http.post("/cpro/bac-a-sable/reset", headers=one.headers)
        document = await one.http.get("/api/openapi.json")
    assert {(answer.status_code, answer.content) for answer in answers} == {(404, b"rest")}
    assert within.status_code == 404
    assert RESET not in document.json()["paths"]
    with acting(world, cast.alice, cast.supplier) as context, pytest.raises(NotFound):
        sandbox.reset_own(context, public_id=keys.application.public_id)
    world.close()


async def test_without_both_keys_nothing_is_reset(world: World, keys: Keys) -> None:
    async with program(world, keys) as one:
        for headers in ({}, {"cpro-account": one.headers["cpro-account"]}, {"Authorization": "Bearer x"}):
            answer = await one.http.post(RESET, headers=headers)
            assert answer.status_code == 401
        assert (await one.http.post("/bac-a-sable/autre", headers=one.headers)).json()["codeRetour"] == 404
