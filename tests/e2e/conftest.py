"""A running portal, started as a person starts it, and real browsers to look at it with."""

import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, WebSocket, async_playwright, expect
from pytest_asyncio import is_async_test

from tests.e2e.addresses import DATA_OF

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
# The browser's own words, such as those of date fields, follow the system's language (and need chromium-l10n).
FRENCH: dict[str, str | float | bool] = {**os.environ, "LANGUAGE": "fr"}
START_SECONDS = 240
expect.set_options(timeout=30_000)  # what comes late on a busy machine is not wrong; what is awaited ends the wait
DATABASE, FILES = "chorus.sqlite", "files"
CHORUS = str(Path(sys.executable).with_name("chorus"))


@dataclass
class Server:
    """`chorus serve` on a data folder and a port of its own. `log` is what it printed."""

    address: str
    data: Path
    environment: dict[str, str]
    log: Path

    def chorus(self, *arguments: str) -> str:
        """Run a `chorus` command beside the running server, in another process."""
        done = subprocess.run([CHORUS, *arguments], env=self.environment, check=True, text=True, stdout=subprocess.PIPE)
        return done.stdout


@dataclass
class Visitor:
    """A browser of its own, with the errors that its console and its pages told."""

    context: BrowserContext
    page: Page
    errors: list[str] = field(default_factory=list)
    frames: list[str] = field(default_factory=list)

    async def go(self, route: str) -> None:
        """Open a page and wait until it is there."""
        await self.page.goto(route)
        await self.page.locator("main h1").first.wait_for()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here drives a browser, one for all, which lives in one event loop."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if is_async_test(item):
                item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest.fixture(scope="session")
def chromium() -> str:
    """Where Chromium is. Its absence fails the tests that need it."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        pytest.fail("Chromium is missing: install Debian's package « chromium » (as root: apt-get install chromium).")
    return found


@pytest.fixture(scope="session")
def first_start(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Path]]:
    """The portal, started on an empty folder, and a copy of the data that this start left there."""
    running, process = start_server(tmp_path_factory.mktemp("portal"))
    kept = tmp_path_factory.mktemp("kept")
    with closing(sqlite3.connect(running.data / DATABASE)) as source, closing(sqlite3.connect(kept / DATABASE)) as copy:
        source.backup(copy)
    shutil.copytree(running.data / FILES, kept / FILES)
    yield running, kept
    stop_server(process)


@pytest.fixture(scope="session")
def server(first_start: tuple[Server, Path]) -> Server:
    """The portal with its demo data."""
    return first_start[0]


@pytest.fixture
def demo_data(first_start: tuple[Server, Path], tmp_path: Path) -> Path:
    """A data folder for a server of the test's own, which need not make the demo data again."""
    return shutil.copytree(first_start[1], tmp_path / "portal")


def start_server(data: Path, *, port: int = 0, **settings: str) -> tuple[Server, "subprocess.Popen[bytes]"]:
    """Start `chorus serve` on `data` and wait until it answers."""
    port = port or free_port()
    address = f"http://localhost:{port}"
    environment = {
        **os.environ,
        "CHORUS_DATA_DIR": str(data),
        "CHORUS_PORT": str(port),
        "CHORUS_BASE_URL": address,
        **settings,
    }
    log = data / "serve.log"
    with log.open("ab") as output:
        process = subprocess.Popen([CHORUS, "serve"], env=environment, stdout=output, stderr=output)
    wait_for_answer(f"{address}/ping", process, log)
    DATA_OF[address] = data
    return Server(address, data, environment, log), process


def wait_for_answer(url: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            pytest.fail(f"the portal did not start:\n{log.read_text()[-4000:]}")
        with suppress(URLError, ConnectionError, TimeoutError), urllib.request.urlopen(url, timeout=2) as answer:
            if answer.status == 200:
                return
        time.sleep(0.1)
    pytest.fail(f"the portal did not answer:\n{log.read_text()[-4000:]}")


def stop_server(process: "subprocess.Popen[bytes]") -> None:
    """Ctrl-C, as a person stops it."""
    process.send_signal(signal.SIGINT)
    assert process.wait(20) == 0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser(chromium: str) -> AsyncIterator[Browser]:
    """Started once; each visitor has a context of its own in it, with its own cookies and cache."""
    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS, env=FRENCH)
        yield started
        await started.close()


NewVisitor = Callable[..., Awaitable[Visitor]]


@pytest_asyncio.fixture(loop_scope="session")
async def visitor(browser: Browser, server: Server) -> AsyncIterator[NewVisitor]:
    """Makes browsers apart from each other; at the end none may have met an error of a page."""
    made: list[Visitor] = []

    async def make(**options: object) -> Visitor:
        context = await browser.new_context(base_url=server.address, locale="fr-FR", **options)  # type: ignore[arg-type]
        one = Visitor(context, await context.new_page())
        watch(one)
        made.append(one)
        return one

    yield make
    for one in made:
        await one.context.close()
    assert [error for one in made for error in one.errors] == []


def watch(one: Visitor) -> None:
    """Keep a visitor's errors and what his browser sends through the websocket."""
    one.page.on("pageerror", lambda error: one.errors.append(str(error)))
    one.page.on("console", lambda said: one.errors.append(said.text) if said.type == "error" else None)

    def opened(socket: WebSocket) -> None:
        socket.on("framesent", lambda payload: one.frames.append(str(payload)))

    one.page.on("websocket", opened)
