"""The window of the first sign-ins, and the banner that finds it again."""

import reflex as rx

from chorus_app.kernel.text import t
from chorus_app.ui.components.basics import button, icon, window
from chorus_app.ui.frame import FrameState
from chorus_app.ui.onboarding import parts
from chorus_app.ui.onboarding.state import OnboardingState
from chorus_app.ui.pages import Page

ROOT = "/rattachement"


def in_full(page: Page) -> bool:
    """Whether the page itself shows the parts."""
    return page.route == ROOT or page.route.startswith(f"{ROOT}/")


def banner(page: Page) -> rx.Component:
    """On every page, as long as the signed-in person is attached to nothing, and does not run the portal either."""
    if in_full(page):
        reopen = None
    else:
        reopen = button(t("onboarding.banner.open"), weight="secondary", on_click=OnboardingState.reopen)
    return rx.cond(
        FrameState.ready & FrameState.signed_in & ~FrameState.attached & ~FrameState.operator,
        rx.el.section(
            rx.el.div(
                icon("triangle-alert"),
                rx.el.p(rx.el.strong(t("onboarding.banner.title")), " ", t("onboarding.banner.text")),
                reopen,
                class_name="inner",
            ),
            class_name="banner",
            aria_label=t("onboarding.banner.title"),
        ),
    )


def onboarding_window(page: Page) -> rx.Component | None:
    """The window of the first sign-ins; the full pages have its content already."""
    if in_full(page):
        return None
    return rx.cond(
        OnboardingState.open,
        window(
            rx.match(
                OnboardingState.part,
                ("create", t("onboarding.create.title")),
                ("ask", t("onboarding.ask.title")),
                ("requests", t("onboarding.requests.title")),
                t("onboarding.title"),
            ),
            rx.match(
                OnboardingState.part,
                ("create", part(parts.create())),
                ("ask", part(parts.ask())),
                ("requests", part(parts.requests())),
                choice(),
            ),
            on_close=OnboardingState.close,
        ),
    )


def part(content: rx.Component) -> rx.Component:
    back = button(t("onboarding.back"), weight="quiet", icon_name="arrow-left", on_click=OnboardingState.choose(""))
    return rx.el.div(rx.el.div(back, class_name="row"), content, class_name="stack")


def choice() -> rx.Component:
    """The two ways; the third part once a request exists."""
    return rx.el.div(
        rx.el.p(t("onboarding.introduction")),
        way("create", "onboarding.create.title", "onboarding.create.summary"),
        way("ask", "onboarding.ask.title", "onboarding.ask.summary"),
        rx.cond(
            OnboardingState.with_requests,
            way("requests", "onboarding.requests.title", "onboarding.requests.summary"),
        ),
        rx.el.p(t("onboarding.later"), class_name="small soft"),
        class_name="stack",
    )


def way(name: str, title: str, summary: str) -> rx.Component:
    return rx.el.button(
        rx.el.strong(t(title)),
        rx.el.span(t(summary)),
        type="button",
        class_name="card act",
        on_click=OnboardingState.choose(name),
    )
