"""The operator's pages, by their handlers."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlmodel import select

from chorus_app.accounts import sessions
from chorus_app.accounts.queries import find_user
from chorus_app.audit.acts import Act
from chorus_app.audit.service import record
from chorus_app.flux.enums import FluxState
from chorus_app.flux.models import Flux
from chorus_app.kernel.children import Children
from chorus_app.kernel.context import World
from chorus_app.kernel.mail.models import Outbox
from chorus_app.kernel.text import t
from chorus_app.operations.perms import may_operate
from chorus_app.structures import attachments
from chorus_app.structures.enums import Profile
from chorus_app.structures.models import Service, Structure
from chorus_app.structures.people import person
from chorus_app.ui.components.listing import ListState
from chorus_app.ui.frame import FrameState
from chorus_app.ui.operator import directory
from chorus_app.ui.operator.accounts import AccountsState
from chorus_app.ui.operator.directory import DirectoryState
from chorus_app.ui.operator.home import OperatorHomeState
from chorus_app.ui.operator.journal import JournalState
from chorus_app.ui.operator.requests import RequestsState
from chorus_app.ui.operator.structures import StructuresState
from tests.audit.test_log import written
from tests.factories import make_member, make_request, make_structure, make_user, sent_mails
from tests.flux import scenes
from tests.operations.cast import make_operator
from tests.ui.doors import door
from tests.ui.harness import Portal
from tests.ui.operator_scenes import later, operators_browser
from tests.ui.waiting import until

DOOR = "/exploitation/annuaire/fichier"
FILE = "identifiant;raison_sociale;service_code\n73282932000074;Ville de Béziers;SERV1\n"


def acts(world: World) -> list[str]:
    return [entry.act for entry in written(world)]


# --- Home ---


async def test_home_tells_what_needs_the_operator_now(portal: Portal, world: World) -> None:
    browser = operators_browser(portal, world)
    cast = scenes.cast(world)
    scenes.put(world, cast, b"content", "FSO1137A")
    scenes.put(world, cast, b"other", "FSO1137A")
    bob, lonely = make_user(world, "petra"), make_structure(world, "Sans personne", identifier="21690123100011")
    make_request(world, bob, lonely)
    with world.transaction() as context:
        first = context.session.exec(select(Flux)).first()
        assert first is not None
        first.state, first.state_at = FluxState.INCIDENT, context.now()
        context.session.add(first)
        context.session.add(
            Outbox(
                recipient="a@b.test", subject="", text="", html="", created_at=context.now(), failed_at=context.now()
            )
        )
        record(context, act=Act.BACKUP_MADE)
    later(world, browser, days=6)
    await browser.open("/exploitation")
    state = await browser.state(OperatorHomeState)
    assert [line.title for line in state.todos] == [
        "1 import s’est terminé par un incident depuis sept jours",
        "1 point de l’état du portail n’est pas bon",
        "1 structure demandée n’a pas de gestionnaire",
        "1 mail a été abandonné depuis sept jours",
    ]
    assert [figure.value for figure in state.figures][2:4] == ["1", "0"]
    assert [(vital.name, vital.kind) for vital in state.vitals if vital.name != "Disque"] == [
        ("Base de données", "success"),
        ("Mails", "success"),
        ("Imports", "warning"),
    ]
    later(world, browser, days=9)
    await browser.open("/exploitation")
    state = await browser.state(OperatorHomeState)
    assert [line.href for line in state.todos if line.href] == [
        "/exploitation/demandes",
        "/exploitation/structures?genre=without_manager",
    ]


async def test_home_of_a_quiet_portal_asks_for_nothing(portal: Portal, world: World) -> None:
    browser = operators_browser(portal, world)
    await browser.open("/exploitation")
    state = await browser.state(OperatorHomeState)
    assert (state.loaded, state.todos) == (True, [])
    assert (await browser.state(FrameState)).operator


async def test_manager_and_charlie_read_nothing_there(portal: Portal, world: World) -> None:
    alice, charlie = make_user(world), make_user(world, "charlie")
    make_member(world, alice, make_structure(world))
    for user in (alice, charlie):
        browser = portal.signed_in(world, user.id)
        for route in ("", "/demandes", "/comptes", "/structures", "/annuaire", "/journal"):
            await browser.open("/exploitation" + route)
        assert not (await browser.state(FrameState)).operator
        assert not (await browser.state(OperatorHomeState)).loaded
        lists: tuple[type[ListState], ...] = (RequestsState, AccountsState, StructuresState, JournalState)
        assert [kind for kind in lists if (await browser.state(kind)).loaded] == []


# --- Requests ---


async def test_blocked_request_is_approved_with_a_reason(portal: Portal, world: World) -> None:
    browser = operators_browser(portal, world)
    bob, structure = make_user(world, "bob"), make_structure(world)
    request = make_request(world, bob, structure)
    await browser.open("/exploitation/demandes")
    assert (await browser.state(RequestsState)).rows == []
    await browser.open("/exploitation/demandes?attente=toutes")
    assert [row.who for row in (await browser.state(RequestsState)).rows] == ["Bob Test"]
    later(world, browser, days=15)
    await browser.open("/exploitation/demandes?recherche=beton+bob")
    assert [row.wish for row in (await browser.state(RequestsState)).rows] == ["de rattachement à Béton & Cie"]
    await browser.send(RequestsState.ask("approve", request.public_id, "Bob"))
    await browser.send(RequestsState.answer({"reason": " "}))
    state = await browser.state(RequestsState)
    assert (list(state.errors), state.doing) == (["reason"], "approve")
    await browser.send(RequestsState.answer({"reason": "Mandat signé du maire"}))
    state = await browser.state(RequestsState)
    done = t("operator_ui.requests.approved", who="Bob Test", wish="de rattachement à Béton & Cie")
    assert (state.rows, state.doing, state.message) == ([], "", done)
    with world.reading() as context:
        someone = person(context, bob.id)
    assert someone is not None
    assert someone.attached
    assert acts(world)[-2:] == ["request_approved", "request_unblocked"]


async def test_request_answered_meanwhile_is_told(portal: Portal, world: World) -> None:
    browser = operators_browser(portal, world)
    alice, bob, structure = make_user(world), make_user(world, "bob"), make_structure(world)
    make_member(world, alice, structure)
    request = make_request(world, bob, structure)
    later(world, browser, days=20)
    await browser.open("/exploitation/demandes")
    await browser.send(RequestsState.ask("refuse", request.public_id, "Bob"))
    with world.transaction(actor_id=alice.id) as context:
        attachments.approve(context, public_id=request.public_id)
    await browser.send(RequestsState.answer({"reason": "Trop tard"}))
    state = await browser.state(RequestsState)
    assert "déjà été approuvée par Alice Test" in state.problem
    assert (state.rows, state.doing) == ([], "")


async def test_refusal_reaches_the_asker_with_its_reason(portal: Portal, world: World) -> None:
    browser = operators_browser(portal, world)
    bob = make_user(world, "bob")
    request = make_request(world, bob, make_structure(world))
    later(world, browser, days=20)
    await browser.open("/exploitation/demandes")
    await browser.send(RequestsState.ask("refuse", request.public_id, "Bob"))
    await browser.send(RequestsState.keep)
    assert (await browser.state(RequestsState)).doing == ""
    await browser.send(RequestsState.ask("refuse", request.public_id, "Bob"))
    await browser.send(RequestsState.answer({"reason": "Aucun justificatif reçu"}))
    assert "Aucun justificatif reçu" in sent_mails(world, bob.contact_email)[-1].text


# --- Accounts ---


async def test_account_is_closed_at_once_and_opened_again(portal: Portal, world: World) -> None:
    browser, alice = operators_browser(portal, world), make_user(world)
    with world.transaction() as context:
        token = sessions.open_session(context, user_id=alice.id, user_agent="")
    await browser.open("/exploitation/comptes?recherche=alice")
    state = await browser.state(AccountsState)
    assert [(row.name, row.state, row.operator) for row in state.rows] == [("Alice Test", "Actif", False)]
    await browser.send(AccountsState.ask("disable", alice.public_id, "Alice Test"))
    await browser.send(AccountsState.change({"reason": ""}))
    assert list((await browser.state(AccountsState)).errors) == ["reason"]
    await browser.send(AccountsState.change({"reason": "x" * 501}))
    assert "500" in (await browser.state(AccountsState)).errors["reason"]
    await browser.send(AccountsState.change({"reason": "Départ"}))
    state = await browser.state(AccountsState)
    assert state.message == t("operator_ui.accounts.disabled", who="Alice Test", count=1)
    assert [row.disabled for row in state.rows] == [True]
    assert sessions.recognise(world, token=token) is None
    await browser.open("/exploitation/comptes?etat=disabled")
    assert (await browser.state(AccountsState)).total == 1
    await browser.send(AccountsState.make_link(alice.public_id, "Alice Test"))
    assert (await browser.state(AccountsState)).problem == t("operations.account.closed")
    await browser.send(AccountsState.ask("enable", alice.public_id, "Alice Test"))
    await browser.send(AccountsState.change({"reason": "Retour"}))
    assert (await browser.state(AccountsState)).rows == []
    assert acts(world)[-2:] == ["account_disabled", "account_enabled"]


async def test_operator_closes_neither_himself_nor_the_last_other(portal: Portal, world: World) -> None:
    browser = operators_browser(portal, world)
    with world.reading() as context:
        olga = find_user(context, login_email="olga@demo.test")
    assert olga is not None
    await browser.open("/exploitation/comptes")
    await browser.send(AccountsState.ask("disable", olga.public_id, "Olga Test"))
    await browser.send(AccountsState.change({"reason": "Essai"}))
    state = await browser.state(AccountsState)
    assert (state.problem, state.doing) == (t("operations.account.oneself"), "")
    with world.reading(actor_id=olga.id) as context:
        assert may_operate(context)


async def test_link_is_shown_once_and_sessions_are_ended(portal: Portal, world: World) -> None:
    browser, alice = operators_browser(portal, world), make_user(world)
    await browser.open("/exploitation/comptes")
    await browser.send(AccountsState.make_link(alice.public_id, "Alice Test"))
    state = await browser.state(AccountsState)
    assert state.link.startswith("http://localhost:3000/reinitialisation?lien=")
    await browser.send(AccountsState.sign_out_account(alice.public_id, "Alice Test"))
    state = await browser.state(AccountsState)
    assert (state.link, state.message) == ("", t("operator_ui.accounts.signed_out", who="Alice Test", count=0))
    await browser.send(AccountsState.sign_out_account("unknown", "X"))
    assert (await browser.state(AccountsState)).problem == t("kernel.not_found")


# --- Structures ---


async def test_structure_is_switched_off_and_on(portal: Portal, world: World) -> None:
    browser, alice, structure = operators_browser(portal, world), make_user(world), make_structure(world)
    make_member(world, alice, structure)
    await browser.open("/exploitation/structures?recherche=732829320")
    state = await browser.state(StructuresState)
    assert [(row.name, row.members, row.managers, row.active) for row in state.rows] == [
        ("Béton & Cie", "1", "1", True)
    ]
    await browser.send(StructuresState.ask("disable", structure.public_id, structure.name))
    await browser.send(StructuresState.change({"reason": "Radiation"}))
    state = await browser.state(StructuresState)
    assert (state.message, [row.active for row in state.rows]) == ("Béton & Cie est désactivée.", [False])
    with world.reading() as context:
        someone = person(context, alice.id)
    assert someone is not None
    assert not someone.attached
    await browser.send(StructuresState.ask("disable", structure.public_id, structure.name))
    await browser.send(StructuresState.change({"reason": "Encore"}))
    assert (await browser.state(StructuresState)).problem == t("operations.structure.stands")
    await browser.send(StructuresState.ask("manager", structure.public_id, structure.name))
    await browser.send(StructuresState.name_manager({"email": "alice@demo.test", "reason": "x"}))
    assert "Réactivez-la d’abord" in (await browser.state(StructuresState)).problem
    await browser.send(StructuresState.ask("enable", structure.public_id, structure.name))
    await browser.send(StructuresState.change({"reason": "Erreur"}))
    assert acts(world)[-2:] == ["structure_disabled", "structure_enabled"]


async def test_manager_is_named_for_a_structure_without_one(portal: Portal, world: World) -> None:
    browser, bob, structure = operators_browser(portal, world), make_user(world, "bob"), make_structure(world)
    make_member(world, bob, structure, (Profile.FACTURATION_CONSULTATION,))
    await browser.open("/exploitation/structures?genre=without_manager")
    assert [row.unmanaged for row in (await browser.state(StructuresState)).rows] == [True]
    await browser.send(StructuresState.ask("manager", structure.public_id, structure.name))
    for form, fields in (
        ({"email": "pas une adresse", "reason": "Mandat"}, ["email"]),
        ({"email": "zoe@demo.test", "reason": "Mandat"}, ["email"]),
        ({"email": "bob@demo.test", "reason": ""}, ["reason"]),
    ):
        await browser.send(StructuresState.name_manager(form))
        assert list((await browser.state(StructuresState)).errors) == fields
    await browser.send(StructuresState.name_manager({"email": "BOB@demo.test", "reason": "Mandat"}))
    state = await browser.state(StructuresState)
    assert (state.message, state.rows) == ("Bob Test gère maintenant Béton & Cie.", [])
    assert sent_mails(world, bob.contact_email)[-1].subject == "Vous gérez maintenant Béton & Cie sur Chorus App"
    with world.reading() as context:
        someone = person(context, bob.id)
    assert someone is not None
    assert someone.manager
    await browser.send(StructuresState.ask("manager", structure.public_id, structure.name))
    await browser.send(StructuresState.name_manager({"email": "bob@demo.test", "reason": "Mandat"}))
    assert "gère déjà" in (await browser.state(StructuresState)).problem


async def test_structures_are_narrowed_by_kind(portal: Portal, world: World) -> None:
    browser = operators_browser(portal, world)
    make_structure(world, "Ville", identifier="21690123100011", public=True)
    make_structure(world, "Fermée", active=False)
    for kind, names in (
        ("public", ["Ville"]),
        ("private", ["Fermée"]),
        ("disabled", ["Fermée"]),
        ("autre", ["Fermée", "Ville"]),
    ):
        await browser.open(f"/exploitation/structures?genre={kind}")
        assert [row.name for row in (await browser.state(StructuresState)).rows] == names
    await browser.send(StructuresState.narrow({"recherche": "ville", "genre": "public"}))
    assert browser.redirects[-1] == "/exploitation/structures?recherche=ville&tri=name&genre=public"


# --- Directory ---


@pytest.fixture
def with_children(world: World, children: Children) -> Iterator[World]:
    """They are started once for all tests: the world must not end them."""
    world.__dict__["children"] = children
    yield world
    del world.__dict__["children"]


async def sent(world: World, content: bytes) -> str:
    with world.reading() as context:
        olga = find_user(context, login_email="olga@demo.test")
    assert olga is not None
    async with door(world, olga.id) as client:
        answer = await client.post(DOOR, content=content, headers={"X-File-Name": "annuaire%20.csv"})
    assert answer.status_code == 201
    return str(answer.json()["upload"])


async def test_directory_is_tried_then_imported(portal: Portal, with_children: World) -> None:
    world, browser = with_children, operators_browser(portal, with_children)
    await browser.open("/exploitation/annuaire")
    token = await sent(world, FILE.encode("cp1252"))
    await browser.send(DirectoryState.received(token))
    state = await until(browser, DirectoryState, lambda state: state.step == directory.READY)
    assert (state.name, state.counts.structures_created, state.counts.services_created) == ("annuaire .csv", "1", "1")
    with world.reading() as context:
        assert context.session.exec(select(Structure)).all() == []
    await browser.send(DirectoryState.apply)
    await until(browser, DirectoryState, lambda state: state.step == directory.DONE)
    with world.reading() as context:
        assert context.session.exec(select(Structure.name)).all() == ["Ville de Béziers"]
        assert context.session.exec(select(Service.code)).all() == ["SERV1"]
    assert acts(world)[-1] == "directory_imported"
    assert list((world.folder / "directory").iterdir()) == []
    again = await sent(world, FILE.encode())
    await browser.send(DirectoryState.received(again))
    await until(browser, DirectoryState, lambda state: state.step == directory.READY and state.counts.nothing)
    await browser.send(DirectoryState.start_again)
    assert list((world.folder / "directory").iterdir()) == []


async def test_errors_of_the_file_are_told_by_line(portal: Portal, with_children: World) -> None:
    world, browser = with_children, operators_browser(portal, with_children)
    await browser.open("/exploitation/annuaire")
    token = await sent(world, (FILE + "1;X;\n" * 60).encode())
    await browser.send(DirectoryState.received(token))
    state = await until(browser, DirectoryState, lambda state: state.step == directory.REFUSED)
    assert (len(state.findings), state.findings[0].line, state.more_findings) == (50, "ligne 3", True)
    assert state.findings[0].text.startswith("Un SIRET compte 14 chiffres")


async def test_file_of_another_operator_is_not_there(portal: Portal, with_children: World) -> None:
    world = with_children
    operators_browser(portal, world)
    token = await sent(world, FILE.encode())
    other = portal.signed_in(world, make_operator(world, "otto").id)
    for wanted in (token, "unknown", "../../chorus"):
        await other.open("/exploitation/annuaire")
        await other.send(DirectoryState.received(wanted))
        state = await until(other, DirectoryState, lambda state: bool(state.problem))
        assert (state.step, state.problem) == (directory.CHOOSE, t("operations.directory.gone"))


async def test_failed_upload_is_told(portal: Portal, world: World) -> None:
    browser = operators_browser(portal, world)
    for reason, name in (("too_large:1", "too_large"), ("507:1", "full"), ("0:1", "interrupted"), ("500:1", "other")):
        await browser.send(DirectoryState.failed(reason))
        assert (await browser.state(DirectoryState)).problem == t(f"operator_ui.directory.failed.{name}", megabytes=50)


async def test_door_of_the_directory_is_the_operators_alone(world: World) -> None:
    alice = make_user(world)
    make_member(world, alice, make_structure(world))
    for user_id in (None, alice.id):
        async with door(world, user_id) as client:
            answer = await client.post(DOOR, content=b"x")
            assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert not (world.folder / "directory").exists()


async def test_files_are_forgotten_after_an_hour(portal: Portal, world: World) -> None:
    operators_browser(portal, world)
    await sent(world, FILE.encode())
    world.clock.move(timedelta(hours=2))
    await sent(world, FILE.encode())
    assert len(list((world.folder / "directory").iterdir())) == 2  # the file and its name


# --- Journal ---


async def test_journal_shows_acts_with_their_details(portal: Portal, world: World) -> None:
    browser, alice = operators_browser(portal, world), make_user(world)
    await browser.open("/exploitation/comptes")
    await browser.send(AccountsState.ask("disable", alice.public_id, "Alice Test"))
    await browser.send(AccountsState.change({"reason": "Départ"}))
    await browser.open("/exploitation/journal?acte=account_disabled&personne=alice&du=2026-11-24&au=2026-11-24")
    state = await browser.state(JournalState)
    (row,) = state.rows
    assert (row.date, row.time, row.act) == ("24/11/2026", "14:30:00", "Compte désactivé")
    assert (row.actor, row.door) == ("Olga Test <olga@demo.test>", "page · 127.0.0.0/24")
    assert [(detail.label, detail.value) for detail in row.details] == [("Motif", "Départ"), ("sessions fermées", "0")]
    await browser.open("/exploitation/journal?acte=inconnu&du=hier")
    assert (await browser.state(JournalState)).total == 0


async def test_journal_names_in_words_what_a_link_was_for(portal: Portal, world: World) -> None:
    browser, alice = operators_browser(portal, world), make_user(world)
    await browser.open("/exploitation/comptes")
    await browser.send(AccountsState.make_link(alice.public_id, "Alice Test"))
    await browser.open("/exploitation/journal?acte=link_handed_out")
    details = [
        (detail.label, detail.value) for row in (await browser.state(JournalState)).rows for detail in row.details
    ]
    assert ("objet du lien", "nouveau mot de passe") in details


async def test_journal_is_exported_as_narrowed_and_the_export_noted(world: World) -> None:
    olga = make_operator(world)
    with world.transaction() as context:
        record(context, act=Act.BACKUP_MADE, subject="une")
        record(context, act=Act.DATA_PURGED, subject="deux")
    async with door(world, olga.id) as client:
        table = await client.get("/exploitation/journal/export.csv?acte=backup_made")
        lines = await client.get("/exploitation/journal/export.jsonl?tri=date")
    assert [line.split(";")[3] for line in table.text.splitlines()] == ["Code de l’acte", "backup_made"]
    assert len(lines.text.splitlines()) == 5  # both exports are in it
    assert acts(world)[-2:] == ["log_exported", "log_exported"]


async def test_export_of_the_journal_does_not_exist_for_others(world: World) -> None:
    alice = make_user(world)
    make_member(world, alice, make_structure(world))
    for user_id in (None, alice.id):
        async with door(world, user_id) as client:
            for ending in ("csv", "jsonl"):
                answer = await client.get(f"/exploitation/journal/export.{ending}")
                assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert acts(world) == []
