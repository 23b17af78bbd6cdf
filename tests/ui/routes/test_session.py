"""The door that sets the session cookie."""

from datetime import timedelta

from sqlmodel import select

from chorus_app.accounts.models import SignInTicket, WebSession
from chorus_app.kernel.context import World
from chorus_app.kernel.tokens import hash_token
from chorus_app.ui.session import cookie_name
from tests.factories import make_user
from tests.ui.doors import door


async def test_cookie_outlives_a_session_that_use_prolongs(world: World) -> None:
    user = make_user(world)
    with world.transaction() as context:
        soon = context.now() + timedelta(minutes=1)
        context.session.add(SignInTicket(token_hash=hash_token("once"), user_id=user.id, expires_at=soon))
    async with door(world) as client:
        answer = await client.get("/session/ouvrir?ticket=once&suite=/aide")
        again = await client.get("/session/ouvrir?ticket=once&suite=/aide")
    assert (answer.status_code, answer.headers["location"]) == (303, "/aide")
    assert answer.headers["set-cookie"].split("; ")[1:] == ["HttpOnly", "Max-Age=604800", "Path=/", "SameSite=lax"]
    token = answer.cookies[cookie_name()]
    with world.reading() as context:
        assert context.session.exec(select(WebSession.token_hash)).all() == [hash_token(token)]
    assert (again.headers["location"], "set-cookie" in again.headers) == ("/connexion?expire=1", False)
