"""Lots whose import stands still, for as long as somebody looks: written beside the running server, as a command does,
with the import's own acts; what is left of them is asked for tomorrow."""

from pathlib import Path

from sqlmodel import select

from chorus_app.accounts.models import User
from chorus_app.demo.accounts import BY_SLUG
from chorus_app.flux import deposit, lots, states
from chorus_app.flux.checking import check_members
from chorus_app.flux.enums import Door, FluxState
from chorus_app.flux.models import Flux
from chorus_app.flux.naming import flux_number
from chorus_app.formats import syntaxes
from chorus_app.formats.lots import Lot, Member
from chorus_app.formats.syntaxes import Space
from chorus_app.kernel.config import Settings
from chorus_app.kernel.context import World
from chorus_app.kernel.files import StoredFile
from chorus_app.structures.people import person
from tests.e2e.papers import lot_files
from tests.makers.lots import zip_of

TOMORROW = 86_400.0
SYNTAX = "FSO1100A"


def lot(data: Path, who: str, name: str, folder: Path, *, done: int, of: int = 12) -> str:
    """Deposit a lot for that demo account; so many of its invoices are imported, none when it waits for its turn.

    Returns the public id of the flux.
    """
    files = lot_files(name, of, wrong=(2,))
    world = World(Settings(data_dir=data))
    try:
        flux = _deposited(world, who, world.files.put(zip_of(files)), f"{name}.zip")
        if done:
            _begun(world, flux, files, folder, done)
        return flux.public_id
    finally:
        world.close()


def _deposited(world: World, who: str, file: StoredFile, name: str) -> Flux:
    with world.reading() as context:
        user = context.session.exec(select(User).where(User.login_email == BY_SLUG[who].email)).one()
        acting = person(context, user.id)
    assert acting is not None
    syntax = syntaxes.get(SYNTAX)
    assert syntax is not None
    with world.transaction(actor_id=user.id, structure_id=acting.attachments[0].structure_id) as context:
        sequence = deposit.next_sequence(context, deposit.PORTAL_APPLICATION)
        flux = deposit._write(
            context,
            number=flux_number(deposit.PORTAL_APPLICATION, syntax.digits, sequence),
            door=Door.PORTAL,
            mode_depot="UPLOAD_PORTAIL",
            application_code=deposit.PORTAL_APPLICATION,
            syntax=syntax,
            space=Space.EMISES,
            file=file,
            name=name,
            idempotency_key=name,
        )
        deposit.ask_import(context, flux, after=TOMORROW)
    return flux


def _begun(world: World, flux: Flux, files: list[tuple[str, bytes]], folder: Path, done: int) -> None:
    members = [Member(place, name, len(content)) for place, (name, content) in enumerate(files, 1)]
    for member, (_, content) in zip(members, files, strict=True):
        member.path(folder).write_bytes(content)
    with world.transaction() as context:
        states.move(context, context.session.get_one(Flux, flux.id), FluxState.RUNNING)
    lots._begin(world, flux.id, Lot(tuple(members)))
    sent = [lots.sent(member, folder) for member in members[:done]]
    checked = check_members(sent, SYNTAX, str(world.files.folder))
    lots._integrate(world, flux.id, list(zip(members[:done], checked, strict=True)), {})
