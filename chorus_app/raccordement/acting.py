"""The accounts in whose names programs act: rows of `chorus_user` that nobody signs in with."""

from chorus_app.accounts.models import User
from chorus_app.kernel.context import Context
from chorus_app.structures.enums import Profile
from chorus_app.structures.perms import actor

PROFILES = (Profile.ORGANISATION_CONSULTATION, Profile.FACTURATION_CONSULTATION, Profile.FACTURATION_MODIFICATION)


def open_user(context: Context, *, login: str, called: str) -> User:
    """The account. Its key is no address: no sign-in, no mailed link finds it. `called` is its first name."""
    opener = context.session.get_one(User, actor(context))
    user = User(
        login_email=login,
        login_key=f"TECHNIQUE {login}",
        contact_email=opener.contact_email,
        first_name=called,
        last_name=login.partition("@")[0],
        activated_at=context.now(),
        created_at=context.now(),
    )
    context.session.add(user)
    context.session.flush()
    return user
