"""The page « Structure »: each tab, who sees it, what two at once get."""

import pytest

from chorus_app.kernel.context import World
from chorus_app.kernel.text import t
from chorus_app.structures import changing
from chorus_app.ui.components.editing import Clash
from chorus_app.ui.frame import FrameState
from chorus_app.ui.structure.members_state import MembersState, MemberState
from chorus_app.ui.structure.services_state import ServiceFormState, ServicesState, ServiceState
from chorus_app.ui.structure.state import DataFormState, DemandState, HistoryState, OrganisationState
from chorus_app.ui.structure.views import MemberCard, OrganisationCard, ServiceCard
from tests.factories import make_service
from tests.structures.scenes import cast, do
from tests.ui.harness import Portal

DATA = {"name": "Mairie de Démo", "address": "", "postcode": "45000", "city": "Orléans"}


async def test_data_are_shown_and_changed(portal: Portal, world: World) -> None:
    actors = cast(world, public=False)
    alice = await portal.opened(world, actors.alice, "/structure")
    card = (await alice.state(OrganisationState)).card
    assert (card.name, card.identifier, card.may_change_data) == (
        "Ville de Démo",
        "SIRET\xa0732\xa0829\xa0320\xa000074",
        True,
    )
    assert card.country == "France"
    assert (card.members, card.services) == ("4 personnes rattachées", "Aucun service")
    await alice.open("/structure/modifier")
    await alice.send(DataFormState.save, {**DATA, "postcode": "4500"})
    assert list((await alice.state(DataFormState)).errors) == ["postcode"]
    await alice.send(DataFormState.save, DATA)
    assert alice.redirects == ["/structure"]
    await alice.open("/structure")
    state = await alice.state(OrganisationState)
    assert (state.card.name, state.card.place, state.message) == (
        "Mairie de Démo",
        "45000 Orléans",
        t("structure_ui.data.saved"),
    )


async def test_two_change_the_data_and_nothing_is_lost(portal: Portal, world: World) -> None:
    actors = cast(world, public=False)
    alice = await portal.opened(world, actors.alice, "/structure/modifier")
    do(world, actors, "anne", changing.change_data, version=1, values=DATA)
    await alice.send(DataFormState.save, {"name": "Ville", "address": "", "postcode": "", "city": "Blois"})
    state = await alice.state(DataFormState)
    assert alice.redirects == []
    assert state.clashes == [
        Clash("name", "Raison sociale", "Mairie de Démo", "Ville", True),
        Clash("postcode", "Code postal", "45000", "(vide)", False),
        Clash("city", "Ville", "Orléans", "Blois", True),
    ]
    await alice.send(DataFormState.take, "city")
    await alice.send(DataFormState.take, "unknown")
    state = await alice.state(DataFormState)
    assert state.values == {"name": "Ville", "address": "", "postcode": "45000", "city": "Orléans"}
    await alice.send(DataFormState.save, dict(state.values))
    assert alice.redirects == ["/structure"]


async def test_data_of_a_public_structure_have_no_form(portal: Portal, world: World) -> None:
    actors = cast(world)
    alice = await portal.opened(world, actors.alice, "/structure/modifier")
    state = await alice.state(DataFormState)
    assert (state.loaded, state.allowed, state.values) == (True, False, {})
    await alice.send(DataFormState.save, DATA)
    assert (await alice.state(DataFormState)).problem == t("structures.data.of_directory")


