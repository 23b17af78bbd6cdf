"""The page where a proof is sent."""

from datetime import timedelta

from chorus_app.accounts.models import User
from chorus_app.formats.papers import Paper
from chorus_app.kernel.context import World
from chorus_app.structures import approvals, proofs
from chorus_app.ui.onboarding.state import RequestsState
from chorus_app.ui.operator.requests import RequestsState as OperatorRequests
from chorus_app.ui.proofs.state import ProofState
from tests.factories import make_member, make_request, make_structure, make_user
from tests.ui.harness import Portal
from tests.ui.waiting import until


async def test_way_from_the_request_to_the_answer(portal: Portal, world: World) -> None:
    structure, bob = make_structure(world), make_user(world, "bob")
    make_member(world, make_user(world), structure)
    request = make_request(world, bob, structure)
    browser = await portal.opened(world, bob.id, "/rattachement/demandes")
    assert [row.prove for row in (await browser.state(RequestsState)).rows] == [""]
    await browser.open(proofs.address(request.public_id))
    state = await browser.state(ProofState)
    assert (state.open, "09/12/2026" in state.why_not) == (False, True)
    world.clock.move(timedelta(days=15))
    browser.sign_in(world, bob.id)
    await browser.open("/rattachement/demandes")
    assert [row.prove for row in (await browser.state(RequestsState)).rows] == [proofs.address(request.public_id)]
    await browser.open(proofs.address(request.public_id))
    assert (await browser.state(ProofState)).open
    for reason, part in (("422:1", "ni un PDF"), ("too_large:1", "10\u00a0Mo"), ("500:1", "Rechargez la page")):
        await browser.send(ProofState.failed, reason)
        assert part in (await browser.state(ProofState)).problem
    with world.transaction(actor_id=bob.id) as context:
        stored = world.files.put(b"%PDF-1.7")
        sent = proofs.send(context, request_id=request.public_id, stored=stored, name="kbis.pdf", paper=Paper.PDF)
    await browser.send(ProofState.received, sent)
    state = await browser.state(ProofState)
    assert ([row.name for row in state.rows], state.problem, state.message != "") == (["kbis.pdf"], "", True)
    with world.transaction() as context:
        approvals.approve(context, kind=approvals.ATTACHMENT, public_id=request.public_id, operator=True)
    state = await until(browser, ProofState, lambda state: state.gone != "")
    assert ("déjà été approuvée" in state.gone, state.rows) == (True, [])


async def test_charlie_sees_what_an_unknown_request_shows(portal: Portal, world: World) -> None:
    bob, charlie = make_user(world, "bob"), make_user(world, "charlie")
    request = make_request(world, bob, make_structure(world))
    browser = portal.signed_in(world, charlie.id)
    seen = []
    for request_id in (request.public_id, "unknown"):
        await browser.open(proofs.address(request_id))
        state = await browser.state(ProofState)
        seen.append((state.gone, state.title, state.open, state.rows))
    assert (seen[0], seen[0][0] != "") == (seen[1], True)


async def test_operator_finds_the_proof_beside_the_request(portal: Portal, world: World) -> None:
    bob, operator = make_user(world, "bob"), make_user(world, "dora")
    request = make_request(world, bob, make_structure(world))
    world.clock.move(timedelta(days=15))
    with world.transaction(actor_id=bob.id) as context:
        context.session.get_one(User, operator.id).operator_since = context.now()
        stored = world.files.put(b"%PDF-1.7")
        proofs.send(context, request_id=request.public_id, stored=stored, name="kbis.pdf", paper=Paper.PDF)
    browser = await portal.opened(world, operator.id, "/exploitation/demandes")
    [row] = (await browser.state(OperatorRequests)).rows
    assert [proof.name for proof in row.proofs] == ["kbis.pdf"]
