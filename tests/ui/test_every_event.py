"""Every event of the portal carries a right, and whoever has not the right is denied."""

import logging
from collections.abc import Iterator

import pytest
from reflex_base.registry import RegistrationContext

from chorus_app.chorus_app import app
from chorus_app.guides.queries import GuideName, guide
from chorus_app.ui.gate import Right, of_reflex, right_of
from chorus_app.ui.menu import MENU
from chorus_app.ui.pages import PAGES
from tests.ui.harness import Portal


def events() -> dict[str, str]:
    """All event handlers that a browser can call: name and the module that defines it."""
    with app.set_contexts():
        handlers = RegistrationContext.get().event_handlers
        return {name: str(registered.handler.fn.__module__) for name, registered in handlers.items()}


def protected() -> Iterator[str]:
    with app.set_contexts():
        for name in sorted(events()):
            if not of_reflex(name) and right_of(name) is not Right.PUBLIC:
                yield name


def test_every_handler_of_ours_carries_a_right() -> None:
    with app.set_contexts():
        ours = [name for name, module in events().items() if module.startswith("chorus_app.")]
        assert [name for name in ours if right_of(name) is None] == []
        assert ours


@pytest.mark.parametrize("name", list(protected()))
async def test_event_denied_to_nobody(name: str, portal: Portal, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        await portal.browser().send_raw(name)
    assert [record.getMessage() for record in caplog.records if "denied" in record.getMessage()] == [
        f"event denied: {name}"
    ]


def test_every_page_has_its_own_address_and_a_title() -> None:
    routes = [page.route for page in PAGES]
    assert len(set(routes)) == len(routes)
    assert [page.route for page in PAGES if not page.title] == []


def test_every_entry_of_the_menu_leads_to_a_page() -> None:
    assert {entry.route for entry in MENU} - {page.route for page in PAGES} == set()


def test_every_link_of_the_guides_leads_to_a_page() -> None:
    spans = [
        span
        for name in GuideName
        for block in guide(name).blocks
        for run in (block.spans, *block.items)
        for span in run
        if span.href.startswith("/")
    ]
    assert spans
    assert {span.href for span in spans} - {page.route for page in PAGES} == set()