async def test_demand_is_chosen_and_two_versions_stand_side_by_side(portal: Portal, world: World) -> None:
    actors = cast(world)
    alice = await portal.opened(world, actors.alice, "/structure/parametres")
    assert (await alice.state(DemandState)).chosen == "nothing"
    await alice.send(DemandState.choose, "service")
    await alice.send(DemandState.save)
    assert "aucun service actif" in (await alice.state(DemandState)).errors["demand"]
    await alice.send(DemandState.choose, "tout")
    await alice.send(DemandState.choose, "either")
    do(world, actors, "anne", changing.change_demand, version=1, demand="engagement")
    await alice.send(DemandState.save)
    state = await alice.state(DemandState)
    assert (state.chosen, state.clashes) == (
        "either",
        [
            Clash(
                "demand",
                t("structure_ui.parameters.demand"),
                "Le numéro d’engagement",
                "Le code service ou le numéro d’engagement",
                True,
            )
        ],
    )
    await alice.send(DemandState.take, "demand")
    state = await alice.state(DemandState)
    assert (state.chosen, state.clashes) == ("engagement", [])
    await alice.send(DemandState.choose, "either")
    await alice.send(DemandState.save)
    state = await alice.state(DemandState)
    assert (state.chosen, state.message, state.card.demand) == (
        "either",
        t("structure_ui.parameters.saved"),
        "Le code service ou le numéro d’engagement",
    )


async def test_space_is_switched_off_and_leaves_the_menu(portal: Portal, world: World) -> None:
    actors = cast(world)
    alice = await portal.opened(world, actors.alice, "/structure/espaces")
    frame = await alice.state(FrameState)
    assert (frame.organisation, frame.issues, frame.does_works) == (True, True, True)
    await alice.send(OrganisationState.ask, "FACTURES_RECUES")
    assert (await alice.state(OrganisationState)).asking == ""
    await alice.send(OrganisationState.ask, "FACTURES_DE_TRAVAUX")
    assert (await alice.state(OrganisationState)).asking_name == "Factures de travaux"
    await alice.send(OrganisationState.keep)
    await alice.send(OrganisationState.ask, "FACTURES_DE_TRAVAUX")
    await alice.send(OrganisationState.close_space)
    state = await alice.state(OrganisationState)
    assert [line.closed for line in state.spaces] == [False, False, False, True]
    assert state.message == "L’espace « Factures de travaux » est désactivé.".replace("« ", "«\xa0").replace(
        " »", "\xa0»"
    )
    await alice.open("/structure/espaces")
    assert not (await alice.state(FrameState)).does_works
    await alice.send(OrganisationState.open_space, "FACTURES_DE_TRAVAUX")
    await alice.send(OrganisationState.open_space, "FACTURES_DE_TRAVAUX")
    assert "déjà dans l’état demandé" in (await alice.state(OrganisationState)).problem


async def test_services_are_added_listed_changed_and_put_out_of_use(portal: Portal, world: World) -> None:
    actors = cast(world)
    alice = await portal.opened(world, actors.alice, "/structure/services/ajouter")
    await alice.send(ServiceFormState.tick, "engagement_required", True)
    await alice.send(ServiceFormState.save, {"code": "", "name": "Voirie"})
    assert list((await alice.state(ServiceFormState)).errors) == ["code"]
    await alice.send(ServiceFormState.save, {"code": "VOIRIE", "name": "Voirie", "valid_until": "2026-11-24"})
    (address,) = alice.redirects
    await alice.open(address)
    shown = await alice.state(ServiceState)
    assert (shown.card.code, shown.card.engagement, shown.card.valid_until, shown.message) == (
        "VOIRIE",
        "exigé",
        "24/11/2026",
        t("structure_ui.services.saved"),
    )
    await alice.send(ServiceState.deactivate)
    shown = await alice.state(ServiceState)
    assert (shown.card.active, shown.card.state) == (False, "Désactivé")
    await alice.send(ServiceState.deactivate)
    assert "déjà dans l’état demandé" in (await alice.state(ServiceState)).problem
    await alice.send(ServiceState.reactivate)
    assert (await alice.state(ServiceState)).message == t("structure_ui.services.is_active")
    await alice.open("/structure/services?recherche=voir&etat=utilisable")
    listed = await alice.state(ServicesState)
    assert ([row.code for row in listed.rows], listed.may_change, listed.narrowed) == (["VOIRIE"], True, True)
    await alice.send(ServicesState.narrow, {"recherche": "x", "etat": "termine"})
    assert alice.redirects[-1] == "/structure/services?recherche=x&tri=code&etat=termine"


