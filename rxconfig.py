"""What Reflex reads: no database address (plain alembic migrates), no telemetry, states in memory, one origin."""

import re
from pathlib import Path
from typing import Unpack

import reflex as rx
from reflex_base.plugins.base import PostBuildContext

from chorus_app.kernel.config import settings

BUILT_FOR = "localhost:3000"


class OwnOrigin(rx.plugins.Plugin):
    """The browser talks to the address that it loaded the page from.

    Reflex writes the backend's address, port included, into the built scripts: another port or host name would need
    another build.
    """

    def post_build(self, **context: Unpack[PostBuildContext]) -> None:
        address = re.compile(rf"""(["'`])(ws|http)://{BUILT_FOR}(/[\w/-]*)\1""")
        for script in Path(context["static_dir"]).rglob("*.js"):
            text = script.read_text(encoding="utf-8")
            fitted = address.sub(r'(location.origin.replace(/^http/,"\2")+"\3")', text)
            if fitted != text:
                script.write_text(fitted, encoding="utf-8")


config = rx.Config(
    app_name="chorus_app",
    api_url=f"http://{BUILT_FOR}",
    deploy_url=settings().origin,
    cors_allowed_origins=[settings().origin],
    backend_host=settings().host,
    trusted_proxy_hops=settings().trusted_proxy_hops,
    state_manager_mode=rx.constants.StateManagerMode.MEMORY,
    telemetry_enabled=False,
    show_built_with_reflex=False,
    disable_plugins=[rx.plugins.SitemapPlugin],
    plugins=[OwnOrigin()],
)
