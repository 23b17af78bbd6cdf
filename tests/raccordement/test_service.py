"""Applications and technical accounts: who may, what is written, and that strangers learn nothing."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from sqlmodel import col, select

from chorus_app.accounts.models import User
from chorus_app.accounts.queries import find_user
from chorus_app.kernel.context import Context, World
from chorus_app.kernel.errors import Conflict, Denied, Invalid, NotFound
from chorus_app.raccordement import service
from chorus_app.raccordement.models import Application, TechnicalAccount
from chorus_app.structures.enums import Profile
from chorus_app.structures.models import Membership, MembershipProfile, StructureChange
from tests.factories import MANAGER, make_member, make_structure, make_user
from tests.makers.invoices import SUPPLIER_SIRET

Act = Callable[[Context, str], object]
ON_APPLICATION: tuple[Act, ...] = (
    lambda context, id_: service.renew_secret(context, public_id=id_),
    lambda context, id_: service.revoke_application(context, public_id=id_),
)
ON_ACCOUNT: tuple[Act, ...] = (
    lambda context, id_: service.renew_password(context, public_id=id_),
    lambda context, id_: service.close_account(context, public_id=id_),
)


@pytest.fixture
def alice(world: World) -> tuple[int, int]:
    """A manager, and her structure."""
    user, structure = make_user(world), make_structure(world, identifier=SUPPLIER_SIRET)
    make_member(world, user, structure, MANAGER)
    return user.id, structure.id


def acting(world: World, who: tuple[int, int]) -> AbstractContextManager[Context]:
    return world.transaction(actor_id=who[0], structure_id=who[1])


def test_secrets_are_shown_once_and_kept_as_hashes(world: World, alice: tuple[int, int]) -> None:
    with acting(world, alice) as context:
        application = service.add_application(context, name="  Mon   logiciel ")
        account = service.open_account(context)
    with world.reading() as context:
        kept = context.session.exec(select(Application)).one()
        technical = context.session.exec(select(TechnicalAccount)).one()
    assert (kept.name, kept.client_id, len(application.secret)) == ("Mon logiciel", application.login, 43)
    assert (technical.login, account.login) == (f"TECH_1_{SUPPLIER_SIRET}@cpro.fr",) * 2
    assert (technical.expires_at - technical.created_at).days == 424
    for secret, row in ((application.secret, kept), (account.secret, technical)):
        assert secret not in str(row.model_dump())
    assert world.database.read_bytes().find(application.secret.encode()) == -1


def test_nobody_signs_in_with_a_technical_account(world: World, alice: tuple[int, int]) -> None:
    with acting(world, alice) as context:
        account = service.open_account(context)
        user = context.session.exec(select(User).order_by(col(User.id).desc())).first()
        assert user is not None
        assert user.password_hash is None
        assert find_user(context, login_email=account.login) is None
        assert find_user(context, login_email=user.login_key) is None


def test_accounts_are_numbered_and_closed_ones_keep_their_number(world: World, alice: tuple[int, int]) -> None:
    with acting(world, alice) as context:
        first = service.open_account(context)
        service.close_account(context, public_id=first.public_id)
        second = service.open_account(context)
        rows = service.accounts(context)
    assert [row.login.split("_")[1] for row in rows] == ["2", "1"]
    assert (rows[0].closed_at, rows[1].closed_at is None) == (None, False)
    assert second.login != first.login
    with world.reading() as context:
        closed = context.session.exec(select(Membership).where(col(Membership.ended_at).is_not(None))).one()
        assert context.session.get_one(User, closed.user_id).disabled_at is not None


def test_each_act_stands_in_the_structures_history(world: World, alice: tuple[int, int]) -> None:
    with acting(world, alice) as context:
        application = service.add_application(context, name="Logiciel")
        service.renew_secret(context, public_id=application.public_id)
        service.revoke_application(context, public_id=application.public_id)
        account = service.open_account(context)
        service.renew_password(context, public_id=account.public_id)
        service.close_account(context, public_id=account.public_id)
    with world.reading() as context:
        changes = context.session.exec(select(StructureChange).order_by(col(StructureChange.id))).all()
    told = [(change.act.value, change.subject) for change in changes if change.act.value.startswith(("app", "api"))]
    assert told == [
        ("application_added", "Logiciel"),
        ("application_renewed", "Logiciel"),
        ("application_revoked", "Logiciel"),
        ("api_account_opened", account.login),
        ("api_account_renewed", account.login),
        ("api_account_closed", account.login),
    ]


@pytest.mark.parametrize("name", ["", "   ", "x" * 101])
def test_application_needs_a_name(world: World, alice: tuple[int, int], name: str) -> None:
    with acting(world, alice) as context, pytest.raises(Invalid) as refusal:
        service.add_application(context, name=name)
    assert refusal.value.field == "name"


def test_what_is_over_is_over(world: World, alice: tuple[int, int]) -> None:
    with acting(world, alice) as context:
        application, account = service.add_application(context, name="Logiciel"), service.open_account(context)
        service.revoke_application(context, public_id=application.public_id)
        service.close_account(context, public_id=account.public_id)
        for id_, acts in ((application.public_id, ON_APPLICATION), (account.public_id, ON_ACCOUNT)):
            for act in acts:
                with pytest.raises(Conflict):
                    act(context, id_)


def test_number_of_applications_and_accounts_is_bounded(
    world: World, alice: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "MOST_APPLICATIONS", 1)
    monkeypatch.setattr(service, "MOST_ACCOUNTS", 1)
    with acting(world, alice) as context:
        service.add_application(context, name="Logiciel")
        service.open_account(context)
        with pytest.raises(Conflict):
            service.add_application(context, name="Encore")
        with pytest.raises(Conflict):
            service.open_account(context)


def test_charlie_manages_elsewhere_and_bob_does_not_manage(world: World, alice: tuple[int, int]) -> None:
    charlie, other = make_user(world, "charlie"), make_structure(world, "Autre")
    make_member(world, charlie, other, MANAGER)
    bob = make_user(world, "bob")
    with acting(world, alice) as context:
        application, account = service.add_application(context, name="Logiciel"), service.open_account(context)
    with world.transaction(actor_id=charlie.id, structure_id=other.id) as context:
        assert service.applications(context) == []
        assert service.accounts(context) == []
        for id_, acts in ((application.public_id, ON_APPLICATION), (account.public_id, ON_ACCOUNT)):
            for act in acts:
                with pytest.raises(NotFound):
                    act(context, id_)
    with world.reading() as context:
        structure = context.session.exec(select(Application.structure_id)).one()
    with world.transaction() as context:
        membership = Membership(user_id=bob.id, structure_id=structure, since=context.now())
        context.session.add(membership)
        context.session.flush()
        for profile in (Profile.ORGANISATION_CONSULTATION, Profile.FACTURATION_MODIFICATION):
            context.session.add(
                MembershipProfile(membership_id=membership.id, profile=profile, granted_at=context.now())
            )
    with world.transaction(actor_id=bob.id, structure_id=structure) as context:
        for ask in (service.applications, service.accounts, service.open_account):
            with pytest.raises(Denied):
                ask(context)
        with pytest.raises(Denied):
            service.add_application(context, name="Logiciel")
        for id_, acts in ((application.public_id, ON_APPLICATION), (account.public_id, ON_ACCOUNT)):
            for act in acts:
                with pytest.raises(Denied):
                    act(context, id_)
