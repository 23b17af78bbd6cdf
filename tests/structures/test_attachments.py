"""Requests for attachment, from the question to the answer."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlmodel import select

from chorus_app.accounts.models import User
from chorus_app.kernel.bell import Ring
from chorus_app.kernel.context import World
from chorus_app.kernel.errors import AppError, Conflict, Invalid, InvalidForm, NotFound, SignInRequired, TooMany
from chorus_app.kernel.paging import PageRequest
from chorus_app.kernel.text import t
from chorus_app.notifications.enums import NewsKind
from chorus_app.notifications.queries import Told, my_notifications
from chorus_app.structures import approvals, attachments, memberships, perms, queries
from chorus_app.structures.enums import MembershipState, Profile, RequestState
from chorus_app.structures.errors import AlreadyAnswered
from chorus_app.structures.models import AttachmentRequest, Membership, Structure
from chorus_app.structures.queries import RequestRow
from tests.factories import make_member, make_request, make_user, sent_mails
from tests.structures.scenes import Managed


class Scene(Managed):
    """Bob asks."""

    def ask(self, who: User, *structures: Structure) -> None:
        ids = [structure.public_id for structure in structures]
        self.act(who, lambda context: attachments.ask_attachments(context, public_ids=ids))

    def requests(self, who: User) -> list[RequestRow]:
        with self.world.reading(actor_id=who.id) as context:
            return queries.my_requests(context)

    def waiting(self, who: User) -> int:
        with self.world.reading(actor_id=who.id) as context:
            return approvals.pending_count(context)

    def approve(self, who: User, public_id: str) -> None:
        self.act(who, lambda context: approvals.approve(context, kind="attachment", public_id=public_id))

    def refuse(self, who: User, public_id: str, reason: str = "SIRET erroné") -> None:
        self.act(who, lambda context: approvals.refuse(context, kind="attachment", public_id=public_id, reason=reason))

    def cancel(self, who: User, public_id: str) -> None:
        self.act(who, lambda context: attachments.cancel_request(context, public_id=public_id))

    def remind(self, who: User, public_id: str) -> None:
        self.act(who, lambda context: attachments.remind(context, public_id=public_id))

    def asked(self) -> str:
        """The public id of Bob's request, made now."""
        self.ask(self.bob, self.structure)
        return self.requests(self.bob)[0].public_id


@pytest.fixture
def scene(world: World) -> Scene:
    return Scene(world)


def rings(world: World) -> set[str]:
    with world.reading() as context:
        return {ring.topic for ring in context.session.exec(select(Ring)) if ring.topic != "outbox"}


def test_request_waits_and_tells_managers_and_asker(scene: Scene) -> None:
    scene.ask(scene.bob, scene.structure)
    [row] = scene.requests(scene.bob)
    assert (row.structure, row.state) == ("Béton & Cie", RequestState.EN_COURS_DE_VALIDATION)
    assert (row.waits, row.can_remind, row.answered_by, row.reason) == (True, True, "", "")
    assert sorted((mail.recipient, mail.subject) for mail in sent_mails(scene.world)) == [
        ("adam@demo.test", "Demande de rattachement à Béton & Cie"),
        ("alice@demo.test", "Demande de rattachement à Béton & Cie"),
        ("bob@demo.test", "Votre demande de rattachement à Béton & Cie"),
    ]
    assert sent_mails(scene.world, "alice@demo.test")[0].link == "http://localhost:3000/approbation"
    assert rings(scene.world) == {
        f"approvals:{scene.structure.id}",
        f"user:{scene.bob.id}",
        f"user:{scene.alice.id}",
        f"user:{scene.adam.id}",
    }


def test_only_managers_of_the_structure_see_it_wait(scene: Scene) -> None:
    reader = make_user(scene.world, "reader")
    make_member(scene.world, reader, scene.structure, [Profile.ORGANISATION_CONSULTATION])
    scene.ask(scene.bob, scene.structure)
    people = (scene.alice, scene.adam, scene.bob, scene.charlie, reader)
    assert [scene.waiting(who) for who in people] == [1, 1, 0, 0, 0]
    with scene.world.reading(actor_id=scene.alice.id) as context:
        [row] = approvals.pending(context).rows
    assert (row.who, row.email, row.structure) == ("Bob Test", "bob@demo.test", "Béton & Cie")
    with scene.world.reading(actor_id=scene.charlie.id) as context:
        assert approvals.pending(context).rows == []
    with scene.world.reading() as context:
        assert approvals.pending_count(context) == 0


