"""« Vérifier une facture », open to everyone."""

import reflex as rx

from chorus_app.flux.verification import MAX_BYTES
from chorus_app.kernel.text import t
from chorus_app.ui.components.basics import Seen, alert, badge, button, icon, link_button, notice, some
from chorus_app.ui.components.breaks import soft_breaks
from chorus_app.ui.components.fields import radio
from chorus_app.ui.components.zone import drop_zone
from chorus_app.ui.frame import FrameState
from chorus_app.ui.routes.verification import PATH
from chorus_app.ui.verdict.pieces import by_layer, fact_list, file_details
from chorus_app.ui.verification.state import VerificationState

__all__ = ["VerificationState", "body"]

RESULT = VerificationState.result


def body() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.el.h1(t("verification.title")), rx.el.p(t("verification.lead"), class_name="lead"), class_name="stack"
        ),
        rx.el.div(
            alert(VerificationState.problem),
            rx.cond(VerificationState.step == 1, question(), answer()),
            class_name="stack",
        ),
        class_name="stack-wide",
        on_unmount=VerificationState.leave,
    )


def question() -> rx.Component:
    """The use, then the file, and what is done with it."""
    return rx.el.div(
        profile_field(),
        drop_zone(route=PATH, limit=MAX_BYTES, received=VerificationState.received, failed=VerificationState.failed),
        rx.el.div(
            rx.el.p(t("verification.kept")),
            rx.el.p(t("verification.directory")),
            class_name="stack soft small",
        ),
        class_name="stack-wide",
    )


def profile_field() -> rx.Component:
    return rx.el.fieldset(
        rx.el.legend(t("verification.profile.legend"), class_name="legend"),
        rx.el.p(t("verification.profile.hint"), class_name="soft small"),
        rx.el.div(rx.foreach(VerificationState.choices, choice), class_name="choices three"),
        class_name="stack",
    )


def choice(value: Seen) -> rx.Component:
    return radio(
        "profil",
        value.code,
        value.name,
        rx.el.span(value.meaning, class_name="scope"),
        checked=VerificationState.profile == value.code,
        on_choose=VerificationState.choose(value.code),
    )


def answer() -> rx.Component:
    """The file and its verdict; of a good one then what it says, of another one first why."""
    return rx.el.div(
        rx.el.section(
            file_head(),
            rx.el.div(rx.cond(VerificationState.checking, checking(), rx.fragment()), role="status"),
            rx.cond(RESULT.title != "", found()),
            class_name="sheet file-card",
            aria_labelledby="fichier",
        ),
        rx.cond(
            RESULT.title != "",
            rx.cond(RESULT.tone == "danger", rx.fragment(controls(), said()), rx.fragment(said(), controls())),
        ),
        rx.cond(RESULT.title != "", acts()),
        class_name="stack-wide",
    )


def said() -> rx.Component:
    """What was read in the invoice, when anything was."""
    return rx.cond(
        some(RESULT.read),
        rx.el.section(
            rx.el.h2(t("verdict.read.title")),
            rx.el.div(fact_list(RESULT.read), class_name="sheet"),
            class_name="stack",
        ),
        rx.fragment(),
    )


def file_head() -> rx.Component:
    return rx.el.div(
        rx.el.h2(
            icon("file-text"),
            rx.el.span(soft_breaks(RESULT.name), " ", rx.el.span(RESULT.size, class_name="soft small nowrap")),
            id="fichier",
            class_name="file-name",
            custom_attrs={"data-focus": "true"},
        ),
        button(t("verification.another"), weight="secondary", on_click=VerificationState.start_again),
        class_name="file-head",
    )


def checking() -> rx.Component:
    """Only a wait that is felt is shown: it appears after 300 ms."""
    return rx.el.p(rx.el.span(class_name="spinner"), t("verification.checking"), class_name="row soft late")


def found() -> rx.Component:
    return rx.el.div(
        rx.el.div(badge(RESULT.label, RESULT.kind_tone), class_name="row"),
        rx.el.p(RESULT.meaning),
        rx.el.div(
            rx.match(
                RESULT.tone,
                ("success", notice(RESULT.title, rx.el.p(RESULT.text), kind="success")),
                ("warning", notice(RESULT.title, rx.el.p(RESULT.text), kind="warning")),
                notice(RESULT.title, rx.el.p(RESULT.text), kind="danger"),
            ),
            role="status",
        ),
        file_details(RESULT.facts),
        class_name="stack",
    )


def controls() -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("verdict.layers.title")),
        rx.el.p(RESULT.profile, class_name="soft"),
        by_layer(RESULT.layers),
        class_name="stack",
    )


def acts() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.cond(
                FrameState.attached & (RESULT.tone == "success"),
                link_button(t("verification.deposit"), href="/factures-emises/deposer", icon_name="send"),
            ),
            button(t("verification.another"), weight="secondary", on_click=VerificationState.start_again),
            rx.cond(
                VerificationState.downloadable,
                button(
                    t("verification.download"),
                    weight="quiet",
                    icon_name="download",
                    on_click=VerificationState.download,
                    aria_describedby="resultat-json",
                ),
            ),
            class_name="row",
        ),
        rx.cond(
            VerificationState.downloadable,
            rx.el.p(t("verification.download_hint"), id="resultat-json", class_name="soft small"),
        ),
        class_name="stack",
    )
