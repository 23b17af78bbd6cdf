"""Answers do the same work for every address: the same rows are written, if only to be undone."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import event
from sqlmodel import select

from chorus_app.accounts import links
from chorus_app.accounts.enums import LinkPurpose
from chorus_app.accounts.models import AccountLink, User
from chorus_app.accounts.queries import find_user
from chorus_app.accounts.sign_up import sign_up
from chorus_app.kernel.context import Context, World
from tests.factories import make_user, sent_mails


def written(world: World, act: Callable[[Context], None]) -> list[str]:
    """The tables that the act inserts into, sorted."""
    tables: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.startswith("INSERT INTO "):
            tables.append(statement.split()[2])

    event.listen(world.engine, "before_cursor_execute", note)
    with world.transaction() as context:
        act(context)
    event.remove(world.engine, "before_cursor_execute", note)
    return sorted(tables)


def test_sign_up_does_the_same_for_known_and_unknown(world: World) -> None:
    make_user(world, "known")

    def ask(name: str) -> list[str]:
        return written(
            world,
            lambda context: sign_up(context, login_email=f"{name}@demo.test", last_name="A", first_name="B"),
        )

    assert ask("known") == ask("new")


@pytest.mark.parametrize("purpose", list(LinkPurpose))
def test_request_for_a_link_does_the_same_for_inactive_and_unknown(world: World, purpose: LinkPurpose) -> None:
    make_user(world, "asleep", active=False)

    def ask(name: str) -> set[str]:
        return set(written(world, lambda context: links.ask(context, email=f"{name}@demo.test", purpose=purpose))) - {
            "chorus_user"
        }

    assert ask("asleep") == ask("new")


def test_pretended_work_leaves_nothing_and_voids_nothing(world: World) -> None:
    known = make_user(world, "known")
    with world.transaction() as context:
        token = links.issue(context, user=known, purpose=LinkPurpose.RESET)
    with world.transaction() as context:
        links.ask(context, email="new@demo.test", purpose=LinkPurpose.RESET)
        sign_up(context, login_email="known@demo.test", last_name="A", first_name="B")
    with world.reading() as context:
        assert [user.login_email for user in context.session.exec(select(User))] == ["known@demo.test"]
        assert len(context.session.exec(select(AccountLink)).all()) == 1
        assert links.state_of(context, token=token, purpose=LinkPurpose.RESET) == "VALID"
        assert find_user(context, login_email="new@demo.test") is None
    assert [mail.recipient for mail in sent_mails(world)] == ["known@demo.test"]
