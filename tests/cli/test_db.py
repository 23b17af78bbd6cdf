"""`chorus db`."""

from sqlalchemy import text

from chorus_app.invoices.enums import Scope
from chorus_app.invoices.lists import list_invoices
from chorus_app.kernel.context import World
from tests.cli.conftest import Chorus
from tests.flux import scenes
from tests.invoices.test_queries import add


def test_lists_are_made_anew(world: World, chorus: Chorus) -> None:
    cast = scenes.cast(world)
    add(world, cast, "F1")
    with world.transaction() as context:
        for table in ("chorus_invoice_listing", "chorus_invoice_count"):
            context.session.execute(text(f"DELETE FROM {table}"))
    done = chorus("db", "lists")
    assert (done.exit_code, done.output) == (0, "Les listes de factures sont refaites.\n")
    with world.reading(actor_id=cast.alice) as context:
        assert list_invoices(context, scope=Scope.EMISES).page.total == 1