def test_several_structures_are_asked_at_once(scene: Scene) -> None:
    scene.ask(scene.bob, scene.structure, scene.other, scene.structure)
    assert [row.structure for row in scene.requests(scene.bob)] == ["Autre", "Béton & Cie"]


@pytest.mark.parametrize(
    ("prepare", "key"),
    [
        (lambda scene: make_member(scene.world, scene.bob, scene.structure), "structures.ask.already_member"),
        (lambda scene: make_request(scene.world, scene.bob, scene.structure), "structures.ask.already_asked"),
        (lambda scene: close(scene), "structures.ask.inactive"),
    ],
)
def test_request_refused_with_its_reason_and_nothing_sent(
    scene: Scene, prepare: Callable[[Scene], object], key: str
) -> None:
    prepare(scene)
    with pytest.raises(InvalidForm) as refused:
        scene.ask(scene.bob, scene.other, scene.structure)
    [error] = refused.value.errors
    assert (error.key, error.field, error.params["name"]) == (key, scene.structure.public_id, "Béton & Cie")
    assert "Béton & Cie" in t(error.key, **error.params)
    assert sent_mails(scene.world) == []
    assert scene.structure.name in t(error.key, **error.params)


def close(scene: Scene) -> None:
    with scene.world.transaction() as context:
        context.session.get_one(Structure, scene.structure.id).active = False


def test_request_for_an_unknown_structure_not_found(scene: Scene) -> None:
    ids = [scene.other.public_id, "unknown"]
    with pytest.raises(NotFound):
        scene.act(scene.bob, lambda context: attachments.ask_attachments(context, public_ids=ids))
    assert scene.requests(scene.bob) == []


def test_request_for_nothing_or_too_much_refused(scene: Scene) -> None:
    many = [str(number) for number in range(21)]
    with pytest.raises(InvalidForm):
        scene.act(scene.bob, lambda context: attachments.ask_attachments(context, public_ids=[]))
    with pytest.raises(InvalidForm):
        scene.act(scene.bob, lambda context: attachments.ask_attachments(context, public_ids=many))
    with pytest.raises(SignInRequired):
        scene.act(None, lambda context: attachments.ask_attachments(context, public_ids=["x"]))


def test_approval_attaches_the_asker_who_may_then_deposit(scene: Scene) -> None:
    request = scene.asked()
    scene.approve(scene.alice, request)
    with scene.world.reading(actor_id=scene.bob.id) as context:
        assert perms.may_deposit(context, structure_id=scene.structure.id)
        assert not perms.may_manage(context, structure_id=scene.structure.id)
        assert not perms.may_deposit(context, structure_id=scene.other.id)
    [row] = scene.requests(scene.bob)
    assert (row.state, row.answered_by, row.waits, row.can_remind) == (
        RequestState.VALIDEE,
        "Alice Test",
        False,
        False,
    )
    assert sent_mails(scene.world, "bob@demo.test")[-1].subject == (
        "Votre demande de rattachement à Béton & Cie est approuvée"
    )
    assert scene.waiting(scene.adam) == 0


def test_refusal_carries_its_reason_to_the_asker(scene: Scene) -> None:
    request = scene.asked()
    scene.refuse(scene.alice, request, " SIRET\nerroné ")
    [row] = scene.requests(scene.bob)
    assert (row.state, row.reason, row.answered_by) == (RequestState.REFUSEE, "SIRET erroné", "Alice Test")
    assert "« SIRET erroné »" in sent_mails(scene.world, "bob@demo.test")[-1].text
    with scene.world.reading(actor_id=scene.bob.id) as context:
        assert not perms.is_attached(context)
    scene.ask(scene.bob, scene.structure)
    assert len(scene.requests(scene.bob)) == 2


@pytest.mark.parametrize(
    ("reason", "key"),
    [
        ("", "structures.request.reason_missing"),
        (" \u200b ", "structures.request.reason_missing"),
        ("x" * 501, "structures.request.reason_too_long"),
    ],
)
def test_refusal_without_a_fitting_reason_refused(scene: Scene, reason: str, key: str) -> None:
    request = scene.asked()
    with pytest.raises(Invalid) as refused:
        scene.refuse(scene.alice, request, reason)
    assert (refused.value.key, refused.value.field) == (key, "reason")
    assert scene.waiting(scene.alice) == 1


