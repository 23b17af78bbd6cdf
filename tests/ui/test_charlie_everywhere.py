"""Charlie asks for Alice's things wherever something can be asked for, and gets what an unknown id gets.

Nothing here is a list that one could forget to add to: pages come from PAGES, downloads from ROUTES, events from
Reflex's registry, and ids from every table that has some. Charlie has every profile in a structure of his own.
"""

import ast
import asyncio
import inspect
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from functools import cache
from typing import Any

import pytest
from reflex.state import State
from reflex_base.registry import RegistrationContext
from starlette.routing import Route

from chorus_app.accounts import sessions
from chorus_app.chorus_app import app
from chorus_app.kernel.context import World
from chorus_app.kernel.errors import AppError
from chorus_app.ui.gate import Right, of_reflex, right_of
from chorus_app.ui.pages import PAGES
from chorus_app.ui.routes import ROUTES
from chorus_app.ui.session import cookie_name
from tests.flux.scenes import Cast
from tests.source import APP
from tests.ui.alices_things import TABLES, UNKNOWN, ids_of_others, make_things
from tests.ui.doors import door
from tests.ui.harness import Browser, Portal

pytestmark = pytest.mark.slow
GAP = re.compile(r"\[(\w+)\]|\{(\w+)(?::int)?\}")
# Ids and secrets that an act of Charlie's own makes: they are new each time.
MADE = re.compile(r"(?<![\w-])(?:[\w-]{43}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?![\w-])")
ID = re.compile(r"(?<![\w-])[\w-]{16}(?![\w-])")
SECRET = re.compile(r"secret-d-alice", re.IGNORECASE)
# In demonstration mode everybody may read every mail.
FOR_EVERYBODY = {"/boite-mail/contenu/{mail}"}
TURNS = 400  # of the event loop until a page in the background has said all
Answer = tuple[Any, ...]


@pytest.fixture
def ids(importing: World, cast: Cast) -> dict[str, str]:
    make_things(importing, cast)
    return dict(ids_of_others(importing, cast.charlie))


class Charlie:
    """Opens a fresh tab for each question, and puts the database back after each answer."""

    def __init__(self, portal: Portal, world: World, user_id: int) -> None:
        self._portal, self._world = portal, world
        with world.transaction() as context:
            self._token = sessions.open_session(context, user_id=user_id, user_agent="charlie")
        self._kept = sqlite3.connect(":memory:")
        with closing(sqlite3.connect(world.database)) as source:
            source.backup(self._kept)
        self._rows = rows_of(self._kept)

    def tab(self) -> Browser:
        browser = self._portal.browser()
        browser.cookie = f"{cookie_name()}={self._token}"
        return browser

    async def sends(self, name: str, payload: dict[str, Any], asked: str) -> Answer:
        """What becomes of one event: the tab, where it is sent, what was changed or added in the database."""
        browser, refused = self.tab(), ""
        try:
            await browser.send_raw(name, payload)
        except (AppError, ValueError) as error:  # told on the page by the handler of last resort
            refused = f"{type(error).__name__} {getattr(error, 'key', '')}"
        return (refused, *await self._answer(browser, asked, waits=name in in_background()))

    async def opens(self, address: str, asked: str) -> Answer:
        browser = self.tab()
        await browser.open(address)
        return await self._answer(browser, asked, waits=True)

    async def _answer(self, browser: Browser, asked: str, *, waits: bool) -> Answer:
        held = await settled(browser, turns=TURNS if waits else 1)
        assert not SECRET.search(held), held
        changed, added = self._changes()
        told = (held, repr(browser.redirects), repr(changed), repr({table: len(rows) for table, rows in added.items()}))
        made = {id_ for rows in added.values() for row in rows for id_ in ID.findall(row)} - {asked}
        return tuple(_masked(text, made).replace(asked, "<id>") for text in told)

    def _changes(self) -> tuple[list[str], dict[str, set[str]]]:
        with closing(sqlite3.connect(self._world.database)) as now:
            rows = rows_of(now)
            if rows == self._rows:
                return [], {}
            self._kept.backup(now)
        changed = sorted(row for table, known in self._rows.items() for row in known - rows[table])
        added = {t: rows[t] - known for t, known in self._rows.items() if rows[t] - known}
        return changed, added


def _masked(text: str, made: set[str]) -> str:
    return ID.sub(lambda found: "<made>" if found[0] in made else found[0], MADE.sub("<made>", text))


def rows_of(opened: sqlite3.Connection) -> dict[str, set[str]]:
    tables = opened.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'chorus!_%' ESCAPE '!'")
    names = [name for (name,) in tables.fetchall() if name != "chorus_ring"]
    return {name: {repr((name, *row)) for row in opened.execute(f"SELECT * FROM {name}")} for name in names}


async def settled(browser: Browser, *, turns: int) -> str:
    """All that the tab holds, once nothing changes any more."""
    last, same = "", 0
    for _ in range(turns):
        held = (await browser.state(State)).dict(include_computed=False)
        told = repr({s: {k: v for k, v in of.items() if "router" not in k} for s, of in held.items()})
        last, same = told, same + 1 if told == last else 0
        if same >= 12:
            break
        await asyncio.to_thread(lambda: None)
    return last


