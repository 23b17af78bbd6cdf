"""The event handlers of the portal by the right that they ask for."""

from reflex_base.registry import RegistrationContext

from chorus_app.chorus_app import app
from chorus_app.ui.gate import Right, of_reflex, right_of


def events_asking(*rights: Right) -> list[str]:
    """The names of our handlers that carry one of the rights."""
    with app.set_contexts():
        return sorted(name for name in RegistrationContext.get().event_handlers if right_of(name) in rights)


def refused_to_all() -> list[str]:
    """What Reflex registers by itself and a page does not need: `setvar` and the like."""
    with app.set_contexts():
        names = RegistrationContext.get().event_handlers
        return sorted(name for name in names if right_of(name) is None and not of_reflex(name))
