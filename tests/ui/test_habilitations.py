"""The page « Mes habilitations », and leaving a structure."""

from chorus_app.kernel.context import World
from chorus_app.structures import approvals
from chorus_app.structures.enums import Profile
from chorus_app.structures.models import Service
from chorus_app.ui.approvals.state import ApprovalsState
from chorus_app.ui.habilitations.state import HabilitationsState
from chorus_app.ui.onboarding.state import AttachedState
from tests.factories import make_member, make_structure, make_user
from tests.ui.harness import Browser, Portal
from tests.ui.waiting import until

READ = (Profile.FACTURATION_CONSULTATION,)


class Scene:
    """Alice manages, Bob consults at two structures, Charlie is attached nowhere."""

    def __init__(self, portal: Portal, world: World) -> None:
        self.portal, self.world = portal, world
        self.alice, self.bob, self.charlie = (make_user(world, name) for name in ("alice", "bob", "charlie"))
        self.structure = make_structure(world)
        self.other = make_structure(world, "Ville du Nord", identifier="35600000000048", public=True)
        make_member(world, self.alice, self.structure)
        make_member(world, self.bob, self.structure, READ)
        make_member(world, self.bob, self.other, READ)
        with world.transaction() as context:
            context.session.add(Service(structure_id=self.other.id, code="VOIRIE", name="Voirie"))

    async def at(self, user_id: int, address: str = "/mes-habilitations") -> Browser:
        browser = self.portal.browser()
        browser.sign_in(self.world, user_id)
        await browser.open(address)
        return browser

    def form(self, **changes: str) -> dict[str, str]:
        wanted = {"structure": self.structure.public_id, "profile": "FACTURATION_MODIFICATION", **changes}
        return {f"habilitation_{name}": value for name, value in wanted.items()}


async def test_habilitation_is_asked_for_approved_and_shown_live(portal: Portal, world: World) -> None:
    scene = Scene(portal, world)
    bob = await scene.at(scene.bob.id)
    state = await bob.state(HabilitationsState)
    assert [(row.structure, row.profile, row.limits) for row in state.grants] == [
        ("Béton & Cie", "Facturation Consultation", "Tous les espaces"),
        ("Ville du Nord", "Facturation Consultation", "Tous les espaces"),
    ]
    await bob.send(HabilitationsState.ask, scene.form(space="FACTURES_EMISES"))
    state = await bob.state(HabilitationsState)
    [row] = state.rows
    assert (row.waits, row.limits, state.problem, state.errors) == (
        True,
        "Espace «\u00a0Factures émises\u00a0»",
        "",
        {},
    )
    alice = await scene.at(scene.alice.id, "/approbation")
    [asked] = (await alice.state(ApprovalsState)).rows
    assert (asked.kind, asked.who, "Facturation Modification" in asked.wish) == (
        approvals.HABILITATION,
        "Bob Test",
        True,
    )
    await alice.send(ApprovalsState.approve, asked.kind, asked.id)
    assert "est approuvée" in (await alice.state(ApprovalsState)).message
    state = await until(bob, HabilitationsState, lambda state: len(state.grants) == 3)
    assert [row.state for row in state.rows] == ["Approuvée"]
    assert any("Donnée par Alice Test" in grant.given for grant in state.grants)


async def test_services_follow_the_structure_and_spaces_the_profile(portal: Portal, world: World) -> None:
    scene = Scene(portal, world)
    bob = await scene.at(scene.bob.id)
    assert (await bob.state(HabilitationsState)).services == []
    await bob.send(HabilitationsState.choose_structure, scene.other.public_id)
    assert [row.name for row in (await bob.state(HabilitationsState)).services] == ["VOIRIE – Voirie"]
    await bob.send(HabilitationsState.choose_profile, "ORGANISATION_CONSULTATION")
    assert not (await bob.state(HabilitationsState)).with_spaces
    await bob.send(HabilitationsState.choose_profile, "NOTHING")
    assert (await bob.state(HabilitationsState)).with_spaces


