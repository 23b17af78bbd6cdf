"""A person’s account, from its first link to the end of its sessions, and what comes by mail."""

import re

from playwright.async_api import Page, expect

from chorus_app.demo.accounts import BY_SLUG, PASSWORD
from tests.e2e import steps
from tests.e2e.hands import Mouse
from tests.e2e.steps import button, link, said
from tests.e2e.ways.going import go, open_person_menu, told


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


async def sign_in_refused(page: Page) -> None:
    await go("/connexion", page)
    await page.get_by_label("Adresse mail de connexion").fill("personne@exemple.test")
    await page.get_by_label("Mot de passe").fill("un mot de passe faux")
    await button(page.get_by_role("main"), "Se connecter").click()
    await expect(told(page).first).to_be_visible()


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


async def open_everywhere(page: Page) -> None:
    await open_person_menu(page)
    await button(page, "Se déconnecter de tous les appareils").click()
    await page.get_by_role("dialog").wait_for()


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


async def open_first_mail(page: Page) -> None:
    await go("/boite-mail", page)
    await page.get_by_role("navigation", name="Mails reçus").get_by_role("link").first.click()
    await page.get_by_role("article").frame_locator("iframe").locator("body").wait_for()
