"""The one way in for all doors: a stored file becomes a flux whose import is asked for in the same act."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import select

from chorus_app.flux import naming, perms
from chorus_app.flux.enums import Door
from chorus_app.flux.models import WORDS, Flux, FluxEvent, FluxSequence
from chorus_app.flux.sandbox import NOTHING, Wish
from chorus_app.flux.states import waiting_at
from chorus_app.flux.topics import ring_flux
from chorus_app.formats import syntaxes
from chorus_app.formats.kinds import FileKind
from chorus_app.formats.lots import may_be_lot
from chorus_app.formats.syntaxes import Space, Syntax
from chorus_app.kernel import workflows
from chorus_app.kernel.context import Context
from chorus_app.kernel.errors import Conflict, Denied, Invalid
from chorus_app.kernel.files import StoredFile
from chorus_app.kernel.search import search_key
from chorus_app.kernel.text import t
from chorus_app.kernel.words import plain

IMPORT = "import_flux"
PORTAL_APPLICATION = "CPP001"
MAX_KEY = 64


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the depositor is told at once: `message_key` is the portal's sentence, `caution_key` what it leaves out."""

    number: str
    public_id: str
    syntax: str
    file_name: str
    received_at: datetime
    message_key: str = "flux.receipt.message"
    caution_key: str = "flux.receipt.caution"


def receive(
    context: Context,
    *,
    door: Door,
    mode_depot: str,
    application_code: str,
    syntax_code: str,
    space: Space,
    file: StoredFile,
    name: str,
    idempotency_key: str,
    kind: FileKind | None = None,
    wish: Wish = NOTHING,
    number: str = "",
) -> Receipt:
    """Write the flux and ask for its import. The same key from the same person answers the same receipt.

    `kind` is what the door found the file to be: a wrong pair of file and syntax is then refused before anything is
    written; without it the import finds out. `number`: the flux's, where the sender has numbered it himself (EDI).
    `wish`: how the import is to end, heard in sandbox mode only.
    Raises `Denied`, `Invalid`, or `Conflict` for a key or a number used for another file.
    """
    _check_rights(context, space)
    syntax = _syntax(context, syntax_code, space=space)
    if not 0 < len(idempotency_key) <= MAX_KEY:
        raise Invalid("flux.deposit.key_invalid")
    earlier = _deposited_before(context, idempotency_key)
    if earlier is not None:
        return _same_receipt(earlier, syntax=syntax, file=file)
    if kind is not None and kind not in syntax.kinds:
        raise Invalid("flux.deposit.wrong_pair", field="syntax", **_pair(syntax, kind=kind, name=name))
    if number and _is_taken(context, number):
        raise Conflict("flux.deposit.number_taken", number=number)
    flux = _write(
        context,
        number=number or naming.flux_number(application_code, syntax.digits, next_sequence(context, application_code)),
        door=door,
        mode_depot=mode_depot,
        application_code=application_code,
        syntax=syntax,
        space=space,
        file=file,
        name=naming.shown_name(name),
        idempotency_key=idempotency_key,
    )
    if context.world.settings.sandbox:
        flux.asked_outcome = wish.outcome or ""
    ask_import(context, flux, after=wish.after if context.world.settings.sandbox else 0.0)
    ring_flux(context, flux)
    return _receipt(flux)


def ask_import(context: Context, flux: Flux, *, after: float = 0.0) -> None:
    """Ask for the import of a flux, in `after` seconds. Lots stand in a queue of their own: files do not wait for
    them."""
    path = context.world.files.path(flux.sha256)
    queue = workflows.LONG_QUEUE if path.is_file() and may_be_lot(path) else workflows.QUEUE
    workflows.enqueue(context, IMPORT, str(flux.id), workflow_id=flux.workflow_id, queue=queue, after=after)


def _check_rights(context: Context, space: Space) -> None:
    if context.actor_id is None or context.structure_id is None:
        raise Denied("flux.deposit.attach_first")
    if not perms.may_deposit(context, space):
        raise Denied("flux.deposit.denied")


def _syntax(context: Context, code: str, *, space: Space) -> Syntax:
    syntax = syntaxes.get(code)
    if syntax is None or (syntax.b2b and not context.world.settings.show_b2b_syntaxes):
        raise Invalid("flux.deposit.syntax_unknown", field="syntax", syntax=code[:40])
    if space not in syntax.spaces:
        raise Invalid("flux.deposit.syntax_elsewhere", field="syntax", syntax=syntax.interface_code)
    return syntax


def _deposited_before(context: Context, key: str) -> Flux | None:
    query = select(Flux).where(Flux.depositor_id == context.actor_id, Flux.idempotency_key == key)
    return context.session.exec(query).one_or_none()


def _same_receipt(flux: Flux, *, syntax: Syntax, file: StoredFile) -> Receipt:
    if (flux.sha256, flux.syntax) != (file.sha256, syntax.code):
        raise Conflict("flux.deposit.key_reused", number=flux.number)
    return _receipt(flux)


def _pair(syntax: Syntax, *, kind: FileKind, name: str) -> dict[str, str]:
    fitting = [row.label for code in syntaxes.accepting(kind) if (row := syntaxes.get(code))]
    return {
        "file": naming.shown_name(name),
        "kind": t(kind.label_key),
        "syntax": syntax.label,
        "todo": t("flux.deposit.choose", syntaxes=" ; ".join(fitting)) if fitting else t("flux.deposit.no_syntax"),
    }


def _is_taken(context: Context, number: str) -> bool:
    return context.session.exec(select(Flux.id).where(Flux.number == number)).first() is not None


def _write(
    context: Context,
    *,
    number: str,
    door: Door,
    mode_depot: str,
    application_code: str,
    syntax: Syntax,
    space: Space,
    file: StoredFile,
    name: str,
    idempotency_key: str,
) -> Flux:
    state = waiting_at(door)
    flux = Flux(
        number=number,
        syntax=syntax.code,
        interface_code=syntax.interface_code,
        mode_depot=mode_depot,
        door=door,
        application_code=application_code,
        space=space,
        sha256=file.sha256,
        size=file.size,
        file_name=name,
        depositor_id=context.actor_id or 0,
        structure_id=context.structure_id or 0,
        idempotency_key=idempotency_key,
        state=state,
        state_at=context.now(),
        received_at=context.now(),
        search_key=search_key(number, name),
        file_key=plain(name)[:120],
        application_id=context.source.application_id,
    )
    context.session.add(flux)
    context.session.flush()
    WORDS.add(context.session, flux.id, flux.search_key)
    context.session.add(FluxEvent(flux_id=flux.id, state=state, at=flux.state_at))
    return flux


def next_sequence(context: Context, application_code: str) -> int:
    """The next number of an application's deposits."""
    sequence = context.session.get(FluxSequence, application_code, with_for_update=True)
    if sequence is None:
        sequence = FluxSequence(application_code=application_code, value=0)
        context.session.add(sequence)
    sequence.value += 1
    return sequence.value


def _receipt(flux: Flux) -> Receipt:
    return Receipt(flux.number, flux.public_id, flux.syntax, flux.file_name, flux.received_at)