def test_who_does_not_manage_the_structure_answers_nothing(scene: Scene) -> None:
    request = scene.asked()
    for who in (scene.charlie, scene.bob):
        with pytest.raises(NotFound):
            scene.approve(who, request)
        with pytest.raises(NotFound):
            scene.refuse(who, request)
    for who in (scene.charlie, scene.alice):
        with pytest.raises(NotFound):
            scene.cancel(who, request)
        with pytest.raises(NotFound):
            scene.remind(who, request)
    with pytest.raises(NotFound):
        scene.approve(scene.alice, "unknown")
    with pytest.raises(NotFound):
        scene.act(scene.alice, lambda context: approvals.approve(context, kind="habilitation", public_id=request))
    assert scene.waiting(scene.alice) == 1


def test_second_answer_is_told_who_was_first_and_when(scene: Scene) -> None:
    request = scene.asked()
    scene.refuse(scene.alice, request)
    scene.world.clock.move(timedelta(hours=1))
    with pytest.raises(AlreadyAnswered) as refused:
        scene.approve(scene.adam, request)
    assert t(refused.value.key, **refused.value.params) == (
        "Cette demande a déjà été refusée par Alice Test le 24/11/2026 à 14:30 : « SIRET erroné ». Rien n’a changé."
    )
    with scene.world.reading(actor_id=scene.bob.id) as context:
        assert not perms.is_attached(context)


def test_approval_of_a_cancelled_request_is_told_so(scene: Scene) -> None:
    request = scene.asked()
    scene.cancel(scene.bob, request)
    with pytest.raises(AlreadyAnswered) as refused:
        scene.approve(scene.alice, request)
    assert "annulée par la personne qui l’a faite, Bob Test" in t(refused.value.key, **refused.value.params)
    assert scene.requests(scene.bob)[0].state is RequestState.ANNULEE


def test_cancel_and_remind_after_the_answer_are_told_so(scene: Scene) -> None:
    request = scene.asked()
    scene.approve(scene.alice, request)
    for act in (scene.cancel, scene.remind):
        with pytest.raises(AlreadyAnswered) as refused:
            act(scene.bob, request)
        assert refused.value.key == "structures.request.approved_by"


def test_answer_of_the_operator_names_no_person(scene: Scene) -> None:
    first = scene.asked()
    scene.act(None, lambda context: approvals.approve(context, kind="attachment", public_id=first, operator=True))
    with pytest.raises(AlreadyAnswered) as refused:
        scene.approve(scene.alice, first)
    assert "l’administrateur du portail" in t(refused.value.key, **refused.value.params)
    scene.ask(scene.bob, scene.other)
    second = scene.requests(scene.bob)[0].public_id
    scene.act(
        None,
        lambda context: approvals.refuse(context, kind="attachment", public_id=second, reason="Doublon", operator=True),
    )
    with pytest.raises(AlreadyAnswered) as refused:
        scene.approve(scene.charlie, second)
    assert "« Doublon »" in t(refused.value.key, **refused.value.params)


def test_two_managers_and_the_asker_at_once_one_wins(scene: Scene) -> None:
    for _ in range(5):
        request = scene.asked()

        def outcome(act: Callable[[], None]) -> type[AppError] | None:
            try:
                act()
            except AppError as error:
                return type(error)
            return None

        acts = [
            lambda request=request: scene.approve(scene.alice, request),
            lambda request=request: scene.refuse(scene.adam, request),
            lambda request=request: scene.cancel(scene.bob, request),
        ]
        with ThreadPoolExecutor(3) as pool:
            outcomes = list(pool.map(outcome, acts))
        assert sorted(outcomes, key=str) == [AlreadyAnswered, AlreadyAnswered, None]
        with scene.world.reading(actor_id=scene.bob.id) as context:
            attached = perms.is_attached(context)
        assert attached == (outcomes[0] is None)
        if attached:
            leave(scene, scene.bob)


def test_two_same_requests_at_once_leave_one(scene: Scene) -> None:
    def ask(_number: int) -> bool:
        try:
            scene.ask(scene.bob, scene.structure)
        except InvalidForm:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(ask, range(8))).count(True) == 1
    assert len(scene.requests(scene.bob)) == 1


def test_reminder_once_a_day(scene: Scene) -> None:
    request = scene.asked()
    scene.remind(scene.bob, request)
    assert len(sent_mails(scene.world, "alice@demo.test")) == 2
    assert scene.requests(scene.bob)[0].can_remind is False
    with pytest.raises(TooMany) as refused:
        scene.remind(scene.bob, request)
    assert refused.value.seconds == 86400
    assert t(refused.value.key, **refused.value.params).endswith("le 25/11/2026 à 14:30.")
    scene.world.clock.move(timedelta(days=1))
    assert scene.requests(scene.bob)[0].can_remind is True
    scene.remind(scene.bob, request)
    assert len(sent_mails(scene.world, "alice@demo.test")) == 3


