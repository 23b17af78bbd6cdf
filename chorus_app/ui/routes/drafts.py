"""Of a draft: the pages of its PDF as pictures, and the certificate of its deposit."""

import asyncio

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from chorus_app.drafts.certificate import Certificate, certificate_of, certificate_pdf
from chorus_app.drafts.queries import find_draft
from chorus_app.formats.shown import Paper
from chorus_app.kernel.context import Context, product_world
from chorus_app.kernel.errors import NotFound
from chorus_app.kernel.text import t
from chorus_app.ui.routes.papers import download, picture
from chorus_app.ui.routes.reading import reader


def of_draft(context: Context, request: Request) -> Paper:
    """The draft's PDF. Raises `NotFound`, also for a draft without one."""
    draft = find_draft(context, public_id=request.path_params["draft"])
    if not draft.sha256:
        raise NotFound
    return Paper(draft.sha256, draft.file_name, None)


async def picture_of_draft(request: Request) -> Response:
    return await picture(request, of_draft)


async def certificate(request: Request) -> Response:
    """The certificate of a draft that was sent."""
    found = await asyncio.to_thread(_certificate, request)
    content = await asyncio.to_thread(certificate_pdf, found)
    return download(content, t("drafts.certificate.file", number=found.invoice.row.number), "application/pdf")


def _certificate(request: Request) -> Certificate:
    person = reader(request)
    with product_world().reading(actor_id=person.user_id) as context:
        return certificate_of(context, public_id=request.path_params["draft"])


ROUTES = [
    Route("/brouillons/{draft}/pages/{page:int}", picture_of_draft, methods=["GET"]),
    Route("/brouillons/{draft}/certificat.pdf", certificate, methods=["GET"]),
]
