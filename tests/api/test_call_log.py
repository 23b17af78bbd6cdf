"""Each call of a program is in the log of its structure: what was asked and answered, secrets masked, files cut."""

import base64
import json
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from chorus_app.api import auth
from chorus_app.api.pace import Pace
from chorus_app.flux.models import Flux
from chorus_app.flux.queries import deposited_file
from chorus_app.kernel.config import Settings
from chorus_app.kernel.context import World
from chorus_app.kernel.errors import Conflict, Denied, NotFound
from chorus_app.kernel.paging import PageRequest
from chorus_app.operations import retention
from chorus_app.raccordement import calls, replays, service
from chorus_app.raccordement.bodies import MOST, masked, shortened
from chorus_app.raccordement.calls import REFUSED, SERVED, CallFilters, get_call, list_calls
from chorus_app.raccordement.views import CallRow, CallView
from tests.api.client import Keys, cpro_account, keys_of, program
from tests.api.test_deposit import DEPOSIT, asked
from tests.conftest import NewWorld
from tests.flux.scenes import Cast
from tests.flux.scenes import cast as cast_of
from tests.makers.invoices import make_facturx

CONSULT = "structures/v1/consulter"
UNKNOWN = "GDP_MSG_11.008 - La demande de paiement n'existe pas."


def listed(world: World, cast: Cast, **narrowed: object) -> list[CallRow]:
    calls.write_waiting(world)
    filters = CallFilters(**narrowed)  # type: ignore[arg-type] # each test names one
    with world.reading(actor_id=cast.alice, structure_id=cast.supplier) as context:
        return list(list_calls(context, filters=filters).rows)


def seen(world: World, cast: Cast, row: CallRow) -> CallView:
    with world.reading(actor_id=cast.alice, structure_id=cast.supplier) as context:
        return get_call(context, public_id=row.public_id)


async def test_call_is_kept_as_it_was_asked_and_answered(world: World, cast: Cast, keys: Keys) -> None:
    async with program(world, keys) as one:
        answer = await one.post(CONSULT, {"idStructureCPP": cast.recipient, "motDePasse": "tres-secret"})
        await one.post("factures/v1/consulter/historique", {"idFacture": 9})
    refused, served = listed(world, cast)
    assert (served.method, served.path, served.status, served.code) == ("POST", f"/cpro/{CONSULT}", 200, 0)
    assert (served.label, served.application, served.account) == (
        "TRA_MSG_00.000",
        "Connecteur de test",
        keys.account.login,
    )
    assert (refused.status, refused.code, refused.label) == (200, 20000, UNKNOWN)
    call = seen(world, cast, served)
    assert json.loads(call.question) == {"idStructureCPP": cast.recipient, "motDePasse": "***"}
    assert json.loads(call.answer) == answer


