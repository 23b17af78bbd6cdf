"""Requests that nobody answers: the managers are reminded after 7 days, a proof can be sent after 15."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from chorus_app.accounts.models import User
from chorus_app.flux import uploads
from chorus_app.formats.papers import Paper
from chorus_app.kernel.context import Context, World
from chorus_app.kernel.errors import Conflict, NotFound
from chorus_app.kernel.paging import PageRequest
from chorus_app.notifications.enums import NewsKind
from chorus_app.notifications.queries import my_notifications
from chorus_app.operations.tasks import _tidy_once
from chorus_app.structures import approvals, attachments, closing, habilitations, proofs, queries, timers
from chorus_app.structures.enums import Profile
from chorus_app.structures.errors import AlreadyAnswered
from chorus_app.structures.models import AttachmentRequest
from tests.factories import PASSWORD, make_member, make_request, make_structure, make_user, sent_mails

DAY = timedelta(days=1)


class Scene:
    """Alice manages, Bob asks, Charlie has no part in it."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.alice, self.bob, self.charlie = (make_user(world, name) for name in ("alice", "bob", "charlie"))
        self.structure = make_structure(world)
        make_member(world, self.alice, self.structure)
        self.request = make_request(world, self.bob, self.structure)

    def sweep(self) -> int:
        with self.world.transaction() as context:
            return timers.sweep(context)

    def told(self, user: User) -> list[NewsKind]:
        with self.world.reading(actor_id=user.id) as context:
            return [row.kind for row in my_notifications(context, page=PageRequest()).rows]

    def send(self, by: User, request_id: str = "", *, content: bytes = b"%PDF-1.7", name: str = "kbis.pdf") -> str:
        stored = self.world.files.put(content)
        about = request_id or self.request.public_id
        with self.world.transaction(actor_id=by.id) as context:
            return proofs.send(context, request_id=about, stored=stored, name=name, paper=Paper.PDF)

    def look(self, by: User, request_id: str = "") -> proofs.Blocked:
        with self.world.reading(actor_id=by.id) as context:
            return proofs.look(context, request_id=request_id or self.request.public_id)

    def late(self) -> None:
        self.world.clock.move(15 * DAY)


@pytest.fixture
def scene(world: World) -> Scene:
    return Scene(world)


def test_managers_are_reminded_once_after_seven_days(scene: Scene) -> None:
    scene.world.clock.move(7 * DAY - timedelta(seconds=1))
    assert (scene.sweep(), scene.told(scene.alice)) == (0, [])
    scene.world.clock.move(timedelta(seconds=1))
    assert (scene.sweep(), scene.sweep()) == (1, 0)
    assert scene.told(scene.alice) == [NewsKind.REQUEST_REMINDED]
    assert [mail.subject for mail in sent_mails(scene.world, "alice@demo.test")] == [
        "Relance : demande de rattachement à Béton & Cie"
    ]
    assert scene.told(scene.bob) == scene.told(scene.charlie) == []


def test_asker_is_told_of_the_proof_after_fifteen_days(scene: Scene) -> None:
    scene.late()
    assert scene.sweep() == 2
    assert scene.told(scene.bob) == [NewsKind.PROOF_POSSIBLE]
    [mail] = sent_mails(scene.world, "bob@demo.test")
    assert mail.link.endswith(f"/rattachement/justificatif?demande={scene.request.public_id}")
    scene.world.clock.move(30 * DAY)
    assert scene.sweep() == 0


@pytest.mark.parametrize("how", ["approved", "refused", "cancelled"])
def test_request_that_was_answered_is_left_alone(scene: Scene, how: str) -> None:
    public_id = scene.request.public_id
    with scene.world.transaction(actor_id=(scene.bob if how == "cancelled" else scene.alice).id) as context:
        if how == "approved":
            approvals.approve(context, kind=approvals.ATTACHMENT, public_id=public_id)
        elif how == "refused":
            approvals.refuse(context, kind=approvals.ATTACHMENT, public_id=public_id, reason="Non")
        else:
            attachments.cancel_request(context, public_id=public_id)
    before = (scene.told(scene.alice), scene.told(scene.bob))
    scene.late()
    assert scene.sweep() == 2
    assert (scene.told(scene.alice), scene.told(scene.bob)) == before


def test_habilitations_have_the_same_timers(scene: Scene) -> None:
    dora = make_user(scene.world, "dora")
    make_member(scene.world, dora, scene.structure, (Profile.FACTURATION_CONSULTATION,))
    with scene.world.transaction(actor_id=dora.id) as context:
        habilitations.ask_habilitation(
            context, structure=scene.structure.public_id, profile=Profile.FACTURATION_MODIFICATION.value
        )
    scene.late()
    scene.sweep()
    assert scene.told(dora) == [NewsKind.PROOF_POSSIBLE]
    with scene.world.reading(actor_id=dora.id) as context:
        [row] = habilitations.my_habilitation_requests(context)
    assert row.can_prove
    scene.send(dora, row.public_id)
    assert [proof.name for proof in scene.look(dora, row.public_id).proofs] == ["kbis.pdf"]


