"""Buttons, notices, badges, facts: the small pieces."""

from typing import Any, Literal

import reflex as rx

from chorus_app.kernel.text import t
from chorus_app.ui.components.breaks import soft_breaks

# What a piece shows: a plain value, or a Var of a State. Reflex declares a State's Vars with the types of their values,
# so that a type checker cannot tell the two apart: pieces take both.
Seen = Any

Kind = Literal["info", "success", "warning", "danger"]
Weight = Literal["primary", "secondary", "quiet", "danger"]

ICONS: dict[str, str] = {
    "info": "info",
    "success": "circle-check",
    "warning": "triangle-alert",
    "danger": "circle-x",
    "neutral": "circle-dashed",
}


def some(things: Seen) -> Seen:
    """Whether a list of a State holds anything."""
    return things.length() > 0


def several(things: Seen) -> Seen:
    """Whether a list of a State holds more than one."""
    return things.length() > 1


def icon(name: str, **props: Any) -> rx.Component:
    """A picture that says nothing more than the words beside it (hidden from screen readers)."""
    return rx.icon(name, aria_hidden="true", **props)


def button(label: Seen, *, weight: Weight = "primary", icon_name: str = "", **props: Any) -> rx.Component:
    """A button; `type="submit"` inside a form."""
    props.setdefault("type", "button")
    return rx.el.button(icon(icon_name) if icon_name else None, label, class_name=_button_class(weight), **props)


def labelled(words: Seen, *about: Seen) -> rx.Component:
    """A button's words, completed for who does not see the line in which it stands."""
    first, *others = about
    more = [rx.cond(one != "", rx.fragment(", ", one)) for one in others]
    return rx.fragment(words, rx.el.span(" ", first, *more, class_name="sr-only"))


def download_link(*label: Any, href: Seen, picture: str = "download", **props: Any) -> rx.Component:
    """A file that the browser saves."""
    return plain_link(icon(picture), *label, href=href, custom_attrs={"download": ""}, **props)


def link_button(
    label: Seen,
    href: Seen,
    *,
    weight: Weight = "primary",
    icon_name: str = "",
    **props: Any,
) -> rx.Component:
    """A link that looks like a button; it goes somewhere, it does nothing."""
    return link(icon(icon_name) if icon_name else None, label, href=href, class_name=_button_class(weight), **props)


def _button_class(weight: Weight) -> str:
    return "button" if weight == "primary" else f"button {weight}"


def link(*children: Any, href: Seen, ahead: Literal["seen", "pointed"] = "pointed", **props: Any) -> rx.Component:
    """A link to a page of the portal, followed without a full load.

    `ahead`: when the browser fetches the scripts of that page (ahead.js): as soon as the link is seen, or as somebody
    points at it or moves the focus there.
    """
    attributes = {**props.pop("custom_attrs", {}), "data-page": ahead}
    return PortalLink.create(*children, to=href, custom_attrs=attributes, **props)


def plain_link(*children: Any, href: Seen, **props: Any) -> rx.Component:
    """A link that the browser follows by itself: downloads, places within a page. (`rx.el.a` is the router's link.)"""
    return rx.el.A.create(*children, href=href, **props)


class PortalLink(rx.Component):
    """React Router's link: a real `<a href>` that changes the page without a full load."""

    library = "react-router"
    tag = "Link"
    to: rx.Var[str]


def way_out(href: Seen) -> rx.Component:
    """Leaves the page for a plain HTTP answer as soon as the address is set (chorus.js follows it, each one once)."""
    return rx.cond(
        href != "", plain_link(t("ui.loading"), href=href, class_name="sr-only", custom_attrs={"data-leave": "true"})
    )


def notice(title: Seen, *children: Any, kind: Kind = "info", **props: Any) -> rx.Component:
    """Something to know, with a picture and a word, never by colour alone."""
    heading = [rx.el.p(title, class_name="notice-title")] if title is not None else []
    return rx.el.div(icon(ICONS[kind]), *heading, *children, class_name=f"notice {kind}", **props)


def alert(text: Seen) -> rx.Component:
    """An error that appears: read aloud at once. The region stands in the page before the text comes."""
    return rx.el.div(rx.cond(text != "", notice(None, rx.el.p(soft_breaks(text)), kind="danger")), role="alert")


def status(text: Seen) -> rx.Component:
    """A success or a progress that appears: read aloud when the reader pauses."""
    return rx.el.div(rx.cond(text != "", notice(None, rx.el.p(soft_breaks(text)), kind="success")), role="status")


def badge(label: Seen, kind: Seen = "info") -> rx.Component:
    """A state: picture and word. `kind` may be a Var of info, success, warning, danger, neutral."""
    if isinstance(kind, str):
        return rx.el.span(icon(ICONS[kind]), label, class_name=f"badge {kind}")
    pictures = [(name, icon(picture)) for name, picture in ICONS.items()]
    return rx.el.span(rx.match(kind, *pictures, icon(ICONS["info"])), label, class_name=f"badge {kind}")


def facts(*rows: tuple[str, Any] | None) -> rx.Component:
    """A list of label and value; `None` rows are left out."""
    return rx.el.dl(*[part for row in rows if row for part in (rx.el.dt(row[0]), rx.el.dd(row[1]))], class_name="facts")


def empty(title: str, text: str, *actions: rx.Component, icon_name: str = "inbox") -> rx.Component:
    """What a list or a page shows when there is nothing yet: what it will hold, and what to do."""
    return rx.el.div(icon(icon_name), rx.el.h2(title), rx.el.p(text), *actions, class_name="empty")


def waiting(text_key: str = "ui.loading") -> rx.Component:
    """A wait that says so."""
    return rx.el.p(rx.el.span(class_name="spinner"), " ", t(text_key), class_name="row soft", role="status")


def asked_again(title: Seen, *children: Any, keep: str, on_keep: Any, act: rx.Component) -> rx.Component:
    """A window that asks again before an act; to do nothing after all stands first."""
    foot = rx.fragment(button(keep, weight="quiet", on_click=on_keep), act)
    return window(title, *children, on_close=on_keep, foot=foot)


def form_window(
    title: Seen,
    *children: Any,
    submit: Seen,
    on_submit: Any,
    keep: str,
    on_keep: Any,
    weight: Weight = "danger",
) -> rx.Component:
    """A window that asks for something before an act, which it does; or does nothing after all."""
    form = rx.el.form(
        *children,
        rx.el.div(
            button(submit, type="submit", weight=weight),
            button(keep, weight="quiet", on_click=on_keep),
            class_name="row",
        ),
        on_submit=on_submit,
        no_validate=True,
        class_name="form",
    )
    return window(title, form, on_close=on_keep)


def window(title: Seen, *children: Any, on_close: Any, foot: rx.Component | None = None) -> rx.Component:
    """A modal window (native `<dialog>`, opened by chorus.js): the focus stays inside, Escape closes it."""
    close = rx.el.button(
        icon("x"),
        rx.el.span(t("ui.close")),
        type="button",
        class_name="button quiet",
        on_click=on_close,
        custom_attrs={"data-close": "true"},
    )
    return rx.el.dialog(
        rx.el.div(rx.el.h2(title, id="window-title"), close, class_name="window-head"),
        rx.el.div(*children, class_name="window-body"),
        rx.el.div(foot, class_name="window-foot") if foot else None,
        class_name="window",
        aria_labelledby="window-title",
    )
