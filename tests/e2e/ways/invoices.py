"""Invoices, their lists and what is told of their files."""

import re

from playwright.async_api import Page, expect

from tests.e2e import steps
from tests.e2e.steps import button, link
from tests.e2e.ways.going import follow_first, go


async def list_tools(address: str, page: Page) -> None:
    """A search kept under a name, a column more, two rows picked."""
    await go(address, page)
    await page.get_by_text("Recherches enregistrées").click()
    await page.get_by_label("Nom de la recherche en cours").fill("Mes factures du mois")
    await button(page, "Enregistrer").click()
    await expect(page.get_by_role("link", name="Mes factures du mois")).to_be_visible()
    await page.get_by_text("Colonnes", exact=True).click()
    boxes = [page.get_by_role("checkbox", name="Mode de dépôt")]
    boxes += [page.get_by_role("table").get_by_role("row").nth(number).get_by_role("checkbox") for number in (1, 2)]
    for box in boxes:
        await box.click()
        await expect(box).to_be_checked()
    await expect(page.get_by_text("2 lignes sélectionnées")).to_be_visible()


async def part_of_invoice(number: str, tab: str, page: Page, *, query: str = "") -> None:
    """A part of the page of the invoice of that number; `query` goes on with its address."""
    works = "/factures-de-travaux" if number.startswith("SIT") else "/factures-emises"
    await follow_first(f"{works}?recherche={number}", page)
    await turn_to(tab, page)
    if query:
        await go(page.url + query, page)


async def received(page: Page) -> None:
    """A received invoice that waits for its recipient."""
    await follow_first("/factures-recues?statut=MISE_A_DISPOSITION", page)
    await expect(page.get_by_text("Vous êtes le destinataire de cette facture")).to_be_visible()


async def about_to_treat(page: Page) -> None:
    await received(page)
    await button(page, "Traiter la facture").click()
    await expect(page.get_by_role("dialog")).to_be_visible()


async def treated_without_reason(page: Page) -> None:
    """Suspended, but not why."""
    await about_to_treat(page)
    await page.get_by_role("combobox", name="Nouvel état").select_option("SUSPENDUE")
    await button(page, "Donner cet état").click()
    await expect(page.get_by_role("dialog")).to_contain_text("Indiquez le motif")


async def treated(page: Page) -> None:
    await about_to_treat(page)
    await page.get_by_role("combobox", name="Nouvel état").select_option("SERVICE_FAIT")
    await button(page, "Donner cet état").click()
    await expect(page.get_by_text("Le nouvel état est enregistré.")).to_be_visible()


async def turn_to(tab: str, page: Page) -> None:
    """A part of the page that shows an invoice."""
    entry = link(page.get_by_role("navigation", name="Parties de la facture"), tab)
    await entry.click()
    await expect(entry).to_have_attribute("aria-current", "page")


async def read_file(tab: str, page: Page) -> None:
    """What the file of a rejected flux says."""
    await read_report("/suivi-des-flux?etat=rejete&recherche=F-1202", page)
    await link(page.get_by_role("main"), "Lire le fichier").click()
    await expect(steps.title(page)).to_have_text("Lecture du fichier")
    await turn_to(tab, page)


async def see_line(page: Page) -> None:
    """The line of a finding, from the compte-rendu."""
    await read_report("/suivi-des-flux?etat=rejete&recherche=F-1202", page)
    await link(page.get_by_role("main"), re.compile("^Voir la ligne")).first.click()
    await expect(page.locator(".source .marked")).to_be_in_viewport()


async def read_report(address: str, page: Page) -> None:
    await follow_first(address, page)
    await link(page.get_by_role("main"), "Lire le compte-rendu").last.click()
    await expect(page.get_by_role("main")).to_contain_text("lu par vous")


async def first_in(status: str, page: Page) -> None:
    """The first issued invoice of that status."""
    await follow_first(issued(status), page)


async def ask_again(act: str, page: Page) -> None:
    """The window that asks again before an act on the invoice that is open."""
    await button(page.get_by_role("main"), act).click()
    await expect(page.get_by_role("dialog")).to_be_visible()


async def asked(status: str, act: str, page: Page) -> None:
    """The same, on the first invoice of that status of the list that has it."""
    await follow_first(f"/factures-a-valider?statut={status}" if status == "A_VALIDER" else issued(status), page)
    await ask_again(act, page)


def issued(status: str) -> str:
    return f"/factures-emises?statut={status}"


async def act_page(status: str, act: str, page: Page) -> None:
    """The page of an act of the supplier, from the first invoice of that status."""
    await first_in(status, page)
    await link(page.get_by_role("main"), act).click()
    await expect(page.get_by_role("main").get_by_role("form").or_(page.locator("form.sheet"))).to_be_visible()


async def piece(number: str, page: Page) -> None:
    """The piece of works of that number."""
    await go(f"/factures-de-travaux?recherche={number}", page)
    await link(page.get_by_role("table"), number).click()
    await expect(steps.title(page)).to_contain_text(number)


async def piece_answered(number: str, act: str, page: Page, *, choose: str = "") -> None:
    """The window of an act on a piece that is with one; `choose` is another answer in it."""
    await piece(number, page)
    await ask_again(act, page)
    if choose:
        choice = page.get_by_role("dialog").get_by_role("radio", name=re.compile(f"^{choose}"))
        await choice.click()
        await expect(choice).to_be_checked()


async def piece_unanswered(number: str, page: Page) -> None:
    """More is asked for, but not what."""
    await piece_answered(number, "Répondre autrement…", page)
    await button(page, "Envoyer la réponse").click()
    await expect(page.get_by_role("dialog")).to_contain_text("Indiquez le motif")


async def next_piece(number: str, page: Page) -> None:
    """The deposit of the piece that follows."""
    await piece(number, page)
    await link(page.get_by_role("main"), "Déposer la pièce suivante").click()
    await expect(page.get_by_text("Cette pièce est la suivante du dossier")).to_be_visible()


async def act_on_piece(number: str, act: str, page: Page) -> None:
    """The page of an act on the piece."""
    await piece(number, page)
    await link(page.get_by_role("main"), act).click()
    await expect(page.locator("form.sheet")).to_be_visible()


async def nothing_to_complete(page: Page) -> None:
    """The page of an act that the invoice does not wait for."""
    await first_in("MISE_A_DISPOSITION", page)
    await go(page.url.partition("?")[0] + "/completer", page)
    await expect(link(page, "Revenir à la facture")).to_be_visible()


async def recycling_refused(page: Page) -> None:
    """Another way that leads nowhere."""
    await act_page("A_RECYCLER", "Corriger et renvoyer", page)
    await page.get_by_label("Service", exact=False).fill("INCONNU")
    await button(page, "Renvoyer la facture").click()
    await expect(page.get_by_role("alert").filter(has_text="n’arriverait pas")).to_be_visible()
