"""Pictures of pages, readable PDF and XML of what one may see: an invoice's files, a deposited file.

A browser may keep a picture, but asks each time whether it may still be seen: a right that was lost counts at once.
"""

import asyncio
from collections.abc import Callable
from http import HTTPStatus
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from chorus_app.flux import queries as flux_queries
from chorus_app.formats.shown import Paper, Unshowable
from chorus_app.invoices import queries, showing
from chorus_app.invoices.views import StoredDocument
from chorus_app.kernel.context import Context, product_world
from chorus_app.kernel.errors import NotFound
from chorus_app.kernel.text import t
from chorus_app.ui.papers.views import WIDTHS
from chorus_app.ui.routes.documents import POLICY
from chorus_app.ui.routes.reading import reader

Find = Callable[[Context, Request], Paper]


def of_document(context: Context, request: Request) -> Paper:
    return paper(queries.get_document(context, public_id=request.path_params["document"]))


def of_invoice(context: Context, request: Request) -> Paper:
    return paper(queries.get_deposited(context, public_id=request.path_params["invoice"]))


def of_flux(context: Context, request: Request) -> Paper:
    """The file of a flux; of a lot the one at the place that the address names."""
    file = flux_queries.get_file(context, public_id=request.path_params["flux"])
    return paper(file, request.path_params.get("member"))


def paper(file: StoredDocument, member: int | None = None) -> Paper:
    return Paper(file.sha256, file.name, member)


def found(request: Request, find: Find) -> Paper:
    """The file, for the person who asks. Raises `SignInRequired`, `NotFound`: foreign and unknown answer alike."""
    person = reader(request)
    with product_world().reading(actor_id=person.user_id) as context:
        return find(context, request)


async def picture(request: Request, find: Find) -> Response:
    """One page as a JPEG; 404 also for a page that there is not or that cannot be drawn."""
    file = await asyncio.to_thread(found, request, find)
    page, width = request.path_params["page"], _width(request)
    tag = f'"{file.sha256[:32]}-{file.member or 0}-{page}-{width}"'
    headers = {"Cache-Control": "private, no-cache", "ETag": tag, "Content-Security-Policy": POLICY}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    try:
        drawn = await showing.picture(product_world(), file, page=page, width=width)
    except Unshowable:
        raise NotFound from None
    return Response(drawn, media_type="image/jpeg", headers=headers)


def _width(request: Request) -> int:
    """One of the widths that the pages ask for: each other one would be made and kept for nobody."""
    wanted = request.query_params.get("largeur", "")
    return next((width for width in WIDTHS if str(width) == wanted), WIDTHS[1])


async def readable(request: Request, find: Find) -> Response:
    """The readable invoice as a PDF."""
    file = await asyncio.to_thread(found, request, find)
    try:
        content = await showing.readable_pdf(product_world(), file, foot=t("sheet.pdf.foot", name=file.name))
    except Unshowable:
        raise NotFound from None
    return download(content, f"{_stem(file)}-lecture.pdf", "application/pdf")


async def source(request: Request, find: Find) -> Response:
    """The XML as it is in the file."""
    file = await asyncio.to_thread(found, request, find)
    try:
        content = await showing.xml(product_world(), file)
    except Unshowable:
        raise NotFound from None
    return download(content, f"{_stem(file)}.xml", "application/octet-stream")


async def member(request: Request) -> Response:
    """One file of a lot, as it is."""
    file = await asyncio.to_thread(found, request, of_flux)
    try:
        content, name = await showing.member(product_world(), file)
    except Unshowable:
        raise NotFound from None
    return download(content, name, "application/octet-stream")


def _stem(file: Paper) -> str:
    """The name without its ending; of a lot with the place of the invoice."""
    stem = file.name.rpartition(".")[0] or file.name
    return f"{stem}-{file.member}" if file.member is not None else stem


def download(content: bytes, name: str, media_type: str) -> Response:
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}",
        "Content-Security-Policy": POLICY,
        "Cache-Control": "no-store",
    }
    return Response(content, media_type=media_type, headers=headers)


async def picture_of_document(request: Request) -> Response:
    return await picture(request, of_document)


async def picture_of_flux(request: Request) -> Response:
    return await picture(request, of_flux)


async def readable_invoice(request: Request) -> Response:
    return await readable(request, of_invoice)


async def readable_flux(request: Request) -> Response:
    return await readable(request, of_flux)


async def source_of_invoice(request: Request) -> Response:
    return await source(request, of_invoice)


async def source_of_flux(request: Request) -> Response:
    return await source(request, of_flux)


ROUTES = [
    Route("/factures/fichiers/{document}/pages/{page:int}", picture_of_document, methods=["GET"]),
    Route("/factures/{invoice}/facture.pdf", readable_invoice, methods=["GET"]),
    Route("/factures/{invoice}/facture.xml", source_of_invoice, methods=["GET"]),
    *[
        Route(f"/suivi-des-flux/{{flux}}{one}/{name}", act, methods=["GET"])
        for one in ("", "/factures/{member:int}")
        for name, act in (
            ("fichier/pages/{page:int}", picture_of_flux),
            ("facture.pdf", readable_flux),
            ("facture.xml", source_of_flux),
        )
    ],
    Route("/suivi-des-flux/{flux}/factures/{member:int}/fichier", member, methods=["GET"]),
]
