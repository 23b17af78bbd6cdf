"""Fills a world with the demonstration. Asked again, it only adds what is missing."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256

from sqlmodel import col, delete, select, update

from chorus_app.accounts import passwords
from chorus_app.accounts.models import User
from chorus_app.demo import people
from chorus_app.demo.accounts import ACCOUNTS, PASSWORD
from chorus_app.demo.accounts import BY_SLUG as ACCOUNT
from chorus_app.demo.deposits import BACK_FROM_MOE, DEPOSITS, DemoAct, DemoDeposit
from chorus_app.demo.edi import write_partner
from chorus_app.demo.making import make_file
from chorus_app.demo.next_piece import deposit_next_piece
from chorus_app.demo.structures import BY_SLUG, STRUCTURES
from chorus_app.flux import checklist, deposit
from chorus_app.flux.deposit import Receipt
from chorus_app.flux.enums import FINAL, Door, FluxState
from chorus_app.flux.models import Flux
from chorus_app.flux.steps import STEPS, Job
from chorus_app.invoices import service as invoices
from chorus_app.invoices.enums import Status
from chorus_app.invoices.models import Invoice
from chorus_app.invoices.validation import WRONG_VALIDEUR
from chorus_app.kernel import workflows
from chorus_app.kernel.context import Context, World
from chorus_app.kernel.errors import Denied
from chorus_app.kernel.files import StoredFile
from chorus_app.kernel.mail.models import Outbox
from chorus_app.kernel.text import t
from chorus_app.notifications.models import Notification
from chorus_app.structures.models import Structure

MODE = "UPLOAD_PORTAIL"
# Of the acts those of whom the invoice waited for: its valideur, or the MOE of works.
BY_VALIDEUR = frozenset({*WRONG_VALIDEUR.values(), *(status for _, _, _, status, _ in BACK_FROM_MOE)})
LOOKED_AT_AFTER = 8  # days
HOUR = 9  # the hour of the day, in UTC, at which the demonstration's people deposit


@dataclass(frozen=True, slots=True)
class Seeded:
    """What a seed wrote."""

    structures: int = 0
    accounts: int = 0
    deposits: int = 0


def seed(world: World, *, each: Callable[[int, int], None] = lambda _done, _all: None) -> Seeded:
    """Write what is missing of the demonstration. Raises `Denied` outside demonstration mode.

    `each` is told how many of how many deposits are done.
    """
    if not world.settings.demo:
        raise Denied("demo.command.only_in_demo")
    fresh = _write_people(world)
    missing = _missing_deposits(world)
    if missing:
        workflows.prepare(world)
        _run_deposits(world, missing, each)
    written = (len(STRUCTURES), len(ACCOUNTS)) if fresh else (0, 0)
    return Seeded(*written, deposits=len(missing))


def _write_people(world: World) -> bool:
    with world.reading() as context:
        if people.is_seeded(context):
            return False
    password_hash = passwords.hash_password(PASSWORD)
    with world.transaction() as context:
        people.write_people(context, password_hash=password_hash)
    write_partner(world)
    return True


def _missing_deposits(world: World) -> list[DemoDeposit]:
    """Those that were never received, or whose import was broken off."""
    with world.reading() as context:
        rows = context.session.exec(
            select(Flux.idempotency_key, Flux.state).where(col(Flux.idempotency_key).startswith("demo-"))
        ).all()
    known = {key for key, state in rows if FluxState(state).final}
    received = {key for key, _ in rows}
    return [row for row in DEPOSITS if _key(row) not in (received if row.left else known)]


def _run_deposits(world: World, rows: list[DemoDeposit], each: Callable[[int, int], None]) -> None:
    # The « B2B » deposit was made while the portal still offered those syntaxes.
    showing = replace(world, settings=world.settings.model_copy(update={"show_b2b_syntaxes": True}))
    now = world.clock.now()
    try:
        for done, row in enumerate(rows, 1):
            moment = _moment(now, row, done)
            _at(showing, moment, row)
            each(done, len(rows))
    finally:
        world.clock.move(now - world.clock.now())
        showing.close()
        _leave_nothing_to_do(world, rows)


def _leave_nothing_to_do(world: World, rows: list[DemoDeposit]) -> None:
    """Each deposit asked for its import, which was run here: the server need not run it again."""
    with world.reading() as context:
        over = col(Flux.idempotency_key).in_([_key(row) for row in rows]) & col(Flux.state).in_(FINAL)
        done = context.session.exec(select(Flux.workflow_id).where(over)).all()
    workflows.forget(world, done)
    _leave_nothing_to_read(world)


def _leave_nothing_to_read(world: World) -> None:
    """What people were told of older deposits they have read, and its mails are no longer in the mailbox."""
    with world.transaction() as context:
        old = context.now() - timedelta(days=LOOKED_AT_AFTER)
        told = update(Notification).where(col(Notification.at) < old, col(Notification.read_at).is_(None))
        context.session.exec(told.values(read_at=Notification.at))
        context.session.exec(delete(Outbox).where(col(Outbox.created_at) < old))


def _moment(now: datetime, row: DemoDeposit, position: int) -> datetime:
    """When the deposit was made: in the working hours of its day; today's a moment ago."""
    if row.ago == 0:
        return now - timedelta(minutes=1)
    day = (now - timedelta(days=row.ago)).replace(hour=HOUR, minute=0, second=0, microsecond=0)
    return day + timedelta(minutes=(position * 37) % 420)


