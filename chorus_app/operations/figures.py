"""The figures of now that Prometheus asks for."""

from sqlmodel import col, func, select

from chorus_app.flux.enums import FINAL, FluxState
from chorus_app.flux.models import Flux
from chorus_app.kernel.context import World
from chorus_app.kernel.mail.models import Outbox
from chorus_app.kernel.metrics import Gauges
from chorus_app.operations import health


def figures(world: World) -> Gauges:
    """Imports by state, what waits, the children, the checks of `/sante`."""
    with world.reading() as context:
        states = dict(context.session.exec(select(Flux.state, func.count()).group_by(col(Flux.state))).all())
        mails = select(func.count()).where(col(Outbox.next_attempt_at).is_not(None))
        waiting_mails = context.session.exec(mails).one()
    waiting = sum(count for state, count in states.items() if FluxState(state) not in FINAL)
    checks = health.look(world).checks
    return {
        "chorus_imports": (
            "Deposits by state.",
            "state",
            {state.value: float(states.get(state, 0)) for state in FluxState},
        ),
        "chorus_import_queue": ("Imports that wait or run.", "", {"": float(waiting)}),
        "chorus_outbox_waiting": ("Mails that wait.", "", {"": float(waiting_mails)}),
        "chorus_children_busy": (
            "Child processes at work.",
            "pool",
            {name: float(pool.busy) for name, pool in world.pools().items()},
        ),
        "chorus_watchers": ("Pages that wait for news.", "", {"": float(world.bell.watchers)}),
        "chorus_healthy": ("Whether a check of /sante is well.", "check", {c.name: float(c.well) for c in checks}),
        "chorus_check_value": (
            "What a check of /sante found, in the unit of its name.",
            "check",
            {c.name: float(c.value) for c in checks if c.value is not None},
        ),
    }
