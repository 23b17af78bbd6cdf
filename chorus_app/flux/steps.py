"""STEPS: what the import of a deposit does, in order.

Each step bears being run again: the work may be killed after its commit and before that was recorded. Opening,
reading and checking the file is one step, for what is read would otherwise travel between processes again and again;
how deep a check went stands in the layers of the report. A lot is opened in that step; its invoices are then checked
and integrated side by side, some at a time (`flux.lots`).
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from chorus_app.flux import lots, report, sandbox, states
from chorus_app.flux.checking import Checked, ask_standards, check_file, deposited_document
from chorus_app.flux.directory import ImportDirectory
from chorus_app.flux.enums import FluxState
from chorus_app.flux.lots import Opened
from chorus_app.flux.models import Flux
from chorus_app.formats.parsed import ParsedInvoice
from chorus_app.invoices.service import Origin
from chorus_app.invoices.service import integrate as integrate_invoice
from chorus_app.kernel import workflows
from chorus_app.kernel.children import ChildDied
from chorus_app.kernel.clock import in_paris
from chorus_app.kernel.context import Context, World
from chorus_app.rules.directory import DepositContext
from chorus_app.rules.verdict import complete

MAX_DEATHS = 3


class Impossible(Exception):
    """The import cannot be done, whatever is tried; `code` names the finding that says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Job:
    """The import of one flux. What the check found is kept in memory and found again when it is not there."""

    def __init__(self, world: World, flux_id: int) -> None:
        self.world = world
        self.flux_id = flux_id
        self._checked: Checked | None = None
        self._opened: Opened | None = None
        self._looked = False
        self._waits = False

    def flux(self, context: Context) -> Flux:
        return context.session.get_one(Flux, self.flux_id)

    def opened(self) -> Opened | None:
        """The lot, unpacked, or why it is refused; None when the file is no lot."""
        if not self._looked:
            with self.world.reading() as context:
                flux = self.flux(context)
            self._opened = self._open(flux)
            self._looked = True
            if self._opened is not None:
                self.begin()
        return self._opened

    def close(self) -> None:
        """Delete what was unpacked."""
        if self._opened is not None:
            lots.put_away(self._opened)
        self._opened, self._looked = None, False

    def _open(self, flux: Flux) -> Opened | None:
        try:
            return lots.open_lot(
                self.world,
                self.world.files.path(flux.sha256),
                name=flux.file_name,
                place=flux.public_id,
                waits=self._wait,
            )
        except ChildDied as death:
            raise Impossible(report.GIVEN_UP[death.reason]) from death

    def _wait(self) -> None:
        """Other lots have the room: until it is this one's turn, the flux waits."""
        if workflows.stopping():
            raise lots.Stopping
        if not self._waits:
            self._waits = True
            self._move(None)

    def begin(self) -> None:
        """The flux is being worked on."""
        self._move(FluxState.RUNNING)

    def _move(self, state: FluxState | None) -> None:
        """The flux takes the state, or that of who waits, unless it came to its end."""
        with self.world.transaction() as context:
            flux = self.flux(context)
            if not flux.state.final:
                states.move(context, flux, state or states.waiting_at(flux.door))

    def checked(self) -> Checked:
        """The file's verdict without the directory. A file that kills its child three times is given up."""
        if self._checked is None:
            with self.world.reading() as context:
                flux = self.flux(context)
            self._checked = self._check(flux)
        return self._checked

    def _check(self, flux: Flux) -> Checked:
        files = self.world.files
        for _ in range(MAX_DEATHS):
            try:
                checked = self.world.children.run(
                    check_file, str(files.path(flux.sha256)), flux.file_name, flux.syntax, str(files.folder)
                )
            except ChildDied as death:
                reason = death.reason
            else:
                return replace(checked, verdict=ask_standards(self.world, checked.verdict))
        raise Impossible(report.GIVEN_UP[reason])


def open_file(job: Job) -> None:
    """The import begins: the file that was acknowledged is there, and, if it is a lot, room to open it."""
    with job.world.reading() as context:
        flux = job.flux(context)
    lost = not job.world.files.path(flux.sha256).is_file()
    if lost or job.opened() is None:
        job.begin()
    if lost:
        raise Impossible(report.FILE_LOST)


def check(job: Job) -> None:
    """What the file is, what it says, and what is wrong with it, without the directory; of a lot, what it holds."""
    if job.opened() is None:
        job.checked()


def integrate(job: Job) -> None:
    """Ask the directory and write the invoice in one transaction: two deposits of one number cannot both pass."""
    opened = job.opened()
    if opened is not None:
        if not _ended_as_asked(job, opened):
            lots.integrate(job.world, job.flux_id, opened)
        return
    checked = job.checked()
    with job.world.transaction() as context:
        flux = job.flux(context)
        if report.exists(context, flux):
            return
        today = DepositContext(today=in_paris(context.now()).date())
        acting = Context(context.world, context.session, actor_id=flux.depositor_id, structure_id=flux.structure_id)
        verdict = complete(checked.verdict, directory=ImportDirectory(acting, own_flux=flux.number), context=today)
        verdict, state = sandbox.judged(verdict, sandbox.asked(context, flux, verdict))
        if verdict.accepted and verdict.invoice is not None:
            _integrate(context, flux, verdict.invoice, checked)
        report.write(context, flux=flux, verdict=verdict, state=state)


def publish(job: Job) -> None:
    """The flux takes its final state: from now on its report is shown."""
    with job.world.transaction() as context:
        states.publish(context, job.flux(context))
    job.close()


def _ended_as_asked(job: Job, opened: Opened) -> bool:
    """A lot that was asked to be refused is: nothing of it is integrated."""
    with job.world.transaction() as context:
        flux = job.flux(context)
        outcome = sandbox.asked(context, flux)
        if outcome is None or not outcome.refuses:
            return False
        if report.of(context, flux) is None:
            finding = sandbox.finding(outcome)
            report.write_refused_lot(context, flux=flux, kind=opened.content.kind, finding=finding, state=outcome.state)
    return True


def _integrate(context: Context, flux: Flux, invoice: ParsedInvoice, checked: Checked) -> None:
    origin = Origin(flux.number, flux.syntax, flux.mode_depot, flux.depositor_id, flux.received_at)
    deposited = deposited_document(flux.file_name, sha256=flux.sha256, size=flux.size)
    integrate_invoice(context, parsed=invoice, origin=origin, documents=(deposited, *checked.documents))


@dataclass(frozen=True, slots=True)
class Step:
    """One row of the import."""

    name: str
    act: Callable[[Job], None]

    @property
    def label_key(self) -> str:
        return f"flux.step.{self.name}"


STEPS: tuple[Step, ...] = (
    Step("open", open_file),
    Step("check", check),
    Step("integrate", integrate),
    Step("report", publish),
)
