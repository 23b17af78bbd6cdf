"""Web sessions: prolonged by use, ended here and everywhere, told to the open tabs."""

from datetime import timedelta

import pytest
from sqlmodel import select

from chorus_app.accounts import service, sessions
from chorus_app.accounts.models import User, WebSession
from chorus_app.kernel.bell import Ring
from chorus_app.kernel.context import World
from chorus_app.kernel.errors import NotFound
from tests.factories import make_user


def open_session(world: World, user: User, agent: str = "Firefox") -> str:
    with world.transaction() as context:
        return sessions.open_session(context, user_id=user.id, user_agent=agent)


def rings(world: World) -> list[str]:
    with world.reading() as context:
        return [ring.topic for ring in context.session.exec(select(Ring))]


def test_session_is_known_by_its_token_whose_hash_alone_is_stored(world: World) -> None:
    user = make_user(world)
    token = open_session(world, user, agent="Fire\nfox " + "x" * 300)
    with world.reading() as context:
        row = context.session.exec(select(WebSession)).one()
        assert sessions.user_of(context, token=token) == user.id
        assert sessions.user_of(context, token=row.token_hash) is None
    assert token not in row.token_hash
    assert row.user_agent == ("Fire fox " + "x" * 300)[:255]


def test_session_survives_a_restart(world: World) -> None:
    user = make_user(world)
    token = open_session(world, user)
    again = World(world.settings, world.clock)
    assert sessions.recognise(again, token=token) == user.id
    again.close()


def test_use_prolongs_the_session_and_idleness_ends_it(world: World) -> None:
    user = make_user(world)
    token = open_session(world, user)
    for _ in range(3):
        world.clock.move(timedelta(hours=11))
        assert sessions.recognise(world, token=token) == user.id
    world.clock.move(timedelta(hours=12))
    assert sessions.recognise(world, token=token) is None


def test_session_ends_after_a_week_however_much_it_is_used(world: World) -> None:
    token = open_session(world, make_user(world))
    for _ in range(16):
        world.clock.move(timedelta(hours=10))
        assert sessions.recognise(world, token=token) is not None
    world.clock.move(timedelta(hours=8))
    assert sessions.recognise(world, token=token) is None


def test_last_use_is_written_once_a_minute(world: World) -> None:
    token = open_session(world, make_user(world))
    begun = world.clock.now()
    world.clock.move(timedelta(seconds=59))
    sessions.recognise(world, token=token)
    with world.reading() as context:
        assert context.session.exec(select(WebSession)).one().last_seen_at == begun
    world.clock.move(timedelta(seconds=1))
    sessions.recognise(world, token=token)
    with world.reading() as context:
        assert context.session.exec(select(WebSession)).one().last_seen_at == world.clock.now()


def test_sign_out_ends_this_session_only_and_rings(world: World) -> None:
    user = make_user(world)
    first, second = open_session(world, user), open_session(world, user)
    with world.transaction() as context:
        sessions.sign_out(context, token=first)
        sessions.sign_out(context, token="unknown")
    assert sessions.recognise(world, token=first) is None
    assert sessions.recognise(world, token=second) == user.id
    assert rings(world) == [f"user:{user.id}"]


def test_sign_out_everywhere_leaves_the_sessions_of_others(world: World) -> None:
    alice, charlie = make_user(world), make_user(world, "charlie")
    mine = [open_session(world, alice) for _ in range(3)]
    other = open_session(world, charlie)
    with world.transaction(actor_id=alice.id) as context:
        assert len(sessions.sessions_of(context)) == 3
        assert sessions.sign_out_everywhere(context) == 3
        assert sessions.sessions_of(context) == []
    assert [sessions.recognise(world, token=token) for token in mine] == [None] * 3
    assert sessions.recognise(world, token=other) == charlie.id


def test_nobody_ends_nothing(world: World) -> None:
    token = open_session(world, make_user(world))
    with world.transaction() as context:
        assert sessions.sign_out_everywhere(context) == 0
    assert sessions.recognise(world, token=token) is not None


def test_closed_account_is_out_at_once(world: World) -> None:
    user = make_user(world)
    token = open_session(world, user)
    with world.transaction() as context:
        assert service.disable_account(context, email="ALICE@demo.test") == 1
    assert sessions.recognise(world, token=token) is None
    with world.transaction() as context:
        service.enable_account(context, email="alice@demo.test")
    assert sessions.recognise(world, token=token) is None


def test_tidying_keeps_what_is_open(world: World) -> None:
    user = make_user(world)
    open_session(world, user)
    world.clock.move(timedelta(days=40))
    token = open_session(world, user)
    with world.transaction() as context:
        service.tidy(context)
    with world.reading() as context:
        assert len(context.session.exec(select(WebSession)).all()) == 1
    assert sessions.recognise(world, token=token) == user.id


def test_one_session_is_ended_by_its_owner_only(world: World) -> None:
    alice, charlie = make_user(world), make_user(world, "charlie")
    here, there = open_session(world, alice), open_session(world, alice, agent="Safari")
    with world.reading(actor_id=alice.id) as context:
        rows = {row.user_agent: row for row in sessions.sessions_of(context, token=here)}
    assert [(row.user_agent, row.here) for row in rows.values()] == [("Firefox", True), ("Safari", False)]
    told = []
    for public_id in (rows["Safari"].public_id, "unknown"):
        with pytest.raises(NotFound) as refused, world.transaction(actor_id=charlie.id) as context:
            sessions.end_session(context, public_id=public_id)
        told.append((refused.value.key, refused.value.params))
    assert told[0] == told[1]
    assert sessions.recognise(world, token=there) == alice.id
    with world.transaction(actor_id=alice.id) as context:
        sessions.end_session(context, public_id=rows["Safari"].public_id)
    assert sessions.recognise(world, token=there) is None
    with pytest.raises(NotFound), world.transaction(actor_id=alice.id) as context:
        sessions.end_session(context, public_id=rows["Safari"].public_id)
    assert sessions.recognise(world, token=here) == alice.id


def test_other_sessions_are_ended_and_this_one_goes_on(world: World) -> None:
    alice, charlie = make_user(world), make_user(world, "charlie")
    here, *others = [open_session(world, alice) for _ in range(3)]
    stranger = open_session(world, charlie)
    with world.transaction(actor_id=alice.id) as context:
        assert sessions.end_others(context, token=here) == 2
    assert [sessions.recognise(world, token=token) for token in others] == [None, None]
    assert sessions.recognise(world, token=here) == alice.id
    assert sessions.recognise(world, token=stranger) == charlie.id