async def test_refused_keys_are_kept_where_the_program_is_known(
    world: World, cast: Cast, keys: Keys, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with program(world, keys) as one:
        wrong = {**one.headers, "cpro-account": cpro_account(keys.account, "faux-secret")}
        await one.http.post(f"/cpro/{CONSULT}", json={"a": "faux-secret"}, headers=wrong)
        await one.http.post(f"/cpro/{CONSULT}", headers={**one.headers, "Authorization": "Bearer inconnu"})
        monkeypatch.setattr(auth, "_pace", Pace(per_second=0))
        await one.http.post(f"/cpro/{CONSULT}", headers=one.headers)
    rows = listed(world, cast)
    assert [(row.status, row.account) for row in rows] == [(429, ""), (401, "")]
    assert "faux-secret" not in json.dumps(
        [(call.question, call.answer) for call in (seen(world, cast, r) for r in rows)]
    )


async def test_file_is_cut_and_the_deposit_can_be_made_again(world: World, cast: Cast, keys: Keys) -> None:
    content = make_facturx(number="JOURNAL-1")
    async with program(world, keys) as one:
        receipt = await one.post(DEPOSIT, asked(content))
        (row,) = listed(world, cast)
        call = seen(world, cast, row)
        assert len(call.question) < 2_000
        assert base64.b64encode(content).decode()[:60] in call.question
        with world.reading(actor_id=cast.alice, structure_id=cast.supplier) as context:
            again = replays.prepare(context, public_id=row.public_id, file_of=deposited_file)
        await replays.make(world, again)
    (replayed, first) = listed(world, cast)
    assert (replayed.replayed, first.replayed) == (True, False)
    with world.reading() as context:
        deposits = context.session.exec(select(Flux).order_by(Flux.number)).all()
    assert [flux.sha256 for flux in deposits] == [deposits[0].sha256] * 2
    assert {flux.depositor_id for flux in deposits} == {again.caller.user_id}
    (beside,) = seen(world, cast, first).again
    assert json.loads(beside.answer)["numeroFluxDepot"] == deposits[1].number != receipt["numeroFluxDepot"]
    assert seen(world, cast, replayed).first == first.public_id


async def test_what_was_not_kept_whole_or_is_closed_is_not_made_again(world: World, cast: Cast, keys: Keys) -> None:
    async with program(world, keys) as one:
        await one.post(DEPOSIT, asked(bytes(3_000), syntax="IN_DP_INCONNU"))
        await one.post(CONSULT, {"idStructureCPP": cast.recipient})
    small, large = listed(world, cast)

    def prepared(row: CallRow) -> replays.Again:
        with world.reading(actor_id=cast.alice, structure_id=cast.supplier) as context:
            return replays.prepare(context, public_id=row.public_id, file_of=deposited_file)

    with pytest.raises(Conflict, match=r"raccordement\.calls\.not_kept"):
        prepared(large)
    assert json.loads(prepared(small).question) == {"idStructureCPP": cast.recipient}
    with world.transaction(actor_id=cast.alice, structure_id=cast.supplier) as context:
        service.close_account(context, public_id=keys.account.public_id)
    with pytest.raises(Conflict, match=r"raccordement\.calls\.closed"):
        prepared(small)


async def test_list_is_narrowed_by_route_outcome_day_and_words(world: World, cast: Cast, keys: Keys) -> None:
    async with program(world, keys) as one:
        await one.post(CONSULT, {"idStructureCPP": cast.recipient})
        world.clock.move(timedelta(minutes=59))
        await one.post("factures/v1/consulter/historique", {"idFacture": 9})
    today = world.clock.now().date()
    history = "/cpro/factures/v1/consulter/historique"
    for narrowed in ({"path": history}, {"outcome": REFUSED}, {"text": "n'existe HISTORIQUE"}):
        assert [row.path for row in listed(world, cast, **narrowed)] == [history]
    assert [row.path for row in listed(world, cast, outcome=SERVED)] == [f"/cpro/{CONSULT}"]
    assert len(listed(world, cast, since=today, until=today)) == 2
    assert listed(world, cast, since=today + timedelta(days=1)) == []
    assert listed(world, cast, text="100%") == []
    with world.reading(actor_id=cast.alice, structure_id=cast.supplier) as context:
        assert calls.routes_called(context) == [history, f"/cpro/{CONSULT}"]
        page = list_calls(context, page=PageRequest(page=2, size=1))
    assert (page.total, [row.path for row in page.rows]) == (2, [f"/cpro/{CONSULT}"])


async def test_charlie_and_bob_see_no_call_and_make_none_again(world: World, cast: Cast, keys: Keys) -> None:
    async with program(world, keys) as one:
        await one.post(CONSULT, {"idStructureCPP": cast.recipient})
    (row,) = listed(world, cast)
    keys_of(world, user_id=cast.charlie, structure_id=cast.other)
    with world.reading(actor_id=cast.charlie, structure_id=cast.other) as context:
        assert (list_calls(context).rows, calls.routes_called(context)) == ([], [])
        with pytest.raises(NotFound):
            get_call(context, public_id=row.public_id)
        with pytest.raises(NotFound):
            replays.prepare(context, public_id=row.public_id, file_of=deposited_file)
    with world.reading(actor_id=cast.bob, structure_id=cast.supplier) as context:
        with pytest.raises(Denied):
            list_calls(context)
        with pytest.raises(NotFound):
            get_call(context, public_id=row.public_id)


async def test_log_is_bounded_for_each_structure_and_forgotten_at_its_term(new_world: NewWorld, tmp_path: Path) -> None:
    world = new_world(Settings(data_dir=tmp_path, keep_calls=100, keep_calls_days=30))
    cast = cast_of(world)
    mine = keys_of(world, user_id=cast.alice, structure_id=cast.supplier)
    others = keys_of(world, user_id=cast.charlie, structure_id=cast.other)
    async with program(world, others) as one:
        await one.post(CONSULT, {"idStructureCPP": cast.recipient})
    async with program(world, mine) as one:
        for _ in range(60):
            await one.post(CONSULT, {"idStructureCPP": cast.recipient})
    with world.reading(actor_id=cast.alice, structure_id=cast.supplier) as context:
        assert list_calls(context).total == 0
    assert calls.write_waiting(world) == 61
    async with program(world, mine) as one:
        for _ in range(60):
            await one.post(CONSULT, {"idStructureCPP": cast.recipient})
    assert calls.write_waiting(world) == 60
    assert calls.write_waiting(world) == 0
    with world.reading(actor_id=cast.alice, structure_id=cast.supplier) as context:
        assert list_calls(context).total == 100
    with world.reading(actor_id=cast.charlie, structure_id=cast.other) as context:
        assert list_calls(context).total == 1
    world.clock.move(timedelta(days=30))
    assert retention.purge(world)["calls"] == 0
    world.clock.move(timedelta(seconds=1))
    assert retention.purge(world)["calls"] == 101
    world.close()


@pytest.mark.parametrize(
    ("body", "kept", "whole"),
    [
        (b'{"a": "b"}', '{"a": "b"}', True),
        (b"", "", True),
        (b'{"f": "' + b"A" * 1_500 + b'"}', '{"f": "' + "A" * 60 + "… [1500\u00a0caractères]" + '"}', False),
        (b'{"f": "' + b"A" * 1_500 + b'\\"x"}', '{"f": "' + "A" * 60 + "… [1501\u00a0caractères]" + '\\"x"}', False),
        (b"\xff", "\ufffd", True),
    ],
)
def test_long_values_are_cut(body: bytes, kept: str, whole: bool) -> None:
    assert shortened(body) == (kept, whole)


def test_body_of_nothing_but_quotation_marks_stays_small() -> None:
    text, whole = shortened(b'"' * 5_000_000)
    assert (len(text) <= MOST, whole) == (True, False)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (
            '{"client_secret": "x", "a": [{"Password": "y", "b": 1}]}',
            {"client_secret": "***", "a": [{"Password": "***", "b": 1}]},
        ),
        ('{"jeton": ""}', {"jeton": ""}),
    ],
)
def test_secrets_are_masked(text: str, kept: object) -> None:
    assert json.loads(masked(text)) == kept


def test_secrets_of_what_is_no_json_are_masked_too() -> None:
    assert masked('{"client_secret": "x", ') == '{"client_secret": "***", '
    assert masked("[" * 30_000) == "[" * 30_000
