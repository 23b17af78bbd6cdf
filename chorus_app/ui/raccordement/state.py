"""What happens on « Raccordement »: applications and technical accounts of the structure. Secrets are shown once."""

from collections.abc import Callable
from typing import Any

import reflex as rx
from reflex.event import EventSpec

from chorus_app.kernel.config import settings
from chorus_app.kernel.context import Context
from chorus_app.kernel.errors import AppError, Denied
from chorus_app.kernel.text import t
from chorus_app.raccordement import service
from chorus_app.raccordement.certificates import certificate, send_certificate, take_off_certificate
from chorus_app.raccordement.views import ApplicationRow, CertificateRow, Secret, TechnicalAccountRow
from chorus_app.raccordement.x509 import MAX_BYTES
from chorus_app.ui.components.answers import AnswerState
from chorus_app.ui.gate import Right, event
from chorus_app.ui.raccordement.certificate_files import ON_THEIR_WAY
from chorus_app.ui.raccordement.snippets import Snippet, snippets
from chorus_app.ui.raccordement.views import (
    CertificateCard,
    KeyLine,
    ShownSecret,
    account_line,
    application_line,
    certificate_card,
)
from chorus_app.ui.session import act, look, who

LONGEST = 200
TOKEN_PATH, API_PREFIX = "/api/oauth/token", "/cpro"
APPLICATION, ACCOUNT = "application", "account"
CONFIRMED = ("renew_application", "revoke_application", "renew_account", "close_account", "take_off_certificate")


class RaccordementState(AnswerState, rx.State):
    """The page. `asking` names the act that waits for a yes, `chosen` and `about` what it is about."""

    loaded: bool = False
    allowed: bool = True  # every tab of the structure has it; here only managers see more than why not
    manages: bool = False
    applications: list[KeyLine] = []
    accounts: list[KeyLine] = []
    secret: ShownSecret = ShownSecret()
    asking: str = ""
    chosen: str = ""
    about: str = ""
    certificate: CertificateCard = CertificateCard()
    token_address: str = ""
    api_address: str = ""
    snippets: list[Snippet] = []
    turn: str = ""  # changes when the form is to be empty again

    @event(Right.ATTACHED)
    async def load(self) -> None:
        self._begin()
        origin = settings().origin
        self.token_address, self.api_address = f"{origin}{TOKEN_PATH}", f"{origin}{API_PREFIX}"
        await self._read()

    @event(Right.MANAGER)
    async def add_application(self, form: dict[str, Any]) -> EventSpec | None:
        """Declare a program."""
        self._begin()
        try:
            secret = await act(self, service.add_application, name=str(form.get("name", ""))[:LONGEST])
        except AppError as error:
            return self._faulty(error, ("name",))
        self.turn = secret.public_id
        self._show(APPLICATION, secret)
        await self._read()
        return rx.set_focus("secret")

    @event(Right.MANAGER)
    async def open_account(self) -> EventSpec | None:
        """Open a technical account."""
        self._begin()
        return await self._reveal(ACCOUNT, service.open_account)

    @event(Right.MANAGER)
    async def received(self, name: str) -> None:
        """A certificate has arrived: keep it, or say what is wrong with it."""
        self._begin()
        person = await who(self)
        content = ON_THEIR_WAY.take(person.user_id, str(name)[:LONGEST]) if person else None
        if content is not None:
            await self._do(send_certificate, t("raccordement.certificate.kept"), content=content)

    @event(Right.MANAGER)
    def failed(self, reason: str) -> None:
        """The file has not arrived; the reason is a word or an HTTP status."""
        self._begin()
        large = str(reason).partition(":")[0] in ("too_large", "413")
        self.problem = t(
            "raccordement.certificate.wrong.too_large" if large else "raccordement.certificate.interrupted",
            kilobytes=MAX_BYTES // 1024,
        )

    @event(Right.MANAGER)
    def ask(self, what: str, public_id: str, about: str) -> None:
        """Ask again before an act that ends something."""
        self._begin()
        if what in CONFIRMED:
            self.asking, self.chosen, self.about = what, str(public_id), str(about)[:LONGEST]

    @event(Right.MANAGER)
    def keep(self) -> None:
        """Do nothing after all."""
        self.asking = ""

    @event(Right.MANAGER)
    async def confirm(self) -> EventSpec | None:
        """Do what was asked again."""
        asking, chosen = self.asking, self.chosen
        self._begin()
        if asking == "renew_application":
            return await self._reveal(APPLICATION, service.renew_secret, public_id=chosen)
        if asking == "renew_account":
            return await self._reveal(ACCOUNT, service.renew_password, public_id=chosen)
        if asking == "revoke_application":
            await self._do(service.revoke_application, t("raccordement.done.revoked"), public_id=chosen)
        if asking == "close_account":
            await self._do(service.close_account, t("raccordement.done.closed"), public_id=chosen)
        if asking == "take_off_certificate":
            await self._do(take_off_certificate, t("raccordement.certificate.taken_off"), public_id=chosen)
        return None

    @event(Right.MANAGER)
    def noted(self) -> None:
        """The secret was noted: take it off the page."""
        self.secret = ShownSecret()

    async def _reveal(self, kind: str, make: Callable[..., Secret], **arguments: str) -> EventSpec | None:
        try:
            self._show(kind, await act(self, make, **arguments))
        except AppError as error:
            self._faulty(error, ())
            await self._read()
            return None
        await self._read()
        return rx.set_focus("secret")

    def _show(self, kind: str, secret: Secret) -> None:
        self.secret = ShownSecret(
            t(f"raccordement.secret.{kind}.title"),
            t(f"raccordement.secret.{kind}.login"),
            secret.login,
            t(f"raccordement.secret.{kind}.secret"),
            secret.secret,
        )

    def _begin(self) -> None:
        self._hush()
        self.secret = ShownSecret()
        self.asking = self.chosen = self.about = ""

    def _snippets(self) -> list[Snippet]:
        """With the newest application and account that still open the API."""
        client_ids = [row.login for row in self.applications if row.active]
        logins = [row.login for row in self.accounts if row.open]
        return snippets(
            token_address=self.token_address,
            api_address=self.api_address,
            client_id=next(iter(client_ids), ""),
            login=next(iter(logins), ""),
        )

    async def _read(self) -> None:
        try:
            applications, accounts, certificate = await look(self, _listed)
        except Denied:
            self.manages, self.applications, self.accounts = False, [], []
            self.certificate, self.snippets = CertificateCard(), []
        else:
            self.manages = True
            self.applications = [application_line(row) for row in applications]
            self.accounts = [account_line(row) for row in accounts]
            self.certificate = certificate_card(certificate)
            self.snippets = self._snippets()
        self.loaded = True


def _listed(
    context: Context,
) -> tuple[list[ApplicationRow], list[TechnicalAccountRow], CertificateRow | None]:
    return service.applications(context), service.accounts(context), certificate(context)