async def test_two_change_a_service_and_nothing_is_lost(portal: Portal, world: World) -> None:
    actors = cast(world)
    service = make_service(world, actors.structure)
    address = f"/structure/services/{service.public_id}/modifier"
    alice, anne = [await portal.opened(world, user, address) for user in (actors.alice, actors.anne)]
    await anne.send(ServiceFormState.tick, "engagement_required", True)
    await anne.send(ServiceFormState.save, {"name": "Routes", "valid_from": "", "valid_until": ""})
    await alice.send(ServiceFormState.save, {"name": "Voirie", "valid_from": "", "valid_until": ""})
    state = await alice.state(ServiceFormState)
    assert (state.values["engagement_required"], state.code) == ("1", "SERV1")
    assert [(clash.label, clash.theirs, clash.mine, clash.kept) for clash in state.clashes] == [
        ("Nom du service", "Routes", "Voirie", True),
        ("Ce service exige un numéro d’engagement", "oui", "non", False),
    ]
    await alice.send(ServiceFormState.save, {"name": "Voirie", "valid_from": "", "valid_until": ""})
    assert alice.redirects == [f"/structure/services/{service.public_id}"]


async def test_profile_is_given_and_taken_and_an_attachment_ended(portal: Portal, world: World) -> None:
    actors = cast(world)
    make_service(world, actors.structure)
    address = f"/structure/membres/{actors.members['bob']}"
    alice = await portal.opened(world, actors.alice, address)
    await alice.send(MemberState.choose, "FACTURATION_CONSULTATION")
    await alice.send(MemberState.choose, "INCONNU")
    await alice.send(MemberState.give, {"service_code": "SERV9", "space": None})
    assert list((await alice.state(MemberState)).errors) == ["service_code"]
    await alice.send(MemberState.give, {"service_code": "SERV1", "space": "FACTURES_RECUES"})
    state = await alice.state(MemberState)
    given = state.grants[0]
    assert (given.words, given.limits) == ("Facturation Consultation", "service SERV1, Factures reçues")
    await alice.send(MemberState.take, given.profile, given.service_id, given.space)
    state = await alice.state(MemberState)
    assert [grant.words for grant in state.grants] == ["Organisation Consultation"]
    await alice.send(MemberState.take, given.profile, given.service_id, given.space)
    assert "vient d’être retirée" in (await alice.state(MemberState)).problem
    await alice.send(MemberState.ask)
    assert (await alice.state(MemberState)).ending
    await alice.send(MemberState.keep)
    assert not (await alice.state(MemberState)).ending
    await alice.send(MemberState.end)
    assert alice.redirects == ["/structure/membres"]
    await alice.open("/structure/membres?recherche=test")
    listed = await alice.state(MembersState)
    assert ([row.name for row in listed.rows], listed.message) == (
        ["Alice Test", "Anne Test", "Dora Test"],
        "Le rattachement de Bob Test a pris fin.",
    )
    await alice.open("/structure/historique")
    history = await alice.state(HistoryState)
    assert [(line.act, line.subject, line.who) for line in history.rows] == [
        ("Rattachement terminé", "Bob Test", "Alice Test"),
        ("Habilitation retirée", "Bob Test", "Alice Test"),
        ("Habilitation donnée", "Bob Test", "Alice Test"),
    ]
    assert [(one.field, one.before, one.after) for one in history.rows[2].differences] == [
        ("Profil", "", "Facturation Consultation"),
        ("Espace", "", "Factures reçues"),
        ("Service", "", "SERV1"),
    ]


async def test_last_manager_is_told_why_he_stays(portal: Portal, world: World) -> None:
    actors = cast(world)
    alice = await portal.opened(world, actors.alice, f"/structure/membres/{actors.members['anne']}")
    await alice.send(MemberState.take, "ORGANISATION_MODIFICATION", "", "")
    await alice.open(f"/structure/membres/{actors.members['alice']}")
    assert (await alice.state(MemberState)).card.own
    await alice.send(MemberState.take, "ORGANISATION_MODIFICATION", "", "")
    assert (await alice.state(MemberState)).problem == t("structures.membership.last_manager")
    await alice.send(MemberState.end)
    assert (await alice.state(MemberState)).problem == t("structures.membership.last_manager")
    assert alice.redirects == []


