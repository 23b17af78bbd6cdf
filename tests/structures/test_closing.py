"""A person closes his account: his name goes, what others rely on stays."""

import pytest
from sqlmodel import select

from chorus_app.accounts import addresses, sessions, sign_up
from chorus_app.accounts.enums import AddressKind
from chorus_app.accounts.models import User
from chorus_app.accounts.queries import find_user
from chorus_app.kernel.context import World
from chorus_app.kernel.errors import Conflict, InvalidForm
from chorus_app.notifications import service as notifications
from chorus_app.notifications.enums import MailTopic, NewsKind
from chorus_app.notifications.models import MailChoice, Notification
from chorus_app.preferences import service as preferences
from chorus_app.preferences.queries import Kept, kept
from chorus_app.structures import approvals, closing, habilitations, memberships, people
from chorus_app.structures.enums import MembershipState, Profile, RequestState
from chorus_app.structures.models import AttachmentRequest, HabilitationRequest, Membership, StructureChange
from tests.factories import PASSWORD, make_member, make_request, make_structure, make_user, sent_mails


def close(world: World, user: User, password: str = PASSWORD) -> None:
    with world.transaction(actor_id=user.id) as context:
        closing.close_account(context, password=password)


def test_nothing_that_names_the_person_stays(world: World) -> None:
    alice, bob, charlie = make_user(world), make_user(world, "bob"), make_user(world, "charlie")
    structure, other = make_structure(world), make_structure(world, "Autre", identifier="35600000000048")
    for user in (alice, bob):
        make_member(world, user, structure)
    request = make_request(world, alice, other)
    with world.transaction(actor_id=alice.id) as context:
        token = sessions.open_session(context, user_id=alice.id, user_agent="Firefox")
    with world.transaction(actor_id=alice.id) as context:
        addresses.ask(context, kind=AddressKind.LOGIN, email="alix@demo.test", password=PASSWORD)
    with world.transaction(actor_id=alice.id) as context:
        mine = context.session.get_one(User, alice.id)
        notifications.tell(context, [mine], kind=NewsKind.FLUX_REJECTED, path="/", file="F1.xml", number="1")
        notifications.choose_mails(context, wanted={MailTopic.TO_ANSWER: False})
    with world.transaction(actor_id=alice.id) as context:
        preferences.save_search(context, listing="factures-emises", name="Rejets", query="statut=REJETEE")
        preferences.choose_columns(context, listing="factures-emises", columns=["number"])
    close(world, alice)
    with world.reading(actor_id=alice.id) as context:
        row = context.session.get_one(User, alice.id)
        assert (row.first_name, row.last_name, row.phone, row.password_hash) == ("", "", None, None)
        assert "alice" not in row.login_email + row.login_key + row.contact_email
        assert row.full_name == "Compte fermé"
        assert people.person(context, alice.id) is None
        assert sessions.user_of(context, token=token) is None
        assert find_user(context, login_email="alice@demo.test") is None
        assert context.session.exec(select(Notification)).all() == []
        assert context.session.exec(select(MailChoice)).all() == []
        assert kept(context, listing="factures-emises") == Kept()
        assert context.session.get_one(AttachmentRequest, request.id).state is RequestState.ANNULEE
        states = {m.user_id: m.state for m in context.session.exec(select(Membership))}
    assert states == {alice.id: MembershipState.SUPPRIMEE, bob.id: MembershipState.VALIDEE}
    assert [mail.subject for mail in sent_mails(world, "alice@demo.test")] == ["Votre compte Chorus App est fermé"]
    assert charlie.id not in states


def test_requests_for_habilitations_are_cancelled_too(world: World) -> None:
    alice, bob = make_user(world), make_user(world, "bob")
    structure = make_structure(world)
    make_member(world, alice, structure, (Profile.FACTURATION_CONSULTATION,))
    make_member(world, bob, structure)
    with world.transaction(actor_id=alice.id) as context:
        habilitations.ask_habilitation(
            context, structure=structure.public_id, profile=Profile.FACTURATION_MODIFICATION.value
        )
    close(world, alice)
    with world.reading(actor_id=bob.id) as context:
        assert context.session.exec(select(HabilitationRequest.state)).all() == [RequestState.ANNULEE]
        assert approvals.pending(context).rows == []


def test_history_of_the_structure_keeps_no_name(world: World) -> None:
    alice, bob = make_user(world), make_user(world, "bob")
    structure = make_structure(world)
    make_member(world, bob, structure)
    with world.transaction(actor_id=bob.id) as context:
        memberships.attach(context, user_id=alice.id, structure_id=structure.id)
    close(world, alice)
    with world.reading() as context:
        subjects = context.session.exec(select(StructureChange.subject)).all()
    assert set(subjects) == {"Compte fermé"}


def test_last_manager_cannot_close(world: World) -> None:
    alice = make_user(world)
    make_member(world, alice, make_structure(world))
    with world.reading(actor_id=alice.id) as context:
        assert closing.managed_alone(context) == ["Béton & Cie"]
    with pytest.raises(Conflict) as refused:
        close(world, alice)
    assert refused.value.params == {"names": "Béton & Cie"}
    with world.reading() as context:
        assert context.session.get_one(User, alice.id).full_name == "Alice Test"


def test_wrong_password_closes_nothing(world: World) -> None:
    alice = make_user(world)
    with pytest.raises(InvalidForm) as refused:
        close(world, alice, "wrong")
    assert [error.field for error in refused.value.errors] == ["current_password"]
    with world.reading() as context:
        assert context.session.get_one(User, alice.id).closed_at is None


def test_address_can_open_another_account_later(world: World) -> None:
    alice = make_user(world)
    close(world, alice)
    with world.transaction() as context:
        sign_up.sign_up(context, login_email="alice@demo.test", last_name="Test", first_name="Alice")
    with world.reading() as context:
        found = find_user(context, login_email="alice@demo.test")
    assert found is not None
    assert found.id != alice.id
