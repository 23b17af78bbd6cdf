"""« Factures à valider »: who sees what waits, and who is told of it."""

import pytest

from chorus_app.invoices import validation
from chorus_app.invoices.enums import RefusedFor, Scope, Status
from chorus_app.invoices.finding import find_parties
from chorus_app.invoices.lists import count_by_status
from chorus_app.invoices.queries import get_invoice
from chorus_app.invoices.service import Accepted, Origin, integrate_all
from chorus_app.invoices.supplying import correct_valideur
from chorus_app.kernel.context import World
from chorus_app.kernel.errors import NotFound
from chorus_app.kernel.paging import PageRequest
from chorus_app.notifications.queries import my_notifications
from chorus_app.structures.enums import Space
from tests.factories import sent_mails
from tests.flux.scenes import Cast
from tests.invoices.test_queries import numbers
from tests.invoices.to_validate import CONSULT, MODIFY, VALIDEUR, mona, row, structure, waiting
from tests.makers.invoices import make_invoice


def told(world: World, actor: int) -> list[tuple[str, str]]:
    with world.reading(actor_id=actor) as context:
        page = my_notifications(context, page=PageRequest())
        return [(one.path, str(one.params.get("what", one.params.get("status")))) for one in page.rows]


def listed(world: World, actor: int) -> list[str]:
    return numbers(world, actor, Scope.VALIDER)


def test_valideur_has_a_list_of_what_names_him(world: World, cast: Cast) -> None:
    one, reader = mona(world, cast), mona(world, cast, "rita", profile=CONSULT)
    elsewhere = mona(world, cast, "emma", space=Space.FACTURES_EMISES)
    waiting(world, cast, "ST-1")
    waiting(world, cast, "ST-2", cadre="A12")
    waiting(world, cast, "SIT-1", cadre="A4")
    waiting(world, cast, "F-1", cadre="A1", valideur=None)
    assert listed(world, one) == listed(world, reader) == ["ST-2", "ST-1"]
    assert listed(world, elsewhere) == listed(world, cast.charlie) == listed(world, cast.alice) == []
    with world.reading(actor_id=one) as context:
        assert count_by_status(context, scope=Scope.VALIDER) == {Status.A_VALIDER_1: 2}
        assert ("a_valider", "Maçonnerie Démo", True) in {
            (found.scope.value, found.party.name, found.supplier) for found in find_parties(context, text="maconnerie")
        }


def test_who_acts_for_another_structure_sees_none_of_it(world: World, cast: Cast) -> None:
    waiting(world, cast)
    assert numbers(world, mona(world, cast), Scope.VALIDER, structure=cast.other) == []


def test_those_who_may_validate_are_told_by_bell_and_mail(world: World, cast: Cast) -> None:
    one = mona(world, cast)
    others = [mona(world, cast, "rita", profile=CONSULT), mona(world, cast, "emma", space=Space.FACTURES_EMISES)]
    public_id = waiting(world, cast)
    assert told(world, one) == [
        (f"/factures/{public_id}", "la facture ST-1 de Maçonnerie Démo, à valider jusqu’au 09/12/2026")
    ]
    assert [told(world, actor) for actor in (*others, cast.charlie, cast.buyer)] == [[], [], [], []]
    assert [(mail.recipient, mail.subject) for mail in sent_mails(world)] == [
        ("mona@demo.test", "À valider : la facture ST-1 de Maçonnerie Démo")
    ]


def test_several_invoices_at_once_are_told_at_once(world: World, cast: Cast) -> None:
    one = mona(world, cast, space=Space.FACTURES_A_VALIDER)
    with world.transaction() as context:
        accepted = [
            Accepted(
                make_invoice(number=f"ST-{number}", cadre="A9", valideur=VALIDEUR),
                Origin("CPP0011117000000000000001", "FSO1117A", "EDI", cast.alice, context.now(), number),
                [],
            )
            for number in (1, 2, 3)
        ]
        integrate_all(context, accepted)
    assert told(world, one) == [("/factures-a-valider", "3 factures, à valider jusqu’au 09/12/2026")]


def test_validated_invoice_stays_in_the_list_and_reaches_its_recipient(world: World, cast: Cast) -> None:
    one, public_id = mona(world, cast), waiting(world, cast)
    assert numbers(world, cast.buyer, Scope.RECUES) == []
    with world.transaction(actor_id=one) as context:
        validation.validate(context, invoice_id=row(world, public_id).id, comment="Conforme.")
    assert numbers(world, cast.buyer, Scope.RECUES) == listed(world, one) == ["ST-1"]
    assert [status for _, status in told(world, cast.alice)] == ["Validée, puis Mise à disposition"]


def test_valideur_who_was_the_wrong_one_sees_it_no_more(world: World, cast: Cast) -> None:
    one, public_id = mona(world, cast), waiting(world, cast)
    with world.transaction(actor_id=one) as context:
        validation.refuse(context, invoice_id=row(world, public_id).id, reason=RefusedFor.ERREUR_VALIDEUR)
    assert numbers(world, cast.buyer, Scope.RECUES) == []
    with world.transaction(actor_id=cast.alice) as context:
        right = structure(world, cast.other)
        correct_valideur(context, invoice_id=row(world, public_id).id, valideur=right)
    assert listed(world, one) == []
    assert listed(world, cast.charlie) == ["ST-1"]
    assert told(world, cast.charlie) == [
        (f"/factures/{public_id}", "la facture ST-1 de Maçonnerie Démo, à valider jusqu’au 09/12/2026")
    ]
    with world.reading(actor_id=one) as context, pytest.raises(NotFound):
        get_invoice(context, public_id=public_id)


def test_profile_of_another_space_gives_no_sight_of_the_invoice(world: World, cast: Cast) -> None:
    public_id = waiting(world, cast)
    for actor in (cast.charlie, mona(world, cast, "emma", profile=MODIFY, space=Space.FACTURES_DE_TRAVAUX)):
        with world.reading(actor_id=actor) as context, pytest.raises(NotFound):
            get_invoice(context, public_id=public_id)
