"""The HTML of a mail of the demonstration's mailbox: shown in a frame where nothing runs and nothing is loaded."""

import asyncio

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from chorus_app.kernel.context import product_world
from chorus_app.kernel.mail import queries

POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'unsafe-inline'",
        "img-src data:",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'self'",
        "sandbox",
    )
)
HEADERS = {"Content-Security-Policy": POLICY, "X-Frame-Options": "SAMEORIGIN", "Cache-Control": "no-store"}


async def mail_content(request: Request) -> Response:
    """The mail as its recipient would see it. Unknown outside demonstration mode."""
    html = await asyncio.to_thread(_html, request.path_params["mail"])
    return HTMLResponse(html, headers=HEADERS)


def _html(public_id: str) -> str:
    with product_world().reading() as context:
        return queries.mail(context, public_id=public_id).html


ROUTES = [Route("/boite-mail/contenu/{mail}", mail_content, methods=["GET"])]
