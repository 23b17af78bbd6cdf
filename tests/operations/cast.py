"""Who the tests of the operator's things are about: Olga runs the portal, Alice manages, Charlie has no access."""

from collections.abc import Iterator
from contextlib import contextmanager

from chorus_app.accounts import service
from chorus_app.accounts.models import User
from chorus_app.kernel.context import Context, Source, World
from tests.factories import make_user

COMMAND = Source("command")


def make_operator(world: World, name: str = "olga") -> User:
    """A person who runs the portal."""
    user = make_user(world, name)
    with world.transaction(source=COMMAND) as context:
        return service.name_operator(context, email=user.login_email)


@contextmanager
def acting(world: World, user: User | None) -> Iterator[Context]:
    """An act of that person on a page."""
    source = Source("page", "198.51.100.7")
    with world.transaction(actor_id=user.id if user else None, source=source) as context:
        yield context
