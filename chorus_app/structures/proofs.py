"""Proofs: what an asker shows the operator when no manager has answered for `PROOF_AFTER`.

The operator alone reads them, beside the asker. They go `KEEP` after the answer, and with the asker's account.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import col, delete, or_, select

from chorus_app.accounts.models import User
from chorus_app.audit.acts import Act, Kind
from chorus_app.audit.service import record
from chorus_app.formats.papers import Paper
from chorus_app.kernel.clock import in_paris
from chorus_app.kernel.context import Context
from chorus_app.kernel.errors import Conflict, NotFound
from chorus_app.kernel.files import StoredFile
from chorus_app.kernel.words import one_line
from chorus_app.structures import requests
from chorus_app.structures.enums import RequestKind, RequestState
from chorus_app.structures.models import RequestProof, Structure
from chorus_app.structures.perms import actor
from chorus_app.structures.queries import PROOF_AFTER
from chorus_app.structures.requests import Request

PAGE = "/rattachement/justificatif"
MAX_BYTES = 10_000_000
MOST = 3  # of one request
KEEP = timedelta(days=30)
LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Proof:
    """A paper that was sent; `name` is the one that the asker gave it, `size` in bytes."""

    public_id: str
    name: str
    size: int
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class Blocked:
    """A request that waits, as its asker sees it.

    Whether a proof can be sent now (`open`), or no more (`full`), from when on it can, and which were sent.
    """

    wish: str
    open: bool
    full: bool
    possible_from: datetime
    proofs: tuple[Proof, ...]


@dataclass(frozen=True, slots=True)
class StoredProof:
    """A proof with the place of its bytes."""

    name: str
    sha256: str


def address(public_id: str) -> str:
    """The page where a proof for the request is sent."""
    return f"{PAGE}?demande={public_id}"


def look(context: Context, *, request_id: str) -> Blocked:
    """One of the actor's requests that waits. Raises `NotFound`, `AlreadyAnswered`."""
    request = _own(context, request_id)
    sent, possible_from = of_request(context, request), request.asked_at + PROOF_AFTER
    return Blocked(
        requests.wish(context, request),
        possible_from <= context.now() and len(sent) < MOST,
        len(sent) >= MOST,
        possible_from,
        sent,
    )


def check_may_send(context: Context, *, request_id: str) -> None:
    """Raises `NotFound`, `AlreadyAnswered`, `Conflict` (too early, enough already)."""
    request = _own(context, request_id)
    possible_from = request.asked_at + PROOF_AFTER
    if possible_from > context.now():
        raise Conflict("structures.proof.too_early", at=in_paris(possible_from))
    if len(of_request(context, request)) >= MOST:
        raise Conflict("structures.proof.enough", most=MOST)


def send(context: Context, *, request_id: str, stored: StoredFile, name: str, paper: Paper) -> str:
    """Keep a paper that was looked at, for the operator; returns its public id. Raises as `check_may_send` does."""
    check_may_send(context, request_id=request_id)
    request = _own(context, request_id)
    proof = RequestProof(
        request_kind=requests.kind_of(request),
        request_id=request.id,
        user_id=request.user_id,
        sha256=stored.sha256,
        size=stored.size,
        name=_shown_name(name, paper),
        sent_at=context.now(),
    )
    context.session.add(proof)
    context.session.flush()
    structure = context.session.get_one(Structure, request.structure_id)
    record(context, act=Act.PROOF_SENT, kind=Kind.REQUEST, subject_id=request.public_id, subject=structure.name)
    requests.ring(context, request)
    context.ring("operator")
    return proof.public_id


def of_request(context: Context, request: Request) -> tuple[Proof, ...]:
    """The proofs of a request, oldest first. Who may see them is asked before."""
    rows = context.session.exec(
        select(RequestProof)
        .where(RequestProof.request_kind == requests.kind_of(request), RequestProof.request_id == request.id)
        .order_by(col(RequestProof.id))
    )
    return tuple(Proof(row.public_id, row.name, row.size, row.sent_at) for row in rows)


def of_requests(context: Context, kind: RequestKind, ids: Collection[int]) -> dict[int, list[Proof]]:
    """The proofs of some requests of a kind, by row id of the request, oldest first; for the operator."""
    of_these = select(RequestProof).where(RequestProof.request_kind == kind, col(RequestProof.request_id).in_(ids))
    found: dict[int, list[Proof]] = {}
    for row in context.session.exec(of_these.order_by(col(RequestProof.id))):
        found.setdefault(row.request_id, []).append(Proof(row.public_id, row.name, row.size, row.sent_at))
    return found


def stored_proof(context: Context, *, public_id: str, operator: bool = False) -> StoredProof:
    """The proof, for its sender and the operator. Raises `NotFound`."""
    found = context.session.exec(select(RequestProof).where(RequestProof.public_id == public_id)).one_or_none()
    if found is None or not (operator or found.user_id == context.actor_id):
        raise NotFound
    return StoredProof(found.name, found.sha256)


def forget_old(context: Context) -> Collection[str]:
    """Drop the proofs whose request was answered a while ago or whose sender closed his account.

    Returns the hashes of their bytes, for who knows what else holds them.
    """
    dropped: set[str] = set()
    for kind, table in requests.TABLES.items():
        over = or_(col(table.answered_at) <= context.now() - KEEP, col(User.closed_at).is_not(None))
        rows = context.session.exec(
            select(RequestProof)
            .join(table, col(table.id) == RequestProof.request_id)
            .join(User, col(User.id) == RequestProof.user_id)
            .where(RequestProof.request_kind == kind, over)
        ).all()
        dropped |= {row.sha256 for row in rows}
        context.session.exec(delete(RequestProof).where(col(RequestProof.id).in_([row.id for row in rows])))
    return dropped


def _own(context: Context, request_id: str) -> Request:
    """A request of the actor's that waits, of any kind."""
    for table in requests.TABLES.values():
        found = requests.find(context, table, request_id)
        if found is not None and found.user_id == actor(context):
            if found.state is not RequestState.EN_COURS_DE_VALIDATION:
                raise requests.already_answered(context, found)
            return found
    raise NotFound


def _shown_name(name: str, paper: Paper) -> str:
    """The name that people see: shortened, and ending as what the file is."""
    last = one_line(name.replace("\\", "/").rpartition("/")[2])
    stem, dot, ending = last.rpartition(".")
    plain = (stem if dot else ending)[: LONGEST_NAME - len(paper.suffix)].strip(". ")
    return f"{plain or 'justificatif'}{paper.suffix}"
