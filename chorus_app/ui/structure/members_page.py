"""The members of a structure: the list, one member with his profiles."""

from collections.abc import Mapping
from typing import Any

import reflex as rx

from chorus_app.kernel.text import t
from chorus_app.structures.enums import Profile
from chorus_app.structures.profiles import SPACES
from chorus_app.ui.components.answers import answers
from chorus_app.ui.components.basics import Seen, asked_again, button, empty, labelled, link, some, status
from chorus_app.ui.components.fields import select_field, text_field
from chorus_app.ui.components.listing import list_view
from chorus_app.ui.components.places import crumbs
from chorus_app.ui.components.things import history, not_there, thing_page
from chorus_app.ui.structure.asking import MEMBERS, ROUTE
from chorus_app.ui.structure.members_state import MembersState, MemberState
from chorus_app.ui.structure.page import framed

__all__ = ["MemberState", "MembersState", "one", "overview"]


def overview() -> rx.Component:
    """The list."""
    nothing = empty(t("structure_ui.members.none"), t("structure_ui.members.none_text"), icon_name="users")
    return framed(
        MEMBERS,
        MembersState,
        rx.el.div(status(MembersState.message), class_name="stack"),
        rx.el.p(t("structure_ui.members.lead")),
        list_view(
            MembersState,
            row=cells,
            empty=rx.el.div(nothing, class_name="sheet"),
            search_hint=t("structure_ui.members.search_hint"),
        ),
    )


def cells(row: Seen) -> Mapping[str, Any]:
    return {
        "name": rx.el.div(
            link(row.name, href=row.href, class_name="strong"),
            rx.cond(row.role != "", rx.el.span(row.role, class_name="sub")),
        ),
        "email": rx.el.span(row.email, class_name="breakable"),
        "profiles": rx.el.div(
            rx.cond(
                some(row.profiles),
                rx.el.ul(rx.foreach(row.profiles, lambda words: rx.el.li(words)), class_name="stack-tight"),
                rx.el.span(t("structure_ui.members.no_profile"), class_name="soft"),
            )
        ),
        "since": rx.el.span(row.since, class_name="nowrap"),
    }


def one() -> rx.Component:
    """One member."""
    absent = not_there(t("structure_ui.members.missing"), t("structure_ui.members.to_list"), MEMBERS)
    return thing_page(MemberState, t("structure_ui.members.one"), member(), absent)


def member() -> rx.Component:
    state, card = MemberState, MemberState.card
    return rx.fragment(
        rx.el.div(
            crumbs((t("structure_ui.title"), ROUTE), (t("structure_ui.tab.members"), MEMBERS), (card.name, "")),
            rx.el.h1(card.name),
            rx.el.p(
                rx.el.span(card.email, class_name="breakable"),
                rx.el.span(card.structure),
                rx.el.span(t("structure_ui.members.since"), " ", card.since),
                rx.cond(card.role != "", rx.el.span(card.role)),
                class_name="meta soft",
            ),
            class_name="stack",
        ),
        rx.el.div(answers(state), class_name="stack"),
        rx.el.section(
            rx.el.h2(t("structure_ui.members.profiles")),
            rx.cond(
                some(state.grants),
                rx.el.ul(rx.foreach(state.grants, grant), class_name="lines"),
                rx.el.p(t("structure_ui.members.no_profile_text"), class_name="soft"),
            ),
            class_name="stack",
        ),
        rx.cond(card.may_change, rx.fragment(give(), end(card))),
        history(state.history),
        rx.cond(state.ending, confirmation(card)),
    )


def grant(row: Seen) -> rx.Component:
    take = button(
        labelled(t("structure_ui.members.take"), row.words, row.limits),
        weight="secondary",
        on_click=MemberState.take(row.profile, row.service_id, row.space),
    )
    return rx.el.li(
        rx.el.div(
            rx.el.strong(row.words),
            rx.cond(row.limits != "", rx.el.span(row.limits)),
            rx.el.span(row.since, class_name="soft small"),
            class_name="what",
        ),
        rx.cond(MemberState.card.may_change, take),
    )


def give() -> rx.Component:
    """The form that gives a profile; what can be limited is asked for its limits."""
    state = MemberState
    return rx.el.form(
        rx.el.h2(t("structure_ui.members.give_title")),
        select_field(
            t("structure_ui.members.profile"),
            "profile",
            *[
                rx.el.option(t(f"structure_ui.profile.{profile.value.lower()}.name"), value=profile.value)
                for profile in Profile
            ],
            errors=state.errors,
            value=state.chosen,
            on_change=state.choose,
        ),
        rx.el.p(
            rx.match(
                state.chosen,
                *[(profile.value, t(f"structure_ui.profile.{profile.value.lower()}.meaning")) for profile in Profile],
                "",
            ),
            class_name="soft",
            aria_live="polite",
        ),
        rx.cond(state.limitable, limits()),
        rx.el.div(button(t("structure_ui.members.give"), type="submit"), class_name="row"),
        on_submit=state.give,
        no_validate=True,
        class_name="form sheet",
    )


def limits() -> rx.Component:
    errors = MemberState.errors
    return rx.el.div(
        text_field(
            t("structure_ui.members.service_code"),
            "service_code",
            errors=errors,
            hint=t("structure_ui.members.service_hint"),
            required=False,
            auto_complete="off",
            max_length=100,
            key=MemberState.mark,
        ),
        select_field(
            t("structure_ui.members.space"),
            "space",
            rx.el.option(t("structure_ui.members.all_spaces"), value=""),
            *[rx.el.option(t(f"structure_ui.space.{space.value.lower()}.name"), value=space.value) for space in SPACES],
            errors=errors,
            hint=t("structure_ui.members.space_hint"),
            required=False,
            key=MemberState.mark + "space",
        ),
        class_name="two",
    )


def end(card: Seen) -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("structure_ui.members.end_title")),
        rx.el.p(rx.cond(card.own, t("structure_ui.members.end_own"), t("structure_ui.members.end_text"))),
        rx.el.div(
            button(t("structure_ui.members.end"), weight="danger", on_click=MemberState.ask),
            class_name="row",
        ),
        class_name="stack",
    )


def confirmation(card: Seen) -> rx.Component:
    return asked_again(
        t("structure_ui.members.ask_title"),
        rx.el.p(rx.el.strong(card.name), ", ", card.structure),
        rx.el.p(rx.cond(card.own, t("structure_ui.members.end_own"), t("structure_ui.members.end_text"))),
        keep=t("editing.keep"),
        on_keep=MemberState.keep,
        act=button(t("structure_ui.members.end"), weight="danger", on_click=MemberState.end),
    )
