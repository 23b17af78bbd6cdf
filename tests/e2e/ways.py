"""How a person comes to each page, in each of its states. Ways take the page last: `partial` fills in the rest."""

import asyncio
import re
from pathlib import Path
from secrets import token_hex

from playwright.async_api import Locator, Page, expect

from chorus_app.accounts.throttle import CHECKS
from chorus_app.demo.accounts import BY_SLUG, PASSWORD
from tests.e2e import given, steps
from tests.e2e.hands import Mouse
from tests.e2e.looks import NARROW
from tests.e2e.papers import BUILDERS, lot, works_ubl
from tests.e2e.steps import button, link, said
from tests.makers.invoices import make_pdf
from tests.makers.lots import zip_of

WORKS = "/factures-de-travaux/deposer"
ISSUED_DEPOSIT = "/factures-emises/deposer"
REFUSE = """
name => {
  const create = document.createElement.bind(document);
  document.createElement = (tag, ...more) => { if (tag === name) throw new Error(name); return create(tag, ...more); };
}
"""
SLOW = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 400_000}


async def settled(page: Page) -> None:
    await page.get_by_role("heading", level=1).first.wait_for()
    await expect(page.locator(".spinner, .skeleton")).to_have_count(0)


def told(page: Page) -> Locator:
    """Errors that the page tells."""
    return page.get_by_role("alert").filter(has_text=re.compile(r"\S"))


async def go(address: str, page: Page) -> None:
    await page.goto(address)
    await settled(page)


async def follow_first(address: str, page: Page) -> None:
    """The first row of a list."""
    await go(address, page)
    heading = await steps.title(page).inner_text()
    await page.get_by_role("table").get_by_role("row").nth(1).get_by_role("link").first.click()
    await expect(steps.title(page)).not_to_have_text(heading)


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


async def search_anywhere(typed: str, page: Page) -> None:
    await go("/", page)
    await page.keyboard.press("Control+k")
    await page.get_by_role("combobox", name="Rechercher dans le portail").fill(typed)
    await expect(page.locator("[data-answers]")).to_have_attribute("data-answers", typed)


async def read_report(address: str, page: Page) -> None:
    await follow_first(address, page)
    await link(page.get_by_role("main"), "Lire le compte-rendu").last.click()
    await expect(page.get_by_role("main")).to_contain_text("lu par vous")


async def press(address: str, name: str, page: Page) -> None:
    """A form sent as it stands, or a window opened."""
    await go(address, page)
    await page.get_by_role("button", name=re.compile(f"^{name}")).first.click()
    await expect(page.get_by_role("dialog").or_(told(page)).first).to_be_visible()


async def weak_new_password(page: Page) -> None:
    await go("/mon-compte/mot-de-passe", page)
    await page.get_by_label("Nouveau mot de passe").fill("chorus2026")
    await expect(said(page, "Ce mot de passe ne convient pas encore")).to_be_visible()


async def ask_address(page: Page) -> str:
    """Ask for another contact address; the answer is the new one."""
    await go("/mon-compte/adresses", page)
    email = steps.somebody("Claire", "Martin").email
    cancel = button(page, "Annuler ce changement")
    if await cancel.count():
        await cancel.click()
    await page.get_by_role("radio", name=re.compile("^Adresse de contact")).click()
    await page.get_by_label("Nouvelle adresse").fill(email)
    await page.get_by_label("Mot de passe actuel").fill(PASSWORD)
    await button(page, "Demander le changement").click()
    await expect(said(page, "Un mail est parti")).to_be_visible()
    return email


async def address_to_confirm(page: Page) -> None:
    """The page behind the mail to the new address."""
    email = await ask_address(page)
    await go(f"/boite-mail?recherche={email}", page)
    await steps.open_mail(Mouse(page), to=email, subject="Confirmez votre nouvelle adresse")
    await link(page.get_by_role("article"), re.compile("lien=")).click()
    await button(page, "Confirmer").wait_for()


async def confirm_address(page: Page) -> None:
    await address_to_confirm(page)
    await button(page, "Confirmer").click()
    await expect(steps.title(page)).to_have_text("C’est confirmé de ce côté")


async def read_all(page: Page) -> None:
    await go("/notifications", page)
    await button(page, "Tout marquer comme lu").click()
    await expect(said(page, re.compile("comme lue|déjà lu"))).to_be_visible()


