"""What happens on « Vérifier une facture »."""

import json
import time
from urllib.parse import urlencode

import reflex as rx
from reflex.event import EventSpec

from chorus_app.accounts import throttle
from chorus_app.flux import verification
from chorus_app.flux.verification import MAX_BYTES
from chorus_app.kernel import french
from chorus_app.kernel.children import ChildDied
from chorus_app.kernel.context import Context, product_world
from chorus_app.kernel.errors import AppError
from chorus_app.kernel.text import t
from chorus_app.rules.as_json import as_json
from chorus_app.rules.profiles import DEFAULT_PROFILE, PROFILES
from chorus_app.rules.verdict import Verdict
from chorus_app.ui.components.zone import NOT_SENT
from chorus_app.ui.gate import Right, event
from chorus_app.ui.problems import told
from chorus_app.ui.session import public_look, who
from chorus_app.ui.sign_in.state import waiting_time
from chorus_app.ui.verification.views import ProfileChoice, ResultCard, profile_choices, result_card

ROUTE = "/verifier-une-facture"
MOST_JSON = 2_000_000  # characters that a tab keeps for a download
FAILURES = {**NOT_SENT, "507": "full"}


class VerificationState(rx.State):
    """One file at a time in a tab; what was found is forgotten with the page."""

    profile: str = DEFAULT_PROFILE
    choices: list[ProfileChoice] = []
    step: int = 1
    checking: bool = False
    result: ResultCard = ResultCard()
    downloadable: bool = False
    problem: str = ""
    _json: str = ""
    _turn: int = 0

    @event(Right.PUBLIC)
    def load(self) -> None:
        """Start afresh, for the profile that the address names."""
        asked = self.router.url.query_parameters.get("profil", "")
        self.profile = asked if asked in PROFILES else DEFAULT_PROFILE
        self.choices = list(profile_choices())
        self._forget()

    @event(Right.PUBLIC)
    def leave(self) -> None:
        """Show nothing of this file when the page comes back."""
        self._forget()

    @event(Right.PUBLIC)
    def choose(self, code: str) -> EventSpec | None:
        """Check for another use: the address says which."""
        if str(code) not in PROFILES:
            return None
        self.profile = str(code)
        query = "" if self.profile == DEFAULT_PROFILE else f"?{urlencode({'profil': self.profile})}"
        return rx.redirect(ROUTE + query, replace=True)

    @event(Right.PUBLIC)
    def start_again(self) -> None:
        """Choose another file."""
        self._forget()

    @event(Right.PUBLIC, background=True)
    async def received(self, upload: str) -> None:
        """The browser has sent the file: take it over, judge it, delete it. A newer file retires this turn."""
        async with self:
            self._forget()
            turn, profile, world = self._turn, self.profile, product_world()
        try:
            with verification.taken(world, token=str(upload)) as file:
                async with self:
                    if turn != self._turn:
                        return
                    self.result = ResultCard(name=file.name, size=french.size(file.size))
                    self.step, self.checking = 2, True
                began = time.monotonic()
                verdict = await verification.judge(world, file, profile)
                spent = (time.monotonic() - began) * 1000
                name, size = file.name, file.size
        except AppError as error:
            await self._tell(turn, told(error))
        except ChildDied as death:
            await self._tell(turn, t(f"deposit.child.{death.reason}"))
        else:
            async with self:
                if turn == self._turn:
                    self._show(name, size, verdict, spent)

    @event(Right.PUBLIC)
    async def failed(self, reason: str) -> None:
        """The browser could not send the file; the reason is a word or an HTTP status."""
        self._forget()
        word = str(reason).partition(":")[0]
        if word == "429":
            self.problem = await self._wait()
        elif word == "503":
            self.problem = t("verification.busy")
        else:
            deposit = product_world().settings.max_upload_bytes // 1_000_000
            name = FAILURES.get(word, "other")
            self.problem = t(f"verification.failed.{name}", megabytes=MAX_BYTES // 1_000_000, deposit=deposit)

    @event(Right.PUBLIC)
    def download(self) -> EventSpec | None:
        """The result as the command line prints it, made in the browser: the server keeps no file of it."""
        return rx.download(data=self._json, filename="verdict-de-facture.json") if self._json else None

    async def _wait(self) -> str:
        person = await who(self)
        user_id, client_ip = person.user_id if person else None, self.router.session.client_ip

        def wait(context: Context) -> int:
            return throttle.wait_for_check(context, user_id=user_id, client_ip=client_ip)

        seconds = await public_look(wait)
        if not seconds:
            return t("verification.wait.over")
        return t("verification.wait.told", wait=waiting_time(seconds))

    async def _tell(self, turn: int, problem: str) -> None:
        async with self:
            if turn == self._turn:
                self._forget()
                self.problem = problem

    def _show(self, name: str, size: int, verdict: Verdict, milliseconds: float) -> None:
        self.checking = False
        self.result = result_card(name, size, verdict)
        written = json.dumps(as_json(verdict, file=name, milliseconds=milliseconds), ensure_ascii=False, indent=2)
        self._json = written if len(written) <= MOST_JSON else ""
        self.downloadable = bool(self._json)

    def _forget(self) -> None:
        """Nothing stays of the file; the profile does."""
        self._turn += 1
        self.step, self.checking, self.downloadable = 1, False, False
        self.result, self.problem, self._json = ResultCard(), "", ""
