"""The door of proofs: a paper that an asker shows the operator. Looked at in a limited child before it is kept."""

import asyncio
from urllib.parse import quote

from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

from chorus_app.accounts import sessions, throttle
from chorus_app.flux import uploads
from chorus_app.formats.papers import Paper, check_paper
from chorus_app.kernel.children import ChildDied
from chorus_app.kernel.context import Source, product_world
from chorus_app.kernel.errors import AppError, Invalid, SignInRequired
from chorus_app.kernel.files import StoredFile
from chorus_app.operations.perms import may_operate
from chorus_app.structures import proofs
from chorus_app.structures.proofs import MAX_BYTES, StoredProof
from chorus_app.ui.routes.documents import POLICY
from chorus_app.ui.routes.reading import reader, route_of
from chorus_app.ui.routes.upload import Pace, announced_length, full_disk_told, paced, sent_name
from chorus_app.ui.session import session_token

PATH = "/rattachement/justificatif/fichier"
PACE = Pace(idle=15.0, grace=30.0, bytes_per_second=8_192)


async def receive_proof(request: Request) -> Response:
    """Take a paper for one of the sender's own requests: 201, or the reason why not. Nothing stays of a refused one."""
    about = request.query_params.get("demande", "")
    user_id = await asyncio.to_thread(_sender, session_token(request.headers.get("cookie", "")), about)
    announced_length(request, MAX_BYTES)
    world = product_world()
    with full_disk_told():
        incoming = await asyncio.to_thread(world.files.incoming)
        try:
            async for chunk in paced(request.stream(), PACE):
                await asyncio.to_thread(incoming.write, chunk, max_bytes=MAX_BYTES)
            paper = await asyncio.to_thread(_look_at, str(incoming.written()))
            stored = await asyncio.to_thread(incoming.keep)
        except ClientDisconnect:
            return Response(status_code=499)
        finally:
            incoming.discard()
    sent = await asyncio.to_thread(_send, user_id, route_of(request), about, stored, sent_name(request), paper)
    return JSONResponse({"upload": sent}, status_code=201)


async def download_proof(request: Request) -> Response:
    """A proof, for its sender and the operator; to others it does not exist."""
    proof = await asyncio.to_thread(_proof, request)
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(proof.name, safe='')}",
        "Content-Security-Policy": POLICY,
        "Cache-Control": "no-store",
    }
    path = product_world().files.path(proof.sha256)
    return FileResponse(path, media_type="application/octet-stream", headers=headers)


def _sender(token: str | None, about: str) -> int:
    """The signed-in asker, who may send a proof for this request now; the file is counted against him."""
    world = product_world()
    with world.reading() as context:
        user_id = sessions.user_of(context, token=token) if token else None
    if user_id is None:
        raise SignInRequired
    with world.transaction(actor_id=user_id) as context:
        proofs.check_may_send(context, request_id=about)
        throttle.count_check(context, user_id=user_id, client_ip="")
    return user_id


def _look_at(path: str) -> Paper:
    try:
        paper = product_world().children.run(check_paper, path)
    except ChildDied:
        paper = None
    if paper is None:
        raise Invalid("structures.proof.no_paper")
    return paper


def _send(user_id: int, source: Source, about: str, stored: StoredFile, name: str, paper: Paper) -> str:
    try:
        with product_world().transaction(actor_id=user_id, source=source) as context:
            return proofs.send(context, request_id=about, stored=stored, name=name, paper=paper)
    except AppError:  # answered while the file came
        with product_world().transaction() as context:
            uploads.drop_unheld(context, [stored.sha256])
        raise


def _proof(request: Request) -> StoredProof:
    person = reader(request)
    with product_world().reading(actor_id=person.user_id) as context:
        return proofs.stored_proof(context, public_id=request.path_params["proof"], operator=may_operate(context))


ROUTES = [
    Route(PATH, receive_proof, methods=["POST"]),
    Route("/justificatifs/{proof}", download_proof, methods=["GET"]),
]