async def ask_habilitation(page: Page) -> None:
    await go("/mes-habilitations", page)
    cancel = button(page, re.compile("^Annuler la demande"))
    while await cancel.count():
        left = await cancel.count() - 1
        await cancel.first.click()
        await expect(cancel).to_have_count(left)
    await page.get_by_label("Habilitation", exact=True).select_option("FACTURATION_MODIFICATION")
    await button(page, "Demander cette habilitation").click()
    await expect(said(page, "est envoyée")).to_be_visible()


async def open_person_menu(page: Page) -> None:
    await go("/", page)
    await page.get_by_text("Menu de votre compte").locator("..").click()
    await expect(button(page, "Se déconnecter")).to_be_visible()


async def open_first_mail(page: Page) -> None:
    await go("/boite-mail", page)
    await page.get_by_role("navigation", name="Mails reçus").get_by_role("link").first.click()
    await page.get_by_role("article").frame_locator("iframe").locator("body").wait_for()


async def fail_in_the_browser(page: Page) -> None:
    """A page that the browser cannot draw: a kind of element which it alone has is refused."""
    await go("/", page)
    await page.evaluate(REFUSE, "fieldset")
    await link(page.get_by_role("contentinfo"), "Vérifier une facture").click()
    await expect(steps.title(page)).to_have_text("Cette page ne peut pas s’afficher")


async def sign_up_sent(page: Page) -> None:
    await steps.sign_up(Mouse(page), steps.somebody("Anne", "Petit"))


async def activation_link(page: Page, *, password: str = "") -> str:
    """The page behind the mail's link, with that password typed; the answer is the link."""
    person = steps.somebody("Marc", "Blanc")
    await steps.sign_up(Mouse(page), person)
    address = await steps.find_link(Mouse(page), to=person.email, subject="Activez votre compte Chorus App")
    href = await address.get_attribute("href") or ""
    await address.click()
    await page.get_by_label("Mot de passe").fill(password)
    if password:
        await expect(said(page, re.compile("mot de passe", re.IGNORECASE)).first).to_be_visible()
    return href


async def weak_password(page: Page) -> None:
    await activation_link(page, password="chorus2026")


async def account_activated(page: Page) -> str:
    address = await activation_link(page, password=steps.PASSWORD)
    await button(page, "Activer mon compte").click()
    await expect(steps.title(page)).to_have_text("Votre compte est activé")
    return address


async def link_used(page: Page) -> None:
    """The same link opened again."""
    await page.goto(await account_activated(page))
    await button(page, "Recevoir un nouveau lien").wait_for()


async def password_forgotten(email: str, page: Page) -> None:
    await go("/mot-de-passe-oublie", page)
    await page.get_by_label("Adresse mail").fill(email)
    await page.get_by_role("main").locator("[type=submit]").click()
    await expect(steps.title(page)).to_have_text("Consultez votre boîte mail")


async def reset_link(email: str, page: Page) -> None:
    await password_forgotten(email, page)
    await (await steps.find_link(Mouse(page), to=email, subject="Choisissez un nouveau mot de passe")).click()
    await page.get_by_label("Mot de passe").wait_for()


async def session_ended(page: Page) -> None:
    """The person signs out in another tab."""
    await steps.enter(Mouse(page), BY_SLUG["reader"].email, PASSWORD)
    await go("/suivi-des-flux", page)
    other = await page.context.new_page()
    await open_person_menu(other)
    await button(other, "Se déconnecter").click()
    await page.wait_for_url("**/connexion*")
    await steps.arrive(other, "Se connecter", focused=False)  # Chromium may never close a page that is on its way
    await other.close()
    await page.bring_to_front()


async def open_narrow_menu(page: Page) -> None:
    await page.set_viewport_size(NARROW)
    await go("/", page)
    await button(page, "Menu").click()
    await steps.menu(page).wait_for()


async def open_everywhere(page: Page) -> None:
    await open_person_menu(page)
    await button(page, "Se déconnecter de tous les appareils").click()
    await page.get_by_role("dialog").wait_for()


async def sign_in_refused(page: Page) -> None:
    await go("/connexion", page)
    await page.get_by_label("Adresse mail de connexion").fill("personne@exemple.test")
    await page.get_by_label("Mot de passe").fill("un mot de passe faux")
    await button(page.get_by_role("main"), "Se connecter").click()
    await expect(told(page).first).to_be_visible()


