"""The rows that lists are made of follow the invoices, whatever happens to them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select, text
from sqlmodel import col

from chorus_app.formats.parsed import Party
from chorus_app.invoices import listing
from chorus_app.invoices.enums import Scope, Status
from chorus_app.invoices.lists import list_invoices
from chorus_app.invoices.models import WORDS, Invoice, InvoiceCount, InvoiceListing
from chorus_app.invoices.service import give_status
from chorus_app.kernel import migrations
from chorus_app.kernel.config import Settings
from chorus_app.kernel.context import World
from chorus_app.kernel.paging import PageRequest
from chorus_app.structures.models import Structure
from tests.flux.scenes import Cast
from tests.invoices.test_queries import add
from tests.makers.invoices import MOE_SIRET, RECIPIENT_SIRET, SUPPLIER_SIRET, siret


def rows(world: World) -> list[Sequence[Any]]:
    """All rows of lists and counts that say something, in a fixed order."""
    with world.reading() as context:
        listed = context.session.execute(select(*InvoiceListing.__table__.columns)).all()  # type: ignore[attr-defined]
        counted = context.session.execute(
            select(*InvoiceCount.__table__.columns).where(col(InvoiceCount.invoices) != 0)  # type: ignore[attr-defined]
        ).all()
    return sorted(map(tuple, [*listed, *counted]), key=str)


def made_anew(world: World) -> list[Sequence[Any]]:
    with world.transaction() as context:
        listing.rebuild(context)
    return rows(world)


def invoice(context: Any, number: str) -> Invoice:
    found = context.session.execute(select(Invoice).where(col(Invoice.number) == number)).scalar_one()
    assert isinstance(found, Invoice)
    return found


def test_rows_made_one_by_one_are_those_made_at_once(world: World, cast: Cast) -> None:
    add(world, cast, "F1", engagement="EJ1", service_code="SERV1")
    add(world, cast, "F2", cadre="A4", valideur=Party(siret(MOE_SIRET), "Atelier MOE"))
    add(world, cast, "F3", cadre="A8")
    add(world, cast, "F4", cadre="A9", valideur=Party(siret(MOE_SIRET), "Atelier MOE"))
    with world.transaction() as context:
        give_status(context, invoice=invoice(context, "F1"), status=Status.SERVICE_FAIT)
        give_status(context, invoice=invoice(context, "F4"), status=Status.VALIDEE_1)
    kept = rows(world)
    assert kept == made_anew(world)
    assert len(kept) > 10


def test_supplier_and_recipient_of_one_structure_see_it_once(world: World, cast: Cast) -> None:
    me = Party(siret(SUPPLIER_SIRET), "Maçonnerie Démo")
    add(world, cast, "F1", cadre="A4", buyer=me, valideur=me)
    with world.reading(actor_id=cast.alice) as context:
        assert list_invoices(context, scope=Scope.TRAVAUX).page.total == 1
    assert rows(world) == made_anew(world)


def test_invoice_reaches_its_recipient_with_its_status(world: World, cast: Cast) -> None:
    add(world, cast, "F1", cadre="A9", valideur=Party(siret(MOE_SIRET), "Atelier MOE"))

    def received() -> int:
        with world.reading(actor_id=cast.buyer) as context:
            return list_invoices(context, scope=Scope.RECUES).page.total

    assert received() == 0
    with world.transaction() as context:
        give_status(context, invoice=invoice(context, "F1"), status=Status.ERREUR_FOURNISSEUR_SUR_VALIDEUR)
    assert received() == 0
    with world.transaction() as context:
        for status in (Status.A_VALIDER_1, Status.VALIDEE_1):
            give_status(context, invoice=invoice(context, "F1"), status=status)
    assert received() == 1


def test_list_stays_sorted_by_the_names_of_today(world: World, cast: Cast) -> None:
    add(world, cast, "F1")
    add(world, cast, "F2", buyer=Party(siret(MOE_SIRET), "Atelier MOE"))

    def by_recipient() -> list[str]:
        page = PageRequest(sort="recipient", descending=False)
        with world.reading(actor_id=cast.alice) as context:
            return [row.number for row in list_invoices(context, scope=Scope.EMISES, page=page).page.rows]

    assert by_recipient() == ["F2", "F1"]
    with world.transaction() as context:
        city = context.session.execute(
            select(Structure).where(col(Structure.identifier) == RECIPIENT_SIRET)
        ).scalar_one()
        city.name, city.name_key = "Agglomération Démo", "agglomeration demo"
    assert by_recipient() == ["F1", "F2"]
    assert rows(world) == made_anew(world)


def test_migration_makes_the_rows_of_the_invoices_that_are_there(tmp_path: Any, world: World, cast: Cast) -> None:
    add(world, cast, "F1", engagement="EJ1", service_code="SERV1")
    for number, cadre in (("F2", "A4"), ("F3", "A9"), ("F4", "A12")):
        add(world, cast, number, cadre=cadre, valideur=Party(siret(MOE_SIRET), "Atelier MOE"))
    with world.transaction() as context:
        give_status(context, invoice=invoice(context, "F4"), status=Status.ERREUR_FOURNISSEUR_SUR_VALIDEUR)
    kept = rows(world)
    older = World(Settings(data_dir=tmp_path / "older"))
    migrations.upgrade(older.engine, "036062ef4539")
    with older.engine.connect() as connection:
        connection.exec_driver_sql(f"ATTACH '{world.database}' AS newer")
        for table in ("chorus_structure", "chorus_user", "chorus_invoice"):
            known = connection.exec_driver_sql(f"SELECT name FROM pragma_table_info('{table}', 'main')").scalars()
            columns = ", ".join(known)
            connection.exec_driver_sql(f"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM newer.{table}")
        connection.commit()
    migrations.upgrade(older.engine)
    assert rows(older) == kept
    with older.reading() as context:
        found = context.session.execute(text(f"SELECT count(*) FROM {WORDS.name} WHERE {WORDS.name} MATCH '\"ej1\"'"))
        assert found.scalar_one() == 1
    older.close()
