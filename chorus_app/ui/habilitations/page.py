"""« Mes habilitations »: what the person may do at each structure, and how to ask for more."""

import reflex as rx

from chorus_app.kernel.text import t
from chorus_app.structures.enums import Profile, Space
from chorus_app.ui.components.answers import answers
from chorus_app.ui.components.basics import (
    Seen,
    badge,
    button,
    empty,
    link_button,
    some,
    waiting,
)
from chorus_app.ui.components.fields import select_field
from chorus_app.ui.components.requests import request_acts, what_became
from chorus_app.ui.habilitations.state import HabilitationsState
from chorus_app.ui.habilitations.views import profile_name, space_name

__all__ = ["HabilitationsState", "body"]


def body() -> rx.Component:
    state = HabilitationsState
    return rx.el.div(
        rx.el.div(
            rx.el.h1(t("habilitations.title")), rx.el.p(t("habilitations.lead"), class_name="lead"), class_name="stack"
        ),
        answers(state),
        rx.cond(
            state.loaded,
            rx.cond(some(state.structures), parts(), rx.el.div(unattached(), class_name="sheet")),
            waiting(),
        ),
        class_name="stack-wide medium",
    )


def unattached() -> rx.Component:
    return empty(
        t("habilitations.unattached.title"),
        t("habilitations.unattached.text"),
        link_button(t("habilitations.unattached.go"), href="/rattachement"),
    )


def parts() -> rx.Component:
    state = HabilitationsState
    return rx.fragment(
        rx.el.section(
            rx.el.h2(t("habilitations.mine")),
            rx.cond(
                some(state.grants),
                rx.el.ul(rx.foreach(state.grants, grant), class_name="lines"),
                rx.el.p(t("habilitations.none"), class_name="soft"),
            ),
            class_name="stack",
        ),
        rx.cond(
            some(state.rows),
            rx.el.section(
                rx.el.h2(t("habilitations.requests")),
                rx.el.ul(rx.foreach(state.rows, request), class_name="lines"),
                class_name="stack",
            ),
        ),
        rx.el.section(rx.el.h2(t("habilitations.ask")), form(), class_name="stack"),
    )


def asked_or_held(row: Seen) -> list[rx.Component]:
    """The profile, for which structure, with which limits."""
    return [
        rx.el.strong(row.profile),
        rx.el.span(row.structure),
        rx.el.span(row.limits, class_name="small soft"),
    ]


def grant(row: Seen) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            *asked_or_held(row),
            class_name="what",
        ),
        rx.el.span(row.given, class_name="small soft"),
    )


def request(row: Seen) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            *asked_or_held(row),
            *what_became(row),
            class_name="what",
        ),
        badge(row.state, row.kind),
        rx.cond(row.waits, request_acts(row, HabilitationsState, row.profile, row.structure)),
        key=row.id,
    )


def form() -> rx.Component:
    """The lists keep their own values: what is chosen must be sent along even before the server has heard of it."""
    state = HabilitationsState
    return rx.el.form(
        rx.el.p(t("habilitations.ask_text"), class_name="soft"),
        select_field(
            t("habilitations.structure"),
            "habilitation_structure",
            rx.foreach(state.structures, choice),
            errors=state.errors,
            default_value=state.structure,
            on_change=state.choose_structure,
        ),
        select_field(
            t("habilitations.profile"),
            "habilitation_profile",
            *[rx.el.option(profile_option(profile), value=profile.value) for profile in Profile],
            errors=state.errors,
            default_value=Profile.FACTURATION_CONSULTATION.value,
            on_change=state.choose_profile,
        ),
        rx.cond(
            state.with_spaces,
            select_field(
                t("habilitations.space"),
                "habilitation_space",
                rx.el.option(t("habilitations.all_spaces"), value=""),
                *[rx.el.option(space_name(space), value=space.value) for space in Space],
                errors=state.errors,
            ),
        ),
        rx.cond(
            state.with_spaces & some(state.services),
            select_field(
                t("habilitations.service"),
                "habilitation_service",
                rx.el.option(t("habilitations.all_services"), value=""),
                rx.foreach(state.services, choice),
                errors=state.errors,
            ),
        ),
        rx.el.div(button(t("habilitations.submit"), type="submit"), class_name="row"),
        on_submit=state.ask,
        no_validate=True,
        class_name="form sheet",
        key=state.turn,
    )


def choice(row: Seen) -> rx.Component:
    return rx.el.option(row.name, value=row.id)


def profile_option(profile: Profile) -> str:
    return t("habilitations.profile_option", name=profile_name(profile), meaning=t(f"habilitations.means.{profile}"))
