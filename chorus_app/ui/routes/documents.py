"""The files of an invoice, always as a download: nothing that a stranger deposited is ever shown as a page."""

import asyncio
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from chorus_app.invoices import queries
from chorus_app.invoices.views import StoredDocument
from chorus_app.kernel.context import product_world
from chorus_app.ui.routes.reading import reader

POLICY = "default-src 'none'; sandbox"


async def download_document(request: Request) -> Response:
    """The deposited file or one that it carried. Unknown or foreign: the same 404."""
    document = await asyncio.to_thread(_document, request)
    return as_download(document)


def _document(request: Request) -> StoredDocument:
    person = reader(request)
    with product_world().reading(actor_id=person.user_id) as context:
        return queries.get_document(context, public_id=request.path_params["document"])


def as_download(document: StoredDocument) -> Response:
    """The stored file under the name that people see."""
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(document.name, safe='')}",
        "Content-Security-Policy": POLICY,
        "Cache-Control": "no-store",
    }
    path = product_world().files.path(document.sha256)
    return FileResponse(path, media_type="application/octet-stream", headers=headers)


ROUTES = [Route("/factures/fichiers/{document}", download_document, methods=["GET"])]
