"""Wait for what a background event brings about."""

import asyncio
import time
from collections.abc import Callable
from typing import TypeVar

import reflex as rx

from tests.ui.harness import Browser

S = TypeVar("S", bound=rx.State)


async def shows(browser: Browser, kind: type[S], **wanted: object) -> S:
    """The State of the tab, as soon as its vars have the wanted values."""
    return await until(browser, kind, lambda state: all(getattr(state, name) == wanted[name] for name in wanted))


async def until(browser: Browser, kind: type[S], condition: Callable[[S], bool], *, seconds: float = 30) -> S:
    """The State of the tab, as soon as the condition holds."""
    deadline = time.monotonic() + seconds
    while not condition(state := await browser.state(kind)):
        assert time.monotonic() < deadline, f"{kind.__name__} never came so far"
        await asyncio.sleep(0.01)
    return state
