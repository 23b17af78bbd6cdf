"""What happens on the page where a proof is sent to the operator."""

from dataclasses import dataclass

import reflex as rx
from reflex.event import EventSpec

from chorus_app.kernel.errors import AppError
from chorus_app.kernel.french import moment, size
from chorus_app.kernel.text import t
from chorus_app.structures import proofs
from chorus_app.structures.proofs import MAX_BYTES, MOST, Proof
from chorus_app.ui.components.answers import AnswerState
from chorus_app.ui.components.zone import NOT_SENT
from chorus_app.ui.gate import Right, event
from chorus_app.ui.live import keep_live
from chorus_app.ui.problems import told
from chorus_app.ui.session import look

LONGEST = 40
FAILURES = {**NOT_SENT, "422": "no_paper", "429": "too_many", "507": "full"}


@dataclass(frozen=True)
class ProofLine:
    """A paper that was sent."""

    id: str
    name: str
    about: str


class ProofState(AnswerState, rx.State):
    """One request that nobody answers; `gone` says why there is nothing to do here any more."""

    loaded: bool = False
    request: str = ""
    title: str = ""
    open: bool = False
    why_not: str = ""
    gone: str = ""
    rows: list[ProofLine] = []

    @event(Right.SIGNED_IN)
    async def load(self) -> EventSpec:
        self._hush()
        self.request = self.router.url.query_parameters.get("demande", "")[:LONGEST]
        await self._read()
        return ProofState.follow

    @event(Right.SIGNED_IN, background=True)
    async def follow(self) -> None:
        """The answer may come while the page is open."""
        await keep_live(self, "proof")

    @event(Right.SIGNED_IN)
    async def received(self, proof: str) -> None:
        """The file has arrived and was kept."""
        self._hush()
        self.message = t("proofs.sent") if proof else ""
        await self._read()

    @event(Right.SIGNED_IN)
    async def failed(self, reason: str) -> None:
        """The file was not kept; the reason is a word or an HTTP status."""
        self._hush()
        name = FAILURES.get(str(reason).partition(":")[0], "other")
        self.problem = t(f"proofs.failed.{name}", megabytes=MAX_BYTES // 1_000_000)
        await self._read()

    async def _read(self) -> None:
        try:
            found = await look(self, proofs.look, request_id=self.request)
        except AppError as error:
            self.gone, self.title, self.rows, self.open = told(error), "", [], False
        else:
            self.gone, self.title, self.open = "", t("proofs.about", wish=found.wish), found.open
            self.why_not = _why_not(found)
            self.rows = [_line(proof) for proof in found.proofs]
        self.loaded = True


def _why_not(found: proofs.Blocked) -> str:
    if found.open:
        return ""
    if found.full:
        return t("proofs.full", most=MOST)
    return t("proofs.too_early", at=moment(found.possible_from))


def _line(proof: Proof) -> ProofLine:
    return ProofLine(proof.public_id, proof.name, t("proofs.line", size=size(proof.size), at=moment(proof.sent_at)))
