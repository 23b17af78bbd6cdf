"""The door of certificates: a small file, held in memory until its page looks at it."""

import asyncio

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from chorus_app.kernel.errors import TooLarge
from chorus_app.raccordement.x509 import MAX_BYTES
from chorus_app.ui.raccordement.certificate_files import ON_THEIR_WAY
from chorus_app.ui.routes.reading import reader
from chorus_app.ui.routes.upload import Pace, announced_length, paced

PATH = "/structure/raccordement/certificat"
PACE = Pace(idle=15.0, grace=15.0, bytes_per_second=4_096)


async def receive_certificate(request: Request) -> Response:
    """Take a file in: 201 with the name by which its sender's page finds it."""
    person = await asyncio.to_thread(reader, request)
    announced_length(request, MAX_BYTES)
    content = b""
    try:
        async for chunk in paced(request.stream(), PACE):
            content += chunk
            if len(content) > MAX_BYTES:
                raise TooLarge("kernel.file_too_large", megabytes=1)
    except ClientDisconnect:
        return Response(status_code=499)
    return JSONResponse({"upload": ON_THEIR_WAY.keep(person.user_id, content)}, status_code=201)


ROUTES = [Route(PATH, receive_certificate, methods=["POST"])]
