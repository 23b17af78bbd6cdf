"""Lists that programs read ask the database as often for many invoices as for a few."""

from typing import Any

import pytest

from chorus_app.drafts.models import PieceLink
from chorus_app.kernel.context import World
from tests.api.client import Keys, keys_of, program
from tests.api.test_travaux import DOSSIER, piece
from tests.flux import scenes
from tests.flux.scenes import Cast
from tests.invoices.to_validate import VALIDEUR
from tests.test_statements import FEW, MANY, noted
from tests.ui.invoices.scenes import add_invoice

PAGE = {"nbResultatsParPage": MANY}
# The route, who asks, the cadre of the invoices, and the name of its paging block, where it has one.
LISTS = [
    ("factures/v1/rechercher/fournisseur", "alice", "A1", "rechercheFactureParFournisseur"),
    ("factures/v1/rechercher/recipiendaire", "buyer", "A1", "paramRecherche"),
    ("factures/v1/rechercher/valideur", "mona", "A9", "pagination"),
    ("factures/v1/rechercher/demandePaiement", "alice", "A9", ""),
    ("facturesTravaux/v1/rechercher", "alice", "A8", "rechercheFactureTravaux"),
    ("factures/travaux/rechercher/atraiter", "mona", "A10", "rechercheFactureTravaux"),
]


def key_of(world: World, cast: Cast, who: str) -> Keys:
    if who == "mona":
        with world.transaction() as context:
            user = scenes.person(context, "mona")
            scenes.attach_to(context, user, cast.moe)
        return keys_of(world, user_id=user, structure_id=cast.moe)
    users = {"alice": (cast.alice, cast.supplier), "buyer": (cast.buyer, cast.recipient)}
    return keys_of(world, user_id=users[who][0], structure_id=users[who][1])


@pytest.mark.parametrize(("path", "who", "cadre", "block"), LISTS, ids=[path for path, *_ in LISTS])
async def test_list_asks_as_often_for_many_rows_as_for_a_few(
    world: World, cast: Cast, path: str, who: str, cadre: str, block: str
) -> None:
    keys = key_of(world, cast, who)
    sent = []
    for first, last in ((0, FEW), (FEW, MANY)):
        for number in range(first, last):
            add_invoice(world, cast, f"F-{number}", cadre=cadre, valideur=VALIDEUR, service_code="SERV1")
        async with program(world, keys) as one:
            with noted(world) as statements:
                answer = await one.post(path, {block: PAGE} if block else {})
        assert len(rows_of(answer)) == last
        sent.append(len(statements))
    assert sent[0] == sent[1]


async def test_dossier_asks_as_often_for_many_pieces_as_for_a_few(world: World, cast: Cast, keys: Keys) -> None:
    sent, ids = [], list[int]()
    for last in (FEW, MANY):
        for number in range(len(ids), last):
            ids.append(piece(world, cast, number=f"SIT-{number}"))
            with world.transaction() as context:
                context.session.add_all(PieceLink(invoice_id=ids[-1], previous_id=one) for one in ids[-2:-1])
        async with program(world, keys) as one:
            with noted(world) as statements:
                answer = await one.post(DOSSIER, {"idFactureTravaux": ids[1], "rechercheFactureTravaux": PAGE})
        assert len(rows_of(answer)) == last
        sent.append(len(statements))
    assert sent[0] == sent[1]


def rows_of(answer: dict[str, Any]) -> list[Any]:
    (found,) = [value for value in answer.values() if isinstance(value, list)]
    return found
