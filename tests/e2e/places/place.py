"""A state of a page: who sees it, how he signs in, and how he comes there (`tests/e2e/ways/`)."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial

from playwright.async_api import Page

from chorus_app.demo.accounts import BY_SLUG, PASSWORD
from tests.e2e import steps
from tests.e2e.hands import Mouse
from tests.e2e.ways import going
from tests.e2e.ways.going import go

Way = Callable[[Page], Awaitable[object]]

VISITOR, NEWCOMER = "", "newcomer"
SUPPLIER, MANAGER, UNATTACHED = "supplier_manager", "waiting_manager", "asking_user"
SEVERAL, MOE, MOA, RECIPIENT, READER = "supplier_user", "moe", "moa", "recipient", "reader"
OPERATOR = "operator"


@dataclass(frozen=True)
class Place:
    """A state of the page of that route in PAGES, seen by that demo account."""

    name: str
    who: str
    route: str
    way: Way

    async def reach(self, page: Page) -> None:
        """Go there, until nothing is on its way any more."""
        await self.way(page)
        await going.settled(page)


def at(who: str, *routes: str) -> list[Place]:
    return [Place(route, who, route, partial(go, route)) for route in routes]


def on(route: str, who: str, **states: Way) -> list[Place]:
    """States of one page, named by words joined with underscores."""
    return [Place(name.replace("_", " "), who, route, way) for name, way in states.items()]


async def enter(page: Page, who: str) -> None:
    """Sign in, and put the window of the first sign-in away. The newcomer opens his account first."""
    if who == VISITOR:
        return
    hand = Mouse(page)
    if who == NEWCOMER:
        person = steps.somebody("Marie", "Blanc")
        await steps.sign_up(hand, person)
        await steps.activate(hand, person)
        await steps.enter(hand, person.email, steps.PASSWORD)
    else:
        await steps.enter(hand, BY_SLUG[who].email, PASSWORD)
    if who == NEWCOMER or not (BY_SLUG[who].memberships or BY_SLUG[who].operator):
        await steps.close_window(hand)
