"""The next piece of a works file is deposited: the draft names the one that it follows."""

import pytest

from chorus_app.drafts import queries, service
from chorus_app.drafts.enums import Answer, Manner
from chorus_app.formats.syntaxes import Space
from chorus_app.kernel.context import World
from chorus_app.kernel.text import t
from chorus_app.ui.deposit.state import DepositState
from tests.flux.scenes import Cast
from tests.invoices.test_circuit import piece
from tests.invoices.to_validate import mona
from tests.makers.invoices import RECIPIENT_SIRET, make_pdf
from tests.ui.deposit.test_deposit import at, looked_at, sent
from tests.ui.harness import Portal

TOLD = (Answer.PREVIOUS, Answer.CONTRACT, Answer.RECIPIENT, Answer.SERVICE)
DEPOSIT = "/factures-de-travaux/deposer?suite="


async def test_draft_of_the_moe_names_the_piece_and_goes_where_that_went(
    portal: Portal, importing: World, cast: Cast
) -> None:
    one, earlier = mona(importing, cast), piece(importing, cast, contract="M-7", service_code="SERV1")
    browser = await at(portal, importing, one, DEPOSIT + earlier)
    state = await browser.state(DepositState)
    assert (state.earlier.label, state.earlier.href, state.problem) == (
        "SIT-1, A4 · projet de décompte mensuel, Maçonnerie Démo",
        f"/factures/{earlier}",
        "",
    )
    await looked_at(browser, sent(importing, one, make_pdf()))
    await browser.send(DepositState.go_on_by_hand, False)
    draft = browser.redirects[-1].split("/")[2]
    with importing.reading(actor_id=one, structure_id=cast.moe) as context:
        form = queries.get_draft(context, public_id=draft).form
    assert [form.text(answer) for answer in TOLD] == [earlier, "M-7", RECIPIENT_SIRET, "SERV1"]
    await browser.open("/factures-de-travaux/deposer")
    assert (await browser.state(DepositState)).earlier.label == ""


def test_moa_that_goes_on_is_not_its_own_recipient(world: World, cast: Cast) -> None:
    earlier = piece(world, cast, "A5", contract="M-7", service_code="SERV1")
    beginning = service.Beginning(Manner.TYPED)
    with world.transaction(actor_id=cast.buyer, structure_id=cast.recipient) as context:
        draft = service.begin(context, space=Space.TRAVAUX, beginning=beginning, after=earlier)
        form = queries.get_draft(context, public_id=draft).form
    assert [form.text(answer) for answer in TOLD] == [earlier, "M-7", "", ""]


@pytest.mark.parametrize("known", [True, False])
async def test_piece_of_others_is_not_followed(portal: Portal, importing: World, cast: Cast, known: bool) -> None:
    earlier = piece(importing, cast) if known else "inconnu"
    browser = await at(portal, importing, cast.charlie, DEPOSIT + earlier)
    state = await browser.state(DepositState)
    assert (state.earlier.label, state.problem) == ("", t("deposit.earlier.unknown"))
    browser = await at(portal, importing, cast.alice, f"/factures-emises/deposer?suite={earlier}")
    state = await browser.state(DepositState)
    assert (state.earlier.label, state.problem) == ("", "")
