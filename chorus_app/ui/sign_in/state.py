"""What happens on the sign-in page."""

from typing import Any
from urllib.parse import urlencode

import reflex as rx
from reflex.event import EventSpec

from chorus_app.accounts import sign_in
from chorus_app.kernel.errors import AppError, Denied, TooMany
from chorus_app.kernel.text import t
from chorus_app.ui.gate import Right, event
from chorus_app.ui.onboarding.state import OnboardingState
from chorus_app.ui.problems import told
from chorus_app.ui.session import public_act, who
from chorus_app.ui.way_back import safe_path

NOT_ACTIVATED = "accounts.sign_in.not_activated"


class SignInState(rx.State):
    """The sign-in form. The password is never kept. `inactive` is told only after the right password."""

    errors: dict[str, str] = {}
    problem: str = ""
    inactive: bool = False
    expired: bool = False
    sent_here: bool = False
    way_in: str = ""

    @event(Right.PUBLIC)
    async def load(self) -> EventSpec | None:
        self._forget()
        asked = self.router.url.query_parameters
        self.expired = asked.get("expire") == "1"
        self.sent_here = "suite" in asked and not self.expired
        return rx.redirect(self._way_back()) if await who(self) else None

    @event(Right.PUBLIC)
    async def sign_in(self, form: dict[str, Any]) -> None:
        """Check address and password; the browser then exchanges the ticket for the cookie."""
        self._forget()
        try:
            ticket = await public_act(
                sign_in.sign_in,
                email=str(form.get("email", "")),
                password=str(form.get("password", "")),
                client_ip=self.router.session.client_ip,
            )
        except TooMany as error:
            self.problem = t("sign_in.throttled", wait=waiting_time(error.seconds))
            return
        except AppError as error:
            self.problem = told(error)
            self.inactive = isinstance(error, Denied) and error.key == NOT_ACTIVATED
            return
        onboarding = await self.get_state(OnboardingState)
        onboarding.due = True
        query = urlencode({"ticket": ticket, "suite": self._way_back()})
        self.way_in = f"/session/ouvrir?{query}"

    def _way_back(self) -> str:
        return safe_path(self.router.url.query_parameters.get("suite"))

    def _forget(self) -> None:
        self.errors, self.problem, self.inactive, self.expired = {}, "", False, False
        self.way_in = ""


def waiting_time(seconds: int) -> str:
    """« 45 secondes », « 3 minutes »: rounded up, so that the wait is over when it is said to be."""
    if seconds <= 90:
        return t("sign_in.wait.seconds", count=seconds)
    return t("sign_in.wait.minutes", count=-(-seconds // 60))
