"""The headers of every answer: what a browser may load, and who may show the page."""

import base64
import hashlib
import re
from functools import lru_cache
from pathlib import Path

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chorus_app.kernel.config import settings

BUILD = Path(".web/build/client")
INLINE = re.compile(rb"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", re.DOTALL)


class SecurityHeaders:
    """Adds the headers to every HTTP answer; answers keep a stricter policy of their own."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self._app(scope, receive, send)

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                add_headers(MutableHeaders(scope=message))
            await send(message)

        return await self._app(scope, receive, send_with_headers)


def add_headers(headers: MutableHeaders) -> None:
    headers.setdefault("Content-Security-Policy", page_policy())
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("X-Frame-Options", "DENY")
    headers.setdefault("Referrer-Policy", "no-referrer")
    headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    if settings().secure:
        headers.setdefault("Strict-Transport-Security", "max-age=63072000")


@lru_cache
def page_policy() -> str:
    """The pages' policy: scripts only from here, and the inline ones of the build by their hash."""
    scripts = " ".join(sorted(inline_hashes()))
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self' {scripts}".strip(),
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data:",
            "font-src 'self' data:",
            f"connect-src 'self' {settings().origin.replace('http', 'ws', 1)}",
            "frame-src 'self'",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'none'",  # every form is sent by React; before that none may be
            "frame-ancestors 'none'",
        )
    )


def inline_hashes() -> set[str]:
    """CSP sources of the inline scripts that the front end's build wrote into its pages."""
    found = set()
    for page in BUILD.rglob("*.html"):
        for script in INLINE.findall(page.read_bytes()):
            digest = base64.b64encode(hashlib.sha256(script).digest()).decode()
            found.add(f"'sha256-{digest}'")
    return found