async def test_reader_sees_every_tab_and_changes_nothing(portal: Portal, world: World) -> None:
    actors = cast(world)
    service = make_service(world, actors.structure)
    bob = await portal.opened(world, actors.bob, "/structure")
    card = (await bob.state(OrganisationState)).card
    assert (card.name, card.may_change, card.may_change_data) == ("Ville de Démo", False, False)
    assert (await bob.state(FrameState)).organisation
    await bob.open("/structure/services")
    listed = await bob.state(ServicesState)
    assert (listed.allowed, listed.may_change, len(listed.rows)) == (True, False, 1)
    await bob.open(f"/structure/services/{service.public_id}/modifier")
    assert not (await bob.state(ServiceFormState)).allowed
    await bob.open("/structure/services/ajouter")
    assert not (await bob.state(ServiceFormState)).allowed
    await bob.open(f"/structure/membres/{actors.members['alice']}")
    member = await bob.state(MemberState)
    assert (member.card.name, member.card.may_change) == ("Alice Test", False)


@pytest.mark.parametrize("who", ["dora", "charlie"])
async def test_charlie_sees_nothing_of_the_structure(portal: Portal, world: World, who: str) -> None:
    actors = cast(world)
    service = make_service(world, actors.structure)
    charlie = await portal.opened(world, actors.ids[who], "/structure")
    for foreign, unknown in (
        (f"/structure/services/{service.public_id}", "/structure/services/inconnu"),
        (f"/structure/membres/{actors.members['bob']}", "/structure/membres/inconnu"),
    ):
        answers = []
        for address in (foreign, unknown):
            await charlie.open(address)
            one, other = await charlie.state(ServiceState), await charlie.state(MemberState)
            answers.append((one.card, one.history, one.missing, other.card, other.grants, other.history))
        assert answers[0] == answers[1]
        assert answers[0][0] == ServiceCard()
        assert answers[0][3] == MemberCard()
    await charlie.open(f"/structure/services/{service.public_id}/modifier")
    form = await charlie.state(ServiceFormState)
    assert (form.missing, form.code, set(form.values.values())) == (True, "", {""})


async def test_tabs_are_closed_to_who_has_no_profile_organisation(portal: Portal, world: World) -> None:
    actors = cast(world)
    dora = await portal.opened(world, actors.dora, "/structure")
    assert not (await dora.state(FrameState)).organisation
    organisation = await dora.state(OrganisationState)
    assert (organisation.loaded, organisation.allowed, organisation.card) == (True, False, OrganisationCard())
    for address, state in (
        ("/structure/parametres", DemandState),
        ("/structure/services", ServicesState),
        ("/structure/membres", MembersState),
        ("/structure/historique", HistoryState),
    ):
        await dora.open(address)
        shown = await dora.state(state)
        assert (shown.loaded, shown.allowed) == (True, False)  # type: ignore[attr-defined]


async def test_charlie_who_manages_elsewhere_does_nothing_by_event(portal: Portal, world: World) -> None:
    actors = cast(world)
    service = make_service(world, actors.structure)
    problems = []
    for name in (service.public_id, "inconnu"):
        charlie = await portal.opened(world, actors.charlie, f"/structure/services/{name}")
        for act in (ServiceState.deactivate, ServiceState.reactivate):
            await charlie.send(act)
            problems.append((await charlie.state(ServiceState)).problem)
        await charlie.open(f"/structure/services/{name}/modifier")
        await charlie.send(ServiceFormState.save, {"name": "Pris"})
        problems.append((await charlie.state(ServiceFormState)).problem)
    for name in (actors.members["bob"], "inconnu"):
        charlie = await portal.opened(world, actors.charlie, f"/structure/membres/{name}")
        for act, *arguments in (
            (MemberState.give, {}),
            (MemberState.take, "ORGANISATION_CONSULTATION", "", ""),
            (MemberState.end,),
        ):
            await charlie.send(act, *arguments)
            problems.append((await charlie.state(MemberState)).problem)
    assert problems == [t("kernel.not_found")] * 12
