"""What people do on the portal, a step each. Everything is found as a person finds it: by its words."""

import re
import secrets
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Locator, Page, expect

from tests.e2e.hands import Hand

PASSWORD = "Glacier-Tambour-Olive-58"
DEMO_PASSWORD = "Tilleul-Granit-Violon-47"


@dataclass(frozen=True)
class Person:
    """Someone who has no account yet."""

    first_name: str
    last_name: str
    email: str

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}"


def somebody(first_name: str, last_name: str) -> Person:
    """A person whose address nobody else has."""
    return Person(first_name, last_name, f"{first_name}.{secrets.token_hex(4)}@exemple.test".lower())


def title(page: Page) -> Locator:
    return page.get_by_role("heading", level=1)


async def arrive(page: Page, heading: str | re.Pattern[str], *, focused: bool = True) -> None:
    """The page with that title is there. After a change of page the focus is on its title."""
    await expect(title(page)).to_have_text(heading)
    if focused:
        await expect(title(page)).to_be_focused()


def button(page: Page | Locator, name: str | re.Pattern[str]) -> Locator:
    return page.get_by_role("button", name=name, exact=isinstance(name, str))


def link(page: Page | Locator, name: str | re.Pattern[str]) -> Locator:
    return page.get_by_role("link", name=name, exact=isinstance(name, str))


def menu(page: Page) -> Locator:
    return page.get_by_role("navigation", name="Menu principal")


def said(page: Page, text: str | re.Pattern[str]) -> Locator:
    """A text that the page tells, also to who does not see it."""
    return page.get_by_role("status").or_(page.get_by_role("alert")).filter(has_text=text)


async def sign_up(hand: Hand, person: Person) -> None:
    """From the first page to the words « Consultez votre boîte mail »."""
    page = hand.page
    await page.goto("/")
    await hand.press(link(page.get_by_role("banner"), "Créer un compte"))
    await arrive(page, "Créer un compte")
    await hand.press(button(page, "Créer mon compte"))
    field = page.get_by_label("Adresse mail de connexion")
    await expect(field).to_be_focused()
    await expect(field).to_have_attribute("aria-invalid", "true")
    await hand.write(field, person.email)
    await hand.write(page.get_by_label("Nom", exact=True), person.last_name)
    await hand.write(page.get_by_label("Prénom"), person.first_name)
    await hand.write(page.get_by_label("Téléphone"), "06 12 34 56 78")
    await hand.press(button(page, "Créer mon compte"))
    await arrive(page, "Consultez votre boîte mail")
    await expect(page.get_by_role("main")).to_contain_text(person.email)


async def open_mail(hand: Hand, *, to: str, subject: str) -> None:
    """Open the newest mail of that subject in the local mailbox."""
    mail = link(hand.page.get_by_role("navigation", name="Mails reçus"), re.compile(f"{subject}.*{to}", re.DOTALL))
    await hand.press(mail.first)
    await expect(hand.page.get_by_role("article").get_by_role("heading", name=subject)).to_be_visible()


async def find_link(hand: Hand, *, to: str, subject: str) -> Locator:
    """From « Consultez votre boîte mail » to the link that the mail carries."""
    page = hand.page
    await hand.press(link(page, "Ouvrir la boîte mail de démonstration"))
    await arrive(page, "Boîte mail de démonstration")
    await open_mail(hand, to=to, subject=subject)
    return link(page.get_by_role("article"), re.compile("lien="))


async def activate(hand: Hand, person: Person) -> None:
    """Open the mail's link, choose a password, press the button."""
    page = hand.page
    address = await find_link(hand, to=person.email, subject="Activez votre compte Chorus App")
    looked_at = await address.get_attribute("href")
    assert looked_at is not None
    await open_without_use(page, looked_at)
    await hand.press(address)
    await arrive(page, "Activer mon compte", focused=False)
    await hand.write(page.get_by_label("Mot de passe"), PASSWORD)
    await expect(said(page, "Ce mot de passe convient.")).to_be_visible()
    await hand.press(button(page, "Activer mon compte"))
    await arrive(page, "Votre compte est activé", focused=False)
    await expect(page.get_by_role("main")).to_contain_text("Connectez-vous")


