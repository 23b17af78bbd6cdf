"""« Aide »: the three complaints, answered for this person's last deposit."""

import pytest
from sqlmodel import select

from chorus_app.invoices.enums import Status
from chorus_app.invoices.models import Invoice
from chorus_app.invoices.service import give_status
from chorus_app.invoices.status import label_key
from chorus_app.kernel.context import World
from chorus_app.kernel.text import t
from chorus_app.structures.enums import MembershipState
from chorus_app.structures.models import Membership
from chorus_app.ui.help.state import HelpState
from chorus_app.ui.help.views import Answer
from tests.flux import scenes
from tests.flux.scenes import Cast, outcome
from tests.makers.invoices import make_facturx, make_ubl, make_works_invoice
from tests.ui.harness import Portal


async def asked(portal: Portal, world: World, user: int | None) -> list[Answer]:
    browser = portal.browser()
    if user is not None:
        browser.sign_in(world, user)
    await browser.open("/aide")
    return (await browser.state(HelpState)).answers


async def test_visitor_gets_no_answers(portal: Portal, world: World) -> None:
    assert await asked(portal, world, None) == []


async def test_person_without_deposit_is_told_so(portal: Portal, importing: World, cast: Cast) -> None:
    outcome(importing, cast, scenes.put(importing, cast, make_facturx(), "FSO1137A"))
    assert [answer.text for answer in await asked(portal, importing, cast.charlie)] == [t("help.none")] * 3


async def test_integrated_facturx(portal: Portal, importing: World, cast: Cast) -> None:
    content = make_facturx(cadre="A4", valideur=make_works_invoice().valideur)
    outcome(importing, cast, scenes.put(importing, cast, content, "FSO1137A", name="f.pdf"))
    answers = await asked(portal, importing, cast.alice)
    assert [answer.tone for answer in answers] == ["info", "success", "success"]
    assert "A4 – Dépôt par un fournisseur d’un projet de décompte mensuel" in answers[0].text
    assert "« Envoyée »".replace(" ", "\u00a0") in answers[2].text
    assert answers[2].href.startswith("/factures/")


@pytest.mark.parametrize(
    ("cadre", "then", "name", "tone"),
    [
        ("A9", None, "on_the_way", "warning"),
        ("A6", None, "delivered", "success"),
        ("A6", Status.SUSPENDUE, "received", "success"),
    ],
)
async def test_help_says_with_whom_the_invoice_is(
    portal: Portal, importing: World, cast: Cast, cadre: str, then: Status | None, name: str, tone: str
) -> None:
    content = make_facturx(cadre=cadre, valideur=make_works_invoice().valideur)
    outcome(importing, cast, scenes.put(importing, cast, content, "FSO1117A"))
    with importing.transaction() as context:
        invoice = context.session.exec(select(Invoice)).one()
        if then is not None:
            give_status(context, invoice=invoice, status=then)
    status = t(label_key(invoice.status))
    answer = (await asked(portal, importing, cast.alice))[2]
    told = t(f"help.not_received.{name}", number=invoice.number, recipient="Ville de Démo", status=status)
    assert (answer.text, answer.tone) == (told, tone)


async def test_rejected_facturx(portal: Portal, importing: World, cast: Cast) -> None:
    receipt = scenes.put(importing, cast, make_facturx(cadre="A1"), "FSO1137A", name="f.pdf")
    outcome(importing, cast, receipt)
    answers = await asked(portal, importing, cast.alice)
    assert [answer.tone for answer in answers] == ["info", "danger", "danger"]
    assert t("findings.cpp_cadre_travaux.title", value="A1") in answers[2].text
    assert answers[2].href == f"/suivi-des-flux/{receipt.public_id}/compte-rendu"


async def test_file_that_is_no_facturx(portal: Portal, importing: World, cast: Cast) -> None:
    content = make_ubl(cadre="A4", valideur=make_works_invoice().valideur)
    outcome(importing, cast, scenes.put(importing, cast, content, "FSO1130A"))
    assert "n’est pas une Factur-X" in (await asked(portal, importing, cast.alice))[0].text


async def test_deposit_that_waits(portal: Portal, world: World, cast: Cast) -> None:
    receipt = scenes.put(world, cast, b"a", "FSO1137A", name="f.pdf")
    answers = await asked(portal, world, cast.alice)
    assert {answer.text for answer in answers} == {t("help.waiting", file="f.pdf")}
    assert {answer.href for answer in answers} == {f"/suivi-des-flux/{receipt.public_id}"}


async def test_help_tells_nothing_of_an_invoice_that_is_no_longer_open_to_its_depositor(
    portal: Portal, importing: World, cast: Cast
) -> None:
    """Alice deposited for another structure, which she has left since."""
    content = scenes.file_of_another(importing, cast)
    receipt = scenes.put(importing, cast, content, "FSO1137A")
    outcome(importing, cast, receipt)
    with importing.transaction() as context:
        there = select(Membership).where(Membership.user_id == cast.alice, Membership.structure_id == cast.other)
        context.session.exec(there).one().state = MembershipState.SUPPRIMEE
    answer = (await asked(portal, importing, cast.alice))[2]
    assert answer == Answer(
        t("help.not_received.elsewhere", number="F-AUTRE"),
        "info",
        f"/suivi-des-flux/{receipt.public_id}/compte-rendu",
        t("help.see_report"),
    )
