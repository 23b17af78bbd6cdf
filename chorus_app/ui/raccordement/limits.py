"""The codes under which a raccordement deposits and the addresses that it comes from, as EDI and the API show them."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

import reflex as rx
from reflex.event import EventSpec

from chorus_app.formats.syntaxes import SYNTAXES
from chorus_app.kernel.errors import AppError
from chorus_app.kernel.text import t
from chorus_app.raccordement.limits import INTERFACES
from chorus_app.ui.components.answers import AnswerState
from chorus_app.ui.components.basics import Seen, button
from chorus_app.ui.components.fields import area_field
from chorus_app.ui.gate import Right, event
from chorus_app.ui.session import act

LONGEST = 8_000


@dataclass(frozen=True)
class InterfaceLine:
    """A code that files can be deposited under."""

    code: str
    name: str
    chosen: bool


class LimitsState(AnswerState, mixin=True):
    """What the State of such a page has. `asking` names the act that waits for a yes; `networks` is what the form of
    addresses holds, `limits` changes with what both forms hold."""

    interfaces: list[InterfaceLine] = []
    networks: str = ""
    limits: str = ""
    asking: str = ""

    @classmethod
    def _acts(cls) -> tuple[Callable[..., None], Callable[..., None]]:
        """The services that keep the codes (`interfaces`) and the addresses (`typed`)."""
        raise LookupError(cls.__name__)

    @classmethod
    def _questions(cls) -> Collection[str]:
        """The acts that are asked again."""
        raise LookupError(cls.__name__)

    def _which(self) -> dict[str, str]:
        """What else the services are to be told."""
        return {}

    @event(Right.MANAGER)
    async def subscribe(self, form: dict[str, Any]) -> None:
        """Keep the ticked codes."""
        self._begin()
        chosen = [code for code in INTERFACES if form.get(code)]
        done = t("raccordement.limits.done.subscribed")
        await self._do(self._acts()[0], done, interfaces=chosen, **self._which())

    @event(Right.MANAGER)
    async def limit_networks(self, form: dict[str, Any]) -> EventSpec | None:
        """Keep the addresses that it may come from."""
        self._begin()
        try:
            await act(self, self._acts()[1], typed=str(form.get("networks", ""))[:LONGEST], **self._which())
        except AppError as error:
            return self._faulty(error, ("networks",))
        self.message = t("raccordement.limits.done.networks")
        await self._read()
        return None

    @event(Right.MANAGER)
    def ask(self, what: str) -> None:
        """Ask again before an act that ends something."""
        self._begin()
        if what in self._questions():
            self.asking = what

    @event(Right.MANAGER)
    def keep(self) -> None:
        """Do nothing after all."""
        self.asking = ""

    def _begin(self) -> None:
        self._hush()
        self.asking = ""

    def _limit(self, networks: Sequence[str], interfaces: Sequence[str]) -> None:
        """Show what it is limited to."""
        self.interfaces, self.networks = interface_lines(interfaces), "\n".join(networks)
        self.limits = "|".join((*interfaces, *networks))


def interface_lines(chosen: Sequence[str]) -> list[InterfaceLine]:
    names = {syntax.interface_code: t(syntax.name_key) for syntax in SYNTAXES if not syntax.b2b}
    scopes = {syntax.interface_code: t(syntax.scope_key) for syntax in SYNTAXES if not syntax.b2b}
    return [InterfaceLine(code, f"{names[code]} · {scopes[code]}", code in chosen) for code in INTERFACES]


def interfaces(state: Any, text: str, heading: Callable[..., rx.Component]) -> rx.Component:
    """The codes, under a heading of that depth; `text` says what they are for."""
    return rx.el.section(
        heading(t("raccordement.limits.interfaces")),
        rx.el.form(
            rx.el.fieldset(
                rx.el.legend(text, class_name="legend"),
                rx.foreach(state.interfaces, interface),
                class_name="stack-tight",
            ),
            rx.el.div(button(t("raccordement.limits.save_interfaces"), type="submit"), class_name="row"),
            on_submit=state.subscribe,
            class_name="form sheet",
        ),
        class_name="stack",
    )


def interface(row: Seen) -> rx.Component:
    return rx.el.label(
        rx.el.input(type="checkbox", name=row.code, default_checked=row.chosen),
        rx.el.span(rx.el.span(row.code, class_name="code"), rx.el.span(row.name, class_name="small soft sub")),
        class_name="choice",
        key=row.code + rx.cond(row.chosen, "+", "-"),
    )


def networks(state: Any, heading: Callable[..., rx.Component]) -> rx.Component:
    """The addresses, under a heading of that depth."""
    return rx.el.section(
        heading(t("raccordement.limits.networks")),
        rx.el.form(
            area_field(
                t("raccordement.limits.networks_label"),
                "networks",
                errors=state.errors,
                hint=t("raccordement.limits.networks_hint"),
                required=False,
                rows=4,
                default_value=state.networks,
                spell_check=False,
            ),
            rx.el.div(button(t("raccordement.limits.save_networks"), type="submit"), class_name="row"),
            on_submit=state.limit_networks,
            no_validate=True,
            class_name="form sheet",
            key="networks" + state.limits,
        ),
        class_name="stack",
    )
