"""What a recipient demands shapes the form; cadres are those of the space and the role."""

import pytest

from chorus_app.drafts import queries, service
from chorus_app.drafts.enums import Answer, Manner
from chorus_app.drafts.form import Form
from chorus_app.drafts.queries import DraftView
from chorus_app.formats.syntaxes import Space
from chorus_app.kernel.context import World
from chorus_app.kernel.errors import Invalid
from chorus_app.kernel.text import t
from chorus_app.structures.enums import StructureKind
from chorus_app.structures.models import Service, Structure
from chorus_app.ui.drafts.data.views import recipient_card
from tests.drafts.test_form import GOOD, RATES
from tests.drafts.test_service import acting
from tests.flux.scenes import Cast

OPEN = {Answer.SERVICE, Answer.ENGAGEMENT}


def draft_view(world: World, cast: Cast, who: str = "alice", **answers: str) -> DraftView:
    form = Form({**GOOD, **{Answer[name]: text for name, text in answers.items()}}, RATES)
    with acting(world, cast, who) as context:
        draft = service.begin(context, space=Space.EMISES, beginning=service.Beginning(Manner.PDF, form))
        return queries.get_draft(context, public_id=draft)


def demand(world: World, cast: Cast, **demands: bool) -> None:
    with world.transaction() as context:
        recipient = context.session.get_one(Structure, cast.recipient)
        for name, value in demands.items():
            setattr(recipient, name, value)


@pytest.mark.parametrize(
    ("demands", "told", "asked"),
    [
        ({}, "none", set()),
        ({"code_service_required": True}, "service", {Answer.SERVICE}),
        ({"engagement_required": True}, "engagement", {Answer.ENGAGEMENT}),
        ({"code_service_required": True, "engagement_required": True}, "both", OPEN),
        ({"is_state": True}, "both", OPEN),
        ({"engagement_or_service": True}, "either", OPEN),
        ({"active": False}, "inactive", set()),
    ],
)
def test_demands_of_the_recipient_are_told_and_asked_for(
    world: World, cast: Cast, demands: dict[str, bool], told: str, asked: set[Answer]
) -> None:
    demand(world, cast, **demands)
    view = draft_view(world, cast)
    assert recipient_card(view.recipient).demands == t(f"drafts.demands.{told}")
    found = {remark.answer for remark in view.blocking} & OPEN
    assert bool(found) == bool(asked)
    assert found <= asked
    complete = draft_view(world, cast, SERVICE="SERV1", ENGAGEMENT="EJ-1")
    assert {remark.answer for remark in complete.blocking} & OPEN == set()


def test_one_of_both_is_enough_where_one_is_demanded(world: World, cast: Cast) -> None:
    demand(world, cast, engagement_or_service=True)
    for answers in ({"SERVICE": "SERV1"}, {"ENGAGEMENT": "EJ-1"}):
        assert {remark.answer for remark in draft_view(world, cast, **answers).blocking} & OPEN == set()


def test_service_may_demand_the_engagement_itself(world: World, cast: Cast) -> None:
    with world.transaction() as context:
        context.session.add(
            Service(structure_id=cast.recipient, code="VOIRIE", name="Voirie", engagement_required=True)
        )
    view = draft_view(world, cast, SERVICE="VOIRIE")
    assert Answer.ENGAGEMENT in {remark.answer for remark in view.blocking}
    hints = {one.value: one.hint for one in recipient_card(view.recipient).services}
    assert hints == {"SERV1": "", "VOIRIE": t("drafts.service_engagement")}


def test_factures_publiques_is_for_public_suppliers_only(world: World, cast: Cast) -> None:
    with world.transaction() as context:
        context.session.add(Service(structure_id=cast.recipient, code="FACTURES_PUBLIQUES", name="Entre publics"))
    view = draft_view(world, cast, SERVICE="FACTURES_PUBLIQUES")
    assert view.recipient is not None
    assert [one.code for one in view.recipient.services] == ["SERV1"]
    assert Answer.SERVICE in {remark.answer for remark in view.blocking}
    with world.transaction() as context:
        context.session.get_one(Structure, cast.supplier).kind = StructureKind.PUBLIQUE
    view = draft_view(world, cast, SERVICE="FACTURES_PUBLIQUES")
    assert view.recipient is not None
    assert [one.code for one in view.recipient.services] == ["FACTURES_PUBLIQUES", "SERV1"]
    assert Answer.SERVICE not in {remark.answer for remark in view.blocking}


@pytest.mark.parametrize(
    ("space", "roles", "allowed"),
    [
        (Space.EMISES, {}, "A1 A2 A9 A12"),
        (Space.EMISES, {"is_moe": True, "is_moa": True}, "A1 A2 A9 A12"),
        (Space.TRAVAUX, {}, "A4 A5 A6 A7 A8 A10 A13 A14 A22 A23"),
        (Space.TRAVAUX, {"is_moe": True}, "A4 A5 A6 A7 A8 A10 A13 A14 A15 A16 A17 A18 A22 A23 A24"),
        (Space.TRAVAUX, {"is_moa": True}, "A4 A5 A6 A7 A8 A10 A13 A14 A19 A20 A22 A23 A25"),
    ],
)
def test_cadres_are_those_of_space_and_role_and_no_other_is_kept(
    world: World, cast: Cast, space: Space, roles: dict[str, bool], allowed: str
) -> None:
    with world.transaction() as context:
        supplier = context.session.get_one(Structure, cast.supplier)
        for name, value in roles.items():
            setattr(supplier, name, value)
    with acting(world, cast) as context:
        draft = service.begin(context, space=space, beginning=service.Beginning(Manner.TYPED))
        assert [one.code for one in queries.get_draft(context, public_id=draft).cadres] == allowed.split()
    for number in range(1, 27):
        code = f"A{number}"
        with acting(world, cast) as context:
            version = queries.find_draft(context, public_id=draft).version
            if code in allowed.split():
                service.save(context, public_id=draft, version=version, answers={Answer.CADRE: code})
            else:
                with pytest.raises(Invalid):
                    service.save(context, public_id=draft, version=version, answers={Answer.CADRE: code})
