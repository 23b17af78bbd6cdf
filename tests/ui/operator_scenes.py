"""Operators in browsers without a screen."""

from datetime import timedelta

from sqlmodel import select

from chorus_app.accounts.models import User
from chorus_app.kernel.context import World
from tests.operations.cast import make_operator
from tests.ui.harness import Browser, Portal


def operators_browser(portal: Portal, world: World) -> Browser:
    return portal.signed_in(world, make_operator(world).id)


def later(world: World, browser: Browser, **time: float) -> None:
    """Time goes by; the operator signs in again, as sessions end."""
    world.clock.move(timedelta(**time))
    with world.reading() as context:
        olga = context.session.exec(select(User.id).where(User.login_email == "olga@demo.test")).one()
    browser.sign_in(world, olga)
