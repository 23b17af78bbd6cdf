"""What happens on the page « Créer un compte »."""

from typing import Any

import reflex as rx
from reflex.event import EventSpec

from chorus_app.accounts import sign_up
from chorus_app.kernel.errors import AppError
from chorus_app.ui.components.answers import AnswerState
from chorus_app.ui.gate import Right, event
from chorus_app.ui.session import public_act
from chorus_app.ui.sign_up.sent_state import ask_mail_server

FIELDS = ("login_email", "contact_email", "last_name", "first_name", "phone")
TRAP = "site_web"  # nobody sees this field: whoever fills it in is a program
MOST = 300


class SignUpState(AnswerState, rx.State):
    """The form, then the same text for every address, known or not."""

    sent_to: str = ""

    @event(Right.PUBLIC)
    def load(self) -> None:
        self._hush()
        self.sent_to = ""

    @event(Right.PUBLIC)
    async def ask(self, form: dict[str, Any]) -> EventSpec | None:
        """Ask for an account; a mail goes to the address whatever is known of it."""
        self._hush()
        given = {name: str(form.get(name, ""))[:MOST] for name in FIELDS}
        if str(form.get(TRAP, "")):
            await ask_mail_server(self)
            self.sent_to = given["login_email"]
            return None
        try:
            await public_act(sign_up.sign_up, **given, client_ip=self.router.session.client_ip)
        except AppError as error:
            return self._faulty(error, FIELDS)
        await ask_mail_server(self)
        self.sent_to = given["login_email"]
        return None