async def part_of_window(name: str, page: Page) -> None:
    await go("/", page)
    if await page.get_by_role("dialog").count():  # it stays open when the page is loaded again
        await steps.close_window(Mouse(page))
    await button(page, "Choisir une structure").click()
    await page.get_by_role("dialog").get_by_role("button", name=re.compile(f"^{name}")).click()
    await button(page.get_by_role("dialog"), "Retour au choix").wait_for()


async def ask(structure: str, page: Page) -> None:
    """A request, sent from the full page."""
    await go("/rattachement/demander", page)
    await page.get_by_label("SIRET ou nom de la structure").fill(structure)
    await button(page.get_by_role("main"), "Chercher").click()
    await button(page, re.compile("^Ajouter ")).first.click()
    await button(page, "Envoyer la demande").click()
    await expect(said(page, "est envoyée").first).to_be_visible()


async def remind(page: Page) -> None:
    await go("/rattachement/demandes", page)
    await button(page, re.compile("^Relancer")).first.click()
    await expect(said(page, "reçoivent un nouveau mail")).to_be_visible()


async def cancel_request(page: Page) -> None:
    await go("/rattachement/demandes", page)
    await button(page, re.compile("^Annuler la demande")).first.click()
    await expect(said(page, "Votre demande est annulée.")).to_be_visible()


async def open_proof(page: Page) -> None:
    await go("/rattachement/demandes", page)
    await link(page, re.compile("^Envoyer un justificatif")).click()
    await button(page, "Choisir un fichier").wait_for()


async def send_proof(kind: str, page: Page) -> None:
    """A paper for the operator, taken or refused."""
    await open_proof(page)
    file = await given.made(kind)
    await Mouse(page).give(button(page, "Choisir un fichier"), file)
    await expect(
        said(page, re.compile("Votre justificatif est envoyé|Ce fichier n’est ni un PDF")).first
    ).to_be_visible()


async def create_structure(identifier: str, name: str, page: Page) -> None:
    await go("/rattachement/creer", page)
    await page.get_by_role("main").get_by_role("textbox").first.fill(identifier)
    await page.get_by_label("Raison sociale").fill(name)
    await button(page, "Créer la structure").click()
    await page.get_by_role("main").locator(".notice").first.wait_for()


async def search_structure(page: Page) -> None:
    await go("/rattachement/demander", page)
    await page.get_by_label("SIRET ou nom de la structure").fill("montclair")
    await button(page.get_by_role("main"), "Chercher").click()
    await button(page, "Ajouter Ville de Montclair").click()
    await button(page, "Envoyer la demande").wait_for()


async def wrong_structure_data(page: Page) -> None:
    await go("/structure/modifier", page)
    await page.get_by_label("Raison sociale").fill("")
    await page.get_by_label("Code postal").fill("45")
    await button(page, "Enregistrer").click()
    await expect(told(page).first).to_be_visible()


async def service(code: str, page: Page) -> None:
    await go("/structure/services", page)
    await link(page.get_by_role("main"), code).click()
    await expect(page.get_by_role("navigation", name="Fil d’Ariane")).to_contain_text(code)


async def change_service(code: str, page: Page) -> None:
    await service(code, page)
    await link(page.get_by_role("main"), "Modifier").click()
    await expect(page.get_by_label("Nom du service")).not_to_have_value("")


async def service_changed_meanwhile(page: Page) -> None:
    """The same service changed in another tab, which saves first."""
    await change_service("ECOLES", page)
    other = await page.context.new_page()
    await other.goto(page.url)
    await expect(other.get_by_label("Nom du service")).not_to_have_value("")
    await other.get_by_label("Nom du service").fill("Écoles et crèches")
    await other.get_by_label("Valable du").fill("2026-01-01")
    await button(other, "Enregistrer").click()
    await expect(said(other, "Le service est enregistré.")).to_be_visible()
    await other.close()
    await page.bring_to_front()
    await page.get_by_label("Nom du service").fill("Écoles et cantines")
    await button(page, "Enregistrer").click()
    await expect(told(page)).to_contain_text("Cette fiche a changé pendant votre saisie")


