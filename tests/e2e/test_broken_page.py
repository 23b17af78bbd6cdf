"""A page that fails in the browser says so in French, with a way on that works. (How it looks: test_every_page.)"""

from playwright.async_api import expect

from tests.e2e.conftest import NewVisitor
from tests.e2e.steps import button, link, title
from tests.e2e.ways import going


async def test_a_page_that_fails_is_told_and_left(visitor: NewVisitor) -> None:
    one = await visitor()
    page = one.page
    await going.fail_in_the_browser(page)
    assert any("fieldset" in error for error in one.errors)
    one.errors.clear()
    await expect(page).to_have_title("Cette page ne peut pas s’afficher · Chorus App")
    await expect(page.get_by_role("alert")).to_contain_text("Ce que vous avez déjà envoyé est enregistré.")
    await expect(page.get_by_role("banner")).to_contain_text("ce site n’est pas Chorus Pro")
    await button(page, "Recharger la page").click()
    await expect(title(page)).to_have_text("Vérifier une facture")
    await expect(page.get_by_role("group", name="Pour quel usage ?")).to_be_visible()


async def test_the_way_home_works_after_a_failure(visitor: NewVisitor) -> None:
    one = await visitor()
    await going.fail_in_the_browser(one.page)
    one.errors.clear()
    await link(one.page, "Aller à l’accueil").click()
    await one.page.wait_for_url("**/")
    await expect(title(one.page)).to_have_text("Déposez vos factures, suivez ce qu’elles deviennent")