def test_approval_for_a_structure_that_closed_meanwhile_refused(scene: Scene) -> None:
    request = scene.asked()
    close(scene)
    with pytest.raises(Conflict) as refused:
        scene.act(None, lambda context: attachments.approve(context, public_id=request, operator=True))
    assert refused.value.key == "structures.request.structure_inactive"
    with pytest.raises(NotFound):
        scene.approve(scene.alice, request)


def test_third_part_of_the_window_appears_with_the_first_request(scene: Scene) -> None:
    with scene.world.reading(actor_id=scene.bob.id) as context:
        assert not queries.has_requests(context)
    scene.ask(scene.bob, scene.structure)
    with scene.world.reading(actor_id=scene.bob.id) as context:
        assert queries.has_requests(context)
    with scene.world.reading(actor_id=scene.charlie.id) as context:
        assert not queries.has_requests(context)
        assert queries.my_requests(context) == []


def membership(scene: Scene, who: User) -> str:
    with scene.world.reading() as context:
        return context.session.exec(
            select(Membership.public_id).where(
                Membership.user_id == who.id, Membership.state == MembershipState.VALIDEE
            )
        ).one()


def leave(scene: Scene, who: User, by: User | None = None) -> None:
    public_id = membership(scene, who)
    scene.act(by or who, lambda context: memberships.end_membership(context, public_id=public_id))


def test_attachment_ends_and_is_kept_with_who_and_when(scene: Scene) -> None:
    leave(scene, scene.adam, by=scene.alice)
    with scene.world.reading(actor_id=scene.adam.id) as context:
        assert not perms.is_attached(context)
        row = context.session.exec(select(Membership).where(Membership.user_id == scene.adam.id)).one()
    assert (row.state, row.ended_at, row.ended_by_id) == (
        MembershipState.SUPPRIMEE,
        scene.world.clock.now(),
        scene.alice.id,
    )
    scene.ask(scene.adam, scene.structure)


def test_member_is_told_who_ended_his_attachment(scene: Scene) -> None:
    leave(scene, scene.adam, by=scene.alice)
    (news,) = told(scene, scene.adam)
    assert (news.kind, news.params, news.path) == (
        NewsKind.MEMBERSHIP_ENDED,
        {"who": "Alice Test", "structure": "Béton & Cie"},
        "/rattachement",
    )
    (mail,) = sent_mails(scene.world)
    assert (mail.recipient, mail.subject, mail.link) == (
        "adam@demo.test",
        "Votre rattachement à Béton & Cie a pris fin",
        "http://localhost:3000/rattachement",
    )
    assert "Alice Test a mis fin à votre rattachement à Béton & Cie." in mail.text
    assert [told(scene, other) for other in (scene.alice, scene.bob, scene.charlie)] == [[], [], []]


def test_who_leaves_by_himself_is_told_nothing(scene: Scene) -> None:
    leave(scene, scene.adam)
    with pytest.raises(NotFound):
        leave(scene, scene.alice, by=scene.charlie)
    assert [told(scene, one) for one in (scene.adam, scene.alice)] == [[], []]
    assert sent_mails(scene.world) == []


def told(scene: Scene, who: User) -> list[Told]:
    with scene.world.reading(actor_id=who.id) as context:
        return list(my_notifications(context, page=PageRequest()).rows)


def test_last_manager_cannot_leave(scene: Scene) -> None:
    leave(scene, scene.adam)
    with pytest.raises(Conflict) as refused:
        leave(scene, scene.alice)
    assert refused.value.key == "structures.membership.last_manager"


def test_stranger_ends_no_attachment(scene: Scene) -> None:
    for by in (scene.charlie, scene.bob):
        with pytest.raises(NotFound):
            leave(scene, scene.adam, by=by)


def test_attachment_ended_twice_is_told_so(scene: Scene) -> None:
    public_id = membership(scene, scene.adam)
    leave(scene, scene.adam, by=scene.alice)
    with pytest.raises(Conflict) as refused:
        scene.act(scene.alice, lambda context: memberships.end_membership(context, public_id=public_id))
    assert refused.value.key == "structures.membership.ended_already"


def test_nothing_is_deleted(scene: Scene) -> None:
    request = scene.asked()
    scene.cancel(scene.bob, request)
    with scene.world.reading() as context:
        [row] = context.session.exec(select(AttachmentRequest)).all()
    assert (row.state, row.answered_by_id) == (RequestState.ANNULEE, scene.bob.id)