@cache
def in_background() -> frozenset[str]:
    """The events that go on after their answer."""
    with app.set_contexts():
        known = RegistrationContext.get().event_handlers
        return frozenset(name for name, registered in known.items() if registered.handler.is_background)


def protected() -> Iterator[tuple[str, list[inspect.Parameter]]]:
    """Our events that ask for a right and take arguments."""
    with app.set_contexts():
        for name, known in sorted(RegistrationContext.get().event_handlers.items()):
            if of_reflex(name) or right_of(name) in (None, Right.PUBLIC):
                continue
            arguments = list(inspect.signature(known.handler.fn).parameters.values())[1:]
            if arguments:
                yield name, arguments


def form_fields() -> set[str]:
    """Every field that some handler reads of a form."""
    found = set()
    for file in (APP / "ui").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            word = str(node.value) if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
            if re.fullmatch(r"[a-z_]{2,30}", word):
                found.add(word)
    return found


def payload(arguments: list[inspect.Parameter], fields: set[str], asked: str) -> dict[str, Any]:
    """The id wherever the event takes a text, or a form with texts."""
    return {one.name: _value(str(one.annotation), fields, asked) for one in arguments}


def _value(annotation: str, fields: set[str], asked: str) -> Any:
    if annotation.startswith("dict"):
        return dict.fromkeys(fields, asked)
    return {"bool": True, "int": 1}.get(annotation, asked)


def test_every_table_with_ids_has_a_thing_of_alices(ids: dict[str, str]) -> None:
    """A new table with public ids needs a row in `make_things`."""
    assert set(ids) == TABLES
    assert [table for table, public_id in ids.items() if not public_id] == []


async def test_no_event_tells_charlie_more_than_of_an_unknown_id(
    portal: Portal, importing: World, cast: Cast, ids: dict[str, str]
) -> None:
    charlie, fields = Charlie(portal, importing, cast.charlie), form_fields()
    told, asked_for = [], 0
    for name, arguments in protected():
        unknown = await charlie.sends(name, payload(arguments, fields, UNKNOWN), UNKNOWN)
        for table, public_id in ids.items():
            asked_for += 1
            if await charlie.sends(name, payload(arguments, fields, public_id), public_id) != unknown:
                told.append((name.rpartition("___")[2], table))
    assert asked_for > 100
    assert told == []


async def test_no_page_tells_charlie_more_than_of_an_unknown_id(
    portal: Portal, importing: World, cast: Cast, ids: dict[str, str]
) -> None:
    charlie = Charlie(portal, importing, cast.charlie)
    told, pages = [], [page.route for page in PAGES if GAP.search(page.route)]
    assert pages
    for route in pages:
        unknown = await charlie.opens(GAP.sub(UNKNOWN, route), UNKNOWN)
        for table, public_id in ids.items():
            if await charlie.opens(GAP.sub(public_id, route), public_id) != unknown:
                told.append((route, table))
    assert told == []


async def test_no_download_tells_charlie_more_than_of_an_unknown_id(
    importing: World, cast: Cast, ids: dict[str, str]
) -> None:
    told, routes = [], [r for r in ROUTES if isinstance(r, Route) and GAP.search(r.path)]
    assert routes
    async with door(importing, cast.charlie) as client:

        async def asks(path: str, asked: str) -> Answer:
            address = GAP.sub(lambda gap: "1" if gap[0].endswith(":int}") else asked, path)
            answer = await client.get(address)
            return answer.status_code, answer.content.replace(asked.encode(), b"<id>"), sorted(answer.headers.items())

        for route in routes:
            unknown = await asks(route.path, UNKNOWN)
            assert unknown[0] == 404, route.path
            answers = {table: await asks(route.path, public_id) for table, public_id in ids.items()}
            if route.path not in FOR_EVERYBODY:
                told += [(route.path, table) for table, answer in answers.items() if answer != unknown]
    assert told == []


async def test_lists_and_exports_hold_nothing_of_alices(portal: Portal, importing: World, cast: Cast, ids: Any) -> None:
    """Pages and downloads without a gap: nothing of Alice's stands in them."""
    assert ids
    charlie = Charlie(portal, importing, cast.charlie)
    for page in PAGES:
        if not GAP.search(page.route) and page.route != "/boite-mail":
            await charlie.opens(page.route, UNKNOWN)  # looks for the secret itself
    async with door(importing, cast.charlie) as client:
        for route in ROUTES:
            if isinstance(route, Route) and "GET" in (route.methods or ()) and not GAP.search(route.path):
                assert not SECRET.search((await client.get(route.path)).text), route.path


async def test_alice_herself_gets_them(importing: World, cast: Cast, ids: dict[str, str]) -> None:
    """Else everything above would hold of a portal that shows nobody anything."""
    async with door(importing, cast.alice) as client:
        assert (await client.get(f"/suivi-des-flux/{ids['chorus_flux']}/fichier")).status_code == 200
        assert (await client.get(f"/factures/fichiers/{ids['chorus_invoice_document']}")).status_code == 200
        assert SECRET.search((await client.get("/suivi-des-flux/export.csv")).text)
