"""The examples of the API's documentation run on the demonstration's data."""

from collections.abc import Iterator

import pytest
from sqlmodel import select

from chorus_app.accounts.models import User
from chorus_app.api.examples import example
from chorus_app.api.openapi import name_of
from chorus_app.api.routes import ROUTES, ApiRoute
from chorus_app.demo.accounts import BY_SLUG
from chorus_app.demo.seed import seed
from chorus_app.kernel.config import Settings
from chorus_app.kernel.context import World
from chorus_app.structures.models import Membership
from chorus_app.tables import metadata
from tests.api.client import Keys, keys_of, program

pytestmark = pytest.mark.slow
# Who receives and who validates asks other questions than who issues.
ASKED_BY = {
    "bac-a-sable_reset": "recipient",  # who has deposited nothing that waits here for its import
    "factures_v1_rechercher_recipiendaire": "recipient",
    "factures_v1_consulter_recipiendaire": "recipient",
    "transverses_v1_recuperer_structures_actives_destinataire": "recipient",
    "factures_v1_traiter_recue": "recipient",
    "factures_v1_consulter_valideur": "moe",
    "factures_v1_rechercher_valideur": "moe",
    "factures_v1_traiter_factureAValider": "moe",
    "factures_travaux_rechercher_atraiter": "moe",
    "factures_travaux_prendreEnCompte": "moe",
    "factures_travaux_refuser": "moe",
    "factures_travaux_suspendre_demander_completer_factureTravaux": "moe",
    "factures_travaux_demander_recyclage": "moe",
    "factures_travaux_completermoe": "moe",
}
DEPOSIT_PDF = "/cpro/factures/v1/deposer/pdf"

EMPTY = ("listeErreurTechnique", "listePiecesJointes", "listeServices", "listeEngagementJuridique")


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    world = World(Settings(data_dir=tmp_path_factory.mktemp("demo")))
    metadata.create_all(world.engine)
    seed(world)
    yield world
    world.close()


@pytest.fixture(scope="module")
def keys(seeded: World) -> dict[str, Keys]:
    return {slug: _keys(seeded, slug) for slug in ("supplier_manager", "recipient", "moe")}


def _keys(world: World, slug: str) -> Keys:
    with world.reading() as context:
        user = context.session.exec(select(User).where(User.login_email == BY_SLUG[slug].email)).one()
        structure = context.session.exec(select(Membership.structure_id).where(Membership.user_id == user.id)).first()
    assert structure is not None
    return keys_of(world, user_id=user.id, structure_id=structure)


@pytest.mark.parametrize("route", ROUTES, ids=name_of)
async def test_example_is_answered(seeded: World, keys: dict[str, Keys], route: ApiRoute) -> None:
    with seeded.reading() as context:
        question, pdf = example(context, route.path), example(context, DEPOSIT_PDF)
    async with program(seeded, keys[ASKED_BY.get(name_of(route), "supplier_manager")]) as one:
        if "pieceJointePrincipale" in question:  # the number that the caller was given before
            paper = (await one.http.post(DEPOSIT_PDF, json=pdf, headers=one.headers)).json()["pieceJointeId"]
            question["pieceJointePrincipale"] = [{"pieceJointePrincipaleId": paper}]
        answer = await one.http.request(route.method, route.path, json=question or None, headers=one.headers)
    assert answer.status_code == 200
    assert answer.json().get("codeRetour", 0) == 0, answer.text
    for name, rows in answer.json().items():
        assert rows != [] or name in EMPTY, name
