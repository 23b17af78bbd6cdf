"""The way in: who may deposit what, told by which number, and never twice."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import text
from sqlmodel import func, select

from chorus_app.flux import deposit
from chorus_app.flux.enums import Door, FluxState
from chorus_app.flux.models import Flux, FluxEvent
from chorus_app.flux.naming import shown_name
from chorus_app.formats.kinds import FileKind
from chorus_app.formats.syntaxes import Space
from chorus_app.kernel.context import World
from chorus_app.kernel.errors import AppError, Conflict, Denied, Invalid
from chorus_app.kernel.text import t
from chorus_app.structures.enums import Profile
from chorus_app.structures.models import Structure
from tests.flux import scenes
from tests.flux.scenes import Cast


def counts(world: World) -> tuple[int, int, int]:
    """How many flux, events and asked imports there are."""
    with world.reading() as context:
        flux = context.session.exec(select(func.count()).select_from(Flux)).one()
        events = context.session.exec(select(func.count()).select_from(FluxEvent)).one()
        asked = context.session.execute(text("SELECT count(*) FROM workflow_status")).scalar_one()
    return flux, events, asked


def refusal(world: World, cast: Cast, **changes: object) -> AppError:
    """What a deposit is refused with; nothing was written."""
    arguments = {
        "door": Door.PORTAL,
        "mode_depot": "UPLOAD_PORTAIL",
        "application_code": "CPP001",
        "syntax_code": "FSO1137A",
        "space": Space.TRAVAUX,
        "file": world.files.put(b"%PDF-"),
        "name": "facture.pdf",
        "idempotency_key": "key",
        **changes,
    }
    actor, structure = arguments.pop("actor", cast.alice), arguments.pop("structure", cast.supplier)
    with pytest.raises(AppError) as caught, world.transaction(actor_id=actor, structure_id=structure) as context:  # type: ignore[arg-type] # varied by the tests
        deposit.receive(context, **arguments)  # type: ignore[arg-type] # varied by the tests
    assert counts(world) == (0, 0, 0)
    assert t(caught.value.key, "fr", **caught.value.params)
    return caught.value


def test_receipt_has_the_number_of_25_characters_and_counts_on(world: World, cast: Cast) -> None:
    first = scenes.put(world, cast, b"a", "FSO1137A")
    second = scenes.put(world, cast, b"b", "FSO1100A")
    assert [first.number, second.number] == ["CPP0011137000000000000001", "CPP0011100000000000000002"]
    assert counts(world) == (2, 2, 2)


def test_new_flux_waits_at_the_portal(world: World, cast: Cast) -> None:
    receipt = scenes.put(world, cast, b"a", "FSO1137A", name="C:\\x\\..\\fac\u202eture.pdf")
    with world.reading() as context:
        flux = context.session.exec(select(Flux)).one()
    assert (flux.state, flux.state.value, flux.file_name, flux.size) == (
        FluxState.PORTAL_WAITING,
        "IN_DEPOT_PORTAIL_EN_ATTENTE_TRAITEMENT_SE_CPP",
        "facture.pdf",
        1,
    )
    assert "importé correctement" in t(receipt.message_key)
    assert "rejetée" in t(receipt.caution_key)


def test_same_key_answers_the_same_receipt_and_writes_nothing(world: World, cast: Cast) -> None:
    first = scenes.put(world, cast, b"a", "FSO1137A", key="once")
    assert scenes.put(world, cast, b"a", "FSO1137A", key="once") == first
    assert counts(world) == (1, 1, 1)


def test_same_key_twice_at_once_answers_one_number(world: World, cast: Cast) -> None:
    with ThreadPoolExecutor(8) as clicks:
        receipts = set(clicks.map(lambda _: scenes.put(world, cast, b"a", "FSO1137A", key="once").number, range(8)))
    assert (len(receipts), counts(world)) == (1, (1, 1, 1))


def test_numbers_given_at_once_are_all_different(world: World, cast: Cast) -> None:
    with ThreadPoolExecutor(8) as clients:
        numbers = list(clients.map(lambda n: scenes.put(world, cast, b"%d" % n, "FSO1137A").number, range(24)))
    assert sorted(numbers) == [f"CPP0011137{sequence:015d}" for sequence in range(1, 25)]


def test_same_key_of_another_person_is_another_deposit(world: World, cast: Cast) -> None:
    scenes.put(world, cast, b"a", "FSO1137A", key="once")
    scenes.put(world, cast, b"a", "FSO1137A", key="once", by=cast.bob)
    assert counts(world) == (2, 2, 2)


def test_same_key_for_another_file_refused(world: World, cast: Cast) -> None:
    first = scenes.put(world, cast, b"a", "FSO1137A", key="once")
    with pytest.raises(Conflict) as caught:
        scenes.put(world, cast, b"b", "FSO1137A", key="once")
    assert first.number in t(caught.value.key, "fr", **caught.value.params)


def test_rolled_back_deposit_asks_for_no_import(world: World, cast: Cast) -> None:
    with pytest.raises(RuntimeError), world.transaction(actor_id=cast.alice, structure_id=cast.supplier) as context:
        deposit.receive(
            context,
            door=Door.PORTAL,
            mode_depot="UPLOAD_PORTAIL",
            application_code="CPP001",
            syntax_code="FSO1137A",
            space=Space.TRAVAUX,
            file=world.files.put(b"a"),
            name="a.pdf",
            idempotency_key="k",
        )
        raise RuntimeError
    assert counts(world) == (0, 0, 0)


def test_charlie_cannot_deposit_for_the_structure(world: World, cast: Cast) -> None:
    assert refusal(world, cast, actor=cast.charlie).code == Denied.code


@pytest.mark.parametrize("missing", ["actor", "structure"])
def test_deposit_refused_without_person_or_structure(world: World, cast: Cast, missing: str) -> None:
    assert refusal(world, cast, **{missing: None}).key == "flux.deposit.attach_first"


def test_deposit_refused_to_a_profile_that_only_looks(world: World, cast: Cast) -> None:
    with world.transaction() as context:
        looker = scenes.person(context, "looker")
        supplier = context.session.get_one(Structure, cast.supplier)
        scenes.attach(context, looker, supplier, (Profile.FACTURATION_CONSULTATION,))
    assert refusal(world, cast, actor=looker).key == "flux.deposit.denied"


def test_wrong_pair_of_file_and_syntax_refused_in_words(world: World, cast: Cast) -> None:
    error = refusal(world, cast, kind=FileKind.UBL_INVOICE)
    assert (error.code, error.field) == (Invalid.code, "syntax")
    words = t(error.key, "fr", **error.params)
    assert all(part in words for part in ("facture.pdf", "FSO1137A", "FSO1130A")), words


def test_file_that_no_syntax_takes_refused_in_words(world: World, cast: Cast) -> None:
    error = refusal(world, cast, kind=FileKind.OTHER)
    assert t("flux.deposit.no_syntax") in t(error.key, "fr", **error.params)


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"syntax_code": "FSO9999A"}, "flux.deposit.syntax_unknown"),
        ({"syntax_code": "FSO1117A_B2B"}, "flux.deposit.syntax_unknown"),
        ({"space": Space.EMISES}, "flux.deposit.syntax_elsewhere"),
        ({"idempotency_key": ""}, "flux.deposit.key_invalid"),
        ({"idempotency_key": "k" * 65}, "flux.deposit.key_invalid"),
    ],
)
def test_deposit_refused(world: World, cast: Cast, changes: dict[str, object], key: str) -> None:
    assert refusal(world, cast, **changes).key == key


def test_b2b_value_taken_when_the_setting_shows_it(world: World, cast: Cast) -> None:
    showing = World(world.settings.model_copy(update={"show_b2b_syntaxes": True}), world.clock)
    receipt = scenes.put(showing, cast, b"a", "FSO1117A_B2B")
    assert receipt.number.startswith("CPP0011117")
    showing.close()


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("facture.pdf", "facture.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\x\\Facture n° 1.pdf", "Facture n° 1.pdf"),
        ("a\0b\r\nc\u202efdp.exe", "abcfdp.exe"),
        ("CON", "CON"),
        ("📄 facture.pdf", "📄 facture.pdf"),
        ("e\u0301te\u0301.xml", "été.xml"),
        ("", "fichier"),
        ("/", "fichier"),
        ("\u202e\0", "fichier"),
        ("x" * 400 + ".pdf", "x" * 75 + "…" + ".pdf"),
    ],
)
def test_name_is_shown_without_what_deceives(given: str, shown: str) -> None:
    assert shown_name(given) == shown


def test_deposit_by_edi_waits_in_the_exchange_system(world: World, cast: Cast) -> None:
    receipt = scenes.put(world, cast, b"a", "FSO1137A")
    with world.transaction(actor_id=cast.alice, structure_id=cast.supplier) as context:
        other = deposit.receive(
            context,
            door=Door.EDI,
            mode_depot="EDI",
            application_code="ABC123",
            syntax_code="FSO1137A",
            space=Space.TRAVAUX,
            file=world.files.put(b"b"),
            name="b",
            idempotency_key="k",
        )
    assert scenes.state_of(world, other) is FluxState.WAITING
    assert other == replace(other, number="ABC1231137000000000000001")
    assert receipt.number == "CPP0011137000000000000001"