async def open_without_use(page: Page, address: str) -> None:
    """As the scanners of mail servers do: the link stays good."""
    answer = await page.request.get(address)
    assert answer.status == 200
    other = await page.context.new_page()
    await other.goto(address)
    await expect(button(other, "Activer mon compte")).to_be_visible()
    await other.close()


async def sign_in(hand: Hand, email: str, password: str = DEMO_PASSWORD) -> None:
    """From the sign-in page, where one is already, to the home page."""
    page = hand.page
    await hand.write(page.get_by_label("Adresse mail de connexion"), email)
    await hand.write(page.get_by_label("Mot de passe"), password)
    await hand.press(button(page.get_by_role("main"), "Se connecter"))
    await expect(page.get_by_text("Menu de votre compte")).to_be_attached()


async def enter(hand: Hand, email: str, password: str = DEMO_PASSWORD) -> None:
    """Go to the sign-in page and sign in."""
    await hand.page.goto("/connexion")
    await sign_in(hand, email, password)


async def ask_for_attachment(hand: Hand, structure: str) -> None:
    """In the window of the first sign-in: find the structure, ask."""
    page = hand.page
    window = page.get_by_role("dialog")
    await expect(window).to_have_accessible_name("Rattachez votre compte à une structure")
    await hand.press(button(window, re.compile("^Demander un rattachement")))
    await hand.write(window.get_by_label("SIRET ou nom de la structure"), structure[:12].lower())
    await hand.press(button(window, "Chercher"))
    await hand.press(button(window, f"Ajouter {structure}"))
    await hand.press(button(window, "Envoyer la demande"))
    await expect(said(page, f"Votre demande de rattachement à {structure} est envoyée.")).to_be_visible()


async def close_window(hand: Hand) -> None:
    window = hand.page.get_by_role("dialog")
    await hand.press(button(window, "Fermer"))
    await expect(window).to_have_count(0)


async def approve(hand: Hand, person: Person) -> None:
    """The entry has appeared in the menu of the open page: follow it and approve."""
    page = hand.page
    entry = link(menu(page), re.compile("^Approbation"))
    await expect(entry).to_have_text(re.compile(r"\d$"))
    await hand.press(entry)
    await arrive(page, "Approbation")
    await hand.press(button(page, re.compile(f"^Approuver {person.name}")))
    await expect(said(page, f"de {person.name} est approuvée")).to_be_visible()
    await expect(button(page, re.compile(f"^Approuver {person.name}"))).to_have_count(0)


async def open_deposit(hand: Hand, space: str, heading: str) -> None:
    """From the menu to the tab « Déposer » of a space."""
    page = hand.page
    await hand.press(link(menu(page), space))
    await arrive(page, space)
    await hand.press(link(page.get_by_role("navigation", name="Onglets"), "Déposer"))
    await arrive(page, heading)


def syntax(page: Page, label: str) -> Locator:
    """A value of the field « Syntaxe » by the beginning of its label."""
    return page.get_by_role("radio", name=re.compile(f"^{label}"))


async def choose_file(hand: Hand, file: Path) -> None:
    """Give the file and wait for the verdict."""
    page = hand.page
    await hand.give(button(page, "Choisir un fichier"), file)
    await expect(page.get_by_role("heading", name=file.name)).to_be_visible()
    await expect(said(page, "Cette facture serait")).to_be_visible()


async def send(hand: Hand, name: str = "Déposer") -> None:
    """Send the file; the page of its flux comes, and tells its fate when it is known."""
    page = hand.page
    await hand.press(button(page, name))
    await arrive(page, re.compile(r"^Flux [A-Z0-9]{25}$"))
    await expect(link(page, "Lire le compte-rendu").first).to_be_visible()


async def flux_number(page: Page) -> str:
    return (await title(page).inner_text()).removeprefix("Flux ").strip()


def checklist(page: Page) -> Locator:
    return page.get_by_role("region", name="À vérifier")


def item(page: Page, number: int) -> Locator:
    """An item of the checklist, counted as the page counts."""
    return checklist(page).locator("ol.checklist > li").nth(number - 1)
