"""Work that is done and undone, so that the time of an answer does not tell whether an address is known."""

from collections.abc import Iterator
from contextlib import contextmanager

from chorus_app.accounts.models import User
from chorus_app.kernel.context import Context
from chorus_app.kernel.tokens import new_token


@contextmanager
def pretended_account(context: Context) -> Iterator[User]:
    """An account that exists inside the block only, with all that is written about it there."""
    nested = context.session.begin_nested()
    try:
        address = f"{new_token()}@pretence.test"
        user = User(
            login_email=address,
            login_key=address,
            contact_email=address,
            last_name="",
            first_name="",
            created_at=context.now(),
        )
        context.session.add(user)
        context.session.flush()
        yield user
    finally:
        nested.rollback()
