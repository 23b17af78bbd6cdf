"""The depositor is told how his flux ended, as long as he may see it."""

from sqlmodel import select

from chorus_app.accounts.models import User
from chorus_app.flux.enums import FluxState
from chorus_app.flux.models import Flux
from chorus_app.flux.perms import visible
from chorus_app.kernel.context import Context
from chorus_app.notifications.enums import NewsKind
from chorus_app.notifications.service import tell

KINDS = {
    FluxState.INTEGRATED: NewsKind.FLUX_INTEGRATED,
    FluxState.PARTLY_INTEGRATED: NewsKind.FLUX_PARTLY_INTEGRATED,
    FluxState.REJECTED: NewsKind.FLUX_REJECTED,
    FluxState.INADMISSIBLE: NewsKind.FLUX_REJECTED,
    FluxState.INCIDENT: NewsKind.FLUX_INCIDENT,
}


def tell_end(context: Context, flux: Flux) -> None:
    """To be called once the flux has taken its final state."""
    acting = Context(context.world, context.session, actor_id=flux.depositor_id)
    may_see = context.session.exec(select(Flux.id).where(Flux.id == flux.id, visible(acting, indexed=False))).first()
    if may_see is None:
        return
    tell(
        context,
        [context.session.get_one(User, flux.depositor_id)],
        kind=KINDS[flux.state],
        path=f"/suivi-des-flux/{flux.public_id}/compte-rendu",
        file=flux.file_name,
        number=flux.number,
    )
