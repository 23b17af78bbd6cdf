"""What happens on « Aide »."""

import reflex as rx

from chorus_app.flux.last_deposit import last_deposit
from chorus_app.ui.gate import Right, event
from chorus_app.ui.help.views import Answer, answers
from chorus_app.ui.session import look, who


class HelpState(rx.State):
    """The answers for the person who is signed in; none for a visitor."""

    answers: list[Answer] = []

    @event(Right.PUBLIC)
    async def load(self) -> None:
        """Answer for the last deposit."""
        self.answers = answers(await look(self, last_deposit)) if await who(self) else []
