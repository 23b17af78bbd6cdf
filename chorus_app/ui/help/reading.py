"""Pages that are only read: the guides and the release notes. Their text is known when the front end is built."""

from functools import partial

import reflex as rx

from chorus_app.flux.report import KEYS
from chorus_app.guides.queries import GuideName, guide
from chorus_app.kernel.french import plain_day
from chorus_app.kernel.markdown import BlockKind
from chorus_app.kernel.text import t
from chorus_app.raccordement.refusals import Explained
from chorus_app.raccordement.refusals import explanations as api_refusals
from chorus_app.release_notes.queries import Release, releases
from chorus_app.rules.explained import Explanation, explanations, general, layer_name
from chorus_app.ui.components.basics import button, link, plain_link
from chorus_app.ui.components.prose import prose, spans

__all__ = ["accessibility", "classic_pdf", "edi", "findings", "letter", "refusals", "release_notes"]


def guide_page(name: GuideName) -> rx.Component:
    """The guide; a letter in it can be copied."""
    found = guide(name)
    parts: list[rx.Component] = []
    for block in found.blocks:
        parts.append(letter_to_copy(block.text) if block.kind is BlockKind.LETTER else prose([block]))
    return rx.el.div(rx.el.h1(found.title), *parts, class_name="stack prose-page")


classic_pdf = partial(guide_page, GuideName.CLASSIC_PDF)
letter = partial(guide_page, GuideName.LETTER)
edi = partial(guide_page, GuideName.EDI)
accessibility = partial(guide_page, GuideName.ACCESSIBILITY)


def letter_to_copy(text: str) -> rx.Component:
    return rx.el.div(
        rx.el.pre(text, id="lettre", class_name="letter"),
        rx.el.div(
            button(
                t("help.copy"),
                icon_name="copy",
                weight="secondary",
                custom_attrs={"data-copy": "lettre", "data-said": "copie"},
            ),
            rx.el.span("", id="copie", role="status", custom_attrs={"data-text": t("help.copied")}),
            class_name="row",
        ),
        class_name="stack",
    )


def release_notes() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.el.h1(t("help.notes.title")), rx.el.p(t("help.notes.lead"), class_name="lead"), class_name="stack"
        ),
        *[release(entry) for entry in releases()],
        class_name="stack-wide",
    )


def findings() -> rx.Component:
    """Every finding, by the layer of its check; each has an address of its own."""
    layers: dict[str, list[rx.Component]] = {}
    for one in explanations():
        layers.setdefault(layer_name(one.layer), []).append(explained(one))
    own = [explained(Explanation(code, "", (general(key),))) for code, key in KEYS.items()]
    return rx.el.div(
        rx.el.div(
            rx.el.h1(t("help.page_title.findings")),
            rx.el.p(t("help.findings.lead"), class_name="lead"),
            class_name="stack",
        ),
        *[layer(name, parts) for name, parts in (*layers.items(), (t("help.findings.import"), own))],
        class_name="stack-wide medium",
    )


def refusals() -> rx.Component:
    """Every code by which the API refuses; each has an address of its own."""
    return rx.el.div(
        rx.el.div(
            rx.el.h1(t("help.page_title.refusals")),
            rx.el.p(t("help.refusals.lead"), class_name="lead"),
            rx.el.p(
                plain_link(t("help.refusals.documentation"), href="/api/documentation"),
                " · ",
                link(t("help.refusals.findings"), href="/documentation/constats"),
            ),
            class_name="stack",
        ),
        *[refusal(one) for one in api_refusals()],
        class_name="stack-wide medium",
    )


def refusal(one: Explained) -> rx.Component:
    labels = [rx.el.li(label) for label in one.labels]
    told = [rx.el.h3(t("help.refusals.labels")), rx.el.ul(*labels, class_name="bullets")] if labels else []
    return rx.el.article(
        rx.el.p(rx.el.span(str(one.code), class_name="code"), class_name="small soft"),
        rx.el.h2(one.words.title),
        rx.el.p(one.words.meaning),
        rx.el.p(rx.el.strong(t("ui.finding.todo")), " ", one.words.todo),
        *told,
        id=str(one.code),
        class_name="sheet stack",
    )


def layer(name: str, parts: list[rx.Component]) -> rx.Component:
    return rx.el.section(rx.el.h2(name), *parts, class_name="stack")


def explained(one: Explanation) -> rx.Component:
    words = [
        part
        for said in one.words
        for part in (
            rx.el.h3(said.title),
            rx.el.p(said.meaning),
            rx.el.p(rx.el.strong(t("ui.finding.todo")), " ", said.todo),
        )
    ]
    return rx.el.article(
        rx.el.p(t("ui.finding.rule"), " ", rx.el.span(one.code, class_name="code"), class_name="small soft"),
        *words,
        id=one.code,
        class_name="sheet stack",
    )


def release(entry: Release) -> rx.Component:
    return rx.el.article(
        rx.el.h2(t("help.notes.release", version=entry.version, day=plain_day(entry.date))),
        *[rx.el.p(*spans(line)) for line in entry.summary],
        *[
            part
            for section in entry.sections
            for part in (
                rx.el.h3(section.title),
                rx.el.ul(*[rx.el.li(*spans(item)) for item in section.items], class_name="bullets"),
            )
        ],
        class_name="sheet stack",
    )
