"""The session cookie. It is set and dropped by plain HTTP answers, so that no script ever sees it."""

import asyncio
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from chorus_app.accounts import sessions
from chorus_app.kernel.config import settings
from chorus_app.kernel.context import Source, product_world
from chorus_app.kernel.errors import AppError
from chorus_app.ui.routes.reading import route_of
from chorus_app.ui.session import cookie_name, session_token
from chorus_app.ui.way_back import safe_path


async def open_session(request: Request) -> Response:
    """Exchange the one-time ticket of a sign-in for the cookie."""
    target = safe_path(request.query_params.get("suite"))
    try:
        token = await asyncio.to_thread(
            _redeem, request.query_params.get("ticket", ""), request.headers.get("user-agent", ""), route_of(request)
        )
    except AppError:
        return RedirectResponse("/connexion?expire=1", status_code=303)
    answer = RedirectResponse(quote(target, safe="/?=&%-_.~"), status_code=303)
    answer.set_cookie(
        cookie_name(),
        token,
        max_age=int(sessions.LONGEST.total_seconds()),  # when it ends earlier is for the database to say
        httponly=True,
        samesite="lax",
        secure=settings().secure,
        path="/",
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _redeem(ticket: str, user_agent: str, source: Source) -> str:
    with product_world().transaction(source=source) as context:
        return sessions.redeem_ticket(context, ticket=ticket, user_agent=user_agent)


async def close_session(request: Request) -> Response:
    """Drop the cookie of a session that has ended; one that is open stays (a foreign link must not sign out)."""
    answer = RedirectResponse("/connexion", status_code=303)
    token = session_token(request.headers.get("cookie", ""))
    if not token or not await asyncio.to_thread(_is_open, token):
        answer.delete_cookie(cookie_name(), path="/", secure=settings().secure, httponly=True, samesite="lax")
    return answer


def _is_open(token: str) -> bool:
    with product_world().reading() as context:
        return sessions.user_of(context, token=token) is not None


ROUTES = [
    Route("/session/ouvrir", open_session, methods=["GET"]),
    Route("/session/fermer", close_session, methods=["GET"]),
]