async def test_errors_stand_beside_their_fields(portal: Portal, world: World) -> None:
    scene = Scene(portal, world)
    bob = await scene.at(scene.bob.id)
    await bob.send(HabilitationsState.ask, scene.form(profile="FACTURATION_CONSULTATION"))
    assert list((await bob.state(HabilitationsState)).errors) == ["habilitation_profile"]


async def test_request_is_reminded_and_cancelled(portal: Portal, world: World) -> None:
    scene = Scene(portal, world)
    bob = await scene.at(scene.bob.id)
    await bob.send(HabilitationsState.ask, scene.form())
    [row] = (await bob.state(HabilitationsState)).rows
    await bob.send(HabilitationsState.remind, row.id)
    assert (await bob.state(HabilitationsState)).rows[0].reminded != ""
    await bob.send(HabilitationsState.remind, row.id)
    assert "déjà relancé" in (await bob.state(HabilitationsState)).problem
    await bob.send(HabilitationsState.cancel, row.id)
    assert (await bob.state(HabilitationsState)).rows[0].state == "Annulée"


async def test_charlie_is_answered_as_for_an_unknown_request(portal: Portal, world: World) -> None:
    scene = Scene(portal, world)
    bob, charlie = await scene.at(scene.bob.id), await scene.at(scene.charlie.id)
    await bob.send(HabilitationsState.ask, scene.form())
    [row] = (await bob.state(HabilitationsState)).rows
    told = []
    for handler in (HabilitationsState.cancel, HabilitationsState.remind):
        for public_id in (row.id, "unknown"):
            await charlie.send(handler, public_id)
            told.append((await charlie.state(HabilitationsState)).problem)
    await charlie.send(HabilitationsState.choose_structure, scene.other.public_id)
    state = await charlie.state(HabilitationsState)
    assert (len(set(told)), state.services, state.structures, state.rows) == (1, [], [], [])
    assert (await bob.state(HabilitationsState)).rows[0].waits


async def test_structure_is_left_after_a_question(portal: Portal, world: World) -> None:
    scene = Scene(portal, world)
    bob = await scene.at(scene.bob.id, "/rattachement")
    first, second = (await bob.state(AttachedState)).rows
    await bob.send(AttachedState.ask_leave, first.id)
    assert (await bob.state(AttachedState)).leaving_name == "Béton & Cie"
    await bob.send(AttachedState.stay)
    assert (await bob.state(AttachedState)).leaving == ""
    await bob.send(AttachedState.ask_leave, first.id)
    await bob.send(AttachedState.leave)
    state = await bob.state(AttachedState)
    assert [(row.id, row.can_leave, row.state) for row in state.rows] == [
        (second.id, True, "En vigueur"),
        (first.id, False, "Terminé"),
    ]
    assert "Vous avez quitté Béton & Cie" in state.message


async def test_last_manager_is_told_why_he_cannot_leave(portal: Portal, world: World) -> None:
    scene = Scene(portal, world)
    alice = await scene.at(scene.alice.id, "/rattachement")
    [row] = (await alice.state(AttachedState)).rows
    await alice.send(AttachedState.ask_leave, row.id)
    await alice.send(AttachedState.leave)
    state = await alice.state(AttachedState)
    assert (state.rows[0].can_leave, "pas d’autre gestionnaire" in state.problem) == (True, True)


async def test_nobody_leaves_with_an_id_that_is_not_on_his_page(portal: Portal, world: World) -> None:
    scene = Scene(portal, world)
    bob, charlie = await scene.at(scene.bob.id, "/rattachement"), await scene.at(scene.charlie.id, "/rattachement")
    await charlie.send(AttachedState.ask_leave, (await bob.state(AttachedState)).rows[0].id)
    assert (await charlie.state(AttachedState)).leaving == ""
    await charlie.send(AttachedState.leave)
    assert (await charlie.state(AttachedState)).problem != ""
    await bob.open("/rattachement")
    assert len((await bob.state(AttachedState)).rows) == 2
