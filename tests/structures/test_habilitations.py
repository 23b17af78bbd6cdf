"""Habilitations: asked for by an attached person, answered by a manager on « Approbation »."""

import pytest
from sqlmodel import select

from chorus_app.accounts.models import User
from chorus_app.kernel.context import World
from chorus_app.kernel.errors import Conflict, InvalidForm, NotFound
from chorus_app.structures import approvals, habilitations, memberships, perms
from chorus_app.structures.enums import MembershipState, Profile, RequestState, Space
from chorus_app.structures.habilitations import HabilitationRow
from chorus_app.structures.models import Membership, MembershipProfile, Service
from tests.factories import make_member, sent_mails
from tests.structures.scenes import Managed

READ, WRITE = Profile.FACTURATION_CONSULTATION.value, Profile.FACTURATION_MODIFICATION.value
MANAGE = Profile.ORGANISATION_MODIFICATION.value


class Scene(Managed):
    """Bob consults."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        make_member(world, self.bob, self.structure, (Profile.FACTURATION_CONSULTATION,))
        with world.transaction() as context:
            service = Service(structure_id=self.structure.id, code="ACHATS", name="Achats")
            context.session.add(service)
            context.session.add(Service(structure_id=self.structure.id, code="FERME", name="Fermé", active=False))
            context.session.add(Service(structure_id=self.other.id, code="AILLEURS", name="Ailleurs"))
        self.service = service.public_id

    def ask(
        self,
        profile: str = WRITE,
        *,
        who: User | None = None,
        structure: str = "",
        space: str = "",
        service: str = "",
    ) -> list[str]:
        """The fields and keys of a refusal; none when the request was sent."""
        where = structure or self.structure.public_id
        try:
            self.act(
                who or self.bob,
                lambda context: habilitations.ask_habilitation(
                    context, structure=where, profile=profile, space=space, service=service
                ),
            )
        except InvalidForm as refused:
            return [f"{error.field} {error.key.rpartition('.')[2]}" for error in refused.errors]
        return []

    def rows(self, who: User | None = None) -> list[HabilitationRow]:
        with self.world.reading(actor_id=(who or self.bob).id) as context:
            return habilitations.my_habilitation_requests(context)

    def asked(self) -> str:
        assert self.ask() == []
        return self.rows()[0].public_id

    def answer(self, who: User, public_id: str, *, reason: str = "") -> object:
        kind = approvals.HABILITATION
        if reason:
            return self.act(who, lambda c: approvals.refuse(c, kind=kind, public_id=public_id, reason=reason))
        return self.act(who, lambda c: approvals.approve(c, kind=kind, public_id=public_id))


@pytest.fixture
def scene(world: World) -> Scene:
    return Scene(world)


def test_request_waits_and_is_told(scene: Scene) -> None:
    assert scene.ask(WRITE, space=Space.FACTURES_EMISES.value, service=scene.service) == []
    [row] = scene.rows()
    assert (row.profile, row.space, row.service, row.state, row.waits) == (
        Profile.FACTURATION_MODIFICATION,
        Space.FACTURES_EMISES,
        "ACHATS",
        RequestState.EN_COURS_DE_VALIDATION,
        True,
    )
    wish = "d’habilitation «\u00a0Facturation Modification\u00a0» pour Béton & Cie"
    limits = ", espace «\u00a0Factures émises\u00a0», service ACHATS"
    subject = f"{wish}{limits}".replace("\u00a0", " ")  # on one line
    assert sorted((mail.recipient, mail.subject) for mail in sent_mails(scene.world)) == [
        ("adam@demo.test", f"Demande {subject}"),
        ("alice@demo.test", f"Demande {subject}"),
        ("bob@demo.test", f"Votre demande {subject}"),
    ]
    with scene.world.reading(actor_id=scene.alice.id) as context:
        [pending] = approvals.pending(context).rows
        assert approvals.pending_count(context) == 1
    assert (pending.kind, pending.who, pending.wish) == (approvals.HABILITATION, "Bob Test", wish + limits)
    with scene.world.reading(actor_id=scene.charlie.id) as context:
        assert (approvals.pending(context).rows, approvals.pending_count(context)) == ([], 0)


def test_approval_gives_the_profile_at_once(scene: Scene) -> None:
    public_id = scene.asked()
    scene.answer(scene.alice, public_id)
    with scene.world.reading(actor_id=scene.bob.id) as context:
        assert perms.may_deposit(context, structure_id=scene.structure.id)
        assert not perms.may_deposit(context, structure_id=scene.other.id)
        grants = [(grant.profile, grant.given_by) for grant in habilitations.my_grants(context)]
    assert grants == [(Profile.FACTURATION_CONSULTATION, ""), (Profile.FACTURATION_MODIFICATION, "Alice Test")]
    [row] = scene.rows()
    assert (row.state, row.answered_by, row.waits, row.can_remind) == (RequestState.VALIDEE, "Alice Test", False, False)
    assert sent_mails(scene.world, "bob@demo.test")[-1].subject.endswith("est approuvée")


def test_profile_of_one_space_opens_that_space_only(scene: Scene) -> None:
    scene.ask(WRITE, space=Space.FACTURES_EMISES.value)
    scene.answer(scene.alice, scene.rows()[0].public_id)
    with scene.world.reading(actor_id=scene.bob.id) as context:
        assert perms.may_deposit(context, structure_id=scene.structure.id, space=Space.FACTURES_EMISES)
        assert not perms.may_deposit(context, structure_id=scene.structure.id, space=Space.FACTURES_DE_TRAVAUX)


def test_profile_of_one_service_is_kept_with_its_service(scene: Scene) -> None:
    scene.ask(WRITE, service=scene.service)
    scene.answer(scene.alice, scene.rows()[0].public_id)
    with scene.world.reading(actor_id=scene.bob.id) as context:
        assert [grant.service for grant in habilitations.my_grants(context)] == ["", "ACHATS"]
        assert not perms.may_deposit(context, structure_id=scene.structure.id)


def test_refusal_carries_its_reason(scene: Scene) -> None:
    public_id = scene.asked()
    scene.answer(scene.adam, public_id, reason="Voyez la comptabilité")
    [row] = scene.rows()
    assert (row.state, row.reason, row.answered_by) == (RequestState.REFUSEE, "Voyez la comptabilité", "Adam Test")
    assert "«\u00a0Voyez la comptabilité\u00a0»" in sent_mails(scene.world, "bob@demo.test")[-1].text
    with scene.world.reading(actor_id=scene.bob.id) as context:
        assert not perms.may_deposit(context, structure_id=scene.structure.id)


def test_charlie_is_answered_as_for_an_unknown_request(scene: Scene) -> None:
    public_id = scene.asked()
    told = []
    for asked in (public_id, "unknown"):
        for reason in ("", "Non"):
            with pytest.raises(NotFound) as refused:
                scene.answer(scene.charlie, asked, reason=reason)
            told.append((refused.value.key, refused.value.params))
        for act in (habilitations.cancel, habilitations.remind):
            with pytest.raises(NotFound) as refused, scene.world.transaction(actor_id=scene.charlie.id) as context:
                act(context, public_id=asked)
            told.append((refused.value.key, refused.value.params))
    assert len({str(answer) for answer in told}) == 1
    assert scene.ask(who=scene.charlie) == ["structure structure"]
    assert scene.ask(who=scene.charlie, structure="unknown") == ["structure structure"]
    with scene.world.reading(actor_id=scene.charlie.id) as context:
        assert habilitations.services_of(context, structure=scene.structure.public_id) == []
        assert habilitations.services_of(context, structure="unknown") == []
    assert scene.rows()[0].waits


def test_member_without_the_profile_answers_nothing(scene: Scene) -> None:
    public_id = scene.asked()
    with pytest.raises(NotFound):
        scene.answer(scene.bob, public_id)


def test_services_in_use_can_be_chosen(scene: Scene) -> None:
    with scene.world.reading(actor_id=scene.bob.id) as context:
        found = habilitations.services_of(context, structure=scene.structure.public_id)
    assert [(row.code, row.name) for row in found] == [("ACHATS", "Achats")]


def test_what_does_not_fit_is_told_beside_its_field(scene: Scene) -> None:
    with scene.world.reading() as context:
        elsewhere = context.session.exec(select(Service.public_id).where(Service.code == "AILLEURS")).one()
    assert scene.ask("TOUT") == ["profile profile"]
    assert scene.ask(WRITE, space="PARTOUT") == ["space space"]
    assert scene.ask(MANAGE, space=Space.FACTURES_EMISES.value) == ["space no_space"]
    assert scene.ask(MANAGE, service=scene.service) == ["service no_service"]
    assert scene.ask(WRITE, service=elsewhere) == scene.ask(WRITE, service="unknown") == ["service service"]
    assert scene.rows() == []


def test_what_one_has_or_asked_for_is_not_asked_for_again(scene: Scene) -> None:
    assert scene.ask(READ) == ["profile held"]
    assert scene.ask(READ, space=Space.FACTURES_EMISES.value, service=scene.service) == ["profile held"]
    assert scene.ask(WRITE) == []
    assert scene.ask(WRITE) == ["profile asked"]
    assert scene.ask(WRITE, space=Space.FACTURES_EMISES.value) == []
    assert scene.ask(READ, who=scene.alice) == ["profile held"]  # a MODIFICATION includes its CONSULTATION
    assert scene.ask(Profile.ORGANISATION_CONSULTATION.value, who=scene.alice) == ["profile held"]


def test_requests_that_wait_are_limited(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(habilitations, "MOST_WAITING", 1)
    assert scene.ask(WRITE) == []
    assert scene.ask(MANAGE) == ["None too_many"]


def test_request_is_cancelled_and_reminded_by_its_asker(scene: Scene) -> None:
    public_id = scene.asked()
    scene.act(scene.bob, lambda context: habilitations.remind(context, public_id=public_id))
    assert [mail.subject.partition(" ")[0] for mail in sent_mails(scene.world, "alice@demo.test")] == [
        "Demande",
        "Relance",
    ]
    assert not scene.rows()[0].can_remind
    scene.act(scene.bob, lambda context: habilitations.cancel(context, public_id=public_id))
    assert scene.rows()[0].state is RequestState.ANNULEE
    assert scene.ask() == []


def test_who_leaves_asks_for_nothing_any_more(scene: Scene) -> None:
    scene.asked()
    with scene.world.transaction(actor_id=scene.bob.id) as context:
        [row] = memberships.my_memberships(context)
        memberships.leave(context, public_id=row.public_id)
    assert scene.rows()[0].state is RequestState.ANNULEE
    with scene.world.reading(actor_id=scene.alice.id) as context:
        assert approvals.pending_count(context) == 0


def test_nobody_leaves_for_another(scene: Scene) -> None:
    with scene.world.reading() as context:
        bobs = context.session.exec(select(Membership).where(Membership.user_id == scene.bob.id)).one()
    told = []
    for who in (scene.alice, scene.charlie):
        for public_id in (bobs.public_id, "unknown"):
            with pytest.raises(NotFound) as refused, scene.world.transaction(actor_id=who.id) as context:
                memberships.leave(context, public_id=public_id)
            told.append((refused.value.key, refused.value.params))
    assert len({str(answer) for answer in told}) == 1


def test_attachment_that_ended_without_notice_gets_no_profile(scene: Scene) -> None:
    public_id = scene.asked()
    with scene.world.transaction() as context:
        membership = context.session.exec(select(Membership).where(Membership.user_id == scene.bob.id)).one()
        membership.state = MembershipState.SUPPRIMEE
        context.session.add(membership)
    with pytest.raises(Conflict) as refused:
        scene.answer(scene.alice, public_id)
    assert refused.value.key == "structures.habilitation.no_longer_attached"
    assert scene.rows()[0].waits


def test_profile_held_meanwhile_is_not_given_twice(scene: Scene) -> None:
    public_id = scene.asked()
    with scene.world.transaction(actor_id=scene.adam.id) as context:
        membership = memberships.in_force(context, user_id=scene.bob.id, structure_id=scene.structure.id)
        assert membership is not None
        memberships.give(context, membership=membership, profile=Profile.FACTURATION_MODIFICATION)
    scene.answer(scene.alice, public_id)
    with scene.world.reading() as context:
        query = select(MembershipProfile).where(MembershipProfile.membership_id == membership.id)
        assert len(context.session.exec(query).all()) == 2


def test_operator_answers_too(scene: Scene) -> None:
    public_id = scene.asked()
    with scene.world.transaction() as context:
        assert approvals.kind_of(context, public_id=public_id) == approvals.HABILITATION
        assert approvals.kind_of(context, public_id="unknown") == ""
        approvals.approve(context, kind=approvals.HABILITATION, public_id=public_id, operator=True)
    assert (scene.rows()[0].state, scene.rows()[0].answered_by) == (RequestState.VALIDEE, "")
