"""Plain HTTP beside the pages: the session cookie, uploads, downloads; and the headers of every answer."""

from collections.abc import Sequence

from starlette.routing import Mount, Route
from starlette.types import ASGIApp

from chorus_app.ui.routes import (
    certificates,
    documents,
    drafts,
    export,
    flux_export,
    health,
    mail,
    operator,
    papers,
    personal_data,
    proofs,
    report,
    services_export,
    session,
    upload,
    verification,
)
from chorus_app.ui.routes.headers import SecurityHeaders
from chorus_app.ui.routes.health import Counted
from chorus_app.ui.routes.limits import OwnOriginOnly, QuietUploads
from chorus_app.ui.routes.mounting import RoutesFirst
from chorus_app.ui.routes.operator import OperatorsPages
from chorus_app.ui.routes.paths import PlainPaths

ROUTES: list[Route | Mount] = [
    *session.ROUTES,
    *health.ROUTES,
    *export.ROUTES,
    *documents.ROUTES,
    *drafts.ROUTES,
    *papers.ROUTES,
    *mail.ROUTES,
    *upload.ROUTES,
    *verification.ROUTES,
    *report.ROUTES,
    *services_export.ROUTES,
    *personal_data.ROUTES,
    *operator.ROUTES,
    *proofs.ROUTES,
    *certificates.ROUTES,
    *flux_export.ROUTES,
]


def wrap(app: ASGIApp, *, doors: Sequence[Route | Mount] = ()) -> ASGIApp:
    """Reflex's own application with ours around it: headers, then limits, then our routes, then Reflex.

    `doors` are the routes of other interfaces; they count their bytes themselves.
    """
    routes = {route.path: route for route in (*ROUTES, *doors) if isinstance(route, Route)}
    ours = RoutesFirst([*ROUTES, *doors], OperatorsPages(PlainPaths(app)))
    quiet = QuietUploads(ours, doors=tuple(door.path for door in doors if isinstance(door, Mount)))
    return Counted(SecurityHeaders(OwnOriginOnly(quiet)), routes)
