"""A finding as people read it: what is wrong, what it means, where it is, what to do."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlencode

import reflex as rx

from chorus_app.flux.report import KEYS
from chorus_app.kernel.text import t
from chorus_app.rules.explained import address
from chorus_app.ui.components.basics import ICONS, Seen, icon, link
from chorus_app.ui.components.breaks import soft_breaks

TONES = {"blocking": "danger", "warning": "warning", "info": "info"}


class Found(Protocol):
    """What the check found, or what a report kept of it."""

    @property
    def severity(self) -> str: ...
    @property
    def layer(self) -> str: ...
    @property
    def code(self) -> str: ...
    @property
    def key(self) -> str: ...
    @property
    def term(self) -> str | None: ...
    @property
    def path(self) -> str | None: ...
    @property
    def line(self) -> int | None: ...
    @property
    def value(self) -> str | None: ...
    @property
    def params(self) -> Mapping[str, str]: ...


@dataclass(frozen=True)
class FindingCard:
    """The texts of one finding. `tone` is danger, warning or info; `where` and `path` may be empty."""

    tone: str
    severity: str
    layer: str
    code: str
    title: str
    meaning: str
    todo: str
    where: str
    path: str
    value: str
    href: str = ""
    see: str = ""
    about: str = ""


def finding_card(found: Found, paper: str = "") -> FindingCard:
    """The card of a finding; `paper` is the address of the page that shows the file, if there is one."""
    params = dict(found.params)
    return FindingCard(
        tone=TONES.get(found.severity, "info"),
        severity=t(f"findings.severities.{found.severity}"),
        layer=t(f"findings.layers.{found.layer}"),
        code=found.code,
        title=t(f"{found.key}.title", **params),
        meaning=t(f"{found.key}.meaning", **params),
        todo=t(f"{found.key}.todo", **params),
        where=place_of(found),
        path=found.path or "",
        value=found.value or "",
        href=line_href(paper, found.line, found.path) if paper and found.line else "",
        see=t("ui.finding.see", line=found.line) if paper and found.line else "",
        about=address(found.code, KEYS),
    )


def line_href(paper: str, line: int, path: str | None) -> str:
    """Where the file's XML is shown with that line marked; the path finds the value where the lines are no help."""
    asked = {"onglet": "xml", "ligne": line, **({"chemin": path} if path else {})}
    return f"{paper}{'&' if '?' in paper else '?'}{urlencode(asked)}#ligne-{line}"


def place_of(found: Found) -> str:
    """Business term and line, as far as they are known."""
    parts = []
    if found.term:
        parts.append(t("ui.finding.term", term=found.term))
    if found.line:
        parts.append(t("ui.finding.line", line=found.line))
    return ", ".join(parts)


def finding(card: Seen) -> rx.Component:
    """One finding; for `rx.foreach`, or with a plain card."""
    return rx.el.article(
        rx.el.div(
            rx.el.h3(tone_icon(card.tone), card.title, class_name="finding-title"),
            rx.el.p(card.severity, " · ", t("ui.finding.rule"), " ", rx.el.span(card.code, class_name="code")),
            class_name="finding-head",
        ),
        rx.el.p(soft_breaks(card.meaning)),
        rx.cond(card.where != "", rx.el.p(card.where, class_name="soft small")),
        rx.el.p(rx.el.strong(t("ui.finding.todo")), " ", soft_breaks(card.todo)),
        rx.cond(card.path != "", element_path(card)),
        rx.el.p(
            link(t("ui.finding.about"), rx.el.span(" ", card.code, class_name="sr-only"), href=card.about),
            class_name="small",
        ),
        rx.cond(card.href != "", rx.el.p(link(icon("file-code", size=18), card.see, href=card.href, class_name="see"))),
        class_name="finding " + card.tone,
    )


def tone_icon(tone: Seen) -> rx.Component:
    pictures = [(name, icon(picture)) for name, picture in ICONS.items()]
    return rx.match(tone, *pictures, icon(ICONS["info"]))


def element_path(card: Seen) -> rx.Component:
    """The full path and the value found, one click away."""
    return rx.el.details(
        rx.el.summary(t("ui.finding.path")),
        rx.el.p(rx.el.span(soft_breaks(card.path), class_name="code")),
        rx.cond(card.value != "", rx.el.p(t("ui.finding.value"), " ", rx.el.span(card.value, class_name="code"))),
    )
