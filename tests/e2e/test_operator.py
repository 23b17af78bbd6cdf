"""An operator imports a directory, names who manages, and unblocks a request: with a mouse, and by keyboard alone."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect
from sqlmodel import col, select, update

from chorus_app.demo.accounts import BY_SLUG, PASSWORD
from chorus_app.kernel.config import Settings
from chorus_app.kernel.context import World
from chorus_app.structures.models import AttachmentRequest, Structure
from tests.e2e import steps
from tests.e2e.conftest import Server, Visitor, start_server, stop_server, watch
from tests.e2e.hands import Hand, Keyboard, Mouse
from tests.e2e.steps import button, link, said

OPERATOR, ASKER = BY_SLUG["operator"], BY_SLUG["asking_user"]
DIRECTORY = "identifiant;raison_sociale;ville;service_code\n21690123100011;Ville de Lyon;Lyon;VOIRIE\n"


@pytest.mark.parametrize("kind", [Mouse, Keyboard])
async def test_operator_imports_a_directory_and_unblocks_a_request(
    browser: Browser, demo_data: Path, kind: type[Hand], tmp_path: Path
) -> None:
    make_old(demo_data)
    server, process = start_server(demo_data)
    try:
        await operate(browser, server, kind, tmp_path)
    finally:
        stop_server(process)
    with World(Settings(data_dir=demo_data)).reading() as context:
        assert "Ville de Lyon" in context.session.exec(select(Structure.name)).all()


def make_old(data: Path) -> None:
    """The request of the demonstration has waited for weeks."""
    world = World(Settings(data_dir=data))
    with world.transaction() as context:
        weeks_ago = datetime.now(UTC) - timedelta(days=30)
        context.session.exec(
            update(AttachmentRequest).where(col(AttachmentRequest.answered_at).is_(None)).values(asked_at=weeks_ago)
        )
    world.close()


async def operate(browser: Browser, server: Server, kind: type[Hand], folder: Path) -> None:
    context = await browser.new_context(base_url=server.address, locale="fr-FR")
    visitor = Visitor(context, await context.new_page())
    watch(visitor)
    page, hand = visitor.page, kind(visitor.page)
    await steps.enter(hand, OPERATOR.email, PASSWORD)
    await hand.press(link(steps.menu(page), "Exploitation"))
    await steps.arrive(page, "Exploitation")
    await expect(page.get_by_text(re.compile(r"^\d+ demandes? attend(ent)? depuis trop longtemps$"))).to_be_visible()

    tabs = page.get_by_role("navigation", name="Onglets")
    await hand.press(link(tabs, "Annuaire"))
    await steps.arrive(page, "Importer l’annuaire")
    file = folder / "annuaire.csv"
    file.write_text(DIRECTORY + "1;Mauvaise ligne;;\n", encoding="utf-8")
    await hand.give(button(page, "Choisir un fichier"), file)
    await expect(page.get_by_role("cell", name="ligne 3")).to_be_visible()
    await hand.press(button(page, "Choisir un autre fichier"))
    file.write_text(DIRECTORY, encoding="utf-8")
    await hand.give(button(page, "Choisir un fichier"), file)
    await expect(said(page, "Rien n’est encore écrit.")).to_be_visible()
    await hand.press(button(page, "Importer"))
    await expect(said(page, "L’annuaire est importé.")).to_be_visible()

    await hand.press(link(tabs, "Demandes"))
    await steps.arrive(page, "Demandes bloquées")
    await hand.press(button(page, f"Approuver {ASKER.first_name} {ASKER.last_name}").first)
    window = page.get_by_role("dialog")
    await hand.press(button(window, "Approuver"))
    await expect(window.get_by_label("Motif")).to_have_attribute("aria-invalid", "true")
    await hand.write(window.get_by_label("Motif"), "Mandat signé, vérifié par téléphone")
    await hand.press(button(window, "Approuver"))
    await expect(said(page, "est approuvée")).to_be_visible()

    await hand.press(link(tabs, "Journal"))
    await steps.arrive(page, "Journal des actes")
    rows = page.get_by_role("table").get_by_role("row")
    await expect(rows.filter(has_text="Demande débloquée par l’exploitant")).to_contain_text("vérifié par téléphone")
    await expect(rows.filter(has_text="Annuaire importé")).to_contain_text("annuaire.csv")
    assert visitor.errors == []
    await context.close()
