"""What a person is handed: all that is about him, nothing about others, no secret."""

import json
from typing import Any

import pytest

from chorus_app.accounts import service, sessions
from chorus_app.accounts.models import User
from chorus_app.kernel.context import World
from chorus_app.kernel.errors import SignInRequired
from chorus_app.operations import personal_data
from chorus_app.operations.personal_data import EXCUSED, PARTS
from chorus_app.structures import attachments
from chorus_app.tables import metadata
from chorus_app.ui.routes.personal_data import PATH
from tests.factories import make_member, make_request, make_structure, make_user, password_hash
from tests.flux import scenes
from tests.operations.cast import COMMAND, acting
from tests.ui.doors import door

pytestmark = pytest.mark.asyncio


def data_of(world: World, user: User) -> dict[str, Any]:
    with world.reading(actor_id=user.id) as context:
        told: dict[str, Any] = json.loads("".join(personal_data.as_json(context)))
    return told


async def test_every_column_that_names_a_person_is_handed_out_or_excused() -> None:
    """A new table that tells of people needs its row in PARTS, or its reason in EXCUSED."""
    naming = {
        (table.name, column.name)
        for table in metadata.sorted_tables
        for column in table.columns
        if any(key.target_fullname == "chorus_user.id" for key in column.foreign_keys)
    }
    given = {(part.table.__tablename__, part.column) for part in PARTS}
    assert sorted(naming - given - EXCUSED) == []
    assert sorted(EXCUSED - naming) == []


async def test_person_gets_what_is_about_him_and_nothing_about_others(world: World) -> None:
    alice, bob = make_user(world), make_user(world, "bob")
    structure = make_structure(world)
    make_member(world, alice, structure)
    make_request(world, bob, structure)
    with world.transaction() as context:
        sessions.open_session(context, user_id=alice.id, user_agent="Firefox de Alice")
        sessions.open_session(context, user_id=bob.id, user_agent="Firefox de Bob")
    with world.transaction(source=COMMAND) as context:
        service.sign_out_account(context, email=alice.login_email)
    told = data_of(world, alice)
    assert told["compte"][0]["prénom"] == "Alice"
    assert [row["navigateur"] for row in told["connexions"]] == ["Firefox de Alice"]
    assert [row["structure"] for row in told["rattachements"]] == ["Béton & Cie (73282932000074)"]
    assert [row["profil"] for row in told["habilitations"]] == ["ORGANISATION_MODIFICATION", "FACTURATION_MODIFICATION"]
    assert [row["acte"] for row in told["actes du journal"]] == ["signed_out_everywhere"]
    assert told["demandes de rattachement"] == []
    assert "Bob" not in json.dumps(told)


async def test_no_secret_is_handed_out(world: World) -> None:
    alice = make_user(world)
    with world.transaction(source=COMMAND) as context:
        link = service.hand_out_link(context, email=alice.login_email)
        token = sessions.open_session(context, user_id=alice.id, user_agent="")
    told = json.dumps(data_of(world, alice))
    for secret in (password_hash(), link.partition("=")[2], token, "argon2"):
        assert secret not in told


async def test_deposits_and_mails_are_there(world: World) -> None:
    cast = scenes.cast(world)
    scenes.put(world, cast, b"content", "FSO1137A")
    with world.reading() as context:
        alice = context.session.get_one(User, cast.alice)
    other = make_structure(world, "Ville", identifier="21690123100011")
    with acting(world, alice) as context:
        attachments.ask_attachments(context, public_ids=[other.public_id])
    told = data_of(world, alice)
    assert len(told["dépôts"]) == 1
    assert [row["adresse"] for row in told["mails envoyés"]] == [alice.contact_email]
    assert all("texte" not in row and "text" not in row for row in told["mails envoyés"])


async def test_nobody_has_no_data(world: World) -> None:
    with world.reading() as context, pytest.raises(SignInRequired):
        list(personal_data.as_json(context))


async def test_route_answers_to_the_person_alone_and_notes_it(world: World) -> None:
    alice, charlie = make_user(world), make_user(world, "charlie")
    async with door(world, alice.id) as client:
        answer = await client.get(PATH)
    assert answer.status_code == 200
    assert answer.headers["content-disposition"] == 'attachment; filename="mes-donnees.json"'
    assert [row["acte"] for row in answer.json()["actes du journal"]] == ["data_handed_out"]
    async with door(world, charlie.id) as client:
        his = await client.get(PATH, params={"user": alice.public_id})
    assert his.json()["compte"][0]["prénom"] == "Charlie"
    async with door(world) as client:
        assert (await client.get(PATH)).status_code == 401