def test_server_sweeps_while_it_tidies(scene: Scene) -> None:
    scene.late()
    _tidy_once(scene.world)
    assert scene.told(scene.bob) == [NewsKind.PROOF_POSSIBLE]


def test_proof_waits_for_its_day(scene: Scene) -> None:
    with pytest.raises(Conflict) as refused:
        scene.send(scene.bob)
    assert refused.value.key == "structures.proof.too_early"
    found = scene.look(scene.bob)
    assert (found.open, found.full, found.possible_from) == (False, False, scene.world.clock.now() + 15 * DAY)
    with scene.world.reading(actor_id=scene.bob.id) as context:
        assert [row.can_prove for row in queries.my_requests(context)] == [False]
    scene.late()
    with scene.world.reading(actor_id=scene.bob.id) as context:
        assert [row.can_prove for row in queries.my_requests(context)] == [True]
    scene.send(scene.bob)
    found = scene.look(scene.bob)
    assert (found.open, [proof.name for proof in found.proofs]) == (True, ["kbis.pdf"])
    with scene.world.reading() as context:
        [row] = approvals.pending_everywhere(context)
    assert [proof.name for proof in row.proofs] == ["kbis.pdf"]


def test_proofs_of_one_request_are_limited(scene: Scene) -> None:
    scene.late()
    for _ in range(3):
        scene.send(scene.bob)
    found = scene.look(scene.bob)
    assert (found.open, found.full) == (False, True)
    with pytest.raises(Conflict) as refused:
        scene.send(scene.bob)
    assert refused.value.key == "structures.proof.enough"


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\papers\\kbis", "kbis.pdf"),
        ("Kbis de l’an 2026.PNG", "Kbis de l’an 2026.pdf"),
        ("\u202efdp.exe", "fdp.pdf"),
        ("", "justificatif.pdf"),
        ("x" * 400, "x" * 116 + ".pdf"),
    ],
)
def test_name_of_a_proof_is_harmless_and_says_what_it_is(scene: Scene, given: str, shown: str) -> None:
    scene.late()
    scene.send(scene.bob, name=given)
    assert [proof.name for proof in scene.look(scene.bob).proofs] == [shown]


def test_charlie_is_answered_as_for_an_unknown_request(scene: Scene) -> None:
    scene.late()
    proof = scene.send(scene.bob)
    told = []
    for stranger in (scene.charlie, scene.alice):  # the manager who does not answer does not read it either
        for request_id in (scene.request.public_id, "unknown"):
            for act in (scene.look, scene.send):
                with pytest.raises(NotFound) as refused:
                    act(stranger, request_id)
                told.append((refused.value.key, refused.value.params))
        for public_id in (proof, "unknown"):
            with pytest.raises(NotFound) as refused, scene.world.reading(actor_id=stranger.id) as context:
                proofs.stored_proof(context, public_id=public_id)
            told.append((refused.value.key, refused.value.params))
    assert len({str(answer) for answer in told}) == 1
    for actor, operator in ((scene.bob.id, False), (None, True)):
        with scene.world.reading(actor_id=actor) as context:
            assert proofs.stored_proof(context, public_id=proof, operator=operator).name == "kbis.pdf"


def test_operator_answers_and_the_proof_goes_later(scene: Scene) -> None:
    scene.late()
    scene.send(scene.bob)
    with scene.world.transaction() as context:
        [row] = approvals.pending_everywhere(context)
        approvals.approve(context, kind=row.kind, public_id=row.public_id, operator=True)
    with pytest.raises(AlreadyAnswered):
        scene.look(scene.bob)
    assert stored(scene) == 1
    scene.world.clock.move(30 * DAY)
    _tidy_once(scene.world)
    assert stored(scene) == 0


def test_proofs_go_with_the_account_of_their_sender(scene: Scene) -> None:
    scene.late()
    scene.send(scene.bob)
    with scene.world.transaction(actor_id=scene.bob.id) as context:
        closing.close_account(context, password=PASSWORD)
    _tidy_once(scene.world)
    assert stored(scene) == 0


def test_tidying_keeps_the_bytes_that_a_proof_holds(scene: Scene) -> None:
    scene.late()
    scene.send(scene.bob)
    with scene.world.transaction() as context:
        uploads.drop_unheld(context, [scene.world.files.put(b"%PDF-1.7").sha256])
    assert stored(scene) == 1


def stored(scene: Scene) -> int:
    """How many files the store holds."""
    return len([path for path in Path(scene.world.files.folder).rglob("*") if path.is_file()])


def test_timers_of_a_request_that_is_gone_do_nothing(scene: Scene) -> None:
    def forget(context: Context) -> None:
        context.session.delete(context.session.exec(select(AttachmentRequest)).one())

    with scene.world.transaction() as context:
        forget(context)
    scene.late()
    assert scene.sweep() == 2
    assert scene.told(scene.bob) == []
