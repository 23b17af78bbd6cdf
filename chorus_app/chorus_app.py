"""What `reflex run` loads: the app, its gate, its pages, its plain HTTP routes. The one file that knows everybody."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

import reflex as rx

from chorus_app.api.app import doors
from chorus_app.edi.doors import edi_doors
from chorus_app.kernel.lifelong import keep_for_life
from chorus_app.operations.tasks import background_tasks
from chorus_app.ui import theme
from chorus_app.ui.breakdowns import caught
from chorus_app.ui.frame import FrameState
from chorus_app.ui.gate import Gate
from chorus_app.ui.layout import framed, title
from chorus_app.ui.pages import NOT_FOUND, PAGES
from chorus_app.ui.routes import wrap
from chorus_app.ui.tabs import watch_tabs
from chorus_app.ui.uncaught import uncaught


@asynccontextmanager
async def served() -> AsyncIterator[None]:
    """What runs beside the pages, started and stopped with the server."""
    async with background_tasks(), edi_doors():
        yield


app = rx.App(
    html_lang="fr",
    head_components=theme.head(),
    stylesheets=theme.STYLESHEETS,
    reset_style=False,
    app_wraps={(55, "ErrorBoundary"): caught},
    toaster=None,
    api_transformer=partial(wrap, doors=doors()),
    backend_exception_handler=uncaught,
)
app.add_middleware(Gate(), index=0)
app.register_lifespan_task(served)
watch_tabs(app)

for page in (*PAGES, NOT_FOUND):
    app.add_page(
        framed(page),
        route=page.route,
        title=title(page),
        on_load=[FrameState.enter, *([page.loader] if page.loader else [])],
    )

keep_for_life()
