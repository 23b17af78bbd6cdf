"""How a flux changes its state."""

from sqlmodel import select

from chorus_app.flux.enums import Door, FluxState
from chorus_app.flux.models import Flux, FluxEvent, Report
from chorus_app.flux.news import tell_end
from chorus_app.flux.topics import ring_flux
from chorus_app.kernel.context import Context


def waiting_at(door: Door) -> FluxState:
    """The state of a deposit whose import has not begun, or waits for room."""
    return FluxState.WAITING if door is Door.EDI else FluxState.PORTAL_WAITING


def move(context: Context, flux: Flux, state: FluxState) -> bool:
    """The flux takes a state, once; those who watch are told. False when it had it already."""
    if flux.state is state:
        return False
    flux.state, flux.state_at = state, context.now()
    context.session.add(FluxEvent(flux_id=flux.id, state=state, at=flux.state_at))
    ring_flux(context, flux)
    return True


def publish(context: Context, flux: Flux) -> None:
    """The flux takes the final state that its report holds."""
    report = context.session.exec(select(Report).where(Report.flux_id == flux.id)).one()
    if move(context, flux, report.state):
        tell_end(context, flux)
