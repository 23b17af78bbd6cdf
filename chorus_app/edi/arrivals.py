"""The one way in for both doors of EDI: a whole file becomes a flux, or is inadmissible, in one transaction.

The bytes are in the file store, on the disk, before; the sender is told that they arrived after. Who asks again with
the same name and content, because he heard no answer, finds the flux that there is.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from sqlmodel import select

from chorus_app.edi.names import HEAD, Inadmissible, Named, Refusal, extension, read_name
from chorus_app.edi.returns import begin_telling
from chorus_app.flux import deposit
from chorus_app.flux.enums import Door
from chorus_app.flux.naming import flux_number
from chorus_app.formats.syntaxes import Space
from chorus_app.kernel.context import Context, Source, World
from chorus_app.kernel.errors import Conflict, Denied
from chorus_app.kernel.files import CHUNK, StoredFile
from chorus_app.kernel.tokens import hash_token
from chorus_app.raccordement.models import EdiArrival
from chorus_app.raccordement.views import EdiCaller

MODE_DEPOT = "EDI"
# Sequences of the numbers that the portal gives itself: senders count from 1.
OWN_FROM = 9 * 10**14


class NotWhole(Exception):
    """The file changed while it was read: it is looked at again later."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """What became of a file: the number of its flux, or why it is inadmissible."""

    flux_number: str = ""
    refusal: Refusal | None = None


def take(
    world: World,
    caller: EdiCaller,
    *,
    name: str,
    source: BinaryIO,
    door: str,
    client_ip: str = "",
    whole: Callable[[], bool] = lambda: True,
) -> Arrived:
    """Take a file in. `whole` is asked once it is read. Raises `NotWhole`; nothing is written then."""
    size = source.seek(0, 2)
    named = _judge(world, caller, name=name, source=source, size=size)
    stored = None
    if isinstance(named, Named):
        source.seek(0)
        stored = world.files.receive(_chunks(source), max_bytes=size)
    if not whole():
        raise NotWhole
    acting = {"actor_id": caller.user_id, "structure_id": caller.structure_id}
    with world.transaction(**acting, source=Source("edi", client_ip)) as context:
        begin_telling(context, caller.partner_id)
        if stored is not None and not world.files.path(stored.sha256).exists():  # taken away with an older copy
            source.seek(0)
            world.files.receive(_chunks(source), max_bytes=size)
        arrived = _receive(context, caller, named, stored, name=name, source=source)
        _write(context, caller, arrived, name=name, size=size, digest=stored.sha256 if stored else "", door=door)
    return arrived


def _judge(world: World, caller: EdiCaller, *, name: str, source: BinaryIO, size: int) -> Named | Refusal:
    """What is known before anything is kept."""
    named = read_name(name, code=caller.code, interfaces=caller.interfaces)
    if isinstance(named, Refusal):
        return named
    about = {"file": name, "interface": named.syntax.interface_code}
    most = world.settings.max_upload_bytes
    if size > most:
        return Refusal(Inadmissible.TOO_LARGE, {**about, "megabytes": str(most // 1_000_000)})
    found = extension(_head(source))
    return Refusal(found, about) if isinstance(found, Inadmissible) else named


def _receive(
    context: Context,
    caller: EdiCaller,
    named: Named | Refusal,
    stored: StoredFile | None,
    *,
    name: str,
    source: BinaryIO,
) -> Arrived:
    if isinstance(named, Refusal) or stored is None:
        return Arrived(refusal=named if isinstance(named, Refusal) else None)
    syntax = named.syntax
    about = {"file": name, "interface": syntax.interface_code}
    try:
        receipt = deposit.receive(
            context,
            door=Door.EDI,
            mode_depot=MODE_DEPOT,
            application_code=caller.code,
            syntax_code=syntax.code,
            space=Space.TRAVAUX if syntax.works_only else Space.EMISES,
            file=stored,
            name=f"{name}{extension(_head(source))}",
            idempotency_key=hash_token(f"{name}\n{stored.sha256}"),
            number=named.number or _own_number(context, caller.code, syntax.digits),
        )
    except Denied:
        return Arrived(refusal=Refusal(Inadmissible.RIGHTS, about))
    except Conflict:
        return Arrived(refusal=Refusal(Inadmissible.TAKEN, {**about, "number": named.number}))
    return Arrived(receipt.number)


def _own_number(context: Context, code: str, digits: str) -> str:
    return flux_number(code, digits, OWN_FROM + deposit.next_sequence(context, code))


def _write(
    context: Context, caller: EdiCaller, arrived: Arrived, *, name: str, size: int, digest: str, door: str
) -> None:
    """One row for each arrival; who brings the same again is given its compte-rendu again."""
    known = _known(context, caller, arrived.flux_number)
    if known is not None:
        known.answered_at = None
        return
    refusal = arrived.refusal
    context.session.add(
        EdiArrival(
            partner_id=caller.partner_id,
            name=name[:200],
            digest=digest,
            size=size,
            door=door,
            at=context.now(),
            flux_number=arrived.flux_number or None,
            refusal=refusal.why.value if refusal else None,
            params=dict(refusal.params) if refusal else {},
        )
    )
    context.ring(f"structure:{caller.structure_id}")


def _known(context: Context, caller: EdiCaller, number: str) -> EdiArrival | None:
    query = select(EdiArrival).where(EdiArrival.partner_id == caller.partner_id, EdiArrival.flux_number == number)
    return context.session.exec(query).first() if number else None


def _head(source: BinaryIO) -> bytes:
    source.seek(0)
    return source.read(HEAD)


def _chunks(source: BinaryIO) -> Iterator[bytes]:
    while chunk := source.read(CHUNK):
        yield chunk
