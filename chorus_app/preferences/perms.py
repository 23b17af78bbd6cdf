"""Whose preferences: everybody has his own and no other's."""

from chorus_app.kernel.context import Context
from chorus_app.kernel.errors import SignInRequired


def actor(context: Context) -> int:
    """The row id of the acting person. Raises `SignInRequired`."""
    if context.actor_id is None:
        raise SignInRequired
    return context.actor_id
