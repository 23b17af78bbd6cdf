"""PAGES: one row per page. Read this first to know what the portal shows."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import reflex as rx

from chorus_app.ui.gate import Right
from chorus_app.ui.sign_in import page as sign_in


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its address, the key of its title, what is seen, what is loaded, who may see it.

    `may` decides what the frame shows instead of the body (sign-in, attachment); the data is protected by the
    loader's own right and by the services.
    """

    route: str
    title: str
    body: Callable[[], rx.Component]
    loader: Any = None
    may: Right = Right.SIGNED_IN


PAGES: tuple[Page, ...] = (Page("/connexion", "sign_in.title", sign_in.body, sign_in.SignInState.load, Right.PUBLIC),)
