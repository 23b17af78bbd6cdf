"""Documents that are added one after the other: where they are chosen, those that are there, those that were refused.

A page's State says what becomes of a document (`attached`, `detach`); the rest is the same everywhere.
"""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from chorus_app.flux.errors import QuotaReached
from chorus_app.flux.naming import shown_name
from chorus_app.invoices.attachments import MAX_FILES
from chorus_app.kernel.context import product_world
from chorus_app.kernel.text import t
from chorus_app.rules import codes
from chorus_app.ui.components.basics import Seen, button, notice, some
from chorus_app.ui.components.breaks import soft_breaks
from chorus_app.ui.components.zone import NOT_SENT, drop_zone
from chorus_app.ui.gate import Right, event
from chorus_app.ui.problems import told
from chorus_app.ui.routes.upload import PATH

FAILURES = {**NOT_SENT, "401": "signed_out", "403": "denied"}


@dataclass(frozen=True)
class FileLine:
    """A document that is there."""

    id: str
    name: str
    size: str
    note: str = ""  # what else there is to say of it


@dataclass(frozen=True)
class Refused:
    """A document that was not taken, and why. `name` is empty when the browser did not tell it."""

    name: str
    why: str


class AttachState(rx.State, mixin=True):
    """The documents of a page. It adds `attached(upload)`, what was sent, and `detach(id)`, what is taken out."""

    files: list[FileLine] = []
    refused: list[Refused] = []

    @event(Right.ATTACHED)
    def attach_failed(self, reason: str) -> None:
        """The browser could not send a document: `reason` is a word or a status, a moment, and the file's name."""
        word, _, rest = str(reason).partition(":")
        sent = rest.partition(":")[2]
        name = shown_name(sent) if sent else ""
        if word == str(QuotaReached.status):
            self._refuse(name, told(QuotaReached(product_world().settings)))
            return
        self._refuse(name, t(f"drafts.failed.{FAILURES.get(word, 'other')}"))

    @event(Right.ATTACHED)
    def forget_refused(self) -> None:
        """The refusals were read."""
        self.refused = []

    def _refuse(self, name: str, why: str) -> None:
        self._taken(name)
        self.refused = [*self.refused, Refused(name, why)][-MAX_FILES:]

    def _taken(self, name: str) -> None:
        """A document of that name is no longer refused."""
        self.refused = [one for one in self.refused if one.name != name]


def attach_zone(state: Any) -> rx.Component:
    """Where documents are chosen or dropped."""
    return drop_zone(
        route=PATH,
        limit=codes.MAX_ATTACHMENT_BYTES,
        received=state.attached,
        failed=state.attach_failed,
        accepted="",
        hint=t("drafts.files.limits"),
        choose_label=t("drafts.files.choose"),
        drop=t("drafts.files.drop"),
        several=True,
    )


def attached_files(state: Any) -> rx.Component:
    """The documents that were refused and why, and those that there are, each to be taken out again."""
    return rx.fragment(
        rx.el.div(rx.cond(some(state.refused), _refusals(state)), role="alert"),
        rx.cond(
            some(state.files),
            rx.el.ul(rx.foreach(state.files, lambda one: _file_line(state, one)), class_name="lines"),
            rx.el.p(t("drafts.files.none"), class_name="soft"),
        ),
    )


def _refusals(state: Any) -> rx.Component:
    return notice(
        t("drafts.files.refused"),
        rx.el.ul(rx.foreach(state.refused, _refusal)),
        rx.el.div(
            button(t("drafts.files.understood"), weight="secondary", on_click=state.forget_refused), class_name="row"
        ),
        kind="danger",
    )


def _refusal(one: Seen) -> rx.Component:
    return rx.el.li(
        rx.cond(one.name != "", rx.el.strong(soft_breaks(one.name), "\u00a0: ")),
        one.why,
        key=one.name,
    )


def _file_line(state: Any, one: Seen) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.span(soft_breaks(one.name), class_name="strong"),
            rx.el.span(one.size, class_name="soft small"),
            rx.cond(one.note != "", rx.el.span(one.note, class_name="sub")),
            class_name="what",
        ),
        button(
            rx.fragment(t("drafts.files.remove"), rx.el.span(" ", one.name, class_name="sr-only")),
            weight="secondary",
            on_click=state.detach(one.id),
        ),
        key=one.id,
    )