async def member(name: str, page: Page) -> None:
    await go("/structure/membres", page)
    await link(page.get_by_role("main"), name).click()
    await expect(steps.title(page)).to_have_text(name)


async def give_profile(page: Page) -> None:
    await member("Emma Roux", page)
    await page.get_by_label("Profil").select_option("Facturation Consultation")
    await page.get_by_label("Code du service").fill("VOIRIE")
    await button(page, "Donner l’habilitation").click()
    await expect(said(page, "L’habilitation est donnée à Emma Roux")).to_be_visible()


async def end_membership(page: Page) -> None:
    await member("Emma Roux", page)
    await button(page, "Mettre fin au rattachement").click()
    await page.get_by_role("dialog").wait_for()


async def new_rib(page: Page) -> None:
    await go("/coordonnees-bancaires/ajouter", page)
    await page.get_by_role("radio", name=re.compile("^RIB")).click()
    await page.get_by_label("Ce compte est celui d’un affactureur").click()
    await page.get_by_label("Clé RIB").wait_for()
    await page.get_by_label("Raison sociale de l’affactureur").wait_for()


async def bank_detail(name: str, page: Page) -> None:
    await go("/coordonnees-bancaires", page)
    await link(page.get_by_role("main"), name).click()
    await expect(steps.title(page)).to_have_text(name)


async def delete_bank_detail(page: Page) -> None:
    await bank_detail("Compte courant", page)
    await button(page, "Supprimer").click()
    await page.get_by_role("dialog").wait_for()


async def change_bank_detail(name: str, page: Page) -> None:
    await bank_detail(name, page)
    await link(page.get_by_role("main"), "Modifier").click()
    await button(page, "Enregistrer").wait_for()
    await expect(page.get_by_label("Nom de la coordonnée bancaire")).to_have_value(name)


async def changed_meanwhile(page: Page) -> None:
    """The same account changed in another tab, which saves first."""
    name = "Compte du chantier du gymnase"
    await change_bank_detail(name, page)
    other = await page.context.new_page()
    await other.goto(page.url)
    await expect(other.get_by_label("Nom de la coordonnée bancaire")).to_have_value(name)
    await other.get_by_label("Clé RIB").fill("06")
    await other.get_by_label("Ce compte est celui d’un affactureur").click()
    await other.get_by_label("Identifiant de l’affactureur", exact=True).fill("35600000000048")
    await other.get_by_label("Raison sociale de l’affactureur").fill("Affacturage d’essai")
    await button(other, "Enregistrer").click()
    await expect(steps.title(other)).to_have_text(name)
    await expect(said(other, "est enregistrée")).to_be_visible()
    await other.close()
    await page.bring_to_front()
    await page.get_by_label("Nom de la coordonnée bancaire").fill("Compte du gymnase")
    await button(page, "Enregistrer").click()
    await expect(told(page)).to_contain_text("Cette fiche a changé pendant votre saisie")


async def judged(kind: str, page: Page) -> None:
    """The deposit page, given a file of that kind."""
    await go(WORKS, page)
    await give(page, await given.made(kind))


async def lot_judged(page: Page, *, wrong: tuple[int, ...] = (2,)) -> None:
    """The deposit page, given a lot of which some invoices are wrong."""
    await go(ISSUED_DEPOSIT, page)
    await Mouse(page).choose(steps.syntax(page, "FSO1100A"))
    await give(page, await asyncio.to_thread(lot, given.new_folder(), f"VU-{token_hex(2)}", 4, wrong=wrong))
    await expect(page.get_by_role("table")).to_be_visible()


async def lot_refused(page: Page) -> None:
    """The deposit page, given a lot that names a file outside of it."""
    await go(ISSUED_DEPOSIT, page)
    file = given.new_folder() / "lot.zip"
    await asyncio.to_thread(file.write_bytes, zip_of([("../facture.xml", b"<a/>")]))
    await give(page, file)


async def lot_deposited(page: Page) -> None:
    """The page of its flux."""
    await lot_judged(page)
    await steps.send(Mouse(page), "Déposer quand même")


async def lot_reported(page: Page) -> None:
    await lot_deposited(page)
    await link(page, "Lire le compte-rendu").first.click()
    await expect(page.get_by_role("table")).to_be_visible()


