"""A valideur who does not answer: reminded after 7 days, taken to have validated after 15."""

from datetime import timedelta

from chorus_app.invoices import tacit, validation
from chorus_app.invoices.enums import EventKind, RefusedFor, Scope, Status
from chorus_app.invoices.queries import get_invoice
from chorus_app.invoices.service import give_status
from chorus_app.invoices.views import EventView
from chorus_app.kernel.context import World
from chorus_app.operations.tasks import _tidy_once
from tests.factories import sent_mails
from tests.flux.scenes import Cast
from tests.invoices.test_queries import numbers
from tests.invoices.test_to_validate import told
from tests.invoices.to_validate import mona, row, waiting

# Alice deposits on the 24th of November at 14:30: the 15th day is the 9th of December, the 7th the 1st.
TO_THE_END = timedelta(hours=9, minutes=29)  # to midnight from 14:31: a deposit takes a minute
WHAT = "la facture ST-1 de Maçonnerie Démo"


def sweep(world: World) -> int:
    with world.transaction() as context:
        return tacit.sweep(context)


def past(world: World, days: int) -> None:
    """The clock moves on to the first moment after so many days."""
    world.clock.move(timedelta(days=days) + TO_THE_END)


def history(world: World, public_id: str, by: int) -> tuple[EventView, ...]:
    with world.reading(actor_id=by) as context:
        return get_invoice(context, public_id=public_id).history


def test_invoice_without_an_answer_counts_as_validated_once_the_fifteenth_day_is_over(world: World, cast: Cast) -> None:
    one, public_id = mona(world, cast), waiting(world, cast)
    past(world, 15)
    world.clock.move(timedelta(seconds=-1))
    sweep(world)
    assert (row(world, public_id).status, numbers(world, cast.buyer, Scope.RECUES)) == (Status.A_VALIDER_1, [])
    world.clock.move(timedelta(seconds=1))
    assert (sweep(world), sweep(world)) == (1, 0)
    assert row(world, public_id).status is Status.MISE_A_DISPOSITION
    assert numbers(world, cast.buyer, Scope.RECUES) == numbers(world, one, Scope.VALIDER) == ["ST-1"]
    given = [(event.code, event.actor) for event in history(world, public_id, cast.alice)][-2:]
    assert given == [("ABSENCE_VALIDATION_1_HORS_DELAI", None), ("MISE_A_DISPOSITION", None)]


def test_depositor_is_told_once_that_it_counts_as_validated(world: World, cast: Cast) -> None:
    public_id = waiting(world, cast)
    past(world, 15)
    sweep(world)
    assert told(world, cast.alice) == [
        (f"/factures/{public_id}", "Validée sans réponse dans le délai, puis Mise à disposition")
    ]
    assert [mail.recipient for mail in sent_mails(world)] == ["alice@demo.test"]
    assert told(world, cast.charlie) == told(world, cast.buyer) == []


def test_invoice_of_a_second_valideur_counts_as_validated_too(world: World, cast: Cast) -> None:
    public_id = waiting(world, cast, cadre="A12")
    with world.transaction() as context:
        found = context.session.merge(row(world, public_id))
        found.status = Status.VALIDEE_1
        give_status(context, invoice=found, status=Status.A_VALIDER_2)
    past(world, 15)
    sweep(world)
    codes = [event.code for event in history(world, public_id, cast.alice)][-2:]
    assert codes == ["ABSENCE_VALIDATION_2_HORS_DELAI", "MISE_A_DISPOSITION"]


def test_what_was_answered_or_waits_for_nobody_is_left_alone(world: World, cast: Cast) -> None:
    one = mona(world, cast)
    refused, works, simple = (
        waiting(world, cast, "ST-1"),
        waiting(world, cast, "SIT-1", cadre="A4"),
        waiting(world, cast, "F-1", cadre="A1", valideur=None),
    )
    with world.transaction(actor_id=one) as context:
        validation.refuse(context, invoice_id=row(world, refused).id, reason=RefusedFor.AUTRE)
    before = [row(world, each).status for each in (refused, works, simple)]
    past(world, 60)
    assert sweep(world) == 0
    assert [row(world, each).status for each in (refused, works, simple)] == before


def test_time_begins_again_with_another_valideur(world: World, cast: Cast) -> None:
    public_id = waiting(world, cast)
    world.clock.move(timedelta(days=14))
    with world.transaction() as context:
        found = context.session.merge(row(world, public_id))
        for status in (Status.ERREUR_FOURNISSEUR_SUR_VALIDEUR, Status.A_VALIDER_1):
            give_status(context, invoice=found, status=status)
    past(world, 14)
    sweep(world)
    assert row(world, public_id).status is Status.A_VALIDER_1
    world.clock.move(timedelta(days=1))
    sweep(world)
    assert row(world, public_id).status is Status.MISE_A_DISPOSITION


def test_those_who_may_validate_are_reminded_once(world: World, cast: Cast) -> None:
    one, public_id = mona(world, cast), waiting(world, cast)
    past(world, 7)
    world.clock.move(timedelta(seconds=-1))
    assert sweep(world) == 0
    world.clock.move(timedelta(seconds=1))
    assert (sweep(world), sweep(world)) == (1, 0)
    address = f"/factures/{public_id}"
    assert told(world, one) == [
        (address, f"{WHAT} (rappel), à valider jusqu’au 09/12/2026"),
        (address, f"{WHAT}, à valider jusqu’au 09/12/2026"),
    ]
    assert [mail.subject for mail in sent_mails(world, "mona@demo.test")] == [
        f"À valider : {WHAT}",
        f"À valider : {WHAT} (rappel)",
    ]
    assert "au plus tard le 09/12/2026" in sent_mails(world, "mona@demo.test")[-1].text
    assert told(world, cast.charlie) == []
    last = history(world, public_id, cast.alice)[-1]
    assert (last.kind, last.code, last.actor) == (EventKind.COMPLEMENT, "RELANCE_VALIDEUR", None)
    assert last.label_key == "invoices.valideur_reminded"


def test_server_does_it_when_it_tidies_up(world: World, cast: Cast) -> None:
    public_id = waiting(world, cast)
    past(world, 15)
    _tidy_once(world)
    assert row(world, public_id).status is Status.MISE_A_DISPOSITION


def test_page_knows_the_last_day_as_long_as_the_invoice_waits(world: World, cast: Cast) -> None:
    public_id, one = waiting(world, cast), mona(world, cast)
    with world.reading(actor_id=one) as context:
        day = get_invoice(context, public_id=public_id).answer_by
    with world.transaction(actor_id=one) as context:
        validation.validate(context, invoice_id=row(world, public_id).id)
        assert get_invoice(context, public_id=public_id).answer_by is None
    assert f"{day:%d/%m/%Y}" == "09/12/2026"