def _at(world: World, moment: datetime, row: DemoDeposit) -> None:
    """Make the deposit, run its import, let its recipient act, each at its time."""
    world.clock.move(moment - world.clock.now())
    receipt = _deposit(world, row)
    if row.left:
        return
    world.clock.move(timedelta(seconds=12))
    flux_id = _flux_id(world, receipt)
    job = Job(world, flux_id)
    for step in STEPS:
        step.act(job)
    if row.ago > LOOKED_AT_AFTER:
        _put_away(world, row, receipt)
    for act in row.acts:
        world.clock.move(moment + timedelta(days=act.after, hours=1) - world.clock.now())
        _let_act(world, receipt, act)


def _deposit(world: World, row: DemoDeposit) -> Receipt:
    name, content = make_file(row, today=world.clock.now().date())
    file = world.files.put(content)

    with world.reading() as context:
        actor = _user_id(context, row.account)
        structure = _structure_id(context, row.invoice.supplier)
    with world.transaction(actor_id=actor, structure_id=structure) as context:
        return _receive(context, row, file, name=name)


def _put_away(world: World, row: DemoDeposit, receipt: Receipt) -> None:
    """The depositor has looked at the older deposits."""
    with world.transaction(actor_id=_read_user_id(world, row.account)) as context:
        checklist.read_report(context, public_id=receipt.public_id)
        checklist.put_away(context, public_id=receipt.public_id)


def _read_user_id(world: World, slug: str) -> int:
    with world.reading() as context:
        return _user_id(context, slug)


def _receive(context: Context, row: DemoDeposit, file: StoredFile, *, name: str) -> Receipt:
    return deposit.receive(
        context,
        door=Door.PORTAL,
        mode_depot=MODE,
        application_code=deposit.PORTAL_APPLICATION,
        syntax_code=row.syntax,
        space=row.space,
        file=file,
        name=name,
        idempotency_key=_key(row),
    )


def _key(row: DemoDeposit) -> str:
    return "demo-" + sha256(row.key.encode()).hexdigest()[:16]


def _let_act(world: World, receipt: Receipt, act: DemoAct) -> None:
    if act.status is Status.ASSOCIEE:
        _let_moe_go_on(world, receipt)
        return
    with world.transaction() as context:
        query = select(Invoice).where(Invoice.flux_number == receipt.number)
        comment = t(f"demo.reason.{act.reason}") if act.reason else ""
        actor = _user_id(context, "moe" if act.status in BY_VALIDEUR else "recipient")
        invoices.give_status(
            context, invoice=context.session.exec(query).one(), status=act.status, actor_id=actor, comment=comment
        )


def _let_moe_go_on(world: World, receipt: Receipt) -> None:
    with world.reading() as context:
        actor, structure = _user_id(context, "moe"), _structure_id(context, "horizon")
    with world.transaction(actor_id=actor, structure_id=structure) as context:
        earlier = context.session.exec(select(Invoice).where(Invoice.flux_number == receipt.number)).one()
        deposit_next_piece(context, earlier=earlier)


def _flux_id(world: World, receipt: Receipt) -> int:
    with world.reading() as context:
        return context.session.exec(select(Flux.id).where(Flux.number == receipt.number)).one()


def _user_id(context: Context, slug: str) -> int:
    return context.session.exec(select(User.id).where(User.login_email == ACCOUNT[slug].email)).one()


def _structure_id(context: Context, slug: str) -> int:
    return context.session.exec(select(Structure.id).where(Structure.identifier == BY_SLUG[slug].identifier)).one()
