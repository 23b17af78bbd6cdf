"""Who may run the portal."""

from chorus_app.accounts.models import User
from chorus_app.kernel.context import Context
from chorus_app.kernel.errors import NotFound

COMMAND = "command"


def may_operate(context: Context) -> bool:
    """Whether the actor is an operator; the command line is one by the machine's own rights."""
    if context.actor_id is None:
        return context.source.door == COMMAND
    user = context.session.get(User, context.actor_id)
    return user is not None and user.operator_since is not None and user.disabled_at is None


def require_operator(context: Context) -> None:
    """Raises `NotFound`: to others these things do not exist."""
    if not may_operate(context):
        raise NotFound
