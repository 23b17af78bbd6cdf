"""Downloads of a flux: its compte-rendu as PDF and JSON, and the file as it was deposited."""

import asyncio
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from chorus_app.flux import queries
from chorus_app.flux.report_json import report_json
from chorus_app.flux.report_pdf import report_pdf
from chorus_app.flux.views import ReportView
from chorus_app.invoices.views import StoredDocument
from chorus_app.kernel.context import product_world
from chorus_app.ui.flux_tracking.asking import ROUTE
from chorus_app.ui.flux_tracking.state import opened
from chorus_app.ui.routes.documents import POLICY, as_download
from chorus_app.ui.routes.reading import reader


async def report_as_pdf(request: Request) -> Response:
    """The report to keep or to send on."""
    return await _report(request, report_pdf, "pdf", "application/pdf")


async def report_as_json(request: Request) -> Response:
    """The report for a program."""
    return await _report(request, report_json, "json", "application/json")


async def deposited_file(request: Request) -> Response:
    """The original bytes. Unknown or foreign: the same 404."""
    return as_download(await asyncio.to_thread(_file, request))


async def _report(request: Request, write: Callable[[ReportView], bytes], suffix: str, media_type: str) -> Response:
    report, content = await asyncio.to_thread(_written, request, write)
    headers = {
        "Content-Disposition": f'attachment; filename="compte-rendu-{report.flux.number}.{suffix}"',
        "Content-Security-Policy": POLICY,
        "Cache-Control": "no-store",
    }
    return Response(content, media_type=media_type, headers=headers)


def _written(request: Request, write: Callable[[ReportView], bytes]) -> tuple[ReportView, bytes]:
    person = reader(request)
    with product_world().transaction(actor_id=person.user_id) as context:
        report = opened(context, public_id=request.path_params["flux"])
    return report, write(report)


def _file(request: Request) -> StoredDocument:
    person = reader(request)
    with product_world().reading(actor_id=person.user_id) as context:
        return queries.get_file(context, public_id=request.path_params["flux"])


ROUTES = [
    Route(ROUTE + "/{flux}/compte-rendu.pdf", report_as_pdf, methods=["GET"]),
    Route(ROUTE + "/{flux}/compte-rendu.json", report_as_json, methods=["GET"]),
    Route(ROUTE + "/{flux}/fichier", deposited_file, methods=["GET"]),
]
