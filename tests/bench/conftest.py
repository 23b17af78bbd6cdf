"""A portal of its own with the demonstration's data, and one table of all that was measured."""

import shutil
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, async_playwright
from sqlmodel import select

from chorus_app.accounts import sessions
from chorus_app.accounts.models import User
from chorus_app.demo.accounts import BY_SLUG
from chorus_app.kernel.config import Settings
from chorus_app.kernel.context import World
from chorus_app.ui.session import cookie_name
from tests.bench.figures import Figures
from tests.e2e.conftest import ARGUMENTS, Server, start_server, stop_server


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here measures."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.bench)


@pytest.fixture(scope="session")
def figures() -> Iterator[Figures]:
    """Printed when all was measured."""
    collected = Figures()
    yield collected
    print(f"\n\n{collected.table()}\n")


@dataclass(frozen=True)
class Measured:
    """A running portal; `world` is its data, opened by this process too."""

    server: Server
    world: World

    def user_id(self, slug: str) -> int:
        """The row id of an account of the demonstration."""
        with self.world.reading() as context:
            return context.session.exec(select(User.id).where(User.login_key == BY_SLUG[slug].email)).one()

    def cookie(self, slug: str) -> tuple[str, str]:
        """Name and value of the cookie of a new session of the person."""
        with self.world.transaction() as context:
            token = sessions.open_session(context, user_id=self.user_id(slug), user_agent="bench")
        return cookie_name(), token


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory, figures: Figures) -> Iterator[Measured]:
    """Started twice: with an empty data folder, then again with what the first start left."""
    data = tmp_path_factory.mktemp("portal")
    for what in ("first start, built pages, demonstration seeded", "start again"):
        begun = time.perf_counter()
        server, process = start_server(data)
        figures.add(what, time.perf_counter() - begun, unit="s")
        if what != "start again":
            stop_server(process)
    world = World(Settings(data_dir=data))
    yield Measured(server, world)
    world.close()
    stop_server(process)


@pytest_asyncio.fixture
async def chromium() -> AsyncIterator[Browser]:
    """A browser that has seen nothing yet."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        yield started
        await started.close()


async def signed_in(chromium: Browser, portal: Measured, slug: str) -> BrowserContext:
    """A browser of the person's own, signed in."""
    context = await chromium.new_context(base_url=portal.server.address, locale="fr-FR")
    name, value = portal.cookie(slug)
    await context.add_cookies([{"name": name, "value": value, "url": portal.server.address}])
    return context
