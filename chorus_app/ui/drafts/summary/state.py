"""What happens on the summary: the invoice is sent."""

import reflex as rx
from reflex.event import EventSpec

from chorus_app.drafts import arrival, queries, service
from chorus_app.drafts.drawing import to_draw
from chorus_app.drafts.enums import Manner, Step
from chorus_app.drafts.errors import NotReady
from chorus_app.kernel.children import ChildDied
from chorus_app.kernel.context import product_world
from chorus_app.kernel.errors import AppError
from chorus_app.kernel.text import t
from chorus_app.structures.errors import ChangedMeanwhile
from chorus_app.ui.drafts.draft import OneDraft
from chorus_app.ui.drafts.views import href_of
from chorus_app.ui.gate import Right, event
from chorus_app.ui.problems import told
from chorus_app.ui.session import act, look


class SummaryStep(OneDraft, mixin=True):
    """The confirmation that is asked for, and the sending."""

    @event(Right.ATTACHED)
    def confirm(self, asked: bool) -> None:
        """Open or close « Confirmation d'envoi »."""
        self.confirming, self.problem = bool(asked), ""

    @event(Right.ATTACHED)
    async def send(self) -> EventSpec | None:
        """Send. A second click, or a second tab, finds the invoice of the first."""
        self.problem = ""
        try:
            view = await look(self, queries.get_draft, public_id=self._draft)
            drawn = None
            if view.manner is Manner.TYPED and not view.invoice:
                invoice = await look(self, to_draw, public_id=self._draft)
                world = product_world()
                drawn = await world.children.run_async(arrival.draw_in_child, invoice, str(world.files.folder))
            await act(self, service.send, public_id=self._draft, version=self._version, drawn=drawn)
        except (NotReady, ChangedMeanwhile) as error:
            self.confirming, self.problem = False, told(error)
            await self._again()
            return None
        except (AppError, ChildDied) as error:
            self.confirming = False
            self.problem = told(error) if isinstance(error, AppError) else t("drafts.not_drawn")
            return None
        return rx.redirect(href_of(self._draft, Step.SENT))