async def one_of_lot(page: Page) -> None:
    """The report of one invoice of the lot."""
    await lot_reported(page)
    await page.get_by_role("table").get_by_role("row").nth(1).get_by_role("link").first.click()
    await expect(link(page, "Toutes les factures du lot")).to_be_visible()


async def lot_again(page: Page) -> None:
    """The deposit of the refused invoices of the lot."""
    await lot_deposited(page)
    await button(page, "Redéposer les factures refusées").click()
    await expect(page.get_by_text("Nouveau dépôt à la place du flux")).to_be_visible()
    await expect(page.get_by_role("table")).to_be_visible()


async def give(page: Page, file: Path) -> None:
    await Mouse(page).give(button(page, "Choisir un fichier"), file)
    await expect(page.get_by_role("heading", name=file.name)).to_be_visible()
    await expect(page.get_by_role("main").locator(".badge").first).to_be_visible()


async def draft(kind: str, page: Page) -> None:
    """A draft around the pages of a file of that kind, at its data."""
    await go("/factures-emises/deposer", page)
    await give(page, await given.made(kind))
    await button(page, re.compile("^(Compléter et déposer ce PDF|Déposer comme PDF classique)")).click()
    await expect(steps.title(page)).to_have_text("Contrôler et compléter la facture")
    await expect(page.get_by_label("Numéro de facture")).to_be_visible()


async def draft_place(page: Page) -> None:
    """Where a value was read."""
    await draft("printed", page)
    await page.locator(".noted", has=page.get_by_label("Numéro de facture")).get_by_role("button").click()
    await expect(page.locator(".leaf .spot")).to_be_visible()


async def draft_with_faults(page: Page) -> None:
    """Going on too early."""
    await draft("scan", page)
    await button(page, "Continuer : pièces jointes").click()
    await expect(page.get_by_text("Il reste des informations à corriger")).to_be_visible()


async def draft_filled(page: Page) -> None:
    """A draft whose data are complete, at its documents."""
    await draft("printed", page)
    await page.get_by_role("radio", name=re.compile("^A1 ")).click()
    await expect(page.get_by_role("radio", name=re.compile("^A1 "))).to_be_checked()
    await page.get_by_label("Mode de paiement").select_option(label="Virement")
    await page.get_by_label(re.compile("^Service")).fill("VOIRIE")
    await button(page, "Continuer : pièces jointes").click()
    await expect(steps.title(page)).to_have_text("Joindre des documents")


async def draft_document(page: Page) -> None:
    """A document added."""
    await draft_filled(page)
    plan = Path(given.new_folder(), "bon-de-livraison.pdf")
    plan.write_bytes(make_pdf())
    await Mouse(page).give(button(page, "Choisir un fichier"), plan)
    await expect(button(page, re.compile("^Retirer"))).to_be_visible()


async def draft_summary(page: Page) -> None:
    await draft_document(page)
    await button(page, "Continuer : récapitulatif").click()
    await expect(steps.title(page)).to_have_text("Relire avant d’envoyer")


async def draft_confirm(page: Page) -> None:
    await draft_summary(page)
    await button(page, "Valider et envoyer").click()
    await expect(page.get_by_role("dialog")).to_be_visible()


async def draft_sent(page: Page) -> None:
    await draft_confirm(page)
    await button(page, "Confirmer et envoyer").click()
    await expect(steps.title(page)).to_have_text("La facture est envoyée")


async def typed_in(page: Page) -> None:
    """An invoice without a PDF, with two lines."""
    await go("/factures-emises/brouillons", page)
    await button(page, "Saisir une facture").first.click()
    await expect(steps.title(page)).to_have_text("Contrôler et compléter la facture")
    await page.get_by_label("Désignation").first.fill("Pose de fenêtres")
    await page.get_by_label("Quantité").first.fill("2")
    await page.get_by_label("Prix unitaire HT").first.fill("450")
    await button(page, "Ajouter une ligne").click()
    await expect(page.get_by_label("Désignation")).to_have_count(2)


async def draft_discard(page: Page) -> None:
    await draft("printed", page)
    await go("/factures-emises/brouillons", page)
    await button(page, re.compile("^Supprimer le brouillon")).first.click()
    await expect(page.get_by_role("dialog")).to_be_visible()


