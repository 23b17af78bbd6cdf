"""What happens on the sign-in page."""

from typing import Any
from urllib.parse import urlencode

import reflex as rx
from reflex.event import EventSpec

from chorus_app.accounts import sign_in
from chorus_app.kernel.errors import AppError, TooMany
from chorus_app.ui.gate import Right, event
from chorus_app.ui.problems import by_field, told
from chorus_app.ui.session import public_act, who


class SignInState(rx.State):
    """The sign-in form. The password is never kept."""

    errors: dict[str, str] = {}
    problem: str = ""
    expired: bool = False
    email: str = ""

    @event(Right.PUBLIC)
    async def load(self) -> EventSpec | None:
        self.errors, self.problem = {}, ""
        self.expired = self.router.url.query_parameters.get("expire") == "1"
        return rx.redirect("/") if await who(self) else None

    @event(Right.PUBLIC)
    async def sign_in(self, form: dict[str, Any]) -> EventSpec | None:
        """Check address and password; the browser then exchanges the ticket for the cookie."""
        self.errors, self.problem = {}, ""
        self.email = str(form.get("email", ""))[:254]
        try:
            ticket = await public_act(
                sign_in.sign_in,
                email=self.email,
                password=str(form.get("password", "")),
                client_ip=self.router.session.client_ip,
            )
        except TooMany as error:
            self.problem = told(error)
            return None
        except AppError as error:
            self.errors = by_field(error)
            self.problem = self.errors.get("", "")
            return None
        target = self.router.url.query_parameters.get("suite", "/")
        query = urlencode({"ticket": ticket, "suite": target})
        return rx.redirect(f"/session/ouvrir?{query}", is_external=True)