async def signature_about_to_be_lost(page: Page) -> None:
    """A signed Factur-X, asked to go on without its data."""
    await go("/factures-emises/deposer", page)
    await give(page, await given.made("signed_data"))
    await button(page, re.compile("^Déposer comme PDF classique")).click()
    await expect(page.get_by_role("dialog")).to_be_visible()


async def checked(kind: str, address: str, page: Page) -> None:
    """The check page at that address, given a file of that kind."""
    await go(address, page)
    await give(page, await given.made(kind))
    await expect(button(page, re.compile("^Télécharger le résultat"))).to_be_visible()


async def too_many_checks(page: Page) -> None:
    """One file more than a person may have checked at once."""
    await go("/verifier-une-facture", page)
    origin = await page.evaluate("location.origin")
    for _ in range(CHECKS.free):
        await page.request.post("/verification/fichier", data=b"", headers={"Origin": origin})
    await Mouse(page).give(button(page, "Choisir un fichier"), works_ubl(given.new_folder(), "VU-TROP", BUILDERS))
    await expect(told(page)).to_contain_text("La prochaine vérification est possible dans")


async def wrong_pair(page: Page) -> None:
    """A UBL file for a value of « Syntaxe » that takes a Factur-X."""
    await go(WORKS, page)
    await Mouse(page).choose(steps.syntax(page, "FSO1137A"))
    await give(page, works_ubl(given.new_folder(), "VU-COUPLE", BUILDERS))
    await expect(said(page, "Cette syntaxe ne convient pas au fichier")).to_be_visible()


async def too_large(page: Page) -> None:
    await go(WORKS, page)
    file = given.new_folder() / "trop-lourd.pdf"
    with file.open("wb") as heavy:
        heavy.truncate(120_000_001)
    await Mouse(page).give(button(page, "Choisir un fichier"), file)
    await expect(told(page).first).to_be_visible()


async def sending(page: Page) -> None:
    """A large file on a slow line, until the person goes elsewhere."""
    await go(WORKS, page)
    network = await page.context.new_cdp_session(page)
    await network.send("Network.enable")
    await network.send("Network.emulateNetworkConditions", SLOW)
    page.once("framenavigated", lambda _: network.detach())
    file = given.new_folder() / "dossier-de-fin-de-chantier.pdf"
    file.write_bytes(b"%PDF-1.7" + b"0" * 40_000_000)
    await Mouse(page).give(button(page, "Choisir un fichier"), file)
    await expect(page.locator("[data-part=percent]")).to_have_text(re.compile(r"[1-9]"))


async def open_difference(page: Page) -> None:
    await judged("accepted", page)
    await button(page, re.compile("^Quelle différence")).click()
    await page.get_by_role("dialog").wait_for()


async def deposited(kind: str, page: Page) -> None:
    """The page of the flux, right after « Déposer »."""
    await go(WORKS, page)
    await Mouse(page).choose(steps.syntax(page, "FSO1137A"))
    await give(page, await given.made(kind))
    await steps.send(Mouse(page), "Déposer quand même" if kind == "rejected" else "Déposer")


async def make_link(page: Page) -> None:
    """The operator hands out a link for the first account of the list."""
    await go("/exploitation/comptes", page)
    await button(page, re.compile("^Lien à usage unique")).first.click()
    await expect(said(page, "Lien à remettre à")).to_be_visible()


DIRECTORIES = {
    "right": "identifiant;raison_sociale;ville;service_code\n21690123100011;Ville de Lyon;Lyon;VOIRIE\n",
    "wrong": "identifiant;raison_sociale;active\n1;Ville de Lyon;oui\n21690123100011;;peut-être\n",
}


async def send_directory(kind: str, page: Page) -> None:
    """The operator sends a directory, which is tried."""
    await go("/exploitation/annuaire", page)
    file = given.written("annuaire-2026.csv", DIRECTORIES[kind].encode(), given.new_folder())
    await Mouse(page).give(button(page, "Choisir un fichier"), file)
    await expect(page.get_by_role("heading", name="annuaire-2026.csv").or_(told(page)).first).to_be_visible()
    await button(page, "Choisir un autre fichier").wait_for()


async def import_directory(page: Page) -> None:
    await send_directory("right", page)
    await button(page, "Importer").click()
    await expect(said(page, "L’annuaire est importé.")).to_be_visible()
